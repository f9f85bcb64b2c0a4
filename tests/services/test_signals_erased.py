"""What an erasure does to talent signals: theirs go, this week is computed anew, old cues say what went."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.jobs import signals as job
from bot.porting import erase
from bot.rules.signal import Overtaken
from bot.services import inputs, signals
from bot.services.card import COPIED
from bot.settings import Settings
from bot.signals.engine import Run, run
from bot.signals.record import Record
from bot.tools import Tools
from models import signal
from models.card import Card
from models.kudos import Kudos
from models.person import Person
from models.signal import SignalCue, SignalRun
from tests.services.conftest import House
from tests.support.generated import AS_OF, NOW, computed

EARLIER = AS_OF - timedelta(days=7)


def test_erasing_somebody_takes_their_cues(company: House) -> None:
    computed(company.database, company.workspace_id)
    cue = company.all(SignalCue)[0]
    emails = {person.id: person.email for person in company.all(Person)}
    erase.erase(company.database, company.workspace_id, emails[cue.person_id], now=NOW)
    assert cue.person_id not in {each.person_id for each in company.all(SignalCue)}


def test_r8_after_an_erasure_an_explanation_says_which_inputs_are_erased(company: House) -> None:
    computed(company.database, company.workspace_id, EARLIER)
    cue, giver = _thanked_cue(company)
    whose = {"as_of": EARLIER, "person_id": cue.person_id, "audit": True}
    before = next(each for each in company.ask(signals.explained, **whose) if each["signal"] == cue.signal)
    assert inputs.ERASED not in before["facts"]["received"]
    emails = {person.id: person.email for person in company.all(Person)}
    theirs = {row.id for row in company.all(Kudos) if row.giver_id == giver}
    erase.erase(company.database, company.workspace_id, emails[giver], now=NOW)
    after = next(each for each in company.ask(signals.explained, **whose) if each["signal"] == cue.signal)
    expected = [inputs.ERASED if fact[0] in theirs else fact for fact in before["facts"]["received"]]
    assert inputs.ERASED in expected
    assert after["facts"]["received"] == expected
    assert after["same"]
    assert (after["strength"], after["band"]) == (before["strength"], before["band"])


def _thanked_cue(house: House) -> tuple[SignalCue, int]:
    """Somebody's cue about recognition, and who gave the newest of those thanks."""
    givers = {row.id: row.giver_id for row in house.all(Kudos)}
    for cue in house.all(SignalCue):
        found = signal.unpacked(cue.kept)["items"].get("received")
        if found and givers[found[0][0]] != cue.person_id:
            return cue, givers[found[0][0]]
    raise AssertionError("nobody has a cue about thanks")


async def test_r7_an_erasure_has_the_week_computed_again_without_the_person(company: House) -> None:
    tools = Tools(company.database, Settings())
    await job.compute_weekly(tools, now=NOW)
    before = {(cue.person_id, cue.signal) for cue in company.all(SignalCue)}
    gone = next(person for person in company.all(Person) if person.id in {who for who, _ in before})
    company.database.transact_now(_withdraw_another, workspace_id=company.workspace_id, but=gone.id)
    kept = next(iter(company.all(Card)))
    erase.erase(company.database, company.workspace_id, gone.email, now=NOW)
    assert not company.all(SignalCue)
    await job.compute_weekly(tools, now=NOW)
    after = {(cue.person_id, cue.signal) for cue in company.all(SignalCue)}
    assert after
    assert gone.id not in {who for who, _ in after}
    assert (kept.person_id, kept.signal) in before - after


@pytest.mark.parametrize("when", ["before any cue is written", "between the cues and the end"])
def test_whoever_is_erased_while_signals_are_computed_leaves_no_trace_in_them(
    company: House, when: str
) -> None:
    facts = company.ask(signals.known, as_of=AS_OF)
    found = run(facts.record, as_of=AS_OF)
    rows = [row for batch in signals.batches(facts, found, 1000) for row in batch]
    emails = {person.id: person.email for person in company.all(Person)}
    if when == "between the cues and the end":
        company.do(signals.keep, erased=facts.erased, rows=rows)
    erase.erase(company.database, company.workspace_id, emails[rows[0]["person_id"]], now=NOW)
    with pytest.raises(Overtaken):
        company.do(signals.keep, erased=facts.erased, rows=rows)
    counts = {"people": len(found.people), "cues": len(rows)}
    with pytest.raises(Overtaken):
        company.do(signals.finish, as_of=AS_OF, erased=facts.erased, counts=counts, now=NOW)
    assert not company.all(SignalCue)
    assert not company.all(SignalRun)


async def test_signals_overtaken_by_an_erasure_are_computed_anew(
    company: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = Tools(company.database, Settings())
    gone = company.all(Person)[3]

    def erased_meanwhile(facts: Record, *, as_of: date) -> Run:
        monkeypatch.undo()
        erase.erase(company.database, company.workspace_id, str(gone.email), now=NOW)
        return run(facts, as_of=as_of)

    monkeypatch.setattr("bot.signals.engine.run", erased_meanwhile)
    await job.compute_weekly(tools, now=NOW)
    assert not company.all(SignalRun)
    assert not company.all(SignalCue)
    await job.compute_weekly(tools, now=NOW)
    assert len(company.all(SignalRun)) == 1
    assert gone.id not in {cue.person_id for cue in company.all(SignalCue)}


def _withdraw_another(session: Session, *, workspace_id: int, but: int) -> None:
    """The contest of somebody else's card of that week was accepted."""
    cue = session.scalars(
        select(SignalCue).where(SignalCue.workspace_id == workspace_id, SignalCue.person_id != but)
    ).first()
    assert cue is not None
    copied = {name: getattr(cue, name) for name in (*COPIED, "person_id", "to_manager")}
    session.add(
        Card(workspace_id=workspace_id, month="2026-12", published_at=NOW, state="withdrawn", **copied)
    )
