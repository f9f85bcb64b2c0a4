"""What is on somebody's Home: gathered where they have opened it, and told when it has changed."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.language import _, language_of, plural, speaking
from bot.rules import cadence
from bot.rules.attention import UNANSWERED, UNCONFIRMED
from bot.rules.refusal import Refusal
from bot.rules.setting import Chosen
from bot.rules.visibility import Item, by_role, may_see
from bot.services import (
    card,
    feedback_asked,
    goal,
    growth,
    kudos,
    one_on_one,
    readout,
    setup,
    unanswered,
    workdays,
)
from bot.services import person as directory
from bot.services.setting import chosen
from bot.views import agreement as agreeing
from bot.views import card as cards
from bot.views import growth as growing
from bot.views import home as views
from bot.views.blocks import Block, name, words
from bot.views.goal import Goal
from bot.views.home import Coverage, Todo, Week
from bot.views.one_on_one import rows as one_on_one_rows
from bot.views.readout import Readout, suggestion
from models import checkin, coverage, home, person
from models.person import Person

# A Home that nobody has looked at for so long is made anew when it is opened.
KEPT = timedelta(days=30)
WEEKS = 8


def look(session: Session, *, workspace_id: int, slack_user_id: str, page: int, now: datetime) -> None:
    """Somebody opens their Home, at a page of their goals; what they see there is kept fresh from now on."""
    me = directory.known(session, workspace_id, [slack_user_id])[0]
    if not me.outsider:
        home.open_for(session, me, page=page, now=now).shown = ""


def visit(session: Session, *, workspace_id: int, slack_user_id: str, at_home: bool, now: datetime) -> None:
    """Somebody looks at the bot; whoever may set it up is offered to, once."""
    setup.greet(session, workspace_id=workspace_id, slack_user_id=slack_user_id, now=now)
    if at_home:
        look(session, workspace_id=workspace_id, slack_user_id=slack_user_id, page=1, now=now)


def looking(session: Session, *, workspace_id: int, slack_ids: Sequence[str], now: datetime) -> set[str]:
    """Who of these people has a Home that is kept fresh: most acts are of people who have none."""
    return home.opened(session, workspace_id, slack_ids, since=now - KEPT)


def changed(session: Session, *, workspace_id: int, slack_user_id: str, now: datetime) -> Block | None:
    """The view to publish for somebody; None where they have none open, or see it already."""
    found = person.by_slack_ids(session, workspace_id, [slack_user_id])
    me = found.get(slack_user_id)
    row = home.of(session, me) if me is not None else None
    if me is None or row is None or row.opened_at < now - KEPT:
        return None
    settings = chosen(session, workspace_id=workspace_id)
    with speaking(language_of(me, settings)):
        view = views.home(_gathered(session, me, settings, page=row.page, now=now))
    return None if _named(view) == row.shown else view


def remember(session: Session, *, workspace_id: int, slack_user_id: str, view: Block) -> None:
    """This is what somebody's Home shows now."""
    found = person.by_slack_ids(session, workspace_id, [slack_user_id])
    row = home.of(session, found[slack_user_id])
    if row is not None:
        row.shown = _named(view)


def _named(view: Block) -> str:
    return hashlib.blake2b(json.dumps(view).encode(), digest_size=12).hexdigest()


def _gathered(session: Session, me: Person, settings: Chosen, *, page: int, now: datetime) -> views.Home:
    workspace_id, slack_id = me.workspace_id, me.slack_user_id or ""
    zone = workdays.zone_named(me.timezone) or settings.zone
    today = cadence.local_day(now, zone)
    team = _readout(session, me, now)
    goals = goal.mine(session, workspace_id=workspace_id, slack_user_id=slack_id, now=now)
    lines = kudos.mine(session, workspace_id=workspace_id, slack_user_id=slack_id)
    answered, due = _weeks(session, me, today)
    plan = growth.plan(session, me, settings, now=now)
    return views.Home(
        todos=[
            *_open_checkin(session, me),
            *_asked_for_feedback(session, me, now),
            *_suggested(session, me, settings, now),
            *(Todo(growing.waits(each), _("Accept"), "growth_accept", each.ref) for each in plan.waiting),
            *_of_reports(session, me, now),
            *_blockers(team),
            *_quiet_goals(goals),
        ],
        goals=goals,
        page=page,
        received=[line for line in lines if not line.given],
        zone=zone,
        weeks_answered=answered,
        weeks_due=due,
        pages=one_on_one_rows(
            one_on_one.pages(session, workspace_id=workspace_id, slack_user_id=slack_id, now=now)
        ),
        signals=cards.blocks(card.mine(session, workspace_id=workspace_id, slack_user_id=slack_id).cards),
        growth=growing.at_home(plan),
        team=_team(team) if team or person.reports(session, workspace_id, me.id) else None,
        **_coverage(session, me),
    )


def _open_checkin(session: Session, me: Person) -> list[Todo]:
    row = checkin.oldest_open(session, me.workspace_id, me.id)
    if row is None:
        return []
    return [Todo(_("Your check-in is open."), _("Answer"), "checkin_open", row.week)]


def _asked_for_feedback(session: Session, me: Person, now: datetime) -> list[Todo]:
    """Whoever would like to hear what one saw."""
    return [
        Todo(
            _(
                "{who} asks for your feedback about “{topic}”",
                who=name(each.asker),
                topic=words(each.topic, 160),
            ),
            _("Answer"),
            "feedback_reply",
            each.ref,
        )
        for each in feedback_asked.waiting(session, me, now=now)
    ]


def _suggested(session: Session, me: Person, settings: Chosen, now: datetime) -> list[Todo]:
    """What others suggest about goals; the goal's card says more, and takes another answer."""
    return [
        Todo(agreeing.waits(each), _("Accept"), "goal_change_accept", str(each.change.id))
        for each in unanswered.for_person(session, me, settings, now=now)
    ]


def _quiet_goals(goals: Sequence[Goal]) -> list[Todo]:
    """Goals that are late, or that nobody has said anything about for some weeks."""
    todos = []
    for each in goals:
        if each.overdue:
            said = _("{goal} was due.", goal=each.ref)
        elif each.silent:
            said = plural(
                "{goal}: no news for {n} week.", "{goal}: no news for {n} weeks.", each.silent, goal=each.ref
            )
        else:
            continue
        todos.append(Todo(said, _("Update"), "goal_update_open", each.ref))
    return todos


def _weeks(session: Session, me: Person, today: date) -> tuple[int, int]:
    """How many of the last weeks that count for somebody they answered, and how many count."""
    weeks = [cadence.week_of(today - timedelta(weeks=back)) for back in range(WEEKS)]
    rows = checkin.of_people(session, me.workspace_id, [me.id], weeks)
    due = [row for row in rows if not row.excused and (row.answered_at or row.closed_at)]
    return sum(row.answered_at is not None for row in due), len(due)


def _of_reports(session: Session, me: Person, now: datetime) -> list[Todo]:
    """What a manager's reports wait for: an answer to a goal, a word that it is reached."""
    try:
        goals = goal.team(
            session, workspace_id=me.workspace_id, slack_user_id=me.slack_user_id or "", now=now
        )
    except Refusal:
        return []
    todos = []
    for each in goals:
        named = {"who": name(each.owner), "goal": each.ref, "title": words(each.title, 160)}
        if each.need == UNANSWERED:
            said = _("{who} proposes {goal} {title}", **named)
            todos.append(Todo(said, _("Agree"), "goal_agree", f"{each.ref} {each.stamp}".strip()))
        elif each.need == UNCONFIRMED:
            todos.append(
                Todo(_("{who} has reached {goal} {title}", **named), _("Confirm"), "goal_confirm", each.ref)
            )
    return todos


def _blockers(facts: Readout | None) -> list[Todo]:
    """What stands in a report's way and nobody has answered."""
    waiting = (
        [each for each in facts.blockers if each.ref and each.is_open and not each.acknowledged_by]
        if facts
        else []
    )
    return [
        Todo(
            _("{who} is blocked: {what}", who=name(each.who), what=words(each.text, 160)),
            _("Acknowledge"),
            "blocker_ack",
            each.ref,
        )
        for each in waiting
    ]


def _readout(session: Session, me: Person, now: datetime) -> Readout | None:
    """The newest week of somebody's reports, if there is one."""
    try:
        return readout.latest(
            session, workspace_id=me.workspace_id, slack_user_id=me.slack_user_id or "", now=now
        )
    except Refusal:
        return None


def _team(facts: Readout | None) -> Week:
    if facts is None:
        return Week("", 0, 0)
    return Week(
        week=facts.week,
        answered=len(facts.answered),
        asked=len(facts.answered) + len(facts.silent),
        silent=facts.silent,
        blockers=sum(each.is_open for each in facts.blockers),
        at_risk=facts.goals_at_risk,
        suggestion=suggestion(facts),
    )


def _coverage(session: Session, me: Person) -> dict[str, Any]:
    """The figures of the last monthly digest, as it told them: others would tell of the days between."""
    if not may_see(Item.CHECKIN_PARTICIPATION, by_role(me.roles)):
        return {}
    told = coverage.newest(session, me.workspace_id)
    if told is None:
        return {"awaits_coverage": True}
    return {"coverage": Coverage(date.fromisoformat(f"{told.month}-01"), **told.figures)}
