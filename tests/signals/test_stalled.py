"""Where a goal is stuck, and which goals the pair can mend: lines beside a cue, from what is kept with it."""

import json
from dataclasses import replace

import numpy as np
import pytest

from bot.signals import explain
from bot.signals.constants import DEFAULT
from bot.signals.engine import Run, run
from bot.signals.finding import Finding
from bot.signals.items import Item
from bot.signals.record import NEVER, Record
from bot.signals.stalled import stalled
from tests.support.organisation import AS_OF, DAY, Size, organisation


def goal(ref: str, day: str) -> Item:
    return int(ref[1:]), ref, day


def test_a_goal_without_news_for_three_weeks_is_stalled() -> None:
    goals = [goal("G1", "2026-11-02"), goal("G2", "2026-11-01"), goal("G3", "2026-10-04")]
    found = stalled({"goals": goals, "updates": []}, AS_OF, DEFAULT)
    assert [(each.goal[1], each.weeks, each.gap) for each in found] == [("G3", 7, None)]


def test_who_updates_seldom_has_twice_their_own_median_gap() -> None:
    """Four weeks between updates: eight weeks of silence are usual."""
    updates = [goal("G1", day) for day in ("2026-05-03", "2026-05-31", "2026-06-28", "2026-07-26")]
    goals = [goal("G1", "2026-09-27"), goal("G2", "2026-09-26")]
    assert [each.goal[1] for each in stalled({"goals": goals, "updates": updates}, AS_OF, DEFAULT)] == ["G2"]


def test_updates_of_different_goals_are_no_gap() -> None:
    updates = [goal("G1", "2026-11-01"), goal("G2", "2026-01-04")]
    assert stalled({"goals": [goal("G3", "2026-10-04")], "updates": updates}, AS_OF, DEFAULT)[0].gap is None


def silent(found: Record) -> Record:
    """Nobody has updated a goal for ten weeks; of old every week."""
    old = found.updates.at < (AS_OF.toordinal() - 719163 - 70) * DAY
    updates = replace(found.updates, **{f: getattr(found.updates, f)[old] for f in found.updates.__dict__})
    return replace(found, updates=updates)


@pytest.fixture(scope="module")
def quiet() -> Run:
    return run(silent(organisation(3, Size(people=60, updates_a_week=1.0))), as_of=AS_OF)


def cues(found: Run, name: str) -> list[tuple[int, Finding]]:
    return [(row, cue) for row, cue in found.cues() if cue.signal == name]


def test_a_momentum_cue_names_the_goals_that_are_stuck(quiet: Run) -> None:
    seen = cues(quiet, "goal_momentum")
    assert len(seen) > 5
    for _, cue in seen:
        stuck = [line for line in cue.evidence if "No news" in line.said]
        assert 0 < len(stuck) <= 3
        assert all(line.ref.startswith("G") and line.kind == "goal" and line.ids for line in stuck)
        assert all(int(line.facts["weeks"]) >= 3 for line in stuck)


def test_the_lines_come_back_from_what_is_kept(quiet: Run) -> None:
    for name in ("goal_momentum", "delivery_reliability"):
        for row, cue in cues(quiet, name):
            kept = json.loads(json.dumps(quiet.kept(row, name)))
            assert explain.again(kept).evidence == cue.evidence


def test_a_delivery_card_says_how_many_open_goals_are_well_formed() -> None:
    """Of two open goals of each person one lacks something; whose goals are whole hears nothing of it."""
    found = organisation(3, Size(people=200, updates_a_week=0.1))
    late = np.where(found.goals.owner % 10 == 3, found.goals.closed_at + 60 * DAY, found.goals.closed_at)
    late = np.where(found.goals.closed_at == NEVER, NEVER, late)
    for whole in (False, True):
        goals = replace(found.goals, closed_at=late, whole=np.full(len(late), whole))
        seen = [cue for _, cue in cues(run(replace(found, goals=goals), as_of=AS_OF), "delivery_reliability")]
        assert seen
        told = [line for cue in seen for line in cue.evidence if "open goals say" in line.said]
        assert len(told) == (0 if whole else len(seen))
        assert all(line.facts["whole"] == 0 and line.facts["open"] != 0 for line in told)
