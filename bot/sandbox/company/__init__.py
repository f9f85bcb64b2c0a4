"""The demo's company: invented people with some weeks of history, as a folder of plain files.

The same seed and day always make the same folder. Whatever has happened lies before
`today`; only due dates lie after it.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from bot.porting.cells import show
from bot.sandbox.company import blockers, checkins, feedback, goals, growth, kudos, pages, people
from bot.sandbox.company.characters import GERMAN, HINTS
from bot.sandbox.company.colleagues import USUAL, members
from bot.sandbox.company.past import Past

__all__ = ["GERMAN", "HINTS", "USUAL", "WEEKS", "members", "write"]
# As many as growth looks back on: twenty weeks, and before them enough to know what is usual.
WEEKS = 40
SETTINGS = {
    "values": "care|craft|courage|clarity",
    "launch": "everyone",
    "recognition_channel": kudos.CHANNEL,
    "hr_channel": "",
}


def write(folder: Path, *, today: date, seed: int = 7, people: int = USUAL, weeks: int = WEEKS) -> None:
    """Write the files into a folder, which is made where it is missing."""
    past = Past(members(people), today, weeks, Random(seed))
    folder.mkdir(parents=True, exist_ok=True)
    for file, header, rows in _tables(past):
        with (folder / file).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header.split(), *([show(cell) for cell in row] for row in rows)])
    settings = json.dumps({"workspace": SETTINGS, "teams": {}}, indent=2)
    (folder / "settings.json").write_text(settings + "\n", encoding="utf-8")


def _tables(past: Past) -> Iterator[tuple[str, str, list[list[object]]]]:
    """Each file with its header and rows, in one order, because they share the random numbers."""
    wanted = goals.wanted(past)
    yield (
        "people.csv",
        "email slack_user_id name manager_email team title location country timezone start_date roles",
        list(people.rows(past)),
    )
    yield "absences.csv", "email from to kind", list(people.absences(past))
    yield (
        "goals.csv",
        "goal_id owner_email team level parent_goal_id title measure unit start_value target_value "
        "relevance start_date due_date status agreed_at closed_at confirmed_by confirmed_at",
        [goals.row(past, goal) for goal in wanted],
    )
    yield (
        "goal_updates.csv",
        "goal_id author_email at value confidence note",
        list(goals.updates(past, wanted)),
    )
    yield (
        "kudos.csv",
        "kudos_id giver_email receiver_email at message values skills channel visibility source",
        list(kudos.rows(past)),
    )
    weeks = list(checkins.rows(past))
    yield (
        "checkins.csv",
        "email week prompted_at answered_at excused mood workload progress plans blockers",
        weeks,
    )
    yield "blockers.csv", blockers.HEADER, list(blockers.rows(past, weeks))
    yield "feedback.csv", feedback.HEADER, list(feedback.rows(past))
    yield "one_on_ones.csv", pages.HEADER, list(pages.rows(past))
    yield "growth.csv", growth.HEADER, list(growth.rows(past))
    yield "consents.csv", "email kind value at", list(checkins.consents(past))
