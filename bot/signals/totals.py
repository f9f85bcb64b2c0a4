"""What is known of a run as a whole: how many people stand where, and circles of thanks."""

from collections import Counter

import numpy as np

from bot.signals.bands import LEVEL_BANDS
from bot.signals.engine import CUE, NONE, Run
from bot.signals.record import NOBODY
from bot.signals.ties import rings, tied

# The others are the person's and the direct manager's alone.
COUNTED = ("delivery_reliability", "recognition_breadth")


def circles(found: Run) -> list[list[int]]:
    """The people of each closed circle of thanks, by id; none where breadth is switched off."""
    record, frame, constants = found.record, found.frame, found.constants
    if "recognition_breadth" in record.off:
        return []
    week = frame.week(record.kudos.at)
    near = (week >= 0) & (week < constants.breadth_weeks)
    ties = tied(record.kudos.giver[near], record.kudos.receiver[near], len(record.people), constants)
    return [
        [int(record.people.id[one]) for one in ring]
        for ring in rings(ties, constants)
        if all(frame.row_of[one] != NOBODY for one in ring)
    ]


def totals(found: Run) -> dict[str, dict[str, int]]:
    """By signal, how many people of whom enough is known are low, usual or high; nobody by name."""
    counted = {}
    for name in COUNTED:
        column = found.columns[name]
        known = np.isin(column.state, (CUE, NONE))
        bands = Counter(column.decided.band[known].tolist())
        counted[name] = {LEVEL_BANDS[band]: bands[band] for band in LEVEL_BANDS}
    return counted
