"""When something is said, to whom, and when not."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bot.signals import bands, explain
from bot.signals import record as columns
from bot.signals.bands import Past
from bot.signals.constants import DEFAULT, SIGNALS, WATCH
from bot.signals.engine import run
from bot.signals.finding import CLEAR, CONVERSATION, EXCUSED, NOT_ENOUGH, OFF, PERSON_ONLY
from bot.signals.judged import Judged
from bot.signals.record import Record
from tests.support.organisation import AS_OF, Size, organisation, with_checkins

TWO = (0.5, 0.5, 0.0)
ONE = (2.0, 0.0, 0.0)


def judged(score: float, families: tuple[float, ...] = TWO, seen: float = 20.0, gate: bool = True) -> Judged:
    """What the engine would say of one person."""
    return Judged(
        score=np.array([score]),
        enough=np.array([True]),
        excused=np.array([False]),
        observations=np.array([seen]),
        window=np.array([8]),
        families={str(number): np.array([value]) for number, value in enumerate(families)},
        gate=np.array([gate]),
    )


def before(held: str | None = None, *, silent: bool = False, manager: bool = False) -> Past:
    return Past(np.array([bands.STRENGTH[held]]), np.array([silent]), np.array([manager]))


def decided(found: Judged, past: Past | None = None) -> tuple[str | None, bool, bool]:
    """The band, whether it is said, and whether the manager may hear it."""
    one = bands.decide("growth", found, past or before(), DEFAULT)
    return bands.BANDS[int(one.band[0])], bool(one.raised[0]), bool(one.candidate[0])


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param(judged(0.99), (None, False, False), id="below 1 nothing is said"),
        pytest.param(judged(1.0), (PERSON_ONLY, True, False), id="from 1 the person hears it"),
        pytest.param(judged(1.6), (CONVERSATION, True, True), id="from 1.6 the manager too"),
        pytest.param(judged(2.3), (CLEAR, True, True), id="from 2.3 it is a clear change"),
        pytest.param(judged(3, ONE), (PERSON_ONLY, True, False), id="one family is not enough"),
        pytest.param(judged(3, seen=7), (PERSON_ONLY, True, False), id="nor are few observations"),
        pytest.param(judged(3, gate=False), (PERSON_ONLY, True, False), id="nor load without tiredness"),
    ],
)
def test_a_band(found: Judged, said: tuple[str | None, bool, bool]) -> None:
    assert decided(found) == said


@pytest.mark.parametrize(
    ("score", "past", "said"),
    [
        pytest.param(0.9, before(CONVERSATION), (CONVERSATION, False, False), id="a band is kept to 0.8"),
        pytest.param(0.79, before(CONVERSATION), (None, False, False), id="and left below"),
        pytest.param(
            2.0,
            before(CONVERSATION, silent=True, manager=True),
            (CONVERSATION, False, False),
            id="eight weeks of silence after a cue",
        ),
        pytest.param(
            2.0,
            before(PERSON_ONLY, silent=True),
            (CONVERSATION, True, True),
            id="what only the person heard does not silence it for the manager",
        ),
    ],
)
def test_what_was_said_before_counts(score: float, past: Past, said: tuple[str | None, bool, bool]) -> None:
    assert decided(judged(score), past) == said


@pytest.mark.parametrize(("weeks", "silent"), [(1, True), (7, True), (8, False), (9, False)])
def test_silence_lasts_eight_weeks(weeks: int, silent: bool) -> None:
    day = AS_OF - timedelta(weeks=weeks)
    earlier = columns.earlier([(0, "growth", day.toordinal(), CONVERSATION, True, True)])
    past = bands.past(earlier, "growth", np.array([0]), 1, AS_OF, DEFAULT)
    assert bool(past.silent[0]) is silent
    assert not bands.past(earlier, "goal_momentum", np.array([0]), 1, AS_OF, DEFAULT).silent[0]


def _in_trouble(people: range) -> Record:
    """Some people of one team suddenly answer low."""
    found = organisation(4, Size(people=40, weeks=58, kudos_a_week=0.5))
    rows = found.checkins
    late = (rows.monday > AS_OF.toordinal() - 56) & np.isin(rows.person, people)
    return with_checkins(
        found,
        mood=np.where(late & (rows.mood > 0), 1, rows.mood).astype(np.int8),
        workload=np.where(late & (rows.workload > 0), 5, rows.workload).astype(np.int8),
        blockers=rows.blockers | (late & (rows.mood > 0)),
    )


def test_a_manager_hears_one_new_watch_cue_a_month() -> None:
    found = _in_trouble(range(1, 4))
    first = run(found, as_of=AS_OF)
    told = [cue for _, cue in first.cues() if cue.signal in WATCH and cue.to_manager]
    could = [cue for _, cue in first.cues() if cue.signal in WATCH and cue.band in (CONVERSATION, CLEAR)]
    by_manager = [int(found.people.manager[cue.person]) for cue in told]
    assert len(could) > len(told) > 0
    assert len(by_manager) == len(set(by_manager))
    rows = [(c.person, c.signal, AS_OF.toordinal(), c.band or "", c.raised, c.to_manager) for c in told]
    later = replace(found, earlier=columns.earlier(rows))
    same_month = run(later, as_of=AS_OF + timedelta(days=1))
    again = {
        int(found.people.manager[cue.person])
        for _, cue in same_month.cues()
        if cue.signal in WATCH and cue.to_manager
    }
    assert not again & set(by_manager)


def test_states_of_people_of_whom_little_is_known() -> None:
    found = organisation(5, Size(people=24, weeks=58))
    rows = found.checkins
    away = replace(rows, excused=rows.excused | ((rows.person == 3) & (rows.monday > AS_OF.toordinal() - 80)))
    today = AS_OF.toordinal()
    start = found.people.start.copy()
    start[4], start[5] = today - 60, today - 7 * 12 + 1
    late = replace(found, checkins=away, people=replace(found.people, start=start))
    seen = run(late, as_of=AS_OF)
    people = seen.people.tolist()
    assert 4 not in people
    assert 5 in people
    assert seen.finding(people.index(3), "engagement_trend").state == EXCUSED
    assert seen.finding(people.index(5), "engagement_trend").state in (NOT_ENOUGH, EXCUSED)


def test_off_and_opted_out() -> None:
    found = _in_trouble(range(1, 6))
    out = found.opted_out.copy()
    out[1] = True
    shut = replace(found, opted_out=out, off=frozenset({"overload_watch", "growth"}))
    seen, audit = run(shut, as_of=AS_OF), run(shut, as_of=AS_OF, even_if_off=True)
    assert seen.finding(2, "overload_watch").state == OFF
    assert audit.finding(2, "overload_watch").state != OFF
    for signal in WATCH:
        hidden = audit.finding(1, signal)
        assert (hidden.state, hidden.score, hidden.band, hidden.evidence) == (NOT_ENOUGH, 0.0, None, ())
    assert {seen.finding(1, name).state for name in SIGNALS if name not in WATCH} != {NOT_ENOUGH}


@pytest.mark.parametrize("signal", SIGNALS)
def test_a_cue_is_computed_again_from_what_is_kept(signal: str) -> None:
    """Byte for byte, through JSON, and without the record."""
    import json

    found = run(_in_trouble(range(1, 9)), as_of=AS_OF)
    for row, cue in found.cues():
        if cue.signal == signal:
            kept = json.loads(json.dumps(found.kept(row, signal)))
            again = explain.again(kept)
            assert (again.score, again.band, again.confidence) == (cue.score, cue.band, cue.confidence)
            assert again.evidence == cue.evidence
            assert kept["thresholds"]["band_clear"] == DEFAULT.band_clear


def test_constants_of_another_company_are_checked() -> None:
    assert DEFAULT.changed({"windows": [4, 8], "band_clear": 2}).band_clear == 2.0
    for wrong in ({"nothing": 1}, {"windows": 4}, {"band_clear": "high"}, {"eligible_after": 1.5}):
        with pytest.raises(ValueError, match=r"constant|needs"):
            DEFAULT.changed(wrong)
