"""Talent signals over a real database: read in, kept, explained, switched off, forgotten."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Connection, event, func, select, update
from sqlalchemy.orm import Session

from bot.jobs import signals as job
from bot.rules.refusal import Refusal
from bot.rules.signal import SIGNALS, WATCH, last_whole_week
from bot.services import record as reading
from bot.services import signals
from bot.settings import Settings
from bot.signals.engine import Run, run
from bot.simulate import records
from bot.tools import Tools
from models import signal
from models.checkin import Checkin
from models.kudos import Kudos
from models.person import Person
from models.receipt import Receipt
from models.signal import SignalCue, SignalRun
from tests.services.conftest import House
from tests.support import rows
from tests.support.generated import AS_OF, HISTORY, NOW, computed, looked
from tests.support.world import World


def test_what_is_imported_gives_the_same_as_the_record_itself(company: House) -> None:
    stored = looked(company.database, company.workspace_id, AS_OF)
    plain = run(records.record(HISTORY), as_of=AS_OF)
    assert [stored.record.people.email[place] for place in stored.people] == [
        plain.record.people.email[place] for place in plain.people
    ]
    for name in SIGNALS:
        assert stored.states(name) == plain.states(name)
        assert stored.scores(name) == pytest.approx(plain.scores(name), abs=1e-9)


@pytest.mark.parametrize(
    "hired", [pytest.param(date(2015, 1, 1), id="long ago"), pytest.param(None, id="unknown")]
)
def test_weeks_before_the_first_record_are_not_weeks_of_doing_nothing(
    company: House, hired: date | None
) -> None:
    early = records.end_of_week(20)
    before = looked(company.database, company.workspace_id, early)
    company.database.transact_now(_hire_the_first, workspace_id=company.workspace_id, day=hired)
    after = looked(company.database, company.workspace_id, early)
    assert len(after.people) > 20
    for name in SIGNALS:
        assert after.states(name) == before.states(name)
        assert np.array_equal(after.scores(name), before.scores(name))


def _hire_the_first(session: Session, *, workspace_id: int, day: date | None) -> None:
    first_day = records.day_of(0)
    founders = Person.workspace_id == workspace_id, Person.start_date <= first_day
    session.execute(update(Person).where(*founders).values(start_date=day))


def test_a_workspace_is_read_with_a_statement_for_each_kind_of_fact(company: House) -> None:
    from sqlalchemy import event

    said: list[str] = []
    engine = company.database.engine

    def listen(*arguments: Any) -> None:
        said.append(arguments[2])

    event.listen(engine, "before_cursor_execute", listen)
    try:
        company.ask(reading.read, as_of=AS_OF)
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    assert len([each for each in said if each.lstrip().startswith("SELECT")]) <= 11


def test_entries_are_as_the_contract_says(company: House) -> None:
    found = looked(company.database, company.workspace_id, AS_OF, even_if_off=True)
    audit = list(signals.entries(found, person_id=None, audit=True))
    plain = list(signals.entries(found, person_id=None, audit=False))
    people = len(found.people)
    assert len(audit) == people * len(SIGNALS)
    assert len(plain) == people * (len(SIGNALS) - len(WATCH))
    keys = {"person", "signal", "as_of", "state", "band", "confidence", "window", "evidence", "formula"}
    assert all(set(each) == keys for each in plain)
    assert all(set(each) == keys | {"score"} for each in audit)
    states = {"cue", "none", "not_enough_evidence", "excused", "off"}
    assert {each["state"] for each in audit} <= states
    assert all(isinstance(each["score"], float) for each in audit)
    for each in audit:
        for line in each["evidence"]:
            assert set(line) == {"family", "ref", "at", "text"}
            assert date.fromisoformat(line["at"]) <= AS_OF
    assert json.loads(json.dumps(audit)) == audit
    assert any(each["state"] == "cue" for each in audit)


def test_a_cue_is_explained_from_its_inputs_after_everything_else_changed(company: House) -> None:
    computed(company.database, company.workspace_id)
    cues = company.all(SignalCue)
    assert {cue.signal for cue in cues} & set(WATCH)
    before = [_explained(company, cue.person_id) for cue in cues]
    assert all(each["same"] for found in before for each in found)
    company.database.transact_now(_change_everything, workspace_id=company.workspace_id)
    assert [_explained(company, cue.person_id) for cue in cues] == before


def _explained(house: House, person_id: int) -> list[dict[str, Any]]:
    return house.ask(signals.explained, as_of=AS_OF, person_id=person_id, audit=True)


def _change_everything(session: Session, *, workspace_id: int) -> None:
    session.execute(
        update(Checkin).where(Checkin.workspace_id == workspace_id).values(mood=1, workload=5, excused=False)
    )
    session.execute(update(Kudos).where(Kudos.workspace_id == workspace_id).values(voided_at=NOW))


def test_a_watch_cue_is_explained_to_the_auditor_only(company: House) -> None:
    computed(company.database, company.workspace_id)
    watched = next(cue for cue in company.all(SignalCue) if cue.signal in WATCH)
    plain = company.ask(signals.explained, as_of=AS_OF, person_id=watched.person_id, audit=False)
    assert watched.signal not in {each["signal"] for each in plain}


def test_computing_again_doubles_nothing(company: House) -> None:
    computed(company.database, company.workspace_id)
    once = [(cue.person_id, cue.signal, cue.score) for cue in company.all(SignalCue)]
    computed(company.database, company.workspace_id)
    assert [(cue.person_id, cue.signal, cue.score) for cue in company.all(SignalCue)] == once
    assert len(company.all(SignalRun)) == 1


def test_last_weeks_cue_is_followed_by_silence(company: House) -> None:
    computed(company.database, company.workspace_id, AS_OF - timedelta(days=7))
    raised = {(cue.person_id, cue.signal) for cue in company.all(SignalCue) if cue.raised and cue.to_manager}
    assert raised
    computed(company.database, company.workspace_id)
    again = {
        (cue.person_id, cue.signal) for cue in company.all(SignalCue) if cue.as_of == AS_OF and cue.to_manager
    }
    assert not raised & again


def test_cues_are_kept_for_half_a_year(company: House) -> None:
    computed(company.database, company.workspace_id, AS_OF - timedelta(days=190))
    assert company.all(SignalRun)
    old = len(company.all(SignalCue))
    computed(company.database, company.workspace_id)
    assert [each.as_of for each in company.all(SignalRun)] == [AS_OF]
    assert old > 0
    assert {cue.as_of for cue in company.all(SignalCue)} == {AS_OF}


def test_watch_cues_wait_for_an_approval(company: House) -> None:
    company.set("watch_cues", "off")
    found = looked(company.database, company.workspace_id, AS_OF)
    assert {state for name in WATCH for state in found.states(name)} == {"off"}
    computed(company.database, company.workspace_id)
    assert not {cue.signal for cue in company.all(SignalCue)} & set(WATCH)
    company.set("signals.growth", "off")
    assert set(looked(company.database, company.workspace_id, AS_OF).states("growth")) == {"off"}
    audit = looked(company.database, company.workspace_id, AS_OF, even_if_off=True)
    assert "off" not in {state for name in SIGNALS for state in audit.states(name)}


def test_whoever_opts_out_looks_like_somebody_little_is_known_of(company: House) -> None:
    from models import consent

    computed(company.database, company.workspace_id)
    who = next(cue.person_id for cue in company.all(SignalCue) if cue.signal in WATCH)
    company.database.transact_now(
        lambda session: consent.choose(
            session, company.workspace_id, who, kind="watch_cues", value="no", now=NOW
        )
    )
    found = looked(company.database, company.workspace_id, AS_OF, even_if_off=True)
    entries = [each for each in signals.entries(found, person_id=who, audit=True) if each["signal"] in WATCH]
    assert len(entries) == len(WATCH)
    assert {(each["state"], each["score"], each["band"]) for each in entries} == {
        ("not_enough_evidence", 0.0, None)
    }


def test_private_thanks_do_not_count(company: House) -> None:
    company.database.transact_now(_all_private, workspace_id=company.workspace_id)
    found = looked(company.database, company.workspace_id, AS_OF)
    assert not found.scores("recognition_given").any()
    assert len(found.record.kudos.id) == 0


def _all_private(session: Session, *, workspace_id: int) -> None:
    session.execute(update(Kudos).where(Kudos.workspace_id == workspace_id).values(visibility="private"))


def test_what_people_wrote_does_not_matter(company: House) -> None:
    before = looked(company.database, company.workspace_id, AS_OF)
    company.database.transact_now(_other_words, workspace_id=company.workspace_id)
    after = looked(company.database, company.workspace_id, AS_OF)
    for name in SIGNALS:
        assert np.array_equal(before.scores(name), after.scores(name))


def _other_words(session: Session, *, workspace_id: int) -> None:
    words = {"progress": "🔥 I hate this", "plans": "leave"}
    session.execute(update(Checkin).where(Checkin.workspace_id == workspace_id).values(words))
    session.execute(
        update(Checkin)
        .where(Checkin.workspace_id == workspace_id, Checkin.blockers != "")
        .values(blockers="everything 😡")
    )
    session.execute(update(Kudos).where(Kudos.workspace_id == workspace_id).values(message="🎉"))


def test_every_look_leaves_a_receipt(company: House) -> None:
    company.do(signals.note, subject=None, audit=True, now=NOW)
    who = company.all(Person)[0].id
    company.do(signals.note, subject=who, audit=False, now=NOW)
    found = [(each.role, each.item, each.subject_id) for each in company.all(Receipt)]
    assert found == [("operator", "signals --audit", None), ("operator", "signals", who)]


def test_somebody_unknown_is_refused(house: House) -> None:
    with pytest.raises(Refusal, match="nobody in the directory"):
        house.ask(signals.named, word="who@example.com")


def test_an_empty_workspace_has_no_signals(house: House) -> None:
    found = looked(house.database, house.workspace_id, AS_OF)
    assert {each["state"] for each in signals.entries(found, person_id=None, audit=False)} <= {
        "not_enough_evidence",
        "none",
        "off",
    }
    assert not list(found.cues())


async def test_the_week_is_computed_once(world: World) -> None:
    await job.compute_weekly(world.tools, now=NOW)
    await job.compute_weekly(world.tools, now=NOW + timedelta(hours=1))
    runs = await world.tools.read(rows.all_of, model=SignalRun, workspace_id=world.workspace_id)
    assert [each.as_of for each in runs] == [AS_OF]
    await job.compute_weekly(world.tools, now=NOW + timedelta(days=7))
    count = await world.tools.read(_runs, workspace_id=world.workspace_id)
    assert count == 2
    assert await world.tools.read(signal.newest_day, workspace=world.workspace_id, until=AS_OF) == AS_OF


async def test_signals_are_computed_outside_any_transaction(
    company: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large company takes minutes, and PostgreSQL ends a transaction in which nothing is asked for long."""
    engine = company.database.engine
    open_now: set[int] = set()
    computing: list[set[int]] = []

    def watched(work: Any) -> Any:
        def at_work(*arguments: Any, **named: Any) -> Any:
            computing.append(set(open_now))
            return work(*arguments, **named)

        return at_work

    def begins(connection: Connection) -> None:
        open_now.add(id(connection))

    def ends(connection: Connection) -> None:
        open_now.discard(id(connection))

    event.listen(engine, "begin", begins)
    event.listen(engine, "commit", ends)
    event.listen(engine, "rollback", ends)
    monkeypatch.setattr("bot.signals.engine.run", watched(run))
    monkeypatch.setattr(Run, "kept", watched(Run.kept))
    await job.compute_weekly(Tools(company.database, Settings()), now=NOW)
    assert len(computing) > 1
    assert len(company.all(SignalRun)) == 1
    assert not any(computing)


def _runs(session: Session, *, workspace_id: int) -> int:
    query = select(func.count(SignalRun.id)).where(SignalRun.workspace_id == workspace_id)
    return session.scalar(query) or 0


@pytest.mark.parametrize(
    ("now", "sunday"),
    [
        pytest.param("2026-11-22T23:59:00+00:00", date(2026, 11, 15), id="a Sunday is not over yet"),
        pytest.param("2026-11-23T00:00:00+00:00", date(2026, 11, 22), id="on Monday it is"),
        pytest.param("2026-11-23T00:30:00+02:00", date(2026, 11, 15), id="in UTC"),
    ],
)
def test_the_last_whole_week(now: str, sunday: date) -> None:
    assert last_whole_week(datetime.fromisoformat(now)) == sunday
