"""A spreadsheet (XLSX) of tables."""

import io
from collections.abc import Sequence

from bot.language import _
from bot.rules.digest import SMALLEST
from bot.views.figures import Sheet


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The file. Names are written as text: one that begins with `=` is no formula."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    bold = book.add_format({"bold": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        page.freeze_panes(1, 0)
        page.set_column(0, len(sheet.columns) - 1, 34)
        for column, heading in enumerate(sheet.columns):
            page.write_string(0, column, heading, bold)
        for line, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    page.write_number(line, column, value)
                else:
                    page.write_string(line, column, _hidden() if value is None else value)
    book.close()
    return file.getvalue()


def _hidden() -> str:
    return _("fewer than {smallest} people", smallest=SMALLEST)
