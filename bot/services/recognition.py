"""A span's thanks, counted for HR: who stands behind each figure, and which figures may be shown."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from bot.rules import digest as rules
from bot.rules.disclosure import gives_away
from bot.views.digest import FEW, MANY, ONE, Flow
from models.kudos import Given
from models.team import Place

# A cell of what names nothing: all less every value would tell of it.
NOTHING = ""
WITHIN, REST = "within", "rest"
Pair = tuple[str, str]
Cell = TypeVar("Cell", bound=Hashable)


class Cells(Generic[Cell]):
    """One table: the amount in each cell, and everybody behind it."""

    def __init__(self) -> None:
        self.amounts: Counter[Cell] = Counter()
        self.people: defaultdict[Cell, set[int]] = defaultdict(set)

    def add(self, cell: Cell, *people: int) -> None:
        self.amounts[cell] += 1
        self.people[cell].update(people)

    def safe(self) -> list[Cell]:
        return rules.safe_cells(self.people)


class Recognition:
    """Counts thanks one by one; afterwards says what may be shown. Only people in `places` count."""

    def __init__(self, places: Mapping[int, Place]) -> None:
        self._places = places
        self.amount = 0
        self.givers: set[int] = set()
        self._givers_of: defaultdict[int, set[int]] = defaultdict(set)
        self._values, self._skills = Cells[str](), Cells[str]()
        self._named = Cells[bool]()
        self._teams, self._sites = Cells[Pair](), Cells[Pair]()
        # Who is behind the thanks in each cell of both tables.
        self._joins: defaultdict[tuple[Pair, Pair], set[int]] = defaultdict(set)

    def count(self, thanks: Iterable[Given]) -> None:
        for each in thanks:
            if each.giver_id in self._places and each.receiver_id in self._places:
                self._count(each)

    def _count(self, each: Given) -> None:
        two = (each.giver_id, each.receiver_id)
        self.amount += 1
        self.givers.add(each.giver_id)
        self._givers_of[each.receiver_id].add(each.giver_id)
        for table, tags in ((self._values, each.values), (self._skills, each.skills)):
            for tag in set(tags) or {NOTHING}:
                table.add(tag, *two)
        self._named.add(each.says_why and bool(each.values or each.skills), *two)
        giver, receiver = (self._places[who] for who in two)
        teams, sites = (giver.team, receiver.team), (giver.site, receiver.site)
        self._teams.add(teams, *two)
        self._sites.add(sites, *two)
        self._joins[teams, sites].update(two)

    @property
    def behind(self) -> int:
        """How many people gave or received."""
        return len(self.givers | self._givers_of.keys())

    @property
    def thanked(self) -> int:
        return len(self._givers_of)

    def breadth(self) -> dict[str, int | None]:
        """How many were thanked by one, by two or three, by more people: beside how many were thanked."""
        found: dict[str, set[int]] = {ONE: set(), FEW: set(), MANY: set()}
        for who, givers in self._givers_of.items():
            found[ONE if len(givers) == 1 else FEW if len(givers) <= 3 else MANY].add(who)
        safe = set(rules.safe_cells({cell: people for cell, people in found.items() if people}))
        return {cell: len(people) if cell in safe or not people else None for cell, people in found.items()}

    def values(self) -> list[tuple[str, int]]:
        return _shown(self._values)

    def skills(self) -> list[tuple[str, int]]:
        return _shown(self._skills)

    def named(self) -> int | None:
        """How many say what for and name a value or a skill."""
        if not self._named.amounts[True]:
            return 0
        return self._named.amounts[True] if True in self._named.safe() else None

    def flows(self) -> tuple["Crossing", "Crossing"]:
        """What went between teams, and between sites: each beside all thanks, and one beside the other.

        The sites give way where both together would tell of too few.
        """
        teams, sites = Crossing(self._teams), Crossing(self._sites)
        while sites.total is not None and self._gives_away(teams, sites):
            sites.give_way()
        return teams, sites

    def _gives_away(self, teams: "Crossing", sites: "Crossing") -> bool:
        joins: defaultdict[tuple[Hashable, Hashable], set[int]] = defaultdict(set)
        for (team_cell, site_cell), people in self._joins.items():
            joins[teams.place_of(team_cell), sites.place_of(site_cell)] |= people
        return gives_away(joins)


class Crossing:
    """What went from one group to another: the total, and the flows that may be shown beside it.

    `total` is None where too few are behind what crossed, or behind what did not.
    """

    def __init__(self, cells: Cells[Pair]) -> None:
        self._amounts = {pair: n for pair, n in cells.amounts.items() if _crosses(pair)}
        self._people = {pair: people for pair, people in cells.people.items() if _crosses(pair)}
        within = [people for pair, people in cells.people.items() if not _crosses(pair)]
        halves = {True: _all(self._people.values()), False: _all(within)}
        safe = rules.safe_cells({half: people for half, people in halves.items() if people})
        self.total: int | None = sum(self._amounts.values()) if True in safe or not self._amounts else None
        self._shown = set(rules.safe_cells(self._people)) if True in safe else set()

    def place_of(self, pair: Pair) -> Hashable:
        """The cell in which a reader finds thanks between these groups."""
        if self.total is None:
            return REST
        if not _crosses(pair):
            return WITHIN
        return pair if pair in self._shown else REST

    def give_way(self) -> None:
        """Show less: the smallest flows first, at last not even the total."""
        if not self._shown:
            self.total = None
            return
        ordered = sorted(self._shown, key=lambda pair: (-len(self._people[pair]), str(pair)))
        kept = set(ordered[: len(ordered) * 3 // 4])
        hidden = [people for pair, people in self._people.items() if pair not in kept]
        while kept and len(_all(hidden)) < rules.SMALLEST:
            hidden.append(self._people[smallest := min(kept, key=lambda pair: len(self._people[pair]))])
            kept.remove(smallest)
        self._shown = kept

    def flows(self) -> list[Flow]:
        """The flows that may be shown, by name: nobody is ordered by how much they give or get."""
        return [
            Flow(giver, receiver, self._amounts[giver, receiver]) for giver, receiver in sorted(self._shown)
        ]


def _crosses(pair: Pair) -> bool:
    return pair[0] != pair[1]


def _all(groups: Iterable[set[int]]) -> set[int]:
    return set().union(*groups)


def _shown(cells: Cells[str]) -> list[tuple[str, int]]:
    return [(tag, cells.amounts[tag]) for tag in sorted(cells.safe()) if tag != NOTHING]
