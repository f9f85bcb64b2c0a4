"""Goals by week: what is open, what was updated, how fast it goes."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.signals.constants import HORIZON, Constants
from bot.signals.frame import Frame, weeks
from bot.signals.norms import rate_norms
from bot.signals.record import NEVER, NOBODY, WEEK, Flags, Floats, Ints, Record
from bot.signals.slate import Work

DAY = 86400
EPOCH = 719163
# Weeks between a window's two ends, now and before, are both kept: progress made and planned.
NOW, BEFORE = 0, 1
CHUNK = 4_000


@dataclass(frozen=True)
class Owned:
    """The goals of the people looked at, in their order, and the owners' updates of them, the oldest first.

    `begun`, `due` and `ended` are seconds; a goal without dates has begun with its first sign of life.
    `share` is the share of the way done after each update, NaN where it cannot be told.
    """

    row: Ints
    begun: Ints
    due: Ints
    ended: Ints
    goal: Ints
    at: Ints
    share: Floats

    def of_rows(self, first: int, behind: int) -> "Owned":
        """The goals of some of the people, who are counted from 0 then."""
        goals = slice(*np.searchsorted(self.row, [first, behind]).tolist())
        updates = slice(*np.searchsorted(self.goal, [goals.start, goals.stop]).tolist())
        mine = self.row[goals] - first, self.begun[goals], self.due[goals], self.ended[goals]
        return Owned(*mine, self.goal[updates] - goals.start, self.at[updates], self.share[updates])


def built(record: Record, frame: Frame, here: Flags, constants: Constants) -> Work:
    """Everybody's weeks of work on goals; some thousand people at a time, since goals by weeks are many."""
    owned = goals_of(record, frame)
    parts = [
        _of_some(owned.of_rows(first, first + len(some)), some, frame, constants)
        for first, some in ((first, here[first : first + CHUNK]) for first in range(0, len(here), CHUNK))
    ] or [_of_some(owned, here, frame, constants)]
    columns: dict[str, Any] = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    work = Work(**columns)
    base = weeks(max(constants.windows), constants.baseline)
    work.norms.update(rate_norms("updated", work.updated, work.here, base, constants))
    return work


def _of_some(owned: Owned, here: Flags, frame: Frame, constants: Constants) -> dict[str, Floats]:
    """The columns of these people."""
    size = len(here)
    open_then, week = _open(owned, frame), frame.week(owned.at)
    near = week < HORIZON
    cells = owned.row[owned.goal[near]] * HORIZON + week[near]
    updates = np.bincount(cells, minlength=size * HORIZON).reshape(size, HORIZON)
    made, planned = _speeds(owned, size, frame, constants)
    number = _summed(open_then.astype(np.float64), owned.row, size)
    return {
        "present": here,
        "here": here & (number > 0),
        "open": number.astype(np.float32),
        "updated": updates > 0,
        "updates": updates.astype(np.float32),
        "pace": _pace(owned, open_then, size, frame, constants),
        "made": made,
        "planned": planned,
    }


def goals_of(record: Record, frame: Frame) -> Owned:
    """Goals as they stood at the end of the day: what closed later is open."""
    goals, updates = record.goals, record.updates
    row = frame.row_of[goals.owner]
    by_owner = (updates.at < frame.end) & (updates.author == goals.owner[updates.goal])
    known = np.flatnonzero(by_owner & (row != NOBODY)[updates.goal])
    begun = _begun(record, updates.goal[known], updates.at[known])
    kept = np.flatnonzero((row != NOBODY) & (begun < frame.end))
    kept = kept[np.argsort(row[kept], kind="stable")]
    place_of = np.full(len(row), NOBODY, np.int64)
    place_of[kept] = np.arange(len(kept))
    goal = place_of[updates.goal[known]]
    known, goal = known[goal != NOBODY], goal[goal != NOBODY]
    order = np.lexsort((updates.at[known], goal))
    known, goal = known[order], goal[order]
    due = np.where(goals.due >= 0, (goals.due.astype(np.int64) - EPOCH + 1) * DAY, NEVER)
    ended = np.where(goals.closed_at < frame.end, goals.closed_at, NEVER)
    share = _share(goals.start_value[kept][goal], goals.target_value[kept][goal], updates.value[known])
    return Owned(row[kept], begun[kept], due[kept], ended[kept], goal, updates.at[known], share)


def _begun(record: Record, goal: Ints, at: Ints) -> Ints:
    """When each goal began: its start date, else when it was agreed, else its first update."""
    goals = record.goals
    first = np.full(len(goals.id), NEVER, np.int64)
    np.minimum.at(first, goal, at)
    first = np.minimum(first, goals.agreed_at)
    return np.where(goals.start >= 0, (goals.start.astype(np.int64) - EPOCH) * DAY, first)


def _share(start: Floats, target: Floats, value: Floats) -> Floats:
    """The share of the way done; NaN where start, target or value do not tell. A falling target works too."""
    begin = np.nan_to_num(start)
    way = target - begin
    done = (value - begin) / np.where(way == 0, np.nan, way)
    found: Floats = np.clip(done, 0.0, 1.0)
    return found


def _ends(frame: Frame) -> Ints:
    """The end of each week."""
    return frame.end - WEEK * np.arange(HORIZON, dtype=np.int64)


def _open(owned: Owned, frame: Frame) -> Flags:
    """Whether each goal was open at the end of each week."""
    ends = _ends(frame)[None, :]
    return (owned.begun[:, None] < ends) & (owned.ended[:, None] >= ends)


def _shares(owned: Owned, frame: Frame) -> Floats:
    """The share done of each goal at the end of each week; 0 before the first update."""
    told = ~np.isnan(owned.share)
    goal, share = owned.goal[told], owned.share[told]
    week = np.minimum(frame.week(owned.at[told]), HORIZON - 1)
    shares = np.full((len(owned.row), HORIZON), np.nan, np.float32)
    # The updates are in the order of time, so that a week's last one stays.
    shares[goal, week] = share
    for one in range(HORIZON - 2, -1, -1):
        newer, older = shares[:, one], shares[:, one + 1]
        np.copyto(newer, older, where=np.isnan(newer))
    return np.nan_to_num(shares)


def _pace(owned: Owned, open_then: Flags, size: int, frame: Frame, constants: Constants) -> Floats:
    """Each person's mean, over the goals open at the end of a week, of share done over share of time gone."""
    shares = _shares(owned, frame)
    dated = (owned.due != NEVER) & (owned.due > owned.begun)
    told = np.zeros(len(owned.row), bool)
    told[owned.goal[~np.isnan(owned.share)]] = True
    use = np.flatnonzero(dated & told)
    gone = (_ends(frame)[None, :] - owned.begun[use, None]) / (owned.due - owned.begun)[use, None]
    counted = open_then[use] & (gone >= constants.pace_least_time)
    ratio = shares[use] / np.clip(gone, constants.pace_least_time, 1.0)
    ratio = np.where(counted, np.minimum(ratio, constants.pace_most), 0.0)
    total = _summed(ratio, owned.row[use], size)
    number = _summed(counted.astype(np.float64), owned.row[use], size)
    pace = np.where(number > 0, total / np.maximum(number, 1), np.nan)
    return pace.astype(np.float32)


def _summed(values: Floats, rows: Ints, size: int) -> Floats:
    """The rows of goals, which are in the order of their owners, added up by owner."""
    total = np.zeros((size, values.shape[1]))
    owners, firsts = np.unique(rows, return_index=True)
    if len(owners):
        total[owners] = np.add.reduceat(values, firsts, axis=0)
    return total


def _speeds(owned: Owned, size: int, frame: Frame, constants: Constants) -> tuple[Floats, Floats]:
    """Progress made and planned, now and before, by growth window."""
    made = np.zeros((size, len(constants.growth_windows), 2))
    planned = np.zeros_like(made)
    told = np.zeros(len(owned.row), bool)
    told[owned.goal[~np.isnan(owned.share)]] = True
    use = told & (owned.due != NEVER) & (owned.due > owned.begun)
    for number, growth_window in enumerate(constants.growth_windows):
        window = max(growth_window, constants.pace_window)
        newest = [0, window, window + constants.pace_baseline]
        for which in (NOW, BEFORE):
            late = np.full(len(owned.row), frame.end - WEEK * newest[which])
            early = np.full(len(owned.row), frame.end - WEEK * newest[which + 1])
            done = _interpolated(owned, late) - _interpolated(owned, early)
            until = np.minimum(np.minimum(late, owned.due), owned.ended)
            time = np.maximum(until - np.maximum(early, owned.begun), 0)
            share = np.where(use, time / np.where(use, owned.due - owned.begun, 1), 0.0)
            rows = owned.row
            made[:, number, which] = np.bincount(rows, np.where(use, done, 0.0), size)
            planned[:, number, which] = np.bincount(rows, share, size)
    return made, planned


def _interpolated(owned: Owned, when: Ints) -> Floats:
    """The share of each goal done at an instant, in a straight line between updates; it begins with 0."""
    told = ~np.isnan(owned.share)
    goal, at, share = owned.goal[told], owned.at[told], owned.share[told]
    firsts = np.searchsorted(goal, np.arange(len(owned.row)))
    behind = np.searchsorted(goal, np.arange(len(owned.row)), side="right")
    if not len(goal):
        return np.zeros(len(owned.row))
    # One ordering of goals and instants, so that one search finds each goal's next update.
    low = min(int(at.min()), int(when.min()))
    wide = max(int(at.max()), int(when.max())) - low + 1
    after = np.searchsorted(
        goal * wide + (at - low), np.arange(len(owned.row)) * wide + (when - low), "right"
    )
    has_older, has_newer = after > firsts, after < behind
    older, newer = np.maximum(after - 1, 0), np.minimum(after, len(goal) - 1)
    left_at = np.where(has_older, at[older], owned.begun)
    left = np.where(has_older, share[older], 0.0)
    right_at = np.where(has_newer, at[newer], NEVER)
    right = np.where(has_newer, share[newer], left)
    span = np.maximum(right_at - left_at, 1).astype(np.float64)
    part = np.clip((when - left_at) / span, 0.0, 1.0)
    return np.where(has_newer, left + (right - left) * part, left)
