"""Checks of the charts in data visualization blocks, against Slack's limits."""

from typing import Any

from bot.sandbox.fitting import Json, MisfitError, items, mapping, one_of, optional_words, words

KINDS = ("pie", "bar", "area", "line")
# Segments of a pie, or series of another chart.
MOST = 6
LONGEST_LABEL = 75


def chart(value: Any, at: str) -> None:
    """One chart: a pie of segments, or series of values over the same categories."""
    kind = value.get("type") if isinstance(value, dict) else None
    one_of(kind, f"{at}/type", KINDS)
    if kind == "pie":
        shape = mapping(value, at, keys=("type", "segments"), needs=("segments",))
        points = items(shape["segments"], f"{at}/segments", most=MOST)
        _points(points, f"{at}/segments")
        if any(point["value"] < 0 for point in points) or not sum(point["value"] for point in points):
            raise MisfitError("must be positive", f"{at}/segments")
        return
    shape = mapping(value, at, keys=("type", "series", "axis_config"), needs=("series", "axis_config"))
    categories = _categories(shape["axis_config"], f"{at}/axis_config")
    names = [
        _series(one, categories, f"{at}/series/{place}")
        for place, one in enumerate(items(shape["series"], f"{at}/series", most=MOST))
    ]
    if len(set(names)) != len(names):
        raise MisfitError("`name` must be unique", f"{at}/series")


def _categories(value: Any, at: str) -> list[str]:
    shape = mapping(value, at, keys=("categories", "x_label", "y_label"), needs=("categories",))
    optional_words(shape, "x_label", at, most=LONGEST_LABEL)
    optional_words(shape, "y_label", at, most=LONGEST_LABEL)
    return [
        words(name, f"{at}/categories/{place}", most=LONGEST_LABEL)
        for place, name in enumerate(items(shape["categories"], f"{at}/categories", most=1000))
    ]


def _series(value: Any, categories: list[str], at: str) -> str:
    shape = mapping(value, at, keys=("name", "data"), needs=("name", "data"))
    labels = _points(items(shape["data"], f"{at}/data", most=1000), f"{at}/data")
    if set(labels) != set(categories):
        raise MisfitError("labels must match the categories", f"{at}/data")
    return words(shape["name"], f"{at}/name", most=LONGEST_LABEL)


def _points(points: list[Json], at: str) -> list[str]:
    """Their labels, once each."""
    labels = []
    for place, point in enumerate(points):
        here = f"{at}/{place}"
        shape = mapping(point, here, keys=("label", "value"), needs=("label", "value"))
        labels.append(words(shape["label"], f"{here}/label", most=LONGEST_LABEL))
        if isinstance(shape["value"], bool) or not isinstance(shape["value"], int | float):
            raise MisfitError("must be a number", f"{here}/value")
    if len(set(labels)) != len(labels):
        raise MisfitError("`label` must be unique", at)
    return labels
