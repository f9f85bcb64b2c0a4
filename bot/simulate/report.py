"""The table at the end of the method's description, with what was found beside what is to be reached."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from bot.simulate import measures
from bot.simulate.measures import Estimate
from bot.simulate.naive import EXIT, OVERLOAD, RISING, TARGETS
from bot.simulate.study import EMPTY, FAINT, MAIN, SMALL, Study
from bot.simulate.trial import EVIDENCE_SIGNALS

# Of each target: how far above the best baseline, and how many times the base rate at the top 5 %.
ABOVE_NAIVE = {EXIT: 0.05, OVERLOAD: 0.07, RISING: 0.085}
TIMES_BASE = {EXIT: 3.3, OVERLOAD: 5.5, RISING: 4.0}
OF_CEILING = 0.9
MOST_FALSE, LEAST_LEAD = 0.12, 5
FOUR_FIFTHS, FIVE_FOURTHS = 0.8, 1.25
LEAST_REMOTE_FOUND = 0.9
MOST_RINGS, MOST_BLATANT = 0.12, 0.15
MOST_TALKS, MOST_CLEAR, MOST_DIPS = 0.04, 0.015, 2.0
ABOVE_NAIVE_FAINT, MOST_LOSS = 0.02, 0.02
REACHED, MEAN_ONLY, NOT_REACHED = "reached", "by the mean only", "NOT REACHED"


@dataclass(frozen=True)
class Line:
    """One row; `reached` is empty where there is no goal, or nothing could be measured."""

    name: str
    found: Estimate
    naive: Estimate | None = None
    beside: str = ""
    ceiling: Estimate | None = None
    goal: str = ""
    reached: str = ""


def lines(study: Study) -> Iterator[Line]:
    """All rows, in the order of the method's table."""
    for target in TARGETS:
        yield from _target(study, target)
    yield from _ceiling(study)
    yield from _practice(study)
    yield from _recognition(study)
    yield from _nothing_planted(study)
    yield from _fainter_and_smaller(study)


def best_naive(study: Study, target: str, variant: str = MAIN) -> str:
    """The baseline that orders best, chosen with these same organisations before it: in its favour."""
    names = {
        name.removesuffix(": auc")
        for trial in study.trials.get(variant, [])
        for name in trial.figures
        if name.startswith(f"{target}: naive: ") and name.endswith(": auc")
    }
    return max(sorted(names), key=lambda name: float(np.nanmean(study.figures(f"{name}: auc", variant))))


def _target(study: Study, target: str) -> Iterator[Line]:
    naive = best_naive(study, target)
    for figure, goal in (("auc", ABOVE_NAIVE[target]), ("precision", TIMES_BASE[target])):
        found, simple = (study.figures(f"{name}: {figure}") for name in (f"{target}: method", naive))
        ceiling = study.ceiling.get(f"{target}: {figure}")
        yield Line(
            name=f"{target}, {'AUC' if figure == 'auc' else 'precision at 5 %'}",
            found=measures.estimate(found),
            naive=measures.estimate(simple),
            beside=naive.rpartition(": ")[2],
            ceiling=measures.estimate(ceiling) if ceiling else None,
        )
        if figure == "auc":
            gain = measures.estimate(np.subtract(found, simple))
            yield at_least(f"{target}, above the best baseline", gain, goal)
        else:
            times = measures.estimate_ratio(found, study.figures(f"{target}: base"))
            yield at_least(f"{target}, precision over the base rate", times, goal)


def _ceiling(study: Study) -> Iterator[Line]:
    """The share of the ceiling's gain over chance, of each target and of all."""
    gains = []
    for target in TARGETS:
        ceiling = study.ceiling.get(f"{target}: auc")
        if ceiling:
            found = np.subtract(study.figures(f"{target}: method: auc"), 0.5)
            gains.append((found, np.subtract(ceiling, 0.5)))
            share = measures.estimate_ratio(*gains[-1])
            yield at_least(f"{target}, of the ceiling's gain over chance", share, OF_CEILING)


def _practice(study: Study) -> Iterator[Line]:
    false = measures.estimate(study.figures("false cues"))
    yield at_most("false stay cues for each manager and month", false, MOST_FALSE)
    leads = [np.array(trial.leads, np.float64) for trial in study.trials.get(MAIN, [])]
    yield at_least("median lead in weeks", _median(leads), LEAST_LEAD)
    found = measures.estimate_ratio(
        study.figures("rising found: remote"), study.figures("rising found: others")
    )
    yield at_least("rising people found, remote over others", found, LEAST_REMOTE_FOUND)


def _median(parts: list[np.ndarray[tuple[int], np.dtype[np.float64]]]) -> Estimate:
    """Organisations are resampled whole."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return Estimate(*[float("nan")] * 3)
    rng = np.random.default_rng(0)
    medians = [
        np.median(np.concatenate([parts[each] for each in rng.integers(0, len(parts), len(parts))]))
        for _ in range(500)
    ]
    low, high = np.quantile(medians, [0.025, 0.975])
    return Estimate(float(np.median(np.concatenate(parts))), float(low), float(high))


def _recognition(study: Study) -> Iterator[Line]:
    def each(name: str) -> Estimate:
        return measures.estimate(study.figures(name))

    for name, most in (("ring", MOST_RINGS), ("blatant ring", MOST_BLATANT)):
        line = at_most(f"{name} members in the top decile of breadth", each(f"{name}: breadth"), most)
        yield _beside(line, each(f"{name}: raw"), "raw count")
    low, high = FOUR_FIFTHS, FIVE_FOURTHS
    line = between("remote impact ratio of breadth, top fifth", each("remote: breadth"), low, high)
    yield _beside(line, each("remote: raw"), "raw count")
    group, raw = (study.figures(f"disadvantaged: {name}") for name in ("breadth", "raw"))
    yield Line(
        *("disadvantaged group, impact ratio of breadth", measures.estimate(group)),
        naive=measures.estimate(raw),
        beside="raw count",
    )
    more = measures.estimate(np.subtract(group, raw))
    yield at_least("disadvantaged group, breadth less the raw count's ratio", more, 0.0)
    delivery = each("disadvantaged: delivery")
    yield at_least("disadvantaged group, impact ratio of delivery", delivery, low)


def _beside(line: Line, naive: Estimate, name: str) -> Line:
    return replace(line, naive=naive, beside=name)


def _nothing_planted(study: Study) -> Iterator[Line]:
    for signal in EVIDENCE_SIGNALS:
        for figure, most in (("worth a talk", MOST_TALKS), ("clear", MOST_CLEAR)):
            share = measures.estimate(study.figures(f"{signal}: {figure}", EMPTY))
            threshold = "E >= 1.6" if figure == "worth a talk" else "E >= 2.3"
            yield at_most(f"nothing planted, {signal} at {threshold}", share, most)
    dips = measures.estimate_ratio(study.figures("stay, in a dip"), study.figures("stay, not in a dip"))
    yield at_most("stay cues of people in a passing dip, over others'", dips, MOST_DIPS)


def _fainter_and_smaller(study: Study) -> Iterator[Line]:
    for target in TARGETS:
        if FAINT in study.trials:
            naive = best_naive(study, target, FAINT)
            found = study.figures(f"{target}: method: auc", FAINT)
            gain = measures.estimate(np.subtract(found, study.figures(f"{naive}: auc", FAINT)))
            yield at_least(f"effects x 0.6: {target}, above the best baseline", gain, ABOVE_NAIVE_FAINT)
        if SMALL in study.trials:
            large = measures.estimate(study.figures(f"{target}: method: auc"))
            small = measures.estimate(study.figures(f"{target}: method: auc", SMALL))
            # The bounds are of the small ones alone: they are the less certain by far.
            low, high = large.mean - small.high, large.mean - small.low
            loss = Estimate(large.mean - small.mean, low, high)
            yield at_most(f"120 people: {target}, AUC lost", loss, MOST_LOSS)


def at_least(name: str, found: Estimate, goal: float) -> Line:
    """Reached where the lower bound is."""
    return Line(
        name, found, goal=f">= {goal}", reached=_verdict(found.low >= goal, found.mean >= goal, found)
    )


def at_most(name: str, found: Estimate, goal: float) -> Line:
    """Reached where the upper bound is."""
    return Line(
        name, found, goal=f"<= {goal}", reached=_verdict(found.high <= goal, found.mean <= goal, found)
    )


def between(name: str, found: Estimate, low: float, high: float) -> Line:
    """Reached where both bounds are."""
    surely, mean = low <= found.low and found.high <= high, low <= found.mean <= high
    return Line(name, found, goal=f"{low} to {high}", reached=_verdict(surely, mean, found))


def _verdict(surely: bool, by_the_mean: bool, found: Estimate) -> str:
    if np.isnan(found.mean):
        return ""
    return REACHED if surely else MEAN_ONLY if by_the_mean else NOT_REACHED
