"""What anybody would try first: counts and last answers, against which the formulas must earn their keep."""

from typing import Any

import numpy as np

from bot.simulate.arrays import Bools, Floats, Ints
from bot.simulate.history import DAY, NOT, WEEK, History

EXIT, OVERLOAD, RISING = "exit within 12 weeks", "overload", "rising"
TARGETS = (EXIT, OVERLOAD, RISING)
Baselines = dict[str, Floats]


def baselines(history: History, week: int) -> dict[str, Baselines]:
    """For each target the baselines of everybody as of the end of a week; higher says rather so."""
    checkins = history.checkins
    answered = _last(checkins.answered, week, 8)
    updated, given = _updates(history, week, 8), _thanks(history.thanks.giver, history, week, 8)
    received = {weeks: _thanks(history.thanks.receiver, history, week, weeks) for weeks in (8, 13, 16)}
    mood, load = _mean(checkins.mood, week, 4), _mean(checkins.workload, week, 4)
    return {
        EXIT: {
            "active weeks of the last 8": -_active(history, week, 8),
            "answers of the last 8": -answered,
            "last mood": -_latest(checkins.mood, week),
            "mood of the last 4": -mood,
            "updates of the last 8": -updated,
            "thanks given in the last 8": -given,
            "thanks received in the last 13": -received[13],
        },
        OVERLOAD: {
            "last workload": _latest(checkins.workload, week),
            "workload of the last 4": load,
            "open goals": _open_goals(history, week),
            "blockers of the last 8": _last(checkins.blocked, week, 8),
            "mood of the last 4": -mood,
        },
        RISING: {
            "thanks received in the last 8": received[8],
            "thanks received in the last 13": received[13],
            "last 8 less the 8 before": 2 * received[8] - received[16],
            "people thanking in the last 13": _givers(history, week, 13),
            "thanks given in the last 8": given,
            "updates of the last 8": updated,
        },
    }


def _last(table: Bools, week: int, weeks: int) -> Floats:
    return _float(table[:, week - weeks + 1 : week + 1].sum(axis=1))


def _mean(table: Ints, week: int, weeks: int) -> Floats:
    """Of the answers in the last weeks; the middle of everybody's where there are none."""
    part = table[:, week - weeks + 1 : week + 1]
    many = (part > 0).sum(axis=1)
    everybody = part[part > 0].mean()
    return _float(np.where(many > 0, part.sum(axis=1) / np.maximum(many, 1), everybody))


def _latest(table: Ints, week: int) -> Floats:
    """The newest answer of half a year; the middle of everybody's where there is none."""
    part = table[:, week - 25 : week + 1][:, ::-1]
    newest = part[np.arange(len(part)), (part > 0).argmax(axis=1)]
    return _float(np.where(newest > 0, newest, part[part > 0].mean()))


def _since(at: Ints, week: int, weeks: int) -> Bools:
    return (at >= (week - weeks + 1) * WEEK) & (at < (week + 1) * WEEK)


def _updates(history: History, week: int, weeks: int) -> Floats:
    recent = _since(history.updates.at, week, weeks)
    owner = history.goals.owner[history.updates.goal[recent]]
    return _float(np.bincount(owner, minlength=len(history.people)))


def _thanks(side: Ints, history: History, week: int, weeks: int) -> Floats:
    recent = _since(history.thanks.at, week, weeks)
    return _float(np.bincount(side[recent], minlength=len(history.people)))


def _givers(history: History, week: int, weeks: int) -> Floats:
    recent = _since(history.thanks.at, week, weeks)
    pairs = np.unique(np.stack([history.thanks.receiver[recent], history.thanks.giver[recent]]), axis=1)
    return _float(np.bincount(pairs[0], minlength=len(history.people)))


def _open_goals(history: History, week: int) -> Floats:
    goals, day = history.goals, 7 * (week + 1)
    is_open = (goals.opened < day) & ((goals.closed == NOT) | (goals.closed >= day))
    return _float(np.bincount(goals.owner[is_open], minlength=len(history.people)))


def _active(history: History, week: int, weeks: int) -> Floats:
    """In how many weeks somebody answered, updated a goal or thanked."""
    table = history.checkins.answered[:, week - weeks + 1 : week + 1].copy()
    acts = (
        (history.goals.owner[history.updates.goal], history.updates.at),
        (history.thanks.giver, history.thanks.at),
    )
    for who, at in acts:
        recent = _since(at, week, weeks)
        table[who[recent], at[recent] // (7 * DAY) - (week - weeks + 1)] = True
    return _float(table.sum(axis=1))


def _float(values: Any) -> Floats:
    return np.asarray(values, np.float64)
