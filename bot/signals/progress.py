"""Goal momentum and growth: is work moving, and who is stepping up?"""

import numpy as np

from bot.signals import measures
from bot.signals.constants import Constants
from bot.signals.judged import Judged, Window, collected, family_of, window_of
from bot.signals.slate import Slates


def momentum(slates: Slates, c: Constants) -> Judged:
    """Is work moving, where is it stuck? The strength is of momentum that fell."""
    windows = [_momentum(slates, weeks, c) for weeks in c.windows]
    return collected(windows, slates.work.present, families_needed=1)


def growth(slates: Slates, c: Constants) -> Judged:
    """Who is stepping up now? Trusted thanks, learning, speed, and people who thank for the first time."""
    windows = [_growth(slates, number, c) for number in range(len(c.growth_windows))]
    return collected(windows, slates.thanks.here, families_needed=2)


def _momentum(slates: Slates, weeks: int, c: Constants) -> Window:
    work = slates.work
    pace = measures.pace(work, c)
    updated = measures.rate(
        work.updated, work.here, work.norms, "updated", weeks, shift=c.updated_shift, constants=c
    )
    families = {"pace": family_of(pace.term, c), "updates": family_of(updated.term, c)}
    known = np.sum([pace.known, updated.known], axis=0)
    parts = {"pace": pace, "updated": updated}
    return window_of(weeks, parts, families, known, updated.seen + pace.seen)


def _growth(slates: Slates, number: int, c: Constants) -> Window:
    thanks, work, weeks = slates.thanks, slates.work, c.growth_windows[number]
    parts = {}
    for name, ratio in (
        ("received", c.received_ratio),
        ("first", c.received_ratio),
        ("learned", c.learning_ratio),
    ):
        seen, season = getattr(thanks, name), thanks.norms[f"{name}_season"][None, :]
        parts[name] = measures.count(
            seen, thanks.here * season, thanks.norms, name, weeks, ratio=ratio, constants=c
        )
    parts["speed"] = measures.speed(work, number, c)
    families = {name: family_of(part.term, c) for name, part in parts.items()}
    known = np.sum([part.known for part in parts.values()], axis=0)
    seen = parts["received"].seen + parts["learned"].seen + parts["speed"].seen
    return window_of(weeks, parts, families, known, seen)
