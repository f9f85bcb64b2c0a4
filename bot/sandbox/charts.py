"""Charts of data visualization blocks as SVG, and as rows for those who do not see them."""

from collections.abc import Iterator, Sequence
from math import cos, pi, sin
from typing import Any

from markupsafe import Markup

Json = dict[str, Any]
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 480, 200, 44, 26, 10


def drawing(chart: Json) -> Markup:
    """The picture, without its title; nothing in it is for a screen reader."""
    shapes = Markup().join(_pie(chart["segments"]) if chart["type"] == "pie" else _plot(chart))
    return Markup('<svg viewBox="0 0 {} {}" class="chart" aria-hidden="true">{}</svg>').format(
        WIDTH, HEIGHT, shapes
    )


def figures(chart: Json) -> list[list[str]]:
    """The same as a table, its first row the heads of the columns."""
    if chart["type"] == "pie":
        return [["", "value"], *([one["label"], _figure(one["value"])] for one in chart["segments"])]
    series = chart["series"]
    heads = [chart["axis_config"].get("x_label") or "", *(one["name"] for one in series)]
    return [heads, *([name, *_values(series, name)] for name in chart["axis_config"]["categories"])]


def legend(chart: Json) -> list[str]:
    """The names of what is coloured; one series alone needs none."""
    names = [one.get("label") or one.get("name") for one in chart.get("segments") or chart["series"]]
    return names if len(names) > 1 else []


def _values(series: Sequence[Json], category: str) -> Iterator[str]:
    for one in series:
        found = {point["label"]: point["value"] for point in one["data"]}
        yield _figure(found.get(category, 0))


def _pie(segments: Sequence[Json]) -> Iterator[Markup]:
    total = sum(one["value"] for one in segments) or 1
    begun = 0.0
    for place, one in enumerate(segments):
        share = one["value"] / total
        yield _slice(begun, min(begun + share, begun + 0.99999), place)
        begun += share


def _slice(begun: float, ended: float, place: int) -> Markup:
    x, y, radius = WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 6
    corners = [
        f"{x + radius * sin(2 * pi * turn):.1f} {y - radius * cos(2 * pi * turn):.1f}"
        for turn in (begun, ended)
    ]
    large = int(ended - begun > 0.5)
    path = f"M {x} {y} L {corners[0]} A {radius} {radius} 0 {large} 1 {corners[1]} Z"
    return Markup('<path class="hue-{}" d="{}"/>').format(place, path)


def _plot(chart: Json) -> Iterator[Markup]:
    """Bars, lines or areas over the categories, with the scale's two ends."""
    names, series = chart["axis_config"]["categories"], chart["series"]
    values = [float(point["value"]) for one in series for point in one["data"]]
    low, high = min(0.0, *values), max(0.0, *values) or 1.0
    step = (WIDTH - LEFT - 6) / max(1, len(names))

    def down(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)

    for value in dict.fromkeys((low, high)):
        yield _text(LEFT - 6, down(value) + 4, "end", _figure(value))
        yield Markup('<path class="rule" d="M {} {:.1f} H {}"/>').format(LEFT, down(value), WIDTH - 6)
    every = -(-len(names) // 8)
    for place, name in enumerate(names):
        if place % every == 0:
            yield _text(LEFT + step * (place + 0.5), HEIGHT - 8, "middle", name[:12])
    for place, one in enumerate(series):
        found = {point["label"]: point["value"] for point in one["data"]}
        heights = [down(found.get(name, 0)) for name in names]
        if chart["type"] == "bar":
            yield from _bars(heights, down(0), step, place, len(series))
        else:
            yield _line(heights, down(0), step, place, filled=chart["type"] == "area")


def _bars(heights: Sequence[float], ground: float, step: float, place: int, many: int) -> Iterator[Markup]:
    width = step * 0.7 / many
    for at, top in enumerate(heights):
        x = LEFT + step * (at + 0.15) + width * place
        yield Markup('<rect class="hue-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
            place, x, min(top, ground), max(1.0, width - 1), abs(ground - top)
        )


def _line(heights: Sequence[float], ground: float, step: float, place: int, *, filled: bool) -> Markup:
    points = [f"{LEFT + step * (at + 0.5):.1f} {top:.1f}" for at, top in enumerate(heights)]
    path = "M " + " L ".join(points)
    if filled:
        last = LEFT + step * (len(points) - 0.5)
        path += f" L {last:.1f} {ground:.1f} L {LEFT + step * 0.5:.1f} {ground:.1f} Z"
    return Markup('<path class="{} hue-{}" d="{}"/>').format("area" if filled else "line", place, path)


def _text(x: float, y: float, anchor: str, text: str) -> Markup:
    template = Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')
    return template.format(x, y, anchor, text)


def _figure(value: float) -> str:
    return f"{value:g}"
