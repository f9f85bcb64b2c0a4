"""Private feedback: giving it, asking for it, and letting the manager read it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import _, language_of, speaking
from bot.rules import feedback as rules
from bot.rules.refusal import Refusal
from bot.rules.setting import Chosen
from bot.rules.visibility import Item, Relation, may_see, relations
from bot.services import person as directory
from bot.services import post
from bot.services.setting import chosen
from bot.views import feedback as views
from bot.views.blocks import Message
from bot.views.feedback import Given, Request, Round
from models import consent, feedback, person
from models.base import add_once
from models.feedback import SHARED, Feedback, FeedbackAsked, FeedbackRequest
from models.person import Person

LISTED = 20
KIND = "feedback"


@dataclass(frozen=True)
class Told:
    """Who was reached by a feedback or a request, as mentions; `held` where nobody hears of it yet."""

    people: Sequence[str]
    held: bool
    # The round it answers: who asked, about what.
    answers: Request | None = None


def give(
    session: Session,
    *,
    workspace_id: int,
    giver: str,
    receivers: Sequence[str],
    text: str,
    act: str,
    now: datetime,
    request_ref: str = "",
) -> Told:
    """Keep feedback and promise each receiver a DM; the same act again changes nothing.

    `request_ref` names the round that is answered, where the giver was asked in one. Raises
    Refusal, and Stranger for somebody whom Slack has to be asked about.
    """
    rules.allow(receivers, text, giver=giver)
    sender, people = _known(session, workspace_id, giver, receivers)
    settings = chosen(session, workspace_id=workspace_id)
    asked = _round(session, workspace_id, request_ref, sender) if request_ref else None
    for who in people:
        answers = asked if asked and asked.asker_id == who.id else None
        row = _keep(session, sender, who, text, act, now, answers)
        if row is not None:
            _tell(session, row, sender, who, settings, now)
    return _told(people, settings, asked)


def _known(
    session: Session, workspace_id: int, sender: str, receivers: Sequence[str]
) -> tuple[Person, list[Person]]:
    me = directory.asker(session, workspace_id, sender)
    people = directory.known(session, workspace_id, list(dict.fromkeys(receivers)))
    for who in people:
        rules.welcome(who.outsider, mention=who.mention, left=who.deactivated)
    return me, people


def _round(session: Session, workspace_id: int, ref: str, giver: Person) -> FeedbackRequest | None:
    """The round, where the giver was asked in it."""
    found = feedback.request_by_ref(session, workspace_id, ref)
    if found is None or not feedback.was_asked(session, workspace_id, found.id, giver.id):
        return None
    return found


def _keep(
    session: Session,
    sender: Person,
    receiver: Person,
    text: str,
    act: str,
    now: datetime,
    answers: FeedbackRequest | None,
) -> Feedback | None:
    """Store one feedback; None where it is there already."""
    added = add_once(
        session,
        Feedback,
        workspace_id=sender.workspace_id,
        ref=ref_of("F", f"{act}:{receiver.id}"),
        act_key=act,
        from_id=sender.id,
        to_id=receiver.id,
        at=now,
        text=text,
        asked=answers is not None,
        request_id=answers.id if answers else None,
    )
    if added is None:
        return None
    if answers is not None:
        feedback.note_answer(session, sender.workspace_id, answers.id, sender.id, at=now)
    return feedback.by_ref(session, sender.workspace_id, ref_of("F", f"{act}:{receiver.id}"))


def _tell(
    session: Session, row: Feedback, sender: Person, receiver: Person, settings: Chosen, now: datetime
) -> None:
    with speaking(language_of(receiver, settings)):
        message = views.told(_given(session, row, sender, receiver))
        post.to_person(
            session,
            person=receiver,
            kind=KIND,
            about=row.ref,
            message=message,
            settings=settings,
            now=now,
        )


def _told(people: Sequence[Person], settings: Chosen, asked: FeedbackRequest | None) -> Told:
    held = all(post.unreachable(who, settings) for who in people)
    asker = next((who for who in people if asked and who.id == asked.asker_id), None)
    answers = Request(asked.ref, asker.mention, asked.topic) if asked and asker else None
    return Told([who.mention for who in people], held, answers)


def ref_of(letter: str, act: str) -> str:
    """The name that a feedback or a round has in files and buttons, made from the act it is."""
    return letter + hashlib.blake2b(act.encode(), digest_size=7).hexdigest()


def ask(
    session: Session,
    *,
    workspace_id: int,
    asker: str,
    people: Sequence[str],
    topic: str,
    act: str,
    now: datetime,
) -> Told:
    """Ask several people about one topic; the same act again changes nothing. Raises Refusal, Stranger."""
    rules.allow_asking(people, topic, asker=asker)
    me, asked = _known(session, workspace_id, asker, people)
    settings = chosen(session, workspace_id=workspace_id)
    ref = ref_of("R", act)
    request_id = add_once(
        session,
        FeedbackRequest,
        workspace_id=workspace_id,
        ref=ref,
        act_key=act,
        asker_id=me.id,
        topic=topic,
        at=now,
    )
    for who in asked if request_id is not None else ():
        add_once(session, FeedbackAsked, workspace_id=workspace_id, request_id=request_id, person_id=who.id)
        with speaking(language_of(who, settings)):
            message = views.request(Request(ref, me.mention, topic))
            post.to_person(
                session, person=who, kind=KIND, about=ref, message=message, settings=settings, now=now
            )
    return _told(asked, settings, None)


def request(session: Session, *, workspace_id: int, slack_user_id: str, ref: str) -> tuple[Request, str]:
    """The round that somebody wants to answer, and the asker's Slack id. Raises Refusal."""
    me = directory.asker(session, workspace_id, slack_user_id)
    found = _round(session, workspace_id, ref, me)
    if found is None:
        raise Refusal(_("This request is no longer there. `/cairn feedback` sends feedback to anybody."))
    asker = person.by_id(session, workspace_id, found.asker_id)
    return Request(found.ref, asker.mention, found.topic), asker.slack_user_id or ""


def decline(session: Session, *, workspace_id: int, slack_user_id: str, ref: str, now: datetime) -> None:
    """Write down that somebody would rather not answer; nobody is told."""
    me = directory.asker(session, workspace_id, slack_user_id)
    found = _round(session, workspace_id, ref, me)
    if found is not None:
        feedback.note_declined(session, workspace_id, found.id, me.id, at=now)


def share(
    session: Session, *, workspace_id: int, slack_user_id: str, ref: str, yes: bool, now: datetime
) -> Message:
    """Let one's managers read one feedback, or no longer; what the DM says from now on. Raises Refusal."""
    me = directory.asker(session, workspace_id, slack_user_id)
    row = feedback.by_ref(session, workspace_id, ref)
    if row is None or row.to_id != me.id:
        raise Refusal(_("This is not yours to share. `/cairn feedback mine` shows what is."))
    manager = person.by_id(session, workspace_id, me.manager_id) if me.manager_id else None
    if yes and manager is None:
        raise Refusal(_("Nobody is known as your manager, so there is nobody to share it with."))
    consent.choose(session, workspace_id, me.id, kind=SHARED + ref, value="yes" if yes else "no", now=now)
    session.flush()
    if yes and manager is not None:
        _tell_manager(session, row, me, manager, now)
    giver = person.by_id(session, workspace_id, row.from_id)
    return views.told(_given(session, row, giver, me))


def _tell_manager(session: Session, row: Feedback, receiver: Person, manager: Person, now: datetime) -> None:
    """Once for each feedback and manager, however often it is shared."""
    settings = chosen(session, workspace_id=row.workspace_id)
    with speaking(language_of(manager, settings)):
        message = views.shared_with_you(receiver.mention, row.ref)
        post.to_person(
            session,
            person=manager,
            kind=KIND,
            about=f"shared:{row.ref}",
            message=message,
            settings=settings,
            now=now,
        )


def _given(session: Session, row: Feedback, giver: Person, receiver: Person) -> Given:
    topic = ""
    if row.request_id is not None:
        topic = feedback.requests(session, row.workspace_id, [row.request_id])[row.request_id].topic
    shared = consent.find(session, row.workspace_id, receiver.id, SHARED + row.ref)
    return Given(
        ref=row.ref,
        giver=giver.mention,
        giver_id=giver.slack_user_id or "",
        text=row.text,
        at=row.at,
        topic=topic,
        shared=shared is not None and shared.value == "yes",
        has_manager=receiver.manager_id is not None,
        receiver=receiver.mention,
    )


def mine(session: Session, *, workspace_id: int, slack_user_id: str) -> tuple[list[Given], list[Round]]:
    """What somebody was given, newest first, and how their rounds stand."""
    me = directory.asker(session, workspace_id, slack_user_id)
    rows = feedback.received(session, workspace_id, me.id, limit=LISTED)
    givers = person.by_ids(session, workspace_id, {row.from_id for row in rows})
    given = [
        _given(session, row, givers[row.from_id], me)
        for row in rows
        if may_see(Item.FEEDBACK, {Relation.SELF})
    ]
    rounds = feedback.rounds_of(session, workspace_id, me.id, limit=LISTED)
    tally = {
        each.request_id: (each[1], each[2])
        for each in feedback.tally(session, workspace_id, [each.id for each in rounds])
    }
    return given, [Round(each.topic, *tally.get(each.id, (0, 0))) for each in rounds]


def team(session: Session, *, workspace_id: int, slack_user_id: str) -> list[Given]:
    """What somebody's reports, also those further down, let their managers read, newest first."""
    me = directory.asker(session, workspace_id, slack_user_id)
    below = _below(session, workspace_id, me)
    rows = feedback.shared_by(session, workspace_id, below.keys(), limit=LISTED)
    givers = person.by_ids(session, workspace_id, {row.from_id for row in rows})
    found = []
    for row in rows:
        receiver = below[row.to_id]
        line = directory.line_above(session, workspace_id, receiver)
        viewer = relations(me.id, receiver.id, line=line, roles=me.roles)
        if may_see(Item.FEEDBACK, viewer, circumstances={"shared"}):
            found.append(_given(session, row, givers[row.from_id], receiver))
    return found


def _below(session: Session, workspace_id: int, manager: Person) -> dict[int, Person]:
    """Everybody who reports to somebody, directly or not; a circle in the data ends it."""
    found: dict[int, Person] = {}
    level = [manager.id]
    while level:
        reports = person.reports_of(session, workspace_id, level)
        fresh = [who for who in reports if who.id not in found and who.id != manager.id]
        found |= {who.id: who for who in fresh}
        level = [who.id for who in fresh]
    return found
