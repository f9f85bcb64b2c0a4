"""The whole back-test: organisations of several kinds, and a ceiling that knows the truth of others."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from bot.signals.constants import DEFAULT, Constants
from bot.simulate import boosting, first, measures, second
from bot.simulate.history import History, Plan
from bot.simulate.naive import TARGETS
from bot.simulate.observing import observe
from bot.simulate.trial import Trial, tried

GENERATORS: dict[str, Callable[[Plan], History]] = {"first": first.generate, "second": second.generate}
FAINT_EFFECT, FEW_PEOPLE = 0.6, 120
# So few people hold few cases, so that more organisations are needed for the same certainty.
SMALL_TIMES = 3
MAIN, EMPTY, FAINT, SMALL = "main", "nothing planted", "effects x 0.6", "120 people"
VARIANTS = (MAIN, EMPTY, FAINT, SMALL)


@dataclass(frozen=True)
class Design:
    """What to try. The seeds of the ceiling's lessons are the other half of these."""

    generator: str
    seeds: int = 16
    people: int = 600
    weeks: int = 78
    constants: Constants = DEFAULT
    variants: tuple[str, ...] = VARIANTS

    def plans(self, variant: str) -> list[Plan]:
        """The organisations of one variant."""
        plans = [Plan(seed, self.people, self.weeks) for seed in range(self.seeds)]
        if variant == EMPTY:
            return [replace(plan, planted=False) for plan in plans]
        if variant == FAINT:
            return [replace(plan, effect=FAINT_EFFECT) for plan in plans]
        if variant == SMALL:
            return [Plan(seed, FEW_PEOPLE, self.weeks) for seed in range(SMALL_TIMES * self.seeds)]
        return plans


@dataclass
class Study:
    """All trials by variant; `ceiling` holds the learnt model's figures, one for each of MAIN."""

    design: Design
    trials: dict[str, list[Trial]] = field(default_factory=dict)
    ceiling: dict[str, list[float]] = field(default_factory=dict)

    def figures(self, name: str, variant: str = MAIN) -> list[float]:
        """One figure of every organisation."""
        return [trial.figures.get(name, float("nan")) for trial in self.trials.get(variant, [])]


def conduct(design: Design, progress: Callable[[int, int], None]) -> Study:
    """Generate, ask and measure; `progress` hears how many organisations are done, of how many."""
    study = Study(design)
    plans = {variant: design.plans(variant) for variant in design.variants}
    total, done = sum(len(each) for each in plans.values()), 0
    for variant in design.variants:
        study.trials[variant] = []
        for plan in plans[variant]:
            progress(done, total)
            history = GENERATORS[design.generator](plan)
            trial = tried(history, list(observe(history, design.constants)))
            if variant != MAIN:
                trial.rows.clear()
            study.trials[variant].append(trial)
            done += 1
    progress(done, total)
    for target in TARGETS:
        _reach_the_ceiling(study, target)
    return study


def _reach_the_ceiling(study: Study, target: str) -> None:
    """A model that learnt from every second organisation is tried on the rest, and the other way round."""
    trials = study.trials.get(MAIN, [])
    if len(trials) < 2:
        return
    area, precision = np.full(len(trials), np.nan), np.full(len(trials), np.nan)
    for part in (0, 1):
        lessons = [row for trial in trials[1 - part :: 2] for row in trial.rows[target]]
        is_so = np.concatenate([so for _, so in lessons])
        model = boosting.learn(np.concatenate([features for features, _ in lessons]), is_so)
        for number in range(part, len(trials), 2):
            scored = [(model.score(features), so) for features, so in trials[number].rows[target]]
            area[number] = np.nanmean([measures.auc(score, so) for score, so in scored if so.any()])
            precision[number] = np.mean(
                [measures.precision_at_top(score, so) for score, so in scored if so.any()]
            )
    study.ceiling[f"{target}: auc"] = area.tolist()
    study.ceiling[f"{target}: precision"] = precision.tolist()
