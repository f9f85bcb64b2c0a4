"""Talent signals as they were computed: each cue with what it was computed from, and which days were."""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Json, Scoped, add_all_once, add_once


class SignalCue(Scoped, Base):
    """One signal of one person that was seen on a day; no row means that none was.

    `score` and `kept` are for audits and never reach a person. `evidence` holds the lines
    ({family, ref, at, said, facts, kind, ids}). `kept` is compressed JSON: the ids and values of the inputs,
    and the thresholds, from which `bot.signals.explain.again` computes the cue anew.
    """

    __tablename__ = "signal_cue"
    __table_args__ = (
        UniqueConstraint("workspace_id", "person_id", "signal", "as_of"),
        Index("ix_signal_cue_workspace_id_as_of", "workspace_id", "as_of"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signal: Mapped[str]
    as_of: Mapped[date] = mapped_column(Date)
    band: Mapped[str]
    confidence: Mapped[str]
    window: Mapped[str]
    formula: Mapped[str]
    families: Mapped[list[str]] = mapped_column(default=list)
    evidence: Mapped[Any] = mapped_column(Json)
    # It says something new, and may be told; and whether the manager may hear it too.
    raised: Mapped[bool]
    to_manager: Mapped[bool]
    score: Mapped[float]
    kept: Mapped[bytes] = mapped_column(LargeBinary)


class SignalRun(Scoped, Base):
    """A day whose signals are all computed."""

    __tablename__ = "signal_run"
    __table_args__ = (UniqueConstraint("workspace_id", "as_of"),)

    as_of: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime]
    people: Mapped[int]
    cues: Mapped[int]
    # What HR and leadership may know of the signals that have an aggregate: whole numbers by name.
    totals: Mapped[Any] = mapped_column(Json, default=dict)
    # The people of each circle of thanks, by id: for the programme's admin alone.
    circles: Mapped[Any] = mapped_column(Json, default=list)


NOTHING: Mapping[str, Any] = {"totals": {}, "circles": []}


def packed(inputs: Mapping[str, Any]) -> bytes:
    """Inputs as they are kept."""
    return zlib.compress(json.dumps(inputs, separators=(",", ":"), sort_keys=True).encode())


def unpacked(kept: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(kept))
    return found


def add(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Keep cues; those that are there already stay as they are."""
    add_all_once(session, SignalCue, rows)


def finish(session: Session, workspace: int, as_of: date, *, at: datetime, **counts: Any) -> None:
    """Write down that a day is done, with its `people`, `cues`, `totals` and `circles`."""
    add_once(session, SignalRun, workspace_id=workspace, as_of=as_of, at=at, **{**NOTHING, **counts})


def totals(session: Session, workspace: int, *, since: date, until: date) -> dict[str, dict[str, int]]:
    """The totals of the last day computed of some days, both included; empty where there is none."""
    found = session.scalar(
        select(SignalRun.totals)
        .where(SignalRun.workspace_id == workspace, SignalRun.as_of >= since, SignalRun.as_of <= until)
        .order_by(SignalRun.as_of.desc())
        .limit(1)
    )
    return dict(found or {})


def circles(session: Session, workspace: int, *, since: date, until: date) -> list[list[int]]:
    """The circles of thanks on the last day computed of some days, both included."""
    found = session.scalar(
        select(SignalRun.circles)
        .where(SignalRun.workspace_id == workspace, SignalRun.as_of >= since, SignalRun.as_of <= until)
        .order_by(SignalRun.as_of.desc())
        .limit(1)
    )
    return list(found or [])


def is_done(session: Session, workspace: int, as_of: date) -> bool:
    query = select(SignalRun.id).where(SignalRun.workspace_id == workspace, SignalRun.as_of == as_of)
    return session.scalar(query) is not None


def newest_day(session: Session, workspace: int, *, until: date) -> date | None:
    """The last day up to one that was computed."""
    return session.scalar(
        select(func.max(SignalRun.as_of)).where(SignalRun.workspace_id == workspace, SignalRun.as_of <= until)
    )


def of_day(session: Session, workspace: int, as_of: date, person_ids: Iterable[int]) -> Sequence[SignalCue]:
    """The cues of some people on a day, in the order of people and signals."""
    return session.scalars(
        select(SignalCue)
        .where(
            SignalCue.workspace_id == workspace,
            SignalCue.as_of == as_of,
            SignalCue.person_id.in_(set(person_ids)),
        )
        .order_by(SignalCue.person_id, SignalCue.signal)
    ).all()


def withdraw(session: Session, workspace: int, person_id: int, name: str, *, since: date) -> None:
    """Delete the cues of one signal of one person from a day on."""
    session.execute(
        delete(SignalCue).where(
            SignalCue.workspace_id == workspace,
            SignalCue.person_id == person_id,
            SignalCue.signal == name,
            SignalCue.as_of >= since,
        )
    )


def forget(session: Session, workspace: int, *, before: date) -> int:
    """Delete cues of days before one; returns how many."""
    session.execute(delete(SignalRun).where(SignalRun.workspace_id == workspace, SignalRun.as_of < before))
    gone = session.execute(
        delete(SignalCue).where(SignalCue.workspace_id == workspace, SignalCue.as_of < before)
    )
    return int(getattr(gone, "rowcount", 0))
