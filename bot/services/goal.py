"""Keeping goals: beginning them, moving them on, listing them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.language import _
from bot.rules import goal as rules
from bot.rules.goal import GoalDraft, Report
from bot.rules.refusal import Refusal
from bot.services import agreement, goal_access, goal_terms, standing
from bot.services import person as directory
from bot.services.goal_access import MANAGER, OWNER
from bot.services.setting import chosen
from bot.views import goal as views
from models import cascade, contact, goal, person, workspace
from models.base import add_once
from models.goal import Goal, GoalUpdate
from models.person import Person

# What was done longer ago asks for no confirmation any more.
CONFIRMED_WITHIN = timedelta(weeks=8)
LEVELS = ("individual", "team", "organisation")


def propose(
    session: Session, *, workspace_id: int, owner: str, draft: GoalDraft, act: str, now: datetime
) -> views.Begun:
    """Keep a new goal, and ask the manager to agree unless it is to stay a draft. Raises Refusal.

    The same act again returns the goal it made.
    """
    me = directory.asker(session, workspace_id, owner)
    settings = chosen(session, workspace_id=workspace_id)
    today = goal_access.today_of(me, settings, now)
    wanted = goal_terms.columns(session, me, draft, settings, today=today)
    if draft.level not in levels_of(session, me):
        raise Refusal(_("That one is for those who lead a team or the company."), field="title")
    contact.hold(session, workspace_id, [me])
    made, asked = goal.by_act(session, workspace_id, act), ""
    if made is None:
        status = "draft" if draft.keep_draft else "proposed"
        made = begun(session, me, wanted, act=act, status=status, level=draft.level, today=today, now=now)
        if made.status == "proposed":
            agreement.ask(session, made, me, settings, about=act, now=now)
    if made.status == "proposed":
        asked = standing.waits_for(session, me)
    return views.Begun(standing.shown(session, made, me, settings, now=now), asked)


def begun(
    session: Session,
    owner: Person,
    wanted: Mapping[str, Any],
    *,
    act: str,
    status: str,
    level: str = "individual",
    today: date,
    now: datetime,
) -> Goal:
    """A new goal of somebody's, under the next free name."""
    made = Goal(
        workspace_id=owner.workspace_id,
        ref=_free_ref(session, owner.workspace_id),
        act_key=act,
        owner_id=owner.id,
        team="" if level == "organisation" else owner.team,
        level=level,
        start_date=today,
        status=status,
        created_at=now,
        **wanted,
    )
    session.add(made)
    session.flush()
    return made


def update(
    session: Session,
    *,
    workspace_id: int,
    author: str,
    ref: str,
    report: Report | str,
    act: str,
    now: datetime,
) -> views.Updated:
    """Keep an update of a goal by its owner or the owner's manager. Raises Refusal.

    `report` may be the line as typed. The same act again changes nothing and is answered alike.
    """
    me = directory.asker(session, workspace_id, author)
    here = goal_access.place(session, me, ref)
    goal_access.require(here, OWNER, MANAGER)
    rules.check_open(here.goal.status, here.goal.ref)
    if isinstance(report, str):
        report = rules.parse_report(report)
    rules.check_note(report.note)
    before = goal.latest_updates(session, workspace_id, [here.goal.id]).get(here.goal.id)
    value = _value(here.goal, report, before)
    if report.value is None and not report.confidence and not report.note:
        raise Refusal(rules.no_news(), field="value")
    add_once(
        session,
        GoalUpdate,
        workspace_id=workspace_id,
        act_key=act,
        goal_id=here.goal.id,
        author_id=me.id,
        at=now,
        value=value,
        # Who says nothing of it has not changed their mind.
        confidence=report.confidence or (before.confidence if before else ""),
        note=report.note,
    )
    shown = standing.shown(session, here.goal, here.owner, here.settings, now=now)
    return views.Updated(shown, report.note)


def update_many(
    session: Session,
    *,
    workspace_id: int,
    author: str,
    reports: Mapping[str, Report],
    act: str,
    now: datetime,
) -> list[views.Updated]:
    """Keep updates of several goals, all or none; `reports` are by the goal's name. Raises Refusal,
    whose field ends in the name of the goal that it is about."""
    done = []
    for ref, report in reports.items():
        said = {"workspace_id": workspace_id, "author": author, "ref": ref}
        try:
            done.append(update(session, **said, report=report, act=f"{act}:{ref}", now=now))  # type: ignore[arg-type]
        except Refusal as refusal:
            raise Refusal(str(refusal), field=f"{refusal.field or 'value'}:{ref}") from refusal
    return done


def mine(session: Session, *, workspace_id: int, slack_user_id: str, now: datetime) -> list[views.Goal]:
    """Somebody's own open goals, the nearest due date first."""
    me = directory.asker(session, workspace_id, slack_user_id)
    settings = chosen(session, workspace_id=workspace_id)
    return standing.of_people(session, workspace_id, [me], settings, now=now)


def team(session: Session, *, workspace_id: int, slack_user_id: str, now: datetime) -> list[views.Goal]:
    """The goals of somebody's direct reports: the open ones, and those whose end waits for confirmation.

    Refusal for somebody without reports.
    """
    me = directory.asker(session, workspace_id, slack_user_id)
    reports = person.reports(session, workspace_id, me.id)
    if not reports:
        raise Refusal(_("Nobody reports to you in the directory, so there is no team to show."))
    return of_reports(session, me, reports, now=now)


def of_reports(
    session: Session, manager: Person, reports: Sequence[Person], *, now: datetime
) -> list[views.Goal]:
    """These direct reports' goals as far as their manager sees them, drafts left out."""
    settings = chosen(session, workspace_id=manager.workspace_id)
    goals = goal.owned(session, manager.workspace_id, [who.id for who in reports])
    ids, since = [who.id for who in reports], now - CONFIRMED_WITHIN
    done = cascade.unconfirmed(session, manager.workspace_id, ids, since=since)
    owners = {who.id: who for who in reports}
    lines = {who.id: directory.direct_line(who) for who in reports}
    sight = goal_access.Sight(session, manager, settings, lines)
    shared = [each for each in (*goals, *done) if sight.sees(each, owners[each.owner_id or 0])]
    return standing.all_shown(session, shared, reports, settings, now=now)


def of_person(
    session: Session, *, workspace_id: int, slack_user_id: str, other: str, now: datetime
) -> tuple[str, list[views.Goal]]:
    """A colleague's mention and their open goals, as far as the asker may see them."""
    me = directory.asker(session, workspace_id, slack_user_id)
    them = directory.known(session, workspace_id, [other])[0]
    settings = chosen(session, workspace_id=workspace_id)
    goals = [
        each
        for each in goal.owned(session, workspace_id, [them.id])
        if goal_access.sees(session, me, each, them, settings)
    ]
    return them.mention, standing.all_shown(session, goals, [them], settings, now=now)


def choices(
    session: Session, *, workspace_id: int, slack_user_id: str
) -> tuple[list[tuple[str, str]], list[str]]:
    """What a new goal may serve, and whose it may be: for the form."""
    me = directory.asker(session, workspace_id, slack_user_id)
    found = goal.larger(session, workspace_id, team=me.team)
    owned = goal.owned(session, workspace_id, [me.manager_id]) if me.manager_id else []
    larger = {each.id: each for each in (*found, *owned) if each.status != "draft"}
    parents = [(each.ref, each.title) for each in larger.values()][:100]
    return parents, levels_of(session, me)


def levels_of(session: Session, me: Person) -> list[str]:
    """Whose goals somebody may begin: their own; their team's where they lead one; the company's
    where they lead that."""
    leads_team = bool(person.reports(session, me.workspace_id, me.id))
    leads_all = "leadership" in me.roles or (leads_team and me.manager_id is None)
    allowed = (True, leads_team, leads_all)
    return [level for level, may in zip(LEVELS, allowed, strict=True) if may]


def _free_ref(session: Session, workspace_id: int) -> str:
    """The next name. Held, no other transaction can choose one meanwhile."""
    place = workspace.by_id(session, workspace_id, hold=True)
    named = place.goals_named
    if named is None or goal.by_ref(session, workspace_id, rules.next_ref(named)) is not None:
        named = rules.highest(list(goal.refs(session, workspace_id)))
    place.goals_named = named + 1
    return rules.next_ref(named)


def _value(found: Goal, report: Report, before: GoalUpdate | None) -> float | None:
    if report.value is None:
        return before.value if before else None
    return rules.value_in_unit(
        report.value, unit=found.unit, start=found.start_value, target=found.target_value
    )
