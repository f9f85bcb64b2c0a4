"""The files of a month: pictures that can be read, a spreadsheet that can be opened."""

import io
import zipfile
from datetime import date
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from bot import charts
from bot.services.figures import files
from bot.views.digest import Digest, Flow
from bot.views.figures import Bar, Chart

HOSTILE = ("$x$ and $y_", "=cmd|' /C calc'!A0", "研究開発", "<b>&amp;", "x" * 300, "שלום \u202e", "")
FACTS = Digest(
    first=date(2026, 11, 1),
    people=30,
    thanked=17,
    givers=12,
    kudos=42,
    breadth={"one": 7, "few": None, "many": 0},
    named=None,
    across_teams=9,
    flows=[Flow(name, "Platform", 6) for name in HOSTILE],
    values=[(name, 5) for name in HOSTILE if name],
    answered=20,
    due=25,
)


def _pixels(png: bytes) -> Any:
    from matplotlib.image import imread

    return imread(io.BytesIO(png))


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_a_month_has_its_pictures_and_one_spreadsheet() -> None:
    made = files(FACTS)
    assert [file.name for file in made] == [
        *("2026-11-coverage.png", "2026-11-teams.png", "2026-11-values.png", "2026-11-participation.png"),
        "2026-11.xlsx",
    ]
    assert all(file.alt and len(file.alt) <= 2000 for file in made[:-1])


def test_too_few_people_get_no_files() -> None:
    assert files(Digest(date(2026, 11, 1), 4, None, None)) == []


@pytest.mark.parametrize("rows", [1, 3, 12])
def test_a_picture_brings_its_own_ground_and_fits_a_phone(rows: int) -> None:
    bars = [Bar(HOSTILE[n % len(HOSTILE)], n, 12) for n in range(rows)]
    drawn = _pixels(charts.png(Chart("x", "Thanks between teams", bars)))
    assert drawn.shape[1] == charts.WIDTH
    # Opaque everywhere, so Slack's dark ground never shines through.
    assert drawn.shape[2] == 3 or np.all(drawn[..., 3] == 1.0)
    # Letters of at least 12 points on a phone, which shows the picture about 390 wide.
    on_a_phone = charts.LABEL_SIZE * charts.DPI / 72 * 390 / charts.WIDTH
    assert on_a_phone >= 12


def test_what_is_drawn_can_be_told_apart_without_seeing_colours() -> None:
    assert _contrast(charts.INK, charts.GROUND) >= 7
    assert _contrast(charts.BAR, charts.GROUND) >= 3
    assert _contrast(charts.BAR, charts.TRACK) >= 3


def test_a_longer_bar_is_drawn_longer() -> None:
    def blue(value: int) -> int:
        drawn = _pixels(charts.png(Chart("x", "x", [Bar("thanked", value, 30)])))[..., :3]
        return int(np.sum(np.all(np.abs(drawn - np.array((0, 0x72, 0xB2)) / 255) < 0.02, axis=-1)))

    assert blue(0) < 100
    assert blue(30) == pytest.approx(2 * blue(15), rel=0.05)


def test_the_spreadsheet_has_every_figure_and_no_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(files(FACTS)[-1].content)) as book:
        pages = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        texts = book.read("xl/sharedStrings.xml").decode()
        cells = "".join(book.read(name).decode() for name in pages)
    assert len(pages) == 5
    assert "<f>" not in cells
    assert "=cmd|" in texts
    assert "fewer than 5 people" in texts
    numbers = {
        cell.text
        for cell in ElementTree.fromstring(_page(files(FACTS)[-1].content)).iter()
        if cell.tag.endswith("}v")
    }
    assert {"30", "17", "12", "42", "9", "20", "25"} <= numbers


def _page(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml")
