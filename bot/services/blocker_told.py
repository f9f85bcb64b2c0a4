"""Whom a blocker was told to: its owner, later the manager and the one above; kept true afterwards."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import language_of, speaking
from bot.rules.setting import Chosen
from bot.services import blocker as blockers
from bot.services import colleague, post, shared
from bot.services.blocker import ABOVE, ESCALATION, MANAGER
from bot.services.colleague import BLOCKER
from bot.views import blocker as views
from bot.views.blocks import Message
from models import delivery
from models import person as people
from models.blocker import Blocker
from models.person import Person

View = Callable[[views.Blocker], Message]


def tell_owner(
    session: Session, owner: Person, row: Blocker, *, act: str, settings: Chosen, now: datetime
) -> None:
    """Somebody was named who can help; the same act tells them once."""
    facts = shown(session, row)
    colleague.tell(
        session,
        owner,
        kind=BLOCKER,
        about=f"{row.ref}:owner:{act}",
        message=lambda: views.told_owner(facts),
        settings=settings,
        now=now,
        period=row.ref,
    )


def tell_again(
    session: Session, reporter: Person, row: Blocker, *, about: str, settings: Chosen, now: datetime
) -> None:
    """Bring the messages about a blocker up to date, and take back what has not left yet."""
    session.flush()
    facts = shown(session, row)
    for kind, who, view in _told(session, reporter, row):
        with speaking(language_of(who, settings)):
            _change(session, row, kind, who, view(facts), about=about, now=now)


def release(
    session: Session, reporter: Person, row: Blocker, *, act: str, settings: Chosen, now: datetime
) -> None:
    """A blocker is taken back, so nobody has to do anything about it."""
    for kind, who, _view in _told(session, reporter, row):
        _say_over(session, row, kind, who, act=act, settings=settings, now=now)


def release_owner(session: Session, row: Blocker, *, act: str, settings: Chosen, now: datetime) -> None:
    """Somebody else is named than the owner so far, or nobody."""
    if row.owner_id not in (None, row.person_id):
        owner = people.by_id(session, row.workspace_id, row.owner_id or 0)
        _say_over(session, row, BLOCKER, owner, act=act, settings=settings, now=now)


def shown(session: Session, row: Blocker) -> views.Blocker:
    """A blocker in the words of a view, with everybody it names."""
    return blockers.shown(row, blockers.named_in(session, row.workspace_id, [row]))


def _told(session: Session, reporter: Person, row: Blocker) -> Iterator[tuple[str, Person, View]]:
    """Who may have been told of it, by which kind of message, and what that says."""
    manager, upper = (blockers.above(session, reporter, step) for step in (MANAGER, ABOVE))
    owner = people.by_id(session, row.workspace_id, row.owner_id) if row.owner_id else None
    for kind, who, view in (
        (BLOCKER, owner, views.told_owner),
        (ESCALATION, manager, views.told_manager),
        (ESCALATION, upper, lambda each: views.told_above(each, manager.mention if manager else "")),
    ):
        if who is not None and who.id != reporter.id:
            yield kind, who, view


def _say_over(
    session: Session, row: Blocker, kind: str, who: Person, *, act: str, settings: Chosen, now: datetime
) -> None:
    with speaking(language_of(who, settings)):
        _change(session, row, kind, who, views.over(), about=f"{row.ref}:over:{act}", now=now)


def _change(
    session: Session, row: Blocker, kind: str, who: Person, message: Message, *, about: str, now: datetime
) -> None:
    """Change what somebody was told of it; what has not left yet is taken back instead."""
    sent = delivery.sent_for(session, row.workspace_id, person_id=who.id, kind=kind, period=row.ref)
    if sent is not None and not shared.take_back(session, sent, reason=shared.ANSWERED, now=now):
        post.edit(session, sent, about=about, message=message, now=now)
