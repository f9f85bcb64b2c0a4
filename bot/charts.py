"""Charts as pictures: bars with their numbers, readable on a phone and without seeing colours.

A picture brings its own light ground, so that it reads alike in Slack's light and dark. Nothing is
told by colour alone: each bar has its name above it and its number beside it.
"""

import io
import warnings
from typing import Any

from bot.views.blocks import shortened
from bot.views.figures import LABEL, Chart, amount

# A phone shows 800 points of a picture at about half their size: letters of 30 are 14 there.
WIDTH, DPI = 800, 100
GROUND, INK, TRACK, BAR = "#ffffff", "#1d1c1d", "#dcdfe3", "#0072b2"
TITLE_SIZE, LABEL_SIZE = 24, 21
TITLE_ROOM, ROW, MARGIN, TRACK_SHARE = 90, 104, 30, 0.72


def png(chart: Chart) -> bytes:
    """The picture of a chart. Takes some tenths of a second, the first time seconds."""
    # Loading it takes seconds and sixty megabytes; most processes never draw.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = TITLE_ROOM + ROW * len(chart.bars) + MARGIN
    figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=GROUND)
    canvas: Any = FigureCanvasAgg(figure)
    # One unit is one point of the picture, from the top left corner.
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    _write(axes, MARGIN, TITLE_ROOM / 2, shortened(chart.title, 40), size=TITLE_SIZE, weight="bold")
    largest = max((bar.whole or bar.value for bar in chart.bars), default=0) or 1
    for n, bar in enumerate(chart.bars):
        _row(axes, TITLE_ROOM + n * ROW, bar, amount(bar), largest)
    drawn = io.BytesIO()
    with warnings.catch_warnings():
        # Names in scripts that the font has not are drawn as boxes; the alternative text has them.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        canvas.print_png(drawn)
    return drawn.getvalue()


def _row(axes: Any, top: float, bar: Any, number: str, largest: int) -> None:
    room = (WIDTH - 2 * MARGIN) * TRACK_SHARE
    share = min(1.0, bar.value / (bar.whole or largest))
    _write(axes, MARGIN, top + 20, shortened(bar.label, LABEL), size=LABEL_SIZE)
    # Bars that are parts of a whole show it as their track; others are as long as they compare.
    axes.barh(top + 66, room, height=34, left=MARGIN, color=TRACK)
    axes.barh(top + 66, room * share, height=34, left=MARGIN, color=BAR)
    _write(axes, MARGIN + room + 20, top + 66, number, size=LABEL_SIZE, weight="bold")


def _write(axes: Any, x: float, y: float, text: str, **style: Any) -> None:
    # People's words are no formulas: a dollar sign is a dollar sign.
    axes.text(x, y, text, va="center", color=INK, parse_math=False, **style)
