"""The method's evidence once more, slowly and in plain Python, written from its description.

It shares no code with the engine: lists and loops over one person's weeks. Week 0 ends with the day asked
about; a check-in lies where its Friday does.
"""

import math
from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from statistics import fmean as mean
from statistics import median
from typing import Any

from bot.signals.constants import Constants
from bot.signals.record import NEVER, Record

WEEKS = 52
SECONDS = 7 * 86400
# Each is worked out once for each question.
ASKED_OFTEN = (
    *("usual", "team_shift", "scale_runs", "here", "due", "away", "gave", "goals_open", "updates_in"),
    *("pace_of", "pace", "load"),
)


def logit(p: float) -> float:
    return math.log(p / (1 - p))


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def clip(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))


class Oracle:
    """Everybody's weeks, and the terms of any one of them."""

    def __init__(self, record: Record, as_of: date, c: Constants) -> None:
        self.r, self.c, self.as_of = record, c, as_of
        self.end = ((as_of - date(1970, 1, 1)).days + 1) * 86400
        people, today = record.people, as_of.toordinal()
        # Norms are of those who work here on the day; whoever left is known as a giver, receiver, confirmer.
        self.people = [
            one
            for one in range(len(people.id))
            if people.here[one] and people.start[one] <= today <= people.end[one]
        ]
        self.base = range(max(c.windows), max(c.windows) + c.baseline)
        for name in ASKED_OFTEN:
            setattr(self, name, cache(getattr(self, name)))
        self._read_checkins()
        self._read_kudos()
        self._read_goals()

    # What is known, by person and week.

    def _read_checkins(self) -> None:
        rows, today = self.r.checkins, self.as_of.toordinal()
        self.asked, self.excused, self.given, self.closed, self.blocked = (set() for _ in range(5))
        self.mood: dict[tuple[int, int], float] = {}
        self.energy: dict[tuple[int, int], float] = {}
        for row in range(len(rows.id)):
            week = (today - (int(rows.monday[row]) + 4)) // 7
            key = int(rows.person[row]), week
            if not 0 <= week < WEEKS or self.r.people.start[key[0]] > today - 7 * week - 6:
                continue
            self.asked.add(key)
            if rows.excused[row]:
                self.excused.add(key)
            if rows.closed_at[row] <= self.end:
                self.closed.add(key)
            if rows.answered_at[row] < self.end and not rows.excused[row]:
                self.given.add(key)
                if rows.blockers[row]:
                    self.blocked.add(key)
                if rows.mood[row]:
                    self.mood[key] = float(rows.mood[row])
                if rows.workload[row]:
                    self.energy[key] = 6 - float(rows.workload[row])

    def away(self, person: int, week: int) -> bool:
        days = [self.as_of - timedelta(days=7 * week + n) for n in range(7)]
        spans = [
            (int(self.r.absences.first[row]), int(self.r.absences.last[row]))
            for row in range(len(self.r.absences.person))
            if self.r.absences.person[row] == person
        ]
        gone = [
            day
            for day in days
            if day.weekday() < 5 and any(first <= day.toordinal() <= last for first, last in spans)
        ]
        return len(gone) >= 3 and (person, week) not in self.given

    def here(self, person: int, week: int) -> bool:
        """Employed for the whole week and not excused; a week nobody asked about counts, a missing row does
        not where the workspace and the person are asked."""
        key = person, week
        first_day = self.as_of.toordinal() - 7 * week - 6
        if self.r.people.start[person] > first_day or key in self.excused or self.away(person, week):
            return False
        if key in self.asked:
            return True
        workspace = sum((one, week) in self.asked for one in self.people) / len(self.people)
        return workspace < 0.2 or not any((person, one) in self.asked for one in range(WEEKS))

    def due(self, person: int, week: int) -> bool:
        key = person, week
        known = key in self.asked and key in self.closed
        return known and key not in self.excused and not self.away(person, week)

    def _read_kudos(self) -> None:
        k = self.r.kudos
        self.thanks = [
            (giver, receiver, (self.end - 1 - at) // SECONDS, at)
            for giver, receiver, at in zip(k.giver.tolist(), k.receiver.tolist(), k.at.tolist(), strict=True)
            if at < self.end
        ]

    def _read_goals(self) -> None:
        g, u = self.r.goals, self.r.updates
        self.updates: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for row in range(len(u.id)):
            goal = int(u.goal[row])
            if u.at[row] < self.end and u.author[row] == g.owner[goal]:
                self.updates[goal].append((int(u.at[row]), self._share(goal, float(u.value[row]))))
        for each in self.updates.values():
            each.sort()
        epoch = date(1970, 1, 1).toordinal()
        self.goals = {}
        for goal in range(len(g.id)):
            signs = [int(g.agreed_at[goal]), *(at for at, _ in self.updates[goal])]
            begun = (int(g.start[goal]) - epoch) * 86400 if g.start[goal] >= 0 else min(signs)
            ended = int(g.closed_at[goal]) if g.closed_at[goal] < self.end else NEVER
            due = (int(g.due[goal]) - epoch + 1) * 86400 if g.due[goal] >= 0 else NEVER
            if begun < self.end:
                self.goals[goal] = (int(g.owner[goal]), begun, due, ended)

    def _share(self, goal: int, value: float) -> float:
        """The share of the way done; NaN where it cannot be told."""
        start, target = float(self.r.goals.start_value[goal]), float(self.r.goals.target_value[goal])
        start = 0.0 if math.isnan(start) else start
        if math.isnan(value) or math.isnan(target) or target == start:
            return math.nan
        return clip((value - start) / (target - start), 0, 1)

    def dated(self, goal: int) -> bool:
        """Whether a goal has a way through time, and whether anything tells how far it is."""
        _, begun, due, _ = self.goals[goal]
        return due != NEVER and due > begun and any(not math.isnan(share) for _, share in self.updates[goal])

    # Terms.

    def scale(self, person: int, name: str, window: int, shift: float) -> float:
        values = self.mood if name == "mood" else self.energy
        alone = {
            week: values[person, week] - self.team_shift(person, week, name)
            for week in range(WEEKS)
            if (person, week) in values
        }
        before = [alone[w] for w in range(window, min(window + self.c.baseline, WEEKS)) if w in alone]
        now = [alone[w] for w in range(window) if w in alone]
        if len(before) < 6 or not now:
            return 0.0
        own, n = mean(before), len(before)
        variance = (n * mean([(x - own) ** 2 for x in before]) + 3) / (n + 6)
        runs = self.scale_runs(name)
        wider = (1 + runs) / (1 - runs)
        v = variance * wider / len(now) + variance * wider / n
        r, s2 = mean(now) - own, self.c.scale_shift_sd**2
        return 0.5 * math.log(v / (v + s2)) - 0.5 * ((r - shift) ** 2 / (v + s2) - r**2 / v)

    def usual(self, person: int, name: str) -> float | None:
        values = self.mood if name == "mood" else self.energy
        found = [values[person, week] for week in self.base if (person, week) in values]
        found = found or [values[person, week] for week in range(WEEKS) if (person, week) in values]
        return mean(found) if found else None

    def team_shift(self, person: int, week: int, name: str) -> float:
        values, team = (self.mood if name == "mood" else self.energy), self.r.people.team
        if not team[person]:
            return 0.0
        mates = [one for one in self.people if team[one] == team[person] and one != person]
        beyond = [
            values[one, week] - (self.usual(one, name) or 0.0) for one in mates if (one, week) in values
        ]
        return sum(beyond) / (len(beyond) + 1.5)

    def scale_runs(self, name: str) -> float:
        values = self.mood if name == "mood" else self.energy
        together, alone = 0.0, 0.0
        for person in self.people:
            told = [w for w in self.base if (person, w) in values]
            mine = {w: values[person, w] - self.team_shift(person, w, name) for w in told}
            if not mine:
                continue
            middle = mean(mine.values())
            for week, value in mine.items():
                if week + 1 in mine:
                    newer, older = value - middle, mine[week + 1] - middle
                    together += newer * older
                    alone += (newer**2 + older**2) / 2
        return clip((together / alone if alone else 0.0) + 0.05, 0.1, 0.6)

    def rate(self, person: int, window: int, shift: float, yes: Any, asked: Any) -> float:
        """Yes or no; `yes` and `asked` say of a person and week."""
        base = range(window, min(window + self.c.baseline, WEEKS))
        before = [yes(person, w) for w in base if asked(person, w)]
        now = [w for w in range(window) if asked(person, w)]
        if len(before) < 6 or not now:
            return 0.0
        cells = [(p, w) for p in self.people for w in self.base if asked(p, w)]
        overall = clip((sum(yes(*cell) for cell in cells) + 0.5) / (len(cells) + 1), 0.02, 0.98)
        p = clip((sum(before) + 5 * overall) / (len(before) + 5), 0.02, 0.98)
        total = 0.0
        for week in now:
            people = [one for one in self.people if asked(one, week)]
            said = sum(yes(one, week) for one in people)
            offset = logit((said + 20 * overall) / (len(people) + 20)) - logit(overall)
            was, would = logistic(logit(p) + offset), logistic(logit(p) + offset + shift)
            said_so = yes(person, week)
            total += math.log(would / was) if said_so else math.log((1 - would) / (1 - was))
        runs = self.runs(person, base, overall, yes, asked)
        return total * (1 - runs) / (1 + runs)

    def runs(self, person: int, base: range, overall: float, yes: Any, asked: Any) -> float:
        pooled = [self._pairs(one, self.base, yes, asked) for one in self.people]
        together, alone = sum(x for x, _ in pooled), sum(y for _, y in pooled)
        workspace = clip(together / alone if alone else 0.0, 0, 0.8)
        own_together, own_alone = self._pairs(person, base, yes, asked)
        prior = 10 * overall * (1 - overall)
        return clip((own_together + prior * workspace) / (own_alone + prior), 0, 0.8)

    def _pairs(self, person: int, base: range, yes: Any, asked: Any) -> tuple[float, float]:
        mine = {w: float(yes(person, w)) for w in base if asked(person, w)}
        if not mine:
            return 0.0, 0.0
        middle = mean(mine.values())
        pairs = [(mine[w] - middle, mine[w + 1] - middle) for w in mine if w + 1 in mine]
        return sum(a * b for a, b in pairs), sum((a * a + b * b) / 2 for a, b in pairs)

    def count(
        self,
        person: int,
        window: int,
        ratio: float,
        seen: Any,
        exposed: Any,
        season: bool,
        norms_from: int = 12,
    ) -> float:
        """Counts; `seen` and `exposed` give numbers for a person and week, `norms_from` is the week before
        which the workspace's norms lie."""
        base = range(window, min(window + self.c.baseline, WEEKS))
        pooled = range(norms_from, min(norms_from + self.c.baseline, WEEKS))
        rate = max(sum(seen(p, w) for p in self.people for w in pooled), 1.0) / max(
            sum(exposed(p, w) for p in self.people for w in pooled), 1
        )

        def norm_factor(week: int) -> float:
            here = [p for p in self.people if exposed(p, week)]
            return float((sum(seen(p, week) for p in here) + 10) / (rate * len(here) + 10))

        factors = {w: norm_factor(w) for w in range(WEEKS)}

        def weighed(p: int, w: int) -> float:
            return float(exposed(p, w)) * (factors[w] if season else 1.0)

        before, exposure = sum(seen(person, w) for w in base), sum(weighed(person, w) for w in base)
        now = sum(seen(person, w) for w in range(window))
        open_now = sum(weighed(person, w) for w in range(window))
        if exposure < 8 or not open_now:
            return 0.0
        usual = (before + 1.5) / (exposure + 1.5 / rate)
        spreads = [self.spread(p, pooled, seen, lambda p, w: exposed(p, w) * factors[w]) for p in self.people]
        freedom = sum(free for _, free in spreads)
        fano_of_all = max(sum(x for x, _ in spreads) / freedom, 1.0) if freedom else 1.0
        mine, free = self.spread(person, base, seen, weighed)
        fano = max((mine + 7 * fano_of_all) / (free + 7), 1.0)
        return float(0.7 * (now * math.log(ratio) + usual * open_now * (1 - ratio)) / fano)

    def spread(self, person: int, base: range, seen: Any, exposed: Any) -> tuple[float, float]:
        weeks = list(base)
        blocks = [weeks[n : n + 4] for n in range(0, len(weeks) - 3, 4)]
        counts = [sum(seen(person, w) for w in block) for block in blocks]
        open_for = [sum(exposed(person, w) for w in block) for block in blocks]
        if not sum(counts) or not sum(open_for):
            return 0.0, 0.0
        rate = sum(counts) / sum(open_for)
        told = [(c, rate * e) for c, e in zip(counts, open_for, strict=True) if e > 0]
        return sum((c - m) ** 2 / m for c, m in told), max(len(told) - 1.0, 0.0)

    # What is counted.

    def gave(self, person: int, week: int) -> int:
        return sum(giver == person and when == week for giver, _, when, _ in self.thanks)

    def goals_open(self, person: int, week: int) -> list[int]:
        end = self.end - SECONDS * week
        return [
            goal
            for goal, (owner, begun, _, ended) in self.goals.items()
            if owner == person and begun < end <= ended
        ]

    def updates_in(self, person: int, week: int) -> int:
        return sum(
            (self.end - 1 - at) // SECONDS == week
            for goal, (owner, *_) in self.goals.items()
            if owner == person
            for at, _ in self.updates[goal]
        )

    def pace_of(self, person: int, week: int) -> float | None:
        end, ratios = self.end - SECONDS * week, []
        for goal in self.goals_open(person, week):
            if not self.dated(goal):
                continue
            _, begun, due, _ = self.goals[goal]
            told = [share for at, share in self.updates[goal] if at < end and not math.isnan(share)]
            gone = (end - begun) / (due - begun)
            if gone >= 0.1:
                ratios.append(min((told[-1] if told else 0.0) / min(gone, 1.0), 2.0))
        return mean(ratios) if ratios else None

    def pace(self, person: int) -> float:
        now = [x for w in range(8) if (x := self.pace_of(person, w)) is not None]
        before = [x for w in range(8, 34) if (x := self.pace_of(person, w)) is not None]
        fresh = sum(self.updates_in(person, w) for w in range(8))
        earlier = sum(self.updates_in(person, w) for w in range(8, 34))
        if fresh < 2 or earlier < 4 or not now or not before:
            return 0.0
        change = mean(now) - mean(before)
        return (-((change + 0.35) ** 2) + change**2) / (2 * 0.3**2)

    def load(self, person: int, window: int) -> float:
        number = [len(self.goals_open(person, w)) for w in range(WEEKS)]
        base = number[window : window + self.c.baseline]
        if not any(base):
            return 0.0
        return self.c.overload_per_goal * clip(mean(number[:window]) - median(base), 0, 2)

    # Signals.

    def family(self, term: float) -> float:
        return math.log(0.35 + 0.65 * math.exp(term))

    def answered(self, person: int, window: int) -> float:
        return self.rate(person, window, self.c.answered_shift, lambda p, w: (p, w) in self.given, self.due)

    def updated(self, person: int, window: int) -> float:
        def asked(p: int, w: int) -> bool:
            return self.here(p, w) and bool(self.goals_open(p, w))

        return self.rate(person, window, -0.8, lambda p, w: self.updates_in(p, w) > 0, asked)

    def giving(self, person: int, window: int) -> float:
        return self.count(person, window, 0.5, self.gave, self.here, season=True)

    def blockers(self, person: int, window: int) -> float:
        return self.count(
            person, window, 2.2, lambda p, w: (p, w) in self.blocked, lambda p, w: (p, w) in self.given, False
        )

    def engagement(self, person: int) -> float:
        total = []
        for window in (4, 8, 12):
            mood, energy = (self.scale(person, name, window, -0.6) for name in ("mood", "energy"))
            families = [
                0.7 * mood + 0.5 * energy,
                self.answered(person, window),
                0.7 * self.updated(person, window) + 0.7 * self.pace(person),
                self.giving(person, window),
            ]
            total.append(math.exp(sum(self.family(term) for term in families)))
        return math.log(mean(total))

    def overload(self, person: int) -> float:
        total = []
        for window in (2, 4, 8):
            families = [
                self.scale(person, "energy", window, -0.7),
                self.blockers(person, window),
                0.4 * self.scale(person, "mood", window, -0.6),
                self.load(person, window),
            ]
            total.append(math.exp(sum(self.family(term) for term in families)))
        return math.log(mean(total))

    def momentum(self, person: int) -> float:
        total = [
            math.exp(self.family(self.pace(person)) + self.family(self.updated(person, window)))
            for window in (4, 8, 12)
        ]
        return math.log(mean(total))
