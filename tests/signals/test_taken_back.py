"""Reported values that go down again."""

from dataclasses import replace

import numpy as np

from bot.signals.constants import SIGNALS
from bot.signals.engine import run
from bot.simulate import first
from bot.simulate.history import WEEK, Plan
from bot.simulate.records import end_of_week, record


def test_progress_taken_back_is_none_made_and_every_strength_stays_a_number() -> None:
    history = first.generate(Plan(4, people=60))
    updates = history.updates
    lately = updates.at >= 60 * WEEK
    # Everybody reports ninety per cent until week 60, and nothing at all from then on.
    falling = replace(history, updates=replace(updates, value=np.where(lately, 0.0, 90.0)))
    found = run(record(falling), as_of=end_of_week(65))
    for signal in SIGNALS:
        known = np.isin(found.states(signal), ("cue", "none"))
        assert known.any(), signal
        assert np.isfinite(found.scores(signal)[known]).all(), signal
