"""Talent signals of a workspace: computed, kept with all they were computed from, and explained again."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from bot.rules import retention
from bot.rules.refusal import Refusal
from bot.rules.signal import SIGNALS, WATCH, Overtaken
from bot.services import inputs, receipt
from bot.services import record as reading
from bot.services.setting import chosen
from bot.signals import explain, record
from bot.signals.engine import Run
from bot.signals.finding import Evidence, Finding
from bot.signals.record import Record
from models import card, person, signal, workspace
from models.signal import SignalCue

ITEM = "signals"


@dataclass(frozen=True)
class Known:
    """All that the signals of a day are computed from. `withdrawn` are people and signals whose card of
    that day was withdrawn since: where a day is computed again, those do not come back. `erased` is when
    somebody was last erased."""

    workspace_id: int
    as_of: date
    record: Record
    withdrawn: Collection[tuple[int, str]]
    erased: datetime | None


def known(session: Session, *, workspace_id: int, as_of: date) -> Known:
    """Read a workspace once. What follows takes minutes for a large one, and needs no database."""
    erased = person.last_erased(session, workspace_id)
    facts = reading.read(session, workspace_id=workspace_id, as_of=as_of)
    return Known(workspace_id, as_of, facts, card.withdrawn(session, workspace_id, since=as_of), erased)


def batches(facts: Known, found: Run, size: int) -> Iterator[list[dict[str, Any]]]:
    """The cues of a day as rows for `keep`, so many at a time: all of them at once would fill the memory."""
    rows = _rows(facts, found)
    while batch := list(islice(rows, size)):
        yield batch


def _rows(facts: Known, found: Run) -> Iterator[dict[str, Any]]:
    ids = found.record.people.id
    for row, cue in found.cues():
        person_id = int(ids[cue.person])
        if (person_id, cue.signal) not in facts.withdrawn:
            whose = {"workspace_id": facts.workspace_id, "person_id": person_id}
            yield whose | _row(cue) | {"kept": signal.packed(found.kept(row, cue.signal))}


def keep(session: Session, *, workspace_id: int, erased: datetime | None, rows: list[dict[str, Any]]) -> None:
    """Write cues down; done again, it changes nothing. `erased` is what `known` said; raises Overtaken."""
    signal.add(session, rows)
    _check_nobody_was_erased(session, workspace_id, erased)


def _check_nobody_was_erased(session: Session, workspace_id: int, erased: datetime | None) -> None:
    """An erasure holds the workspace while it takes this week's cues back: what is written before it, it
    takes back, and what would be written after it is told here."""
    workspace.by_id(session, workspace_id, hold=True)
    if person.last_erased(session, workspace_id) != erased:
        raise Overtaken


def finish(
    session: Session,
    *,
    workspace_id: int,
    as_of: date,
    erased: datetime | None,
    counts: Mapping[str, Any],
    now: datetime,
) -> None:
    """All cues of the day are kept; those that have served their time go, and their cards. Raises Overtaken
    as `keep` does."""
    signal.finish(session, workspace_id, as_of, at=now, **counts)
    _check_nobody_was_erased(session, workspace_id, erased)
    months = chosen(session, workspace_id=workspace_id).get("retention.signals")
    kept_since = retention.months_before(record.instant_of(record.end_of(as_of)), months)
    signal.forget(session, workspace_id, before=kept_since.date())
    card.forget(session, workspace_id=workspace_id, before=kept_since)


def note(session: Session, *, workspace_id: int, subject: int | None, audit: bool, now: datetime) -> None:
    """The receipt of the operator's look, which whoever was looked at sees."""
    item = f"{ITEM} --audit" if audit else ITEM
    subjects = (subject,)
    receipt.note(
        session,
        workspace_id=workspace_id,
        role=receipt.OPERATOR,
        item=item,
        subjects=subjects,
        now=now,
    )


def named(session: Session, *, workspace_id: int, word: str) -> int:
    """The id of the person with that address or Slack id. Raises Refusal."""
    found = person.named(session, workspace_id, word)
    if found is None:
        raise Refusal(f"{word!r} is nobody in the directory. Give an email address or a Slack id.")
    return found.id


def entries(found: Run, *, person_id: int | None, audit: bool) -> Iterator[dict[str, Any]]:
    """What `cairn signals` says, one entry at a time, in the order of people and signals."""
    people = found.record.people
    shown = [name for name in SIGNALS if audit or name not in WATCH]
    for row, position in enumerate(found.people.tolist()):
        if person_id is None or int(people.id[position]) == person_id:
            for name in shown:
                yield entry(found.finding(row, name), people.email[position], audit=audit)


def entry(finding: Finding, who: str, *, audit: bool) -> dict[str, Any]:
    """One finding as the contract writes it."""
    said = {
        "person": who,
        "signal": finding.signal,
        "as_of": finding.as_of.isoformat(),
        "state": finding.state,
        "band": finding.band,
        "confidence": finding.confidence,
        "window": finding.window,
        "evidence": [_line(line) for line in finding.evidence],
        "formula": finding.formula,
    }
    return said | ({"score": finding.score} if audit else {})


def explained(
    session: Session, *, workspace_id: int, as_of: date, person_id: int, audit: bool
) -> list[dict[str, Any]]:
    """The cues of a person kept for a day, each computed again from its own inputs.

    `same` says that this gives what was kept, to the last digit. Facts that have been erased since are
    no longer named.
    """
    cues = signal.of_day(session, workspace_id, as_of, [person_id])
    return [_explained(session, cue) for cue in cues if audit or cue.signal not in WATCH]


def is_kept(session: Session, *, workspace_id: int, as_of: date) -> bool:
    """Whether the signals of a day were computed and kept."""
    return signal.is_done(session, workspace_id, as_of)


def explanations(found: Run, *, person_id: int, audit: bool) -> Iterator[dict[str, Any]]:
    """The same for what was computed just now and is not kept."""
    ids = found.record.people.id
    for row, cue in found.cues():
        if int(ids[cue.person]) == person_id and (audit or cue.signal not in WATCH):
            yield _told(found.kept(row, cue.signal))


def _explained(session: Session, cue: SignalCue) -> dict[str, Any]:
    kept = signal.unpacked(cue.kept)
    told = _told(kept)
    again = explain.again(kept)
    same = (again.score, again.band, again.confidence) == (cue.score, cue.band, cue.confidence)
    lines = [_kept_line(line) for line in again.evidence]
    there = inputs.left(session, workspace_id=cue.workspace_id, items=kept["items"])
    gone = inputs.gone(kept["items"], there)
    for line in told["evidence"]:
        line["ref"] = inputs.ERASED if line["ref"] in gone else line["ref"]
    return told | {"facts": inputs.told(kept["items"], there), "same": same and lines == cue.evidence}


def _told(kept: Mapping[str, Any]) -> dict[str, Any]:
    """A cue from its inputs alone: every term, every family, the band, and what they were computed from."""
    again = explain.again(kept)
    return {
        "signal": kept["signal"],
        "as_of": kept["as_of"],
        "formula": kept["formula"],
        "strength": again.score,
        "band": again.band,
        "confidence": again.confidence,
        "window_weeks": again.window,
        "terms": dict(sorted(again.terms.items())),
        "families": dict(sorted(again.family_strengths.items())),
        "evidence": [_line(line) for line in again.evidence],
        "thresholds": kept["thresholds"],
        "inputs": kept["inputs"],
        "facts": kept["items"],
    }


def _row(cue: Finding) -> dict[str, Any]:
    return {
        "signal": cue.signal,
        "as_of": cue.as_of,
        "band": cue.band or "",
        "confidence": cue.confidence or "",
        "window": cue.window,
        "formula": cue.formula,
        "families": list(cue.families),
        "evidence": [_kept_line(line) for line in cue.evidence],
        "raised": cue.raised,
        "to_manager": cue.to_manager,
        "score": cue.score,
    }


def _kept_line(line: Evidence) -> dict[str, Any]:
    return {
        "family": line.family,
        "ref": line.ref,
        "at": line.at.isoformat(),
        "said": line.said,
        "facts": dict(line.facts),
        "kind": line.kind,
        "ids": list(line.ids),
    }


def _line(line: Evidence) -> dict[str, Any]:
    return {"family": line.family, "ref": line.ref, "at": line.at.isoformat(), "text": line.text}
