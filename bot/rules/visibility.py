"""Who may see what: the one place that decides.

`TABLE` is design.md's table, row by row. A viewer stands in one or more relations to
the subject of an item; what any of them allows is allowed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Item(StrEnum):
    PUBLIC_KUDOS = "public kudos"
    PRIVATE_KUDOS = "private kudos"
    FEEDBACK = "feedback"
    GOAL = "goal"
    CHECKIN_ANSWERS = "check-in answers"
    CHECKIN_PARTICIPATION = "check-in participation"
    CHECKIN_AGGREGATE = "check-in aggregates"
    MOOD = "mood and workload"
    MOOD_AGGREGATE = "mood and workload in aggregates"
    BLOCKER = "blocker"
    PULSE = "anonymous pulse"
    ONE_ON_ONE = "1:1 notes"
    SIGNAL = "signals"
    SIGNAL_AGGREGATE = "signal aggregates"
    WATCH_CUE = "engagement, overload and stay cues"
    SUCCESSION = "succession and bench"
    CONSIDERED = "being considered for succession"
    CIRCLE = "circles of thanks"
    GROWTH = "growth plan"


class Relation(StrEnum):
    """How a viewer stands to the person an item is about."""

    SELF = "self"
    # Gave the private kudos or feedback, is the blocker's named owner, is the other half of a 1:1.
    PARTY = "party"
    DIRECT_MANAGER = "direct manager"
    NEXT_MANAGER = "the manager's manager"
    UPPER_MANAGER = "a manager further up"
    PEER = "peer"
    HR = "hr"
    LEADERSHIP = "leadership"
    ADMIN = "admin"


@dataclass(frozen=True)
class Access:
    """`needs` names what must be true of the item; `group` is the least number of people in an aggregate."""

    allowed: bool
    needs: str = ""
    group: int = 1
    logged: bool = False


YES, NO = Access(True), Access(False)
IF_SHARED = Access(True, needs="shared")
IF_PEERS_MAY = Access(True, needs="peers_may")
IF_ESCALATED = Access(True, needs="escalated")
FIVE, EIGHT = Access(True, group=5), Access(True, group=8)
ON_RECORD = Access(True, logged=True)
OUT_OF_LINE = Access(True, needs="out_of_line", logged=True)

_R = Relation
_LINE = (_R.DIRECT_MANAGER, _R.NEXT_MANAGER, _R.UPPER_MANAGER)


def _row(**access: Access) -> Mapping[Relation, Access]:
    """A row of the table; a relation that is not named sees nothing."""
    line = access.pop("line", None)
    row = {Relation[name.upper()]: value for name, value in access.items()}
    if line is not None:
        row = dict.fromkeys(_LINE, line) | row
    return {relation: row.get(relation, NO) for relation in _R}


TABLE: Mapping[Item, Mapping[Relation, Access]] = {
    Item.PUBLIC_KUDOS: _row(self=YES, party=YES, line=YES, peer=YES, hr=YES, leadership=YES),
    Item.PRIVATE_KUDOS: _row(self=YES, party=YES, line=IF_SHARED),
    Item.FEEDBACK: _row(self=YES, party=YES, line=IF_SHARED),
    Item.GOAL: _row(self=YES, line=YES, peer=IF_PEERS_MAY, hr=YES, leadership=YES),
    Item.CHECKIN_ANSWERS: _row(self=YES, direct_manager=YES),
    Item.CHECKIN_PARTICIPATION: _row(self=YES, direct_manager=YES, hr=YES),
    Item.CHECKIN_AGGREGATE: _row(direct_manager=YES, hr=FIVE, leadership=FIVE),
    Item.MOOD: _row(self=YES, direct_manager=IF_SHARED),
    Item.MOOD_AGGREGATE: _row(line=EIGHT, hr=EIGHT, leadership=EIGHT),
    Item.BLOCKER: _row(self=YES, party=YES, direct_manager=YES, next_manager=IF_ESCALATED),
    Item.PULSE: _row(line=FIVE, hr=FIVE, leadership=FIVE),
    Item.ONE_ON_ONE: _row(self=YES, party=YES),
    Item.SIGNAL: _row(self=YES, direct_manager=YES),
    Item.SIGNAL_AGGREGATE: _row(hr=FIVE, leadership=FIVE),
    Item.WATCH_CUE: _row(self=YES, direct_manager=YES),
    Item.SUCCESSION: _row(direct_manager=YES, hr=ON_RECORD, leadership=ON_RECORD),
    Item.CONSIDERED: _row(self=YES, direct_manager=YES, hr=ON_RECORD, leadership=ON_RECORD),
    # Not in design.md's table: the talent signals' method gives it to the programme's admin alone.
    Item.CIRCLE: _row(admin=OUT_OF_LINE),
    # Not in it either: it stands beside the signals in /talent, and whoever sees those there sees it.
    Item.GROWTH: _row(self=YES, direct_manager=YES),
}


def relations(
    viewer: int, subject: int, *, line: Sequence[int], roles: Collection[str], party: bool = False
) -> set[Relation]:
    """Every relation a viewer has to a subject. `line` is the subject's managers, the direct one first."""
    if viewer == subject:
        return {_R.SELF}
    found = {_R.PEER}
    if viewer in line:
        found.add(_LINE[min(line.index(viewer), 2)])
    if party:
        found.add(_R.PARTY)
    return found | by_role(roles)


def by_role(roles: Collection[str]) -> set[Relation]:
    """How somebody's roles alone put them to everybody."""
    return {_R(role) for role in roles if role in (_R.HR, _R.LEADERSHIP, _R.ADMIN)}


def may_see(
    item: Item, viewer: Collection[Relation], *, circumstances: Collection[str] = (), people: int = 1
) -> bool:
    """Whether somebody in these relations may see the item.

    `circumstances` are those of shared, peers_may, escalated, out_of_line that hold; `people` is how many
    an aggregate is made of.
    """
    return any(
        access.allowed and people >= access.group and (not access.needs or access.needs in circumstances)
        for access in (TABLE[item][relation] for relation in viewer)
    )


def circle_circumstances(viewer: Collection[Relation]) -> set[str]:
    """What holds of somebody in a circle of thanks: nobody hears of it who manages them, however far up."""
    return set() if any(each in _LINE for each in viewer) else {"out_of_line"}


def goal_circumstances(*, level: str, same_team: bool, peers_may: bool) -> set[str]:
    """What holds of a goal. One of the organisation is everybody's, one of a team its members';
    the company's setting is about what people want to reach themselves."""
    common = level == "organisation" or (level == "team" and same_team)
    return {"peers_may"} if common or peers_may else set()


def smallest_group(item: Item, viewer: Relation) -> int:
    """How many people an aggregate needs before this viewer may see it."""
    return TABLE[item][viewer].group


def leaves_a_receipt(item: Item, viewer: Collection[Relation]) -> bool:
    """Whether the subject will see that this viewer looked."""
    used = [TABLE[item][relation] for relation in viewer if TABLE[item][relation].allowed]
    return bool(used) and all(access.logged for access in used)
