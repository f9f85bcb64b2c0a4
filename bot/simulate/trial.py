"""One organisation tried: what was said of its people, held against what was true of them."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from bot.simulate import measures
from bot.simulate.arrays import Bools, Floats
from bot.simulate.history import WEEK, History
from bot.simulate.naive import EXIT, OVERLOAD, RISING, TARGETS, baselines
from bot.simulate.observing import HORIZON, Month

SIGNAL_OF = {EXIT: "stay_conversation", OVERLOAD: "overload_watch", RISING: "growth"}
EVIDENCE_SIGNALS = ("goal_momentum", "growth", "engagement_trend", "overload_watch", "stay_conversation")
WORTH_A_TALK, CLEAR = 1.6, 2.3
DECILE, FIFTH = 0.1, 0.2
RAW_WEEKS = 26  # thanks simply counted, as the programme of many companies does
NAN = float("nan")
SEEN_BEFORE = 26  # a cue longer than this before somebody leaves did not foresee it


@dataclass
class Trial:
    """Figures by name (NaN where there was nobody to measure), and the table the ceiling learns from."""

    figures: dict[str, float] = field(default_factory=dict)
    rows: dict[str, list[tuple[Floats, Bools]]] = field(default_factory=dict)
    leads: list[int] = field(default_factory=list)


def truth(history: History, week: int) -> dict[str, Bools]:
    """What is so of everybody at the end of a week."""
    return {
        EXIT: history.leaves_within(week, HORIZON),
        OVERLOAD: history.truth.overloaded[:, week],
        RISING: history.truth.rising[:, week],
    }


def tried(history: History, seen: list[Month]) -> Trial:
    """All figures of an organisation, each the mean of its months."""
    trial = Trial()
    by_month: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        by_month.setdefault(name, []).append(value)

    for month in seen:
        _targets(history, month, trial, note)
        _recognition(history, month, note)
        _false_alarms(history, month, note)
    trial.figures = {name: _mean(values) for name, values in by_month.items()}
    _cues(history, seen, trial)
    return trial


Note = Callable[[str, float], None]


def _mean(values: list[float]) -> float:
    known = [value for value in values if np.isfinite(value)]
    return float(np.mean(known)) if known else NAN


def _targets(history: History, month: Month, trial: Trial, note: Note) -> None:
    """The method's and each baseline's ordering of the same people."""
    so, simple = truth(history, month.week), baselines(history, month.week)
    for target in TARGETS:
        said = month.said[SIGNAL_OF[target]]
        there = said.listed
        is_so = so[target][there]
        # Of whom nothing can be told stands where no evidence stands.
        score = np.nan_to_num(said.score[there], nan=0.0)
        note(f"{target}: base", is_so.mean())
        _order(note, f"{target}: method", score, is_so)
        for name, baseline in simple[target].items():
            _order(note, f"{target}: naive: {name}", baseline[there], is_so)
        trial.rows.setdefault(target, []).append((month.features[SIGNAL_OF[target]][there], is_so))
        if target == RISING:
            top = score > np.quantile(score, 1 - DECILE)
            remote = history.people.remote[there]
            for name, group in (("remote", remote), ("others", ~remote)):
                note(
                    f"rising found: {name}",
                    float(top[is_so & group].mean()) if (is_so & group).any() else NAN,
                )


def _order(note: Note, name: str, score: Floats, is_so: Bools) -> None:
    note(f"{name}: auc", measures.auc(score, is_so))
    note(f"{name}: precision", measures.precision_at_top(score, is_so) if is_so.any() else NAN)


def _recognition(history: History, month: Month, note: Note) -> None:
    """Who stands at the top of breadth and of a raw count, among those in whom breadth can be measured."""
    breadth, delivery = month.said["recognition_breadth"], month.said["delivery_reliability"]
    there = np.isfinite(breadth.score)
    if not there.any():
        return
    raw = _received(history, month.week)[there]
    people, circles = history.people, history.truth
    for name, score in (("raw", raw), ("breadth", breadth.score[there])):
        note(f"ring: {name}", measures.share_in_top(score, circles.ring[there], DECILE))
        note(f"blatant ring: {name}", measures.share_in_top(score, circles.blatant_ring[there], DECILE))
        note(f"remote: {name}", measures.impact_ratio(score, people.remote[there], FIFTH))
        note(f"disadvantaged: {name}", measures.impact_ratio(score, people.disadvantaged[there], FIFTH))
    landed = np.isfinite(delivery.score)
    if landed.any():
        group = people.disadvantaged[landed]
        note("disadvantaged: delivery", measures.impact_ratio(delivery.score[landed], group, FIFTH))


def _received(history: History, week: int) -> Floats:
    at = history.thanks.at
    recent = (at >= (week + 1 - RAW_WEEKS) * WEEK) & (at < (week + 1) * WEEK)
    return np.bincount(history.thanks.receiver[recent], minlength=len(history.people)).astype(np.float64)


def _false_alarms(history: History, month: Month, note: Note) -> None:
    """How many reach the thresholds, and how much more often in a dip that passes."""
    dipping = history.truth.dipping[:, month.week]
    soon = history.leaves_within(month.week, SEEN_BEFORE)
    for name in EVIDENCE_SIGNALS:
        said = month.said[name]
        known = np.isfinite(said.score)
        if known.any():
            note(f"{name}: worth a talk", float((said.score[known] >= WORTH_A_TALK).mean()))
            note(f"{name}: clear", float((said.score[known] >= CLEAR).mean()))
            note(f"{name}: cue", float(said.cue[known].mean()))
    said = month.said["stay_conversation"]
    known = np.isfinite(said.score) & ~soon
    for name, group in (("in a dip", dipping), ("not in a dip", ~dipping)):
        if (known & group).any():
            note(f"stay, {name}", float((said.score[known & group] >= WORTH_A_TALK).mean()))


def _cues(history: History, seen: list[Month], trial: Trial) -> None:
    """What managers really got: false cues for each manager and month, and how early the right ones came."""
    first: dict[int, int] = {}
    false = manager_months = 0
    for month in seen:
        told = month.said["stay_conversation"].told
        leaves = history.leaves_within(month.week, HORIZON)
        false += int((told & ~leaves).sum())
        manager = history.people.manager[history.people.employed(month.week)]
        manager_months += len(np.unique(manager[manager >= 0]))
        for row in np.flatnonzero(told & history.leaves_within(month.week, SEEN_BEFORE)).tolist():
            first.setdefault(row, month.week)
    trial.figures["false cues"] = false / manager_months if manager_months else NAN
    trial.leads = [int(history.people.end[row]) - 1 - week for row, week in first.items()]
