"""A replay as text for people, or as plain values for programs."""

import math
from dataclasses import asdict
from typing import Any

from bot.simulate.replay import MONTHS, Ratio, Replay
from bot.simulate.table import columns

COUNTS = ("cues", "stay", "come", "go", "change")
RATIOS = ("impact ratio", "of", "people", "now", "then")
MOVED = ("as of", "signal", "person", "was", "would be")
NONE = "-"


def table(found: Replay) -> str:
    """What moves, whom it favours, and each cue that moves, watch cues left out."""
    head = f"Cues as of the ends of the last {MONTHS} months, {found.days[0]} to {found.days[-1]}"
    counts = [(each.signal, *map(str, (each.stay, each.come, each.go, each.change))) for each in found.counts]
    ratios = [_ratio(each) for each in found.ratios]
    moved = [
        (each.day.isoformat(), each.signal, each.person, each.was or NONE, each.would_be or NONE)
        for each in found.moved
    ]
    parts = [head, columns([COUNTS, *counts])]
    parts.append(columns([RATIOS, *ratios]) if ratios else "No group is large enough for an impact ratio.")
    parts.append(columns([MOVED, *moved]) if moved else "No cue that may be named would move.")
    return "\n\n".join(parts)


def _ratio(each: Ratio) -> tuple[str, ...]:
    group = f"{each.attribute} {each.group}"
    return each.signal, group, str(each.people), _share(each.now), _share(each.then)


def _share(value: float) -> str:
    return "not measurable" if math.isnan(value) else f"{value:.2f}"


def values(found: Replay) -> dict[str, Any]:
    """What cannot be measured is null."""
    return {
        "days": [day.isoformat() for day in found.days],
        "counts": [asdict(each) for each in found.counts],
        "moved": [asdict(each) | {"day": each.day.isoformat()} for each in found.moved],
        "ratios": [
            asdict(each) | {"now": _known(each.now), "then": _known(each.then)} for each in found.ratios
        ],
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)
