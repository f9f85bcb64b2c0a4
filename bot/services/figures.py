"""A digest's charts and spreadsheet as files."""

from bot.charts import png
from bot.rules.digest import SMALLEST
from bot.services.attachment import File
from bot.views.digest import Digest, title
from bot.views.figures import charts, sheets
from bot.workbook import xlsx

PNG = "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def files(facts: Digest) -> list[File]:
    """The pictures and the spreadsheet of a month; none where too few people take part."""
    if facts.people < SMALLEST:
        return []
    name = f"{facts.first:%Y-%m}"
    drawn = [
        File(f"{name}-{chart.name}.png", chart.title, PNG, png(chart), alt=chart.alt)
        for chart in charts(facts)
    ]
    return [*drawn, File(f"{name}.xlsx", title(facts), XLSX, xlsx(sheets(facts)))]
