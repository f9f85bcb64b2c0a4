"""Which goal somebody means, and what they are to it: its owner, the owner's manager, a stakeholder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.language import _
from bot.rules import cadence
from bot.rules.refusal import Refusal
from bot.rules.setting import Chosen
from bot.rules.visibility import Item, goal_circumstances, may_see, relations
from bot.services import person as directory
from bot.services import workdays
from bot.services.setting import chosen
from models import agreement, cascade, goal, person
from models.goal import Goal
from models.person import Person

OWNER, MANAGER, STAKEHOLDER, VIEWER = "owner", "manager", "stakeholder", "viewer"


@dataclass(frozen=True)
class Place:
    """A goal, its owner, and how somebody stands to it."""

    goal: Goal
    owner: Person
    me: Person
    role: str
    settings: Chosen


def visible(session: Session, me: Person, ref: str, settings: Chosen) -> tuple[Goal, Person | None]:
    """The goal that somebody may see by its name, with its owner. Raises Refusal.

    One that they may not see is refused in the words used for one that is not there.
    """
    found = goal.by_ref(session, me.workspace_id, ref)
    if found is None and ref.lstrip("#").isdecimal():
        found = goal.by_ref(session, me.workspace_id, f"G{ref.lstrip('#')}")
    if found is not None:
        owner = person.by_id(session, me.workspace_id, found.owner_id) if found.owner_id else None
        if sees(session, me, found, owner, settings):
            return found, owner
    raise Refusal(_("There is no goal {ref}. `/goal` lists yours; `/goal new` begins one.", ref=ref))


class Sight:
    """What somebody may see; the lines above the owners are asked for once each, those known never."""

    def __init__(
        self, session: Session, me: Person, settings: Chosen, lines: Mapping[int, list[int]] | None = None
    ) -> None:
        self._session, self._me = session, me
        self._peers_may = bool(settings.get("goals_visible_to_peers"))
        self._lines = dict(lines or {})

    def sees(self, found: Goal, owner: Person | None) -> bool:
        """Whether they may see a goal. A draft is its owner's alone until it is proposed.

        A goal without an owner is nobody's own: the organisation's is everybody's, a team's its members'.
        """
        me = self._me
        if owner is not None and owner.id == me.id:
            return True
        if found.status == "draft":
            return False
        line = self._line(owner) if owner else ()
        holds = goal_circumstances(
            level=found.level,
            same_team=bool(found.team) and found.team == me.team,
            peers_may=self._peers_may,
        )
        viewer = relations(me.id, owner.id if owner else 0, line=line, roles=me.roles)
        return may_see(Item.GOAL, viewer, circumstances=holds)

    def _line(self, owner: Person) -> list[int]:
        if owner.id not in self._lines:
            self._lines[owner.id] = directory.line_above(self._session, owner.workspace_id, owner)
        return self._lines[owner.id]


def sees(session: Session, me: Person, found: Goal, owner: Person | None, settings: Chosen) -> bool:
    """Whether somebody may see one goal."""
    return Sight(session, me, settings).sees(found, owner)


def place(session: Session, me: Person, ref: str, *, hold: bool = False) -> Place:
    """The goal that somebody wants to do something about; held for a change where asked. Raises Refusal."""
    settings = chosen(session, workspace_id=me.workspace_id)
    found, owner = visible(session, me, ref, settings)
    if owner is None:
        raise Refusal(_("{ref} has no owner, so nobody can change it here yet.", ref=found.ref))
    if hold:
        found = agreement.hold(session, found)
    return Place(found, owner, me, _role(session, me, found, owner), settings)


def _role(session: Session, me: Person, found: Goal, owner: Person) -> str:
    if me.id == owner.id:
        return OWNER
    acting = manager_of(session, owner)
    if me.id == owner.manager_id or (acting is not None and me.id == acting.id):
        return MANAGER
    above = cascade.by_ids(session, me.workspace_id, [found.parent_id] if found.parent_id else [])
    stakeholders = {each.owner_id for each in above.values()}
    return STAKEHOLDER if me.id in stakeholders else VIEWER


def require(here: Place, *roles: str) -> None:
    """Raise Refusal for somebody whose word on this goal is not asked for."""
    if here.role == OWNER and OWNER not in roles:
        raise Refusal(
            _(
                "{ref} is your own, so this takes somebody else's word: your manager's, or that of whoever "
                "owns the goal it serves.",
                ref=here.goal.ref,
            )
        )
    if here.role not in roles:
        who = here.owner.mention
        raise Refusal(
            _("{ref} belongs to {who}. Its owner and their manager update it.", ref=here.goal.ref, who=who)
        )


def manager_of(session: Session, owner: Person) -> Person | None:
    """Who answers an owner's proposals: the direct manager, or the next above who is still here."""
    for manager_id in directory.line_above(session, owner.workspace_id, owner):
        found = person.by_id(session, owner.workspace_id, manager_id)
        if not found.deactivated and not found.outsider:
            return found
    return None


def leads_alone(session: Session, owner: Person) -> bool:
    """Whether nobody is above an owner because they lead; not where their manager is only unknown yet."""
    if manager_of(session, owner) is not None:
        return False
    return "leadership" in owner.roles or bool(person.reports(session, owner.workspace_id, owner.id))


def today_of(who: Person, settings: Chosen, now: datetime) -> date:
    """The date on somebody's own clock."""
    return cadence.local_day(now, workdays.zone_named(who.timezone) or settings.zone)
