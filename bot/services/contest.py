"""What is said to a card: notes, contests and their answers, and that a conversation took place."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.language import _, language_of, speaking
from bot.rules import card as rules
from bot.rules.refusal import Refusal
from bot.services import person as directory
from bot.services import post
from bot.services.card import KIND, shown
from bot.services.setting import chosen
from bot.views import card as views
from bot.views.card import Shown
from models import card, delivery, person, signal
from models.base import add_once
from models.card import CONTESTED, KEPT, WITHDRAWN, Card, CardReply
from models.delivery import SENT
from models.person import Person

SUMMARY = "summary"
# A card tells of weekly cues as old as this, and they hold the band of the next runs as long.
CUE_DAYS = timedelta(days=35)


def reply(
    session: Session,
    *,
    workspace_id: int,
    slack_user_id: str,
    ref: str,
    kind: str,
    text: str,
    act: str,
    now: datetime,
    line: str = "",
) -> None:
    """Keep what a person says to their own card; a contest freezes it until the manager has answered.
    `line` is the choice of who says that a fact is wrong: which line of evidence.

    The same act again changes nothing. Raises Refusal.
    """
    words = "" if kind == rules.LATER else rules.check_words(text)
    me = directory.asker(session, workspace_id, slack_user_id)
    row = _held(session, workspace_id, ref)
    if row is None or row.person_id != me.id:
        raise Refusal(_("This card is no longer there. `/talent` shows your cards."))
    if kind == rules.CONTEST and row.state in (KEPT, WITHDRAWN):
        raise Refusal(_("Your manager has answered this already. A note goes with the card all the same."))
    values = {"card_id": row.id, "person_id": me.id, "kind": kind, "text": words, "at": now}
    if kind == rules.WRONG:
        values["line"] = rules.check_line(line, len(row.evidence))
    made = add_once(session, CardReply, workspace_id=workspace_id, act_key=act, **values)
    if made is not None and kind == rules.CONTEST:
        row.state = CONTESTED
        _tell_manager(session, me, row, now)


def _tell_manager(session: Session, me: Person, row: Card, now: datetime) -> None:
    """A contest after the summary reaches the manager by itself; one before it goes with it."""
    manager = person.by_ids(session, me.workspace_id, [me.manager_id or 0]).get(me.manager_id or 0)
    if manager is None or not row.to_manager:
        return
    had = delivery.sent_for(session, me.workspace_id, person_id=manager.id, kind=SUMMARY, period=row.month)
    if had is None or had.state != SENT:
        return
    settings = chosen(session, workspace_id=me.workspace_id)
    session.flush()
    with speaking(language_of(manager, settings)):
        message = views.contested(me.mention, shown(session, me, [row], own=False)[0])
    about = f"contest:{row.id}"
    post.to_person(
        session, person=manager, kind=SUMMARY, about=about, message=message, settings=settings, now=now
    )


def answer(
    session: Session,
    *,
    workspace_id: int,
    slack_user_id: str,
    ref: str,
    accepts: bool,
    text: str,
    now: datetime,
) -> Shown:
    """The direct manager's answer to a contest: accepted, the card is withdrawn with its cue, and the next
    weekly run begins anew; else it stands again, with the manager's words. The person is told. Answered
    twice, the first counts. Raises Refusal."""
    words = text.strip() if accepts else rules.check_words(text)
    me = directory.asker(session, workspace_id, slack_user_id)
    row = _held(session, workspace_id, ref)
    them = person.by_ids(session, workspace_id, [row.person_id]).get(row.person_id) if row else None
    if row is None or them is None or them.manager_id != me.id:
        raise Refusal(_("Only the direct manager answers this."))
    if card.answer(row, state=WITHDRAWN if accepts else KEPT, by=me.id, words=words, now=now):
        if accepts:
            signal.withdraw(session, workspace_id, them.id, row.signal, since=row.as_of - CUE_DAYS)
        settings = chosen(session, workspace_id=workspace_id)
        with speaking(language_of(them, settings)):
            message = views.answered(me.mention, shown(session, them, [row])[0])
        about = f"answer:{row.id}"
        post.to_person(
            session, person=them, kind=KIND, about=about, message=message, settings=settings, now=now
        )
    return shown(session, them, [row], own=False)[0]


def talked(
    session: Session,
    *,
    workspace_id: int,
    slack_user_id: str,
    report: str,
    month: str,
    outcome: str,
    act: str,
    now: datetime,
) -> str:
    """Record that a manager talked with a report about a month, and what came of it; said again, it is
    replaced. Returns the report's mention. Raises Refusal."""
    rules.check_outcome(outcome)
    me = directory.asker(session, workspace_id, slack_user_id)
    them = person.by_ids(session, workspace_id, [int(report)] if report.isdecimal() else []).get(
        int(report or 0)
    )
    if them is None or them.manager_id != me.id:
        raise Refusal(_("Only the direct manager records this."))
    card.record_talk(session, workspace_id, me.id, them.id, month, outcome=outcome, act=act, now=now)
    return them.mention


def _held(session: Session, workspace_id: int, ref: str) -> Card | None:
    return card.find(session, workspace_id, int(ref), hold=True) if ref.isdecimal() else None
