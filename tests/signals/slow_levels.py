"""Levels beside peers, and whether there is enough to tell, slowly and in plain Python."""

import math
from collections.abc import Callable
from datetime import date
from functools import cache
from statistics import fmean as mean
from statistics import median

from bot.signals.constants import Constants
from bot.signals.record import Record
from tests.signals.slow_recognition import Recognition

# Signals of thanks received look at half a year.
SEEN_FOR = {"recognition_breadth": 26, "unseen_contribution": 26}
ROLES = {"Engineer": "engineer", "Senior Engineer": "engineer", "Designer": "designer"}


class Levels(Recognition):
    """Every signal of any one person, as `cairn signals --audit` lists it."""

    def __init__(self, record: Record, as_of: date, c: Constants) -> None:
        super().__init__(record, as_of, c)
        for name in ("closings", "mood_of", "gives", "breadth_of"):
            setattr(self, name, cache(getattr(self, name)))

    def eligible(self) -> list[int]:
        today = self.as_of.toordinal()
        return [one for one in self.people if self.r.people.start[one] + 84 <= today + 1]

    def score(self, person: int, signal: str) -> float:
        """NaN where the method has none."""
        of = {
            "goal_momentum": self.momentum,
            "delivery_reliability": self.rate_of,
            "recognition_breadth": self.breadth_z,
            "recognition_given": self.thanked,
            "growth": self.growth,
            "engagement_trend": self.engagement,
            "overload_watch": self.overload,
            "stay_conversation": self.stay,
            "unseen_contribution": self.unseen,
        }
        return of[signal](person)

    # Peers.

    def places(self, person: int) -> list[str]:
        """The groups that somebody may be compared with, the narrowest first."""
        p = self.r.people
        site = f"remote {p.country[person]}" if p.location[person] == "Remote" else p.location[person]
        wider = "remote" if p.location[person] == "Remote" else site
        return [f"{site}/{ROLES[p.title[person]]}", site, wider, "all"]

    def level(self, person: int, measured: frozenset[int]) -> int:
        """The narrowest of somebody's groups in which at least five are measured."""
        for number in range(3):
            name = self.places(person)[number]
            if sum(self.places(one)[number] == name for one in measured) >= 5:
                return number
        return 3

    def group_of(self, person: int, measured: frozenset[int]) -> list[int]:
        """Those of the measured whom somebody is compared with: all of the narrowest group that has five."""
        number = self.level(person, measured)
        name = self.places(person)[number]
        return [one for one in measured if self.places(one)[number] == name]

    def z(self, person: int, values: dict[int, float], least: float) -> float:
        """The robust z of somebody's value; 0 where they are not measured."""
        everybody = list(values.values())
        middle_of_all = median(everybody) if everybody else 0.0
        spread_of_all = median(abs(v - middle_of_all) for v in everybody) if everybody else 0.0
        group = self.group_of(person, frozenset(values))
        mine = [values[one] for one in group]
        share = len(mine) / (len(mine) + 10)
        own = median(mine) if mine else middle_of_all
        deviation = median(abs(v - own) for v in mine) if mine else 0.0
        middle = share * own + (1 - share) * middle_of_all
        spread = max(1.4826 * (share * deviation + (1 - share) * spread_of_all), least)
        return (values[person] - middle) / spread

    def rank(self, person: int, values: dict[int, float]) -> float | None:
        """The place among the group's values, from 0 to 1, the middle of those that are the same."""
        if person not in values:
            return None
        mine = [values[one] for one in self.group_of(person, frozenset(values))]
        less = sum(v < values[person] for v in mine)
        same = sum(v == values[person] for v in mine)
        return (less + (less + same)) / 2 / len(mine)

    # Recognition.

    def gives(self, person: int) -> float:
        """The share of the team who thanked somebody in a quarter."""
        team = self.r.people.team[person]
        mates = [one for one in self.people if not team or self.r.people.team[one] == team]
        return mean(any(self.gave(one, week) for week in range(13)) for one in mates)

    def breadth_of(self, person: int) -> float:
        return self.breadth(person)

    def measurable(self) -> list[int]:
        return [one for one in self.people if self.gives(one) >= 0.5]

    def breadth_z(self, person: int) -> float:
        values = {one: math.sqrt(self.breadth_of(one)) for one in self.measurable()}
        if person not in values:
            return math.nan
        return self.z(person, values, 1 / 3)

    def breadth_known(self, person: int) -> bool:
        mine = [giver for giver, receiver, when, _ in self.thanks if receiver == person and when < 26]
        return len(mine) >= 5 and len(set(mine)) >= 3 and self.gives(person) >= 0.5

    # Delivery.

    def closings(self, person: int) -> list[tuple[float, bool]]:
        return self.delivered(person)

    def rate_of(self, person: int) -> float:
        known = [one for one in self.people if len(self.closings(one)) >= 4]
        on_of_all = sum(w for one in self.people for w, good in self.closings(one) if good)
        of_all = sum(w for one in self.people for w, _ in self.closings(one))
        total = (on_of_all + 0.5) / (of_all + 1)
        number = self.level(person, frozenset(known))
        name = self.places(person)[number]
        group = [one for one in self.people if self.places(one)[number] == name]
        on = sum(w for one in group for w, good in self.closings(one) if good)
        of = sum(w for one in group for w, _ in self.closings(one))
        peers = min(max((on + 10 * total) / (of + 10), 0.05), 0.95)
        mine = self.closings(person)
        return (sum(w for w, good in mine if good) + 3 * peers) / (sum(w for w, _ in mine) + 3)

    def unseen(self, person: int) -> float:
        rates = {one: self.rate_of(one) for one in self.people if len(self.closings(one)) >= 4}
        breadths = {one: self.breadth_of(one) for one in self.measurable()}
        delivered, thanked = self.rank(person, rates), self.rank(person, breadths)
        return (0.5 if delivered is None else delivered) - (0.5 if thanked is None else thanked)

    # The stay conversation.

    def mood_of(self, person: int) -> list[float]:
        return [self.mood[person, week] for week in range(8) if (person, week) in self.mood]

    def stay(self, person: int) -> float:
        c = self.c
        due = {one: [w for w in range(8) if self.due(one, w)] for one in self.people}
        answering = {
            one: mean((one, w) in self.given for w in weeks) for one, weeks in due.items() if len(weeks) >= 2
        }
        moods = {one: mean(self.mood_of(one)) for one in self.people if len(self.mood_of(one)) >= 2}
        weeks = {one: sum(self.here(one, w) for w in range(13)) for one in self.people}
        giving = {
            one: math.sqrt(sum(self.gave(one, w) for w in range(13)) / number * 13)
            for one, number in weeks.items()
            if number >= 2
        }
        level = -(
            c.stay_answering * self.held(person, answering, 0.1)
            + c.stay_mood * self.held(person, moods, 0.25)
            + c.stay_giving * self.held(person, giving, 1 / 3)
        )
        return c.stay_engagement * self.engagement(person) + level

    def held(self, person: int, values: dict[int, float], least: float) -> float:
        return min(max(self.z(person, values, least), -2.0), 1.5) if person in values else 0.0

    # Whether there is enough to tell.

    def too_few(self, person: int, weeks: int) -> bool:
        return sum(self.here(person, week) for week in range(weeks)) * 2 < weeks

    def state(self, person: int, signal: str) -> str:
        """`excused`, `not_enough_evidence`, or `told`, which is a cue or none."""
        longest = {"overload_watch": 8, "growth": 20, **SEEN_FOR}.get(signal, 12)
        evidence: dict[str, Callable[[int], list[bool]]] = {
            "engagement_trend": self._engagement_known,
            "stay_conversation": self._engagement_known,
            "overload_watch": self._overload_known,
            "goal_momentum": lambda one: [self.pace(one) != 0 or self.updated(one, 12) != 0, True],
        }
        evidenced = signal in evidence or signal in ("growth", "recognition_given", *SEEN_FOR)
        if evidenced and self.too_few(person, longest):
            return "excused"
        if signal in evidence:
            return "told" if sum(evidence[signal](person)) >= 2 else "not_enough_evidence"
        known = {
            "growth": lambda: sum(term != 0 for term in self.thanks_grown(person, 20)) >= 2,
            "recognition_given": lambda: self.gives(person) >= 0.5,
            "recognition_breadth": lambda: self.breadth_known(person),
            "delivery_reliability": lambda: len(self.closings(person)) >= 4,
            "unseen_contribution": lambda: len(self.closings(person)) >= 4 and self.gives(person) >= 0.5,
        }[signal]()
        return "told" if known else "not_enough_evidence"

    def _engagement_known(self, person: int) -> list[bool]:
        return [
            self.scale(person, "mood", 12, -0.6) != 0 or self.scale(person, "energy", 12, -0.6) != 0,
            self.answered(person, 12) != 0,
            self.updated(person, 12) != 0 or self.pace(person) != 0,
            self.giving(person, 12) != 0,
        ]

    def _overload_known(self, person: int) -> list[bool]:
        open_before = any(self.goals_open(person, week) for week in range(8, 38))
        return [
            self.scale(person, "energy", 8, -0.7) != 0,
            self.blockers(person, 8) != 0 or open_before,
        ]
