"""Files of an untidy organisation, as companies really have them: people who left or came lately, absences
that overlap, goals of every fate and without half of their cells, thanks in private, zones and sites.

Every column that matters to the talent signals is there; rows are in no order.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

Row = dict[str, str]
Files = dict[str, list[Row]]

AS_OF = date(2026, 11, 22)
WEEKS = 62
# What is recorded after the day that the signals are asked about.
AFTER = 5
SITES = (("Berlin", "DE", "Europe/Berlin"), ("Tokyo", "JP", "Asia/Tokyo"), ("Remote", "US", "America/Denver"))
TITLES = ("Engineer", "Senior Engineer", "Designer")
KINDS = ("stretch", "learning", "mentoring")
TEAM = 7
SPAN = 70


@dataclass(frozen=True)
class _Someone:
    email: str
    zone: ZoneInfo
    start: date
    end: date


class Messy:
    """One organisation, made of one seed."""

    def __init__(self, seed: int, people: int) -> None:
        self.dice = Random(seed)
        self.first = AS_OF - timedelta(weeks=WEEKS) + timedelta(days=1)
        self.last = AS_OF + timedelta(weeks=AFTER)
        self.people_rows = [self._person(number, people) for number in range(people)]
        self.people = [_someone(row, self) for row in self.people_rows]

    def files(self) -> Files:
        goals = list(self._goals())
        found = {
            "people.csv": self.people_rows,
            "absences.csv": list(self._absences()),
            "goals.csv": goals,
            "goal_updates.csv": list(self._updates(goals)),
            "kudos.csv": list(self._kudos()),
            "checkins.csv": list(self._checkins()),
            "growth.csv": list(self._growth()),
        }
        for name in found.keys() - {"people.csv"}:
            self.dice.shuffle(found[name])
        return found

    def _person(self, number: int, people: int) -> Row:
        dice = self.dice
        site, country, zone = SITES[number // TEAM % len(SITES)]
        start, end = "", ""
        if number % 3:
            start = _day(self.first + timedelta(days=dice.randrange(-900, 7 * WEEKS)))
        if number % 5 == 4:
            begun = date.fromisoformat(start) if start else self.first
            end = _day(max(begun, self.last - timedelta(days=dice.randrange(0, 300))))
        return {
            "email": f"P{number}@Example.com",
            "name": f"Person {number}",
            "manager_email": f"p{number // TEAM * TEAM}@example.com" if number % TEAM else "",
            "team": "" if number == people - 1 else f"Team {number // TEAM}",
            "title": TITLES[number % len(TITLES)],
            "location": site,
            "country": country,
            "timezone": zone,
            "start_date": start,
            "end_date": end,
        }

    def _absences(self) -> Iterator[Row]:
        for who in self.people:
            for _ in range(self.dice.randrange(0, 6)):
                first = self._day()
                last = first + timedelta(days=self.dice.choice([0, 1, 2, 4, 6, 13, 40]))
                kind = self.dice.choice(["vacation", "sick", "parental", "other", ""])
                yield {"email": who.email, "from": _day(first), "to": _day(last), "kind": kind}

    def _checkins(self) -> Iterator[Row]:
        dice = self.dice
        for who in self.people:
            mood, answers = dice.gauss(3.4, 0.6), dice.uniform(0.5, 1)
            for week in range(WEEKS + AFTER):
                monday = self.first + timedelta(weeks=week)
                friday = monday + timedelta(days=4)
                if not who.start <= friday <= who.end or dice.random() < 0.05:
                    continue
                yield self._checkin(who, monday, mood, answers)

    def _checkin(self, who: _Someone, monday: date, mood: float, answers: float) -> Row:
        dice = self.dice
        year, week, _ = monday.isocalendar()
        row = {"email": who.email, "week": f"{year}-W{week:02}"}
        if dice.random() < 0.1:
            return row | {"excused": "true"}
        asked = self._at(monday + timedelta(days=4), who, 9)
        row |= {"prompted_at": asked.isoformat(), "excused": dice.choice(["false", ""])}
        if dice.random() > answers:
            return row
        # Some answer days later, some before they are asked.
        answered = asked + timedelta(hours=dice.choice([-30, 0, 1, 5, 49, 70, 96, 150]))
        row |= {"answered_at": answered.isoformat(), "progress": "Did what there was to do."}
        if dice.random() < 0.85:
            row["mood"] = str(min(5, max(1, round(dice.gauss(mood, 0.7)))))
        if dice.random() < 0.8:
            row["workload"] = str(min(5, max(1, round(dice.gauss(6 - mood, 0.7)))))
        return row | ({"blockers": "The laptop."} if dice.random() < 0.15 else {})

    def _goals(self) -> Iterator[Row]:
        number = 0
        for who in self.people:
            for _ in range(8):
                number += 1
                yield self._goal(f"G{number}", who)
        common = {"level": "team", "team": "Team 1", "title": "A common goal", "status": "agreed"}
        yield {"goal_id": "T1", "owner_email": ""} | common
        yield {"goal_id": "T2", "owner_email": self.people[0].email} | common

    def _goal(self, name: str, who: _Someone) -> Row:
        dice = self.dice
        first = self._day()
        due = first + timedelta(days=dice.randrange(20, 140))
        begin, target = dice.choice([("0", "100"), ("", "40"), ("250", "80"), ("10", "10"), ("0", "")])
        status = dice.choice(["draft", "proposed", "agreed", "agreed", "", "done", "done", "done", "dropped"])
        row = {
            "goal_id": name,
            "owner_email": who.email,
            "level": dice.choice(["individual", ""]),
            "title": f"Goal {name}",
            "measure": dice.choice(["", "tickets"]),
            "relevance": "It helps.",
            "start_value": begin,
            "target_value": target,
            "status": status,
            "start_date": _day(first) if dice.random() < 0.85 else "",
            "due_date": _day(due) if dice.random() < 0.9 else "",
        }
        agreed = self._at(first + timedelta(days=1), who, 11)
        if status not in ("draft", "proposed") and dice.random() < 0.8:
            row["agreed_at"] = agreed.isoformat()
        if status in ("done", "dropped"):
            row |= self._end(who, due)
        return row

    def _end(self, who: _Someone, due: date) -> Row:
        dice = self.dice
        closed = self._at(due + timedelta(days=dice.randrange(-20, 15)), who, 17)
        found = {"closed_at": closed.isoformat()} if dice.random() < 0.9 else {}
        if dice.random() < 0.75:
            # By whoever confirms, be it that they left since, and now and then by oneself.
            by = dice.choice([*self.people, who]).email
            found |= {"confirmed_by": by, "confirmed_at": (closed + timedelta(days=2)).isoformat()}
        return found

    def _updates(self, goals: list[Row]) -> Iterator[Row]:
        dice = self.dice
        owners = {who.email: who for who in self.people}
        for goal in goals:
            who = owners.get(goal["owner_email"])
            if who is None or goal.get("status") == "draft":
                continue
            begun = date.fromisoformat(goal.get("start_date") or _day(self._day()))
            done = 0.0
            for _ in range(dice.randrange(0, 12)):
                begun += timedelta(days=dice.randrange(2, 25))
                done += dice.uniform(-3, 15)
                author = who if dice.random() < 0.85 else dice.choice(self.people)
                yield {
                    "goal_id": goal["goal_id"],
                    "author_email": author.email,
                    "at": self._at(begun, who, dice.randrange(0, 24)).isoformat(),
                    "value": f"{done:.2f}" if dice.random() < 0.85 else "",
                    "confidence": dice.choice(["on_track", "at_risk", ""]),
                    "note": "So far.",
                }

    def _kudos(self) -> Iterator[Row]:
        dice = self.dice
        for number in range(len(self.people) * WEEKS // 2):
            giver = dice.choice(self.people)
            near = [who for who in self.people if who is not giver][: dice.choice([4, 9, 99])]
            at = self._at(self._day(), giver, dice.randrange(0, 24))
            tagged = {
                "values": dice.choice(["", "", "care", "care|craft"]),
                "skills": dice.choice(["", "sql"]),
            }
            for receiver in dice.sample(near, min(len(near), dice.choice([1, 1, 1, 2]))):
                yield {
                    "kudos_id": f"K{number}",
                    "giver_email": giver.email,
                    "receiver_email": receiver.email,
                    "at": at.isoformat(),
                    "message": "Thanks.",
                    **tagged,
                    "visibility": "private" if number % 9 == 0 else "public" if number % 2 else "",
                    "source": "reaction" if number % 4 == 0 else "command",
                }

    def _growth(self) -> Iterator[Row]:
        dice = self.dice
        for number in range(len(self.people) * 4):
            who = dice.choice(self.people)
            row = {"email": who.email, "growth_id": f"S{number}", "title": "Learn SQL"}
            row |= {"kind": dice.choice(KINDS), "created_at": self._at(self.first, who, 9).isoformat()}
            status = dice.choice(["done", "done", "done", "planned", "dropped", "suggested"])
            ended = {"closed_at": self._at(self._day(), who, dice.randrange(0, 24)).isoformat()}
            yield row | {"status": status} | (ended if status in ("done", "dropped") else {})

    def _day(self) -> date:
        return self.first + timedelta(days=self.dice.randrange(0, 7 * (WEEKS + AFTER) - 7))

    def _at(self, day: date, who: _Someone, hour: int) -> datetime:
        minutes = time(hour, self.dice.randrange(60), self.dice.randrange(60))
        return datetime.combine(day, minutes, who.zone)


def _someone(row: Row, organisation: Messy) -> _Someone:
    start = date.fromisoformat(row["start_date"]) if row["start_date"] else organisation.first
    end = date.fromisoformat(row["end_date"]) if row["end_date"] else organisation.last
    return _Someone(row["email"], ZoneInfo(row["timezone"]), start, end)


def _day(day: date) -> str:
    return day.isoformat()


def until(files: Files, day: date) -> Files:
    """The same files as they were exported at the end of a day in UTC: what came later is not in them."""
    end = datetime.combine(day + timedelta(days=1), time(), UTC)

    def past(cell: str | None) -> bool:
        return bool(cell) and datetime.fromisoformat(str(cell)) < end

    kept = {"people.csv": files["people.csv"], "absences.csv": files["absences.csv"]}
    kept["kudos.csv"] = [row for row in files["kudos.csv"] if past(row["at"])]
    kept["goal_updates.csv"] = [row for row in files["goal_updates.csv"] if past(row["at"])]
    weeks = [row for row in files["checkins.csv"] if _monday(row["week"]) <= day]
    kept["checkins.csv"] = [
        row if not row.get("answered_at") or past(row["answered_at"]) else _unanswered(row) for row in weeks
    ]
    kept["growth.csv"] = [
        row if not row.get("closed_at") or past(row["closed_at"]) else _planned(row)
        for row in files["growth.csv"]
    ]
    kept["goals.csv"] = [
        _still_open(row, past(row.get("closed_at")), past(row.get("confirmed_at")))
        for row in files["goals.csv"]
    ]
    return kept


def _unanswered(row: Row) -> Row:
    return {name: row[name] for name in ("email", "week", "prompted_at", "excused")}


def _planned(row: Row) -> Row:
    return row | {"status": "planned", "closed_at": ""}


def _still_open(row: Row, closed: bool, confirmed: bool) -> Row:
    found = dict(row)
    if row.get("confirmed_at") and not confirmed:
        found |= {"confirmed_by": "", "confirmed_at": ""}
    if row.get("closed_at") and not closed:
        found |= {"closed_at": "", "status": "agreed"}
    if not row.get("closed_at") and row.get("confirmed_at") and not confirmed:
        found |= {"status": "agreed"}
    return found


def _monday(week: str) -> date:
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def write(files: Files, folder: Path) -> None:
    """Each file with all of its columns."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / name).open("w", encoding="utf-8", newline="") as out:
            table = csv.DictWriter(out, columns, restval="")
            table.writeheader()
            table.writerows(rows)
