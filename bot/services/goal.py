"""Keeping goals: proposing, updating, listing, ending."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules import goal as rules
from bot.rules.goal import GoalDraft, Report
from bot.rules.refusal import Refusal
from bot.rules.visibility import Item, may_see, relations
from bot.services import person as directory
from bot.services import workdays
from bot.services.setting import chosen
from bot.views import goal as views
from models import contact, goal, person, workspace
from models.base import add_once
from models.goal import Goal, GoalUpdate
from models.person import Person


def propose(
    session: Session, *, workspace_id: int, owner: str, draft: GoalDraft, act: str, now: datetime
) -> views.Goal:
    """Keep a new goal, proposed; the same act again returns the one it made. Raises Refusal."""
    me = directory.asker(session, workspace_id, owner)
    settings = chosen(session, workspace_id=workspace_id)
    zone = workdays.zone_named(me.timezone) or settings.zone
    rules.check_draft(draft, today=cadence.local_day(now, zone))
    contact.hold(session, workspace_id, [me])
    made = goal.by_act(session, workspace_id, act)
    if made is None:
        made = Goal(
            workspace_id=workspace_id,
            ref=_free_ref(session, workspace_id),
            act_key=act,
            owner_id=me.id,
            team=me.team,
            title=draft.title.strip(),
            measure=draft.measure.strip(),
            unit=draft.unit.strip(),
            start_value=_number(draft.start),
            target_value=_number(draft.target),
            relevance=draft.relevance.strip(),
            parent_id=_parent(session, me, draft.parent),
            start_date=cadence.local_day(now, zone),
            due_date=draft.due,
            status="proposed",
            created_at=now,
        )
        session.add(made)
        session.flush()
    return _shown(made, me, None)


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
    found, owner = _editable(session, me, ref)
    rules.check_open(found.status, found.ref)
    if isinstance(report, str):
        report = rules.parse_report(report)
    rules.check_note(report.note)
    before = goal.latest_updates(session, workspace_id, [found.id]).get(found.id)
    value = _value(found, report, before)
    if report.value is None and not report.confidence and not report.note:
        raise Refusal(f"What is the news? {rules.HOW}", field="value")
    add_once(
        session,
        GoalUpdate,
        workspace_id=workspace_id,
        act_key=act,
        goal_id=found.id,
        author_id=me.id,
        at=now,
        value=value,
        confidence=report.confidence,
        note=report.note,
    )
    kept = goal.update_by_act(session, workspace_id, act)
    return views.Updated(_shown(found, owner, kept), report.note)


def finish(session: Session, *, workspace_id: int, author: str, ref: str, now: datetime) -> views.Goal:
    """End a goal as done. Ending it twice changes nothing. Raises Refusal."""
    me = directory.asker(session, workspace_id, author)
    found, owner = _editable(session, me, ref)
    if found.status != "done":
        rules.check_open(found.status, found.ref)
        found.status, found.closed_at = "done", now
        if me.id != found.owner_id:
            found.confirmed_by, found.confirmed_at = me.id, now
    return _shown(found, owner, goal.latest_updates(session, workspace_id, [found.id]).get(found.id))


def mine(session: Session, *, workspace_id: int, slack_user_id: str) -> list[views.Goal]:
    """Somebody's own open goals, the nearest due date first."""
    me = directory.asker(session, workspace_id, slack_user_id)
    return of_people(session, workspace_id, [me])


def team(session: Session, *, workspace_id: int, slack_user_id: str) -> list[views.Goal]:
    """The open goals of somebody's direct reports. Refusal for somebody without reports."""
    me = directory.asker(session, workspace_id, slack_user_id)
    reports = person.reports(session, workspace_id, me.id)
    if not reports:
        raise Refusal("Nobody reports to you in the directory, so there is no team to show.")
    return of_people(session, workspace_id, reports)


def of_people(session: Session, workspace_id: int, people: Sequence[Person]) -> list[views.Goal]:
    """These people's open goals with where they stand."""
    owners = {who.id: who for who in people}
    goals = goal.owned(session, workspace_id, owners)
    latest = goal.latest_updates(session, workspace_id, [found.id for found in goals])
    return [_shown(found, owners[found.owner_id or 0], latest.get(found.id)) for found in goals]


def parents(session: Session, *, workspace_id: int, slack_user_id: str) -> list[tuple[str, str]]:
    """Goals of the organisation and of the person's team, which a new one may serve."""
    me = directory.asker(session, workspace_id, slack_user_id)
    found = goal.larger(session, workspace_id, team=me.team)
    return [(each.ref, each.title) for each in found]


def _free_ref(session: Session, workspace_id: int) -> str:
    """The next name. Held, no other transaction can choose one meanwhile."""
    place = workspace.by_id(session, workspace_id, hold=True)
    named = place.goals_named
    if named is None or goal.by_ref(session, workspace_id, rules.next_ref(named)) is not None:
        named = rules.highest(list(goal.refs(session, workspace_id)))
    place.goals_named = named + 1
    return rules.next_ref(named)


def _number(text: str) -> float | None:
    return rules.number(text) if text.strip() else None


def _parent(session: Session, me: Person, ref: str) -> int | None:
    if not ref:
        return None
    found = goal.by_ref(session, me.workspace_id, ref)
    if found is None:
        raise Refusal(f"There is no goal {ref}.", field="parent")
    return found.id


def _editable(session: Session, me: Person, ref: str) -> tuple[Goal, Person]:
    """The goal that somebody may change, with its owner. Raises Refusal.

    A goal that the person may not even see is refused in the words used for one that is not there.
    """
    found = goal.by_ref(session, me.workspace_id, ref)
    if found is None and ref.lstrip("#").isdecimal():
        found = goal.by_ref(session, me.workspace_id, f"G{ref.lstrip('#')}")
    missing = Refusal(f"There is no goal {ref}. `/goal` lists yours; `/goal new` begins one.")
    if found is None:
        raise missing
    if found.owner_id is None:
        raise Refusal(f"{found.ref} has no owner, so nobody can update it here yet.")
    owner = person.by_id(session, me.workspace_id, found.owner_id)
    line = directory.line_above(session, me.workspace_id, owner)
    if me.id == owner.id or me.id in line[:1]:
        return found, owner
    peers_may = chosen(session, workspace_id=me.workspace_id).get("goals_visible_to_peers")
    relation = relations(me.id, owner.id, line=line, roles=me.roles)
    if not may_see(Item.GOAL, relation, circumstances={"peers_may"} if peers_may else ()):
        raise missing
    raise Refusal(f"{found.ref} belongs to {owner.mention}. Its owner and their manager update it.")


def _value(found: Goal, report: Report, before: GoalUpdate | None) -> float | None:
    if report.value is None:
        return before.value if before else None
    return rules.value_in_unit(
        report.value, unit=found.unit, start=found.start_value, target=found.target_value
    )


def _shown(found: Goal, owner: Person, latest: GoalUpdate | None) -> views.Goal:
    return views.Goal(
        ref=found.ref,
        title=found.title,
        owner=owner.mention,
        status=found.status,
        measure=found.measure,
        unit=found.unit,
        start=found.start_value,
        target=found.target_value,
        value=latest.value if latest else None,
        confidence=latest.confidence if latest else "",
        due=found.due_date,
        updated=latest.at.date() if latest else None,
    )
