"""The cascade from the organisation over teams to people, and progress rolled up along it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.rules.goal import ENDED


@dataclass(frozen=True)
class Node:
    """A goal among others; `own` is its share of the way by its own measure, 0 to 1, where it can be told."""

    id: int
    parent_id: int | None
    status: str
    own: float | None = None


@dataclass(frozen=True)
class Rolled:
    """How far along a goal is.

    `own`: by its own measure. Else `told` of `under` goals directly under it could be told.
    """

    share: float | None
    own: bool = False
    told: int = 0
    under: int = 0


def rolled_up(nodes: Iterable[Node]) -> dict[int, Rolled]:
    """The progress of each of these goals.

    A goal's own measure comes first: where it has a target and a value, that is its progress,
    whatever stands under it. A goal without one is as far as the plain mean of the goals directly
    under it, each counted alike; drafts and dropped goals are left out, one that is done counts
    as its own measure says, else as done (1). Those of which nothing can be told are left out of
    the mean and counted in `under`, so that "from 3 of 5" can be said. With nothing to go by,
    the share is None, never 0. Goals that are each other's parents in a circle only have their own.
    """
    goals = {node.id: node for node in nodes}
    children = _children(goals)
    found = {node.id: _by_itself(node) for node in goals.values()}
    for node in reversed(list(_downward(goals, children))):
        under = [each for each in children.get(node.id, ()) if each.status not in ("draft", "dropped")]
        shares = [share for each in under if (share := found[each.id].share) is not None]
        mean = sum(shares) / len(shares) if shares else None
        before = found[node.id]
        found[node.id] = Rolled(
            before.share if before.share is not None else mean,
            own=before.own,
            told=len(shares),
            under=len(under),
        )
    return found


def contribution(child: Rolled, parent: Rolled) -> float | None:
    """How much of a goal's rolled-up share comes from one goal directly under it; None where the goal
    goes by its own measure, or nothing can be told of the one under it."""
    if parent.own or child.share is None or not parent.told:
        return None
    return child.share / parent.told


def ordered(nodes: Iterable[Node]) -> list[tuple[Node, int]]:
    """Every goal with how deep it stands, each after the one that it serves."""
    goals = {node.id: node for node in nodes}
    depths: dict[int, int] = {}
    rows = []
    for node in _downward(goals, _children(goals)):
        depths[node.id] = depths.get(node.parent_id or 0, -1) + 1
        rows.append((node, depths[node.id]))
    lost = [node for node in goals.values() if node.id not in depths]
    return rows + [(node, 0) for node in lost]


def living(nodes: Iterable[Node]) -> set[int]:
    """The ids of those that have not ended, and of all that they serve."""
    goals = {node.id: node for node in nodes}
    found: set[int] = set()
    for node in goals.values():
        each: Node | None = node if node.status not in ENDED else None
        while each is not None and each.id not in found:
            found.add(each.id)
            each = goals.get(each.parent_id or 0)
    return found


def _by_itself(node: Node) -> Rolled:
    if node.own is not None:
        return Rolled(node.own, own=True)
    return Rolled(1.0 if node.status == "done" else None)


def _children(goals: Mapping[int, Node]) -> dict[int, list[Node]]:
    found: dict[int, list[Node]] = {}
    for node in goals.values():
        if node.parent_id in goals:
            found.setdefault(node.parent_id or 0, []).append(node)
    return found


def _downward(goals: Mapping[int, Node], children: Mapping[int, list[Node]]) -> Iterator[Node]:
    """Each goal before those under it, without recursion; what stands in a circle is never reached."""
    waiting = [node for node in goals.values() if node.parent_id not in goals][::-1]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += children.get(node.id, ())[::-1]
