"""Check-ins: which week is open, keeping answers, and letting a late one through."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules import checkin as rules
from bot.rules.checkin import Answers
from bot.rules.setting import Chosen
from bot.services import blocker_report, post, prefill, readout, shared, workdays
from bot.services import person as directory
from bot.services import question as questions
from bot.services.setting import chosen
from bot.views import checkin as views
from bot.views.blocks import Message
from bot.views.checkin import Asked
from models import checkin, consent
from models.checkin import Checkin
from models.person import Person

SHARE = "share_mood"


@dataclass(frozen=True)
class Opened:
    """A week to be filled, with what is there already, and what else is asked."""

    week: str
    answers: Answers
    asked: Asked = field(default_factory=Asked)


@dataclass(frozen=True)
class Saved:
    """What was kept, and the thanks for it."""

    late: bool
    message: Message


def open_week(
    session: Session, *, workspace_id: int, slack_user_id: str, asked: str = "", now: datetime
) -> Opened:
    """The oldest open unanswered week, else the current one; `asked` is the week of the pressed button.

    A closed week can be answered until the next one is asked about.
    """
    me = directory.asker(session, workspace_id, slack_user_id)
    settings = chosen(session, workspace_id=workspace_id)
    week = _week(session, me, asked, settings, now)
    extra = prefill.asked(session, me, week, settings)
    row = checkin.of_week(session, workspace_id, me.id, week)
    return Opened(week, _offered(session, me, week, row, extra, settings), extra)


def _offered(
    session: Session, me: Person, week: str, row: Checkin | None, extra: Asked, settings: Chosen
) -> Answers:
    """What a week's form holds before somebody types: their answers, else where the week stands."""
    shares = consent.find(session, me.workspace_id, me.id, SHARE)
    share = shares is not None and shares.value == "yes"
    if row is None or row.answered_at is None:
        zone = workdays.zone_named(me.timezone) or settings.zone
        moved = prefill.progress(session, me, week, zone)
        return Answers(progress=moved, plans="\n".join(extra.planned), share=share)
    own = questions.answered(session, me.workspace_id, [me.id], week).get(me.id, ())
    return Answers(
        row.progress,
        row.plans,
        row.blockers,
        row.mood,
        row.workload,
        share=share,
        owner=blocker_report.owner_of(session, me, week),
        own={each.key: value for each, value in own},
    )


def answer(
    session: Session,
    *,
    workspace_id: int,
    slack_user_id: str,
    week: str,
    answers: Answers,
    act: str,
    question: str = "",
    now: datetime,
) -> Saved:
    """Keep one person's answers for a week; answering again replaces them. Raises Refusal.

    The choice to share mood and workload is remembered. An answer after closing counts as
    late and changes the read-out that has been sent. The thanks take the place of the message
    that asked, where `question` is its `ts`.
    """
    rules.check(answers)
    rules.check_week(week, today=now.date())
    me = directory.asker(session, workspace_id, slack_user_id)
    answers = rules.settled(answers, prefill.planned(session, me, week))
    row = checkin.hold(session, workspace_id, me.id, week)
    late = row.closed_at is not None
    if act not in row.acts:
        settings = chosen(session, workspace_id=workspace_id)
        _keep(row, answers, act, now)
        kept: dict[str, Any] = {"person": me, "week": week, "settings": settings, "now": now}
        questions.keep(session, answers=answers.own, **kept)
        blocker_report.keep(session, answers=answers, act=act, **kept)
        shared.spare(session, person=me, week=week, now=now)
        consent.choose(
            session, workspace_id, me.id, kind=SHARE, value="yes" if answers.share else "no", now=now
        )
        if late:
            session.flush()
            readout.refresh(session, person=me, week=week, about=act, now=now)
    thanks = views.saved(week, late=late, shared=answers.share)
    return Saved(late, _answered(session, me, week, thanks, question=question, about="answered", now=now))


def skip(
    session: Session, *, workspace_id: int, slack_user_id: str, week: str, question: str = "", now: datetime
) -> Message:
    """Remember that somebody chose not to answer, so that they are not reminded; what to say to it."""
    me = directory.asker(session, workspace_id, slack_user_id)
    row = checkin.of_week(session, workspace_id, me.id, week)
    if row is not None and row.answered_at is None and row.skipped_at is None:
        row.skipped_at = now
        shared.spare(session, person=me, week=week, now=now)
    return _answered(session, me, week, views.skipped(), question=question, about="skipped", now=now)


def _answered(
    session: Session, me: Person, week: str, said: Message, *, question: str, about: str, now: datetime
) -> Message:
    """What takes the place of the message in which somebody answered; any other that asks says so too."""
    for sent in shared.questions(session, person=me, week=week):
        if sent.slack_ts != question:
            post.edit(session, sent, about=about, message=said, now=now)
    return shared.answered(session, person=me, week=week, ts=question, message=said)


def _week(session: Session, me: Person, asked: str, settings: Chosen, now: datetime) -> str:
    newest = checkin.newest_prompted(session, me.workspace_id, me.id)
    if newest is not None and asked == newest.week:
        return asked
    oldest = checkin.oldest_open(session, me.workspace_id, me.id)
    if oldest is not None:
        return oldest.week
    zone = workdays.zone_named(me.timezone) or settings.zone
    return cadence.week_of(cadence.local_day(now, zone))


def _keep(row: Checkin, answers: Answers, act: str, now: datetime) -> None:
    row.progress, row.plans = answers.progress.strip(), answers.plans.strip()
    row.blockers = answers.blockers.strip()
    row.mood, row.workload, row.share = answers.mood, answers.workload, answers.share
    row.answered_at, row.acts = now, [*row.acts, act]
