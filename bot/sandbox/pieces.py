"""What browsers have of long lists, so that only the pieces that differ are sent to them."""

import re
from collections import OrderedDict

# Stands before each piece in the templates; nothing that people write can hold it.
BEGINS = "<!--piece-->"
ID = re.compile(r'\bid="([^"]*)"')
# About as many as a dozen open pages need.
KEPT = 32


class Pieces:
    """Remembers drawings by their marks."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, dict[str, str]] = OrderedDict()

    def keep(self, mark: str, html: str) -> None:
        """Remember a drawing that a browser is about to have; one without pieces is not remembered."""
        if BEGINS not in html:
            return
        if mark not in self._kept:
            self._kept[mark] = {_name(piece): piece for piece in html.split(BEGINS)[1:]}
        self._kept.move_to_end(mark)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def difference(self, mark: str, html: str) -> tuple[str, str]:
        """The drawing, for a browser that has the one of that mark: of pieces that are the same a word.

        Also returns the mark again; '' where the drawing is whole.
        """
        had = self._kept.get(mark)
        if had is None:
            return html, ""
        head, *pieces = html.split(BEGINS)
        return head + "".join(
            _same(piece) if had.get(_name(piece)) == piece else piece for piece in pieces
        ), mark


def _name(piece: str) -> str:
    found = ID.search(piece)
    return found[1] if found else ""


def _same(piece: str) -> str:
    return f'<i id="{_name(piece)}" data-same></i>'
