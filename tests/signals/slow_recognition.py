"""The method's recognition and delivery, slowly and in plain Python, written from its description."""

import math
from collections import Counter
from functools import cached_property
from statistics import fmean as mean

from bot.signals.record import DONE, DROPPED, NEVER, NOBODY, PROPOSED
from tests.signals.oracle import SECONDS, Oracle


class Recognition(Oracle):
    """Ties, growth and delivery of any one person."""

    @cached_property
    def trust(self) -> dict[tuple[int, int], float]:
        return self.ties(52)

    def ties(self, weeks: int) -> dict[tuple[int, int], float]:
        """The trust in each pair of giver and receiver."""
        number = Counter((giver, receiver) for giver, receiver, when, _ in self.thanks if when < weeks)
        given = Counter(giver for giver, _, when, _ in self.thanks if when < weeks)
        trust = {}
        for (giver, receiver), n in number.items():
            back = number[receiver, giver]
            returned = min(n, back) / max(n, back) * min(1, n / 3)
            spent = n / given[giver]
            discount = 0.7 * spent * given[giver] / (given[giver] + 3)
            trust[giver, receiver] = (1 - 0.5 * returned) * (1 - discount)
        return trust

    def breadth(self, person: int) -> float:
        return sum(trust for (_, receiver), trust in self.ties(26).items() if receiver == person)

    def thanked(self, person: int) -> int:
        return len({receiver for giver, receiver, when, _ in self.thanks if giver == person and when < 13})

    def received(self, person: int, week: int) -> float:
        """Trusted thanks of a week; of one giver's in four weeks the first counts."""
        trust, seen, total = self.trust, set(), 0.0
        for giver, receiver, when, _ in sorted(self.thanks, key=lambda each: each[3]):
            if receiver == person and when < 52 and (giver, when // 4) not in seen:
                seen.add((giver, when // 4))
                total += trust[giver, receiver] if when == week else 0.0
        return total

    def first_times(self, person: int, week: int) -> int:
        first: dict[int, tuple[float, int]] = {}
        for giver, receiver, when, at in self.thanks:
            if receiver == person and at < first.get(giver, (math.inf, 0))[0]:
                first[giver] = (at, when)
        return sum(when == week for _, when in first.values())

    def growth(self, person: int) -> float:
        total = [
            math.exp(
                sum(self.family(term) for term in (*self.thanks_grown(person, window), self.speed(person, n)))
            )
            for n, window in enumerate((8, 12, 20))
        ]
        return math.log(mean(total))

    def thanks_grown(self, person: int, window: int) -> list[float]:
        """Trusted thanks, people who thank for the first time, learning; norms are those before growth's
        longest window."""
        received, first, learned = self.received_by_week, self.first_by_week, self.learned_by_week
        return [
            self.count(person, window, ratio, seen, self.here, season=True, norms_from=20)
            for ratio, seen in (
                (1.7, lambda p, w: received[p, w]),
                (1.7, lambda p, w: first[p, w]),
                (2.5, lambda p, w: learned[p, w]),
            )
        ]

    @cached_property
    def received_by_week(self) -> dict[tuple[int, int], float]:
        return {(one, week): self.received(one, week) for one in self.people for week in range(52)}

    @cached_property
    def first_by_week(self) -> dict[tuple[int, int], int]:
        return {(one, week): self.first_times(one, week) for one in self.people for week in range(52)}

    @cached_property
    def learned_by_week(self) -> Counter[tuple[int, int]]:
        """Steps of the growth plan that were done."""
        done = self.r.learning
        pairs = zip(done.person.tolist(), done.at.tolist(), strict=True)
        return Counter((person, (self.end - 1 - at) // SECONDS) for person, at in pairs if at < self.end)

    def speed(self, person: int, number: int) -> float:
        window = max((8, 12, 20)[number], 8)
        ends = [self.end, self.end - SECONDS * window, self.end - SECONDS * (window + 26)]
        rates = []
        for late, early in ((ends[0], ends[1]), (ends[1], ends[2])):
            made, planned = 0.0, 0.0
            for goal, (owner, begun, due, ended) in self.goals.items():
                if owner == person and self.dated(goal):
                    made += self.done(goal, late) - self.done(goal, early)
                    planned += max(min(late, due, ended) - max(early, begun), 0) / (due - begun)
            if planned <= 0.05:
                return 0.0
            rates.append(math.log((max(made, 0.0) + 0.1) / (planned + 0.1)))
        change = rates[0] - rates[1]
        return (change**2 - (change - 0.3) ** 2) / (2 * self.c.speed_sd**2)

    def done(self, goal: int, when: int) -> float:
        """The share done at an instant, in a straight line between updates."""
        points = [(self.goals[goal][1], 0.0)]
        points += [(at, share) for at, share in self.updates[goal] if not math.isnan(share)]
        before = [point for point in points if point[0] <= when]
        after = [point for point in points if point[0] > when]
        if not before:
            return 0.0
        if not after:
            return before[-1][1]
        (left_at, left), (right_at, right) = before[-1], after[0]
        return left + (right - left) * (when - left_at) / (right_at - left_at)

    def delivered(self, person: int) -> list[tuple[float, bool]]:
        """The weight and the fate of each commitment that counts."""
        goals, found = self.r.goals, []
        for goal, (owner, _, due, ended) in self.goals.items():
            if owner != person or due == NEVER:
                continue
            status, closed = int(goals.status[goal]), ended < self.end
            over = due <= self.end and status != PROPOSED
            sure = goals.confirmed_at[goal] < self.end and goals.confirmed_by[goal] not in (NOBODY, owner)
            done = closed and status == DONE and sure
            if done or (over and not closed) or (over and closed and status == DROPPED and ended >= due):
                at = ended if closed else due
                age = max(self.end - at, 0) / SECONDS
                if age <= 104:
                    found.append((0.5 ** (age / 26), bool(done and ended < due)))
        return found
