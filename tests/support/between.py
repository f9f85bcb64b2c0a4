"""What passes between people in a week: blockers, feedback, 1:1s, drafts, and what each sees of it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.rules.checkin import Answers
from bot.rules.growth import Ending, StepDraft
from bot.rules.one_on_one import Written
from bot.services import (
    blocker_answer,
    checkin,
    draft,
    feedback,
    growth,
    growth_offer,
    home,
    mine,
    one_on_one,
    privacy,
    reply,
    retention,
    talent,
)
from bot.services.delivery import Letter
from models import attachment, blocker, coverage
from models import card as cards
from models import draft as drafts

MONTHS = timedelta(days=90)
ABOUT = "1:1 with the manager"


def live(week: Any, letter: Letter, boss: str, now: datetime) -> None:
    """Everything that somebody, whose prompt is `letter`, and their manager do with one another."""
    who = letter.slack_user_id or ""
    _blockers(week, letter, who, boss, now)
    _feedback(week, who, boss, now)
    _talk(week, who, boss, now)
    _grow(week, who, boss, now)
    _type(week, who, now)
    for each in (who, boss):
        week.do(home.visit, slack_user_id=each, at_home=True, now=now)
        week.read(home.changed, slack_user_id=each, now=now)
        week.read(talent.mine, slack_user_id=each, now=now)
        week.read(mine.choices, slack_user_id=each)
        week.read(privacy.held, slack_user_id=each)
    week.read(talent.of_report, slack_user_id=boss, report=who, now=now)
    week.read(home.looking, slack_ids=[who, boss], now=now)
    week.do(privacy.export, slack_user_id=who, act="export", now=now)


def forget(week: Any, now: datetime) -> None:
    """What upkeep lets go of."""
    for room in (attachment, cards):
        week.do(room.forget, before=now - MONTHS)
    week.do(retention.forget_drafts, now=now)


def _blockers(week: Any, letter: Letter, who: str, boss: str, now: datetime) -> None:
    said = Answers("Moving", blockers="No staging\nNo budget", owner=boss)
    week.do(checkin.answer, slack_user_id=who, week=letter.period, answers=said, act="stuck", now=now)
    first, second = week.read(_named, person_id=letter.person_id, week=letter.period)
    week.do(blocker_answer.acknowledge, slack_user_id=boss, ref=first, now=now)
    week.do(blocker_answer.offer_help, slack_user_id=boss, ref=second, now=now)
    week.do(one_on_one.add, slack_user_id=boss, about=f"blocker:{second}", act="add", now=now)
    week.do(blocker_answer.resolve, slack_user_id=who, ref=first, now=now)
    ref = f"{letter.period}:{letter.person_id}"
    week.do(reply.reply, slack_user_id=boss, ref=ref, text="Well done", act="reply", now=now)


def _named(session: Session, *, workspace_id: int, person_id: int, week: str) -> list[str]:
    return [row.ref for row in blocker.of_week(session, workspace_id, person_id, week)]


def _feedback(week: Any, who: str, boss: str, now: datetime) -> None:
    given = {"receivers": [who], "text": "Your demo was clear", "now": now}
    week.do(feedback.give, giver=boss, act="given", **given)
    week.do(feedback.ask, asker=who, people=[boss], topic="my demo", act="asked", now=now)
    ref = feedback.ref_of("R", "asked")
    week.read(feedback.request, slack_user_id=boss, ref=ref)
    week.do(feedback.decline, slack_user_id=boss, ref=ref, now=now)
    week.do(feedback.give, giver=boss, act="answer", request_ref=ref, **given)
    (row, *_rest), _rounds = week.read(feedback.mine, slack_user_id=who)
    for yes in (True, False, True):
        week.do(feedback.share, slack_user_id=who, ref=row.ref, yes=yes, now=now)
    week.read(feedback.team, slack_user_id=boss)


def _talk(week: Any, who: str, boss: str, now: datetime) -> None:
    written = Written(agenda="The demo\nThe budget", note="A good week", actions="Ask Ops")
    for act, said in (("first", written), ("second", Written(met=True))):
        week.do(one_on_one.save, slack_user_id=who, other=boss, written=said, act=act, now=now)
    week.read(one_on_one.open_page, slack_user_id=boss, other=who, now=now)
    week.read(one_on_one.pages, slack_user_id=boss, now=now)


def _grow(week: Any, who: str, boss: str, now: datetime) -> None:
    step = StepDraft("Learn SQL", "learning", "Calm nights")
    kept = week.do(growth.add, slack_user_id=who, draft=step, act="step", now=now)
    whose = {"slack_user_id": who, "ref": kept.step.ref}
    week.read(growth.form, **whose)
    week.do(growth.change, draft=step, drop=False, **whose, now=now)
    week.read(growth.ending, **whose, now=now)
    week.do(growth.finish, ending=Ending(result="It is fast"), **whose, now=now)
    pair = {"by": boss, "owner": who}
    week.do(growth_offer.check, **pair)
    asked = week.do(growth_offer.suggest, **pair, draft=step, act="offer", now=now)
    week.do(growth_offer.answer, slack_user_id=who, ref=asked.step.ref, accepts=True, now=now)


def _type(week: Any, who: str, now: datetime) -> None:
    typed = {"slack_user_id": who, "fields": {"text": "Your"}, "offered": {"text": ""}, "now": now}
    for form in ("feedback:", "goal:"):
        week.do(draft.keep, form=form, view="view:1", **typed)
    week.read(draft.found, slack_user_id=who, form="feedback:")
    week.read(draft.latest, slack_user_id=who, kind="goal")
    week.do(_sent, person_id=1, now=now)
    week.read(_coverage)


def _sent(session: Session, *, workspace_id: int, person_id: int, now: datetime) -> None:
    drafts.send(session, workspace_id, person_id, "feedback:", view="view:1", now=now)


def _coverage(session: Session, *, workspace_id: int) -> None:
    coverage.newest(session, workspace_id)
