"""A generated history as the files that `cairn import` takes."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta
from pathlib import Path

import numpy as np

from bot.signals import record as signals
from bot.simulate.history import MONDAY, NEVER, NOT, WEEK, History
from bot.simulate.records import FRIDAY_TEN, NOON, SITE, TEAM, TITLES, confirmer, day_of, email, goal_status

STATUS = {signals.OPEN: "agreed", signals.DONE: "done", signals.DROPPED: "dropped"}


def write(history: History, folder: Path) -> None:
    """people.csv, checkins.csv, goals.csv, goal_updates.csv and kudos.csv."""
    _write(folder / "people.csv", PEOPLE, _people(history))
    _write(folder / "checkins.csv", CHECKINS, _checkins(history))
    _write(folder / "goals.csv", GOALS, _goals(history))
    _write(folder / "goal_updates.csv", UPDATES, _updates(history))
    _write(folder / "kudos.csv", KUDOS, _kudos(history))


def _write(path: Path, header: str, rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split())
        writer.writerows(rows)


def _instant(seconds: int) -> str:
    return (MONDAY + timedelta(seconds=seconds)).astimezone(UTC).isoformat()


def _noon(day: int) -> str:
    return "" if day == NOT else _instant(day * 86_400 + NOON)


def _day(day: int) -> str:
    return (MONDAY.date() + timedelta(days=day)).isoformat()


def _week(week: int) -> str:
    year, number, _ = day_of(week).isocalendar()
    return f"{year}-W{number:02d}"


PEOPLE = "email manager_email team title location start_date end_date end_reason"


def _people(history: History) -> Iterator[tuple[object, ...]]:
    people = history.people
    for row in range(len(people)):
        end, manager = int(people.end[row]), int(people.manager[row])
        gone = end < NEVER
        yield (
            email(row),
            email(manager) if manager >= 0 else "",
            TEAM.format(people.team[row]),
            TITLES[people.title[row]],
            SITE.format(people.site[row]),
            day_of(int(people.start[row])).isoformat(),
            _day(7 * end - 3) if gone else "",
            ("resigned" if people.left_by_choice[row] else "dismissed") if gone else "",
        )


CHECKINS = "email week prompted_at answered_at excused mood workload blockers"


def _checkins(history: History) -> Iterator[tuple[object, ...]]:
    table = history.checkins
    for person, week in zip(*(side.tolist() for side in np.nonzero(table.asked)), strict=True):
        at = week * WEEK + FRIDAY_TEN
        yield (
            email(person),
            _week(week),
            _instant(at - 1800),
            _instant(at) if table.answered[person, week] else "",
            "true" if table.excused[person, week] else "false",
            table.mood[person, week] or "",
            table.workload[person, week] or "",
            "Waiting for somebody" if table.blocked[person, week] else "",
        )


GOALS = (
    "goal_id owner_email level title unit start_value target_value start_date due_date status"
    " agreed_at closed_at confirmed_by confirmed_at"
)


def _goals(history: History) -> Iterator[tuple[object, ...]]:
    goals, status, confirmed_by = history.goals, goal_status(history), confirmer(history)
    for row in range(len(goals.owner)):
        seen = goals.confirmed[row] != NOT
        yield (
            *(f"g{row}", email(goals.owner[row]), "individual", f"Goal {row}", "%", 0, 100),
            *(_day(int(goals.opened[row])), _day(int(goals.due[row])), STATUS[int(status[row])]),
            *(_noon(int(goals.opened[row])), _noon(int(goals.closed[row]))),
            *(email(confirmed_by[row]) if seen else "", _noon(int(goals.confirmed[row]))),
        )


UPDATES = "goal_id author_email at value"


def _updates(history: History) -> Iterator[tuple[object, ...]]:
    updates, owner = history.updates, history.goals.owner
    for goal, at, value in zip(
        updates.goal.tolist(), updates.at.tolist(), updates.value.tolist(), strict=True
    ):
        yield f"g{goal}", email(owner[goal]), _instant(at), value


KUDOS = "kudos_id giver_email receiver_email at message values"


def _kudos(history: History) -> Iterator[tuple[object, ...]]:
    thanks = history.thanks
    for row in range(len(thanks.at)):
        values = "teamwork" if thanks.tagged[row] else ""
        giver, receiver = email(thanks.giver[row]), email(thanks.receiver[row])
        yield f"k{row}", giver, receiver, _instant(int(thanks.at[row])), "Thank you", values
