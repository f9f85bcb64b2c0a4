"""HR's recognition digest: one span's figures, with small groups left out."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules import digest as rules
from bot.views.digest import Digest, Flow
from models import checkin, kudos, team


def compiled(
    session: Session,
    *,
    workspace_id: int,
    title: str,
    first: date,
    after: date,
    weeks: Collection[str],
    asked: str,
    zone: ZoneInfo,
) -> Digest:
    """The figures from local day `first` up to `after` (excluded), check-ins for `weeks`.

    Only public kudos count.
    """
    start = cadence.instant(first, datetime.min.time(), zone)
    end = cadence.instant(after, datetime.min.time(), zone)
    teams = team.names(session, workspace_id, on=first)
    given = _Given(teams)
    for giver, receiver, values in kudos.between(session, workspace_id, start, end):
        if giver in teams and receiver in teams:
            given.count(giver, receiver, values)
    answered, due = checkin.participation(session, workspace_id, weeks, on=first)
    across, flows = given.crossing()
    return Digest(
        title=title,
        people=len(teams),
        kudos=rules.shown(len(given.givers | given.thanked), given.amount),
        thanked=rules.shown_with_rest(len(given.thanked), len(teams)),
        givers=rules.shown_with_rest(len(given.givers), len(teams)),
        across_teams=across,
        values=given.values(),
        flows=flows,
        asked=asked,
        answered=answered,
        due=due,
    )


NO_VALUE = ""


class _Given:
    """The span's kudos, counted one by one, with the people behind each figure."""

    def __init__(self, teams: Mapping[int, str]) -> None:
        self.amount = 0
        self.givers: set[int] = set()
        self.thanked: set[int] = set()
        self._teams = teams
        self._by_value: dict[str, set[int]] = defaultdict(set)
        self._value_amounts: Counter[str] = Counter()
        self._halves: dict[bool, set[int]] = {True: set(), False: set()}
        self._by_flow: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._flow_amounts: Counter[tuple[str, str]] = Counter()

    def count(self, giver: int, receiver: int, values: Sequence[str]) -> None:
        self.amount += 1
        self.givers.add(giver)
        self.thanked.add(receiver)
        # What names no value is a cell too: all less every value would tell of it.
        for value in values or [NO_VALUE]:
            self._by_value[value].update((giver, receiver))
            self._value_amounts[value] += 1
        cell = (self._teams[giver], self._teams[receiver])
        self._halves[cell[0] != cell[1]].update((giver, receiver))
        if cell[0] != cell[1]:
            self._by_flow[cell].update((giver, receiver))
            self._flow_amounts[cell] += 1

    def values(self) -> list[tuple[str, int]]:
        safe = sorted(rules.safe_cells(self._by_value))
        return [(value, self._value_amounts[value]) for value in safe if value != NO_VALUE]

    def crossing(self) -> tuple[int | None, list[Flow]]:
        """How much crossed teams, and between which. Each table is safe beside the total above it:
        across and within beside all, the flows beside what went across."""
        if True not in rules.safe_cells({half: who for half, who in self._halves.items() if who}):
            return (0 if not self._flow_amounts else None), []
        flows = [
            Flow(giver or "no team", to or "no team", self._flow_amounts[giver, to])
            for giver, to in sorted(rules.safe_cells(self._by_flow))
        ]
        return self._flow_amounts.total(), flows
