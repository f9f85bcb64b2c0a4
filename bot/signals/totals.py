"""How many people stand where, for the signals of which HR and leadership see the whole."""

from collections import Counter

import numpy as np

from bot.signals.bands import LEVEL_BANDS
from bot.signals.engine import CUE, NONE, Run

# The others are the person's and the direct manager's alone.
COUNTED = ("delivery_reliability", "recognition_breadth")


def totals(found: Run) -> dict[str, dict[str, int]]:
    """By signal, how many people of whom enough is known are low, usual or high; nobody by name."""
    counted = {}
    for name in COUNTED:
        column = found.columns[name]
        known = np.isin(column.state, (CUE, NONE))
        bands = Counter(column.decided.band[known].tolist())
        counted[name] = {LEVEL_BANDS[band]: bands[band] for band in LEVEL_BANDS}
    return counted
