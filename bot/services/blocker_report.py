"""What a check-in names as being in the way: kept, changed, taken back."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import _
from bot.rules import blocker as rules
from bot.rules.checkin import Answers
from bot.rules.refusal import Refusal
from bot.rules.setting import Chosen
from bot.services import blocker as blockers
from bot.services import blocker_told as told
from bot.services import person as directory
from bot.services.blocker import MANAGER
from models import blocker
from models import person as people
from models.blocker import Blocker
from models.person import Person


def keep(
    session: Session,
    *,
    person: Person,
    week: str,
    answers: Answers,
    act: str,
    settings: Chosen,
    now: datetime,
) -> None:
    """Keep what somebody's check-in of a week names as being in the way. Raises Refusal.

    What stood there before and is named again stays what it was; what is not named any more is taken
    back, or resolved where somebody has answered it. Whoever was told of it hears so.
    """
    owner = _owner(session, person, answers.owner)
    before = {row.text: row for row in blocker.of_week(session, person.workspace_id, person.id, week)}
    named = rules.named(answers.blockers)
    for text, row in before.items():
        if text not in named:
            _take_back(session, person, row, act, settings, now)
    for number, text in enumerate(named):
        found = before.get(text)
        if found is None:
            ref = _ref(act, number)
            found = _report(session, person, week=week, text=text, ref=ref, now=now)
            blockers.book(session, person, found, MANAGER, settings, now=now)
        _give(session, person, found, owner, act, settings, now)
    _clear(session, person, answers.cleared, act, settings, now)


def owner_of(session: Session, person: Person, week: str) -> str:
    """The Slack id of whom somebody named for a week's blockers, where it is one person."""
    rows = blocker.of_week(session, person.workspace_id, person.id, week)
    ids = {row.owner_id for row in rows if row.owner_id is not None}
    found = people.by_ids(session, person.workspace_id, ids)
    return next(iter(found.values())).slack_user_id or "" if len(found) == 1 else ""


def _give(
    session: Session,
    person: Person,
    row: Blocker,
    owner: Person | None,
    act: str,
    settings: Chosen,
    now: datetime,
) -> None:
    """Name who can help, where that is somebody else than before."""
    if row.owner_id == (owner.id if owner else None) or row.resolved_at is not None:
        return
    told.release_owner(session, row, act=act, settings=settings, now=now)
    row.owner_id = owner.id if owner else None
    if owner is not None and owner.id != person.id:
        told.tell_owner(session, owner, row, act=act, settings=settings, now=now)


def _clear(
    session: Session, person: Person, refs: Iterable[str], act: str, settings: Chosen, now: datetime
) -> None:
    """The reporter's own older blockers that are over."""
    for ref in refs:
        row = blocker.by_ref(session, person.workspace_id, ref, hold=True)
        if row is not None and row.person_id == person.id and row.resolved_at is None:
            _resolve(session, person, row, act, settings, now)


def _owner(session: Session, person: Person, slack_id: str) -> Person | None:
    if not slack_id:
        return None
    found = directory.known(session, person.workspace_id, [slack_id])[0]
    if found.outsider or found.deactivated:
        raise Refusal(_("Pick a colleague who can clear it, or leave it out."), field="owner")
    return found


def _ref(act: str, number: int) -> str:
    """The same for the same act, and not to be guessed."""
    return hashlib.blake2b(f"{act}\x1f{number}".encode(), digest_size=8).hexdigest()


def _report(session: Session, person: Person, *, week: str, text: str, ref: str, now: datetime) -> Blocker:
    row = Blocker(
        workspace_id=person.workspace_id, ref=ref, person_id=person.id, week=week, text=text, reported_at=now
    )
    session.add(row)
    session.flush()
    return row


def _take_back(
    session: Session, person: Person, row: Blocker, act: str, settings: Chosen, now: datetime
) -> None:
    if not row.is_answered:
        told.release(session, person, row, act=act, settings=settings, now=now)
        blocker.forget(session, row)
    elif row.resolved_at is None:
        _resolve(session, person, row, act, settings, now)


def _resolve(
    session: Session, person: Person, row: Blocker, act: str, settings: Chosen, now: datetime
) -> None:
    row.resolved_at, row.resolved_by = now, person.id
    told.tell_again(session, person, row, about=f"{row.ref}:resolved:{act}", settings=settings, now=now)
