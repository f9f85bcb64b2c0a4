"""What somebody learns who sets two tables of the same thanks beside each other.

A site is often a team and one more person: the site's figure less the team's is then about that
person alone. Whoever adds and subtracts figures of two tables can reach exactly those groups of
thanks that lie between two sides: take the cells of both tables as points and join two where
thanks are in both; what crosses from one side of any division of the points to the other is what
some difference tells of. So the least division must have five people behind it.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Set
from typing import TypeVar

from bot.rules.digest import SMALLEST

Point = Hashable
First = TypeVar("First", bound=Hashable)
Second = TypeVar("Second", bound=Hashable)
# Beyond so many points it takes too long to tell.
MOST_POINTS = 120
# How many people the joins between two points stand for at least; each person counts once in all.
Weights = dict[Point, dict[Point, float]]


def gives_away(joins: Mapping[tuple[First, Second], Set[int]], smallest: int = SMALLEST) -> bool:
    """Whether some difference of the two tables may be about fewer people than `smallest`.

    `joins` holds who is behind the thanks that lie in a cell of the first and a cell of the second
    table; every thanks lies in one cell of each, be it the cell of what is not shown. Where it cannot
    be told quickly, the answer is yes: more is hidden then than must be.
    """
    joined: dict[tuple[Point, Point], Set[int]] = {
        (("first", a), ("second", b)): people for (a, b), people in joins.items() if people
    }
    weights = _weights(_contracted(joined, smallest))
    if len(weights) > MOST_POINTS:
        return True
    while len(weights) > 1:
        cut, last, before = _cut_of_a_phase(weights)
        # Points that nothing joins tell nothing of each other.
        if 0 < cut < smallest - 1e-9:
            return True
        _merge(weights, last, before)
    return False


def _contracted(
    joins: Mapping[tuple[Point, Point], Set[int]], smallest: int
) -> dict[tuple[Point, Point], set[int]]:
    """The same with points made one that no small group can lie between."""
    leader: dict[Point, Point] = {}

    def find(point: Point) -> Point:
        while leader.setdefault(point, point) != point:
            leader[point] = leader[leader[point]]
            point = leader[point]
        return point

    for (a, b), people in joins.items():
        if len(people) >= smallest:
            leader[find(a)] = find(b)
    found: dict[tuple[Point, Point], set[int]] = defaultdict(set)
    for (a, b), people in joins.items():
        ends = sorted((find(a), find(b)), key=repr)
        if ends[0] != ends[1]:
            found[ends[0], ends[1]] |= people
    return found


def _weights(joins: Mapping[tuple[Point, Point], Set[int]]) -> Weights:
    """Each person shared out over the joins they are in, so that no division counts anybody twice."""
    shares = Counter(person for people in joins.values() for person in people)
    found: Weights = defaultdict(dict)
    for (a, b), people in joins.items():
        found[a][b] = found[b][a] = sum(1 / shares[person] for person in people)
    return dict(found)


def _cut_of_a_phase(weights: Weights) -> tuple[float, Point, Point]:
    """One phase of Stoer and Wagner's minimum cut (1997): the last point reached, what joins it to all
    the others, and the point reached before it."""
    order = [next(iter(weights))]
    pulls = {point: weights[order[0]].get(point, 0.0) for point in weights if point != order[0]}
    cut = 0.0
    while pulls:
        nearest = max(pulls, key=lambda point: pulls[point])
        cut = pulls.pop(nearest)
        order.append(nearest)
        for point, weight in weights[nearest].items():
            if point in pulls:
                pulls[point] += weight
    return cut, order[-1], order[-2]


def _merge(weights: Weights, gone: Point, into: Point) -> None:
    for point, weight in weights.pop(gone).items():
        weights[point].pop(gone, None)
        if point != into:
            weights[into][point] = weights[point][into] = weights[into].get(point, 0.0) + weight
