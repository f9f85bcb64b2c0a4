"""What must not matter to a signal, and which way it must move."""

import re
from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.signals import record as columns
from bot.signals.constants import SIGNALS, WATCH
from bot.signals.engine import Run, run
from bot.signals.finding import CUE
from bot.signals.record import NEVER, Checkins, Record
from tests.support.organisation import AS_OF, DAY, Size, organisation, with_checkins, with_more_kudos

pytestmark = pytest.mark.long

SIZE = Size(people=40, weeks=58, kudos_a_week=0.5)
SOME = settings(max_examples=15)
seeds = st.integers(0, 10_000)


def scores(found: Run) -> np.ndarray:
    return np.stack([found.scores(name) for name in SIGNALS])


def weeks_of(found: Record, person: int) -> np.ndarray:
    """The rows of one person's check-ins, the newest first."""
    mine = np.flatnonzero(found.checkins.person == person)
    return mine[np.argsort(-found.checkins.monday[mine])]


@SOME
@given(seeds)
def test_an_excused_week_is_as_if_it_had_not_been_asked_about(seed: int) -> None:
    found = organisation(seed, SIZE)
    rows = found.checkins
    excused = found.checkins.excused & (rows.answered_at == NEVER)
    without = Checkins(*(getattr(rows, each.name)[~excused] for each in fields(rows)))
    assert excused.any()
    before, after = run(found, as_of=AS_OF), run(replace(found, checkins=without), as_of=AS_OF)
    assert scores(before) == pytest.approx(scores(after), abs=1e-9)


@SOME
@given(seeds)
def test_the_order_of_people_does_not_matter(seed: int) -> None:
    found = organisation(seed, SIZE)
    order = np.random.default_rng(seed).permutation(len(found.people))
    turned = _permuted(found, order)
    before, after = run(found, as_of=AS_OF), run(turned, as_of=AS_OF)
    assert scores(after) == pytest.approx(scores(before)[:, order], abs=1e-6)


def _permuted(found: Record, order: np.ndarray) -> Record:
    """The same people in another order: the one who was at `order[n]` is at n."""
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    people = found.people
    moved: dict[str, Any] = {}
    for each in fields(people):
        column = getattr(people, each.name)
        mine = np.array(column)[order] if isinstance(column, np.ndarray) else [column[n] for n in order]
        moved[each.name] = mine
    moved["manager"] = np.where(moved["manager"] < 0, -1, place[moved["manager"]])
    confirmed = found.goals.confirmed_by
    return replace(
        found,
        people=columns.People(**moved),
        checkins=replace(found.checkins, person=place[found.checkins.person]),
        goals=replace(
            found.goals,
            owner=place[found.goals.owner],
            confirmed_by=np.where(confirmed < 0, -1, place[confirmed]),
        ),
        updates=replace(found.updates, author=place[found.updates.author]),
        kudos=replace(found.kudos, giver=place[found.kudos.giver], receiver=place[found.kudos.receiver]),
    )


@SOME
@given(seeds, st.sampled_from([-1, 1]))
def test_who_always_answers_higher_or_lower_is_judged_alike(seed: int, shift: int) -> None:
    """Change signals; the stay conversation also looks at levels, which do differ."""
    found = organisation(seed, SIZE)
    mood = np.where(found.checkins.mood > 0, np.clip(found.checkins.mood, 2, 4), 0).astype(np.int8)
    plain = with_checkins(found, mood=mood)
    mine = (found.checkins.person == 7) & (mood > 0)
    shifted = with_checkins(found, mood=np.where(mine, mood + shift, mood).astype(np.int8))
    before, after = run(plain, as_of=AS_OF), run(shifted, as_of=AS_OF)
    for name in ("engagement_trend", "overload_watch"):
        assert after.scores(name) == pytest.approx(before.scores(name), abs=1e-5)


@SOME
@given(seeds)
def test_the_hour_of_the_day_does_not_matter(seed: int) -> None:
    """Answers, updates and thanks later on the same day are the same answers, updates and thanks."""
    found = organisation(seed, SIZE)
    rows, dice = found.checkins, np.random.default_rng(seed)
    answered = np.where(rows.answered_at == NEVER, NEVER, rows.answered_at + dice.integers(0, 12 * 3600))
    closed = np.where(rows.answered_at == NEVER, rows.closed_at, answered)
    at = found.kudos.at // DAY * DAY + dice.integers(0, DAY, len(found.kudos.at))
    later = replace(
        found,
        checkins=replace(rows, answered_at=answered, closed_at=closed),
        kudos=replace(found.kudos, at=at),
    )
    before, after = run(found, as_of=AS_OF), run(later, as_of=AS_OF)
    same = [name for name in SIGNALS if name != "growth"]
    for name in same:
        assert after.scores(name) == pytest.approx(before.scores(name), abs=1e-6)


@SOME
@given(seeds, st.integers(1, 39))
def test_lower_mood_means_more_evidence_of_change(seed: int, person: int) -> None:
    found = organisation(seed, SIZE)
    newest = weeks_of(found, person)[:4]
    mood = found.checkins.mood.copy()
    mood[newest] = np.where(mood[newest] > 1, mood[newest] - 1, mood[newest])
    before, after = run(found, as_of=AS_OF), run(with_checkins(found, mood=mood), as_of=AS_OF)
    if (mood != found.checkins.mood).any():
        assert after.scores("engagement_trend")[person] >= before.scores("engagement_trend")[person] - 1e-6
        assert after.scores("stay_conversation")[person] >= before.scores("stay_conversation")[person] - 1e-6


@SOME
@given(seeds, st.integers(1, 39))
def test_more_load_means_more_evidence_of_overload(seed: int, person: int) -> None:
    found = organisation(seed, SIZE)
    newest = weeks_of(found, person)[:2]
    workload = found.checkins.workload.copy()
    workload[newest] = np.where(workload[newest] > 0, 5, 0)
    heavier = with_checkins(found, workload=workload)
    before, after = run(found, as_of=AS_OF), run(heavier, as_of=AS_OF)
    assert after.scores("overload_watch")[person] >= before.scores("overload_watch")[person] - 1e-6


@SOME
@given(seeds, st.integers(1, 39))
def test_silence_means_more_evidence_of_change(seed: int, person: int) -> None:
    found = organisation(seed, SIZE)
    rows = found.checkins
    newest = weeks_of(found, person)[:4]
    answered, closed = rows.answered_at.copy(), rows.closed_at.copy()
    was = answered[newest] != NEVER
    answered[newest] = NEVER
    closed[newest] = np.where(was, closed[newest] + DAY, closed[newest])
    mood, workload = rows.mood.copy(), rows.workload.copy()
    mood[newest] = workload[newest] = 0
    silent = with_checkins(found, answered_at=answered, closed_at=closed, mood=mood, workload=workload)
    before, after = run(found, as_of=AS_OF), run(silent, as_of=AS_OF)
    term = "answering"
    assert _family(after, person, term) >= _family(before, person, term) - 1e-6


def _family(found: Run, person: int, name: str) -> float:
    from bot.signals.methods import METHODS

    judged = METHODS["engagement_trend"].judge(found.slates.of(person), found.constants)
    return float(judged.families[name][0])


@SOME
@given(seeds, st.integers(3, 12))
def test_a_ring_does_not_lift_its_members_among_the_measurable(seed: int, each_way: int) -> None:
    """Three who thank only each other gain less than three whom as many different people thank."""
    found = organisation(seed, SIZE)
    ring, at = (11, 12, 13), columns.end_of(AS_OF) - 1
    pairs = [(one, two) for one in ring for two in ring if one != two]
    inside = [(one, two, at - n * 5 * DAY) for one, two in pairs for n in range(each_way)]
    honest = [((two * 7 + n) % 40, two, when) for n, (_, two, when) in enumerate(inside)]
    honest = [(giver if giver not in ring else 20 + giver, two, when) for giver, two, when in honest]
    ringed = run(with_more_kudos(found, inside), as_of=AS_OF)
    thanked = run(with_more_kudos(found, honest), as_of=AS_OF)
    places, plain = list(ring), run(found, as_of=AS_OF).slates.levels.breadth[list(ring)]
    gain = ringed.slates.levels.breadth[places] - plain
    earned = thanked.slates.levels.breadth[places] - plain
    assert (gain <= 1.3).all()
    assert gain.sum() < earned.sum()
    gained = ringed.scores("growth")[places].mean()
    assert gained <= thanked.scores("growth")[places].mean() + 1e-6


@SOME
@given(seeds, st.integers(1, 300))
def test_what_comes_after_the_day_is_not_looked_at(seed: int, days: int) -> None:
    found = organisation(seed, Size(people=24, weeks=100))
    as_of = date.fromordinal(AS_OF.toordinal() - days)
    end = columns.end_of(as_of)
    rows, known = found.checkins, found.checkins.monday <= as_of.toordinal()
    cut = replace(
        found,
        checkins=Checkins(*(getattr(rows, each.name)[known] for each in fields(rows))),
        kudos=columns.Kudos(
            *(getattr(found.kudos, f.name)[found.kudos.at < end] for f in fields(found.kudos))
        ),
        updates=columns.Updates(
            *(getattr(found.updates, f.name)[found.updates.at < end] for f in fields(found.updates))
        ),
    )
    assert scores(run(found, as_of=as_of)) == pytest.approx(scores(run(cut, as_of=as_of)), abs=1e-9)


def _before(rows: Any, end: int) -> list[Any]:
    return [getattr(rows, each.name)[rows.at < end] for each in fields(rows)]


FORBIDDEN = re.compile(r"\b(mood|workload|energy|rank|percentile|score|potential|risk)\b", re.IGNORECASE)


@SOME
@given(seeds)
def test_no_line_tells_mood_workload_or_a_rank(seed: int) -> None:
    found = organisation(seed, Size(people=80, weeks=60, kudos_a_week=0.6))
    rows, newest = found.checkins, AS_OF.toordinal() - 60
    workload = np.where((rows.monday > newest) & (rows.workload > 0), 5, rows.workload).astype(np.int8)
    mood = np.where((rows.monday > newest) & (rows.mood > 0) & (rows.person % 3 == 0), 1, rows.mood)
    seen = list(run(with_checkins(found, workload=workload, mood=mood.astype(np.int8)), as_of=AS_OF).cues())
    assert any(cue.signal in WATCH for _, cue in seen)
    for _, cue in seen:
        assert cue.state == CUE
        for line in cue.evidence:
            assert not FORBIDDEN.search(line.text), line.text
            assert not (
                line.kind == "checkin" and line.family in ("answers", "energy", "mood") and line.facts
            )
