"""Which week an answer is for, and what an answer may hold."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules import cadence
from bot.rules.refusal import Refusal

LONGEST = 3000
SCALE = range(1, 6)


@dataclass(frozen=True)
class Answers:
    """Mood and workload from 1 to 5 are optional and the person's own; `share` shows them to the manager."""

    progress: str = ""
    plans: str = ""
    blockers: str = ""
    mood: int | None = None
    workload: int | None = None
    share: bool = False


def check(answers: Answers) -> None:
    """Raise Refusal, naming the field, where the answers cannot be kept."""
    for field in ("progress", "plans", "blockers"):
        length = len(getattr(answers, field))
        if length > LONGEST:
            raise Refusal(
                f"That is {length} characters; up to {LONGEST} fit. Say it a little shorter.", field=field
            )
    for field in ("mood", "workload"):
        value = getattr(answers, field)
        if value is not None and value not in SCALE:
            raise Refusal("Pick a number from 1 to 5, or leave it out.", field=field)
    said = f"{answers.progress}{answers.plans}{answers.blockers}".strip()
    if not (said or answers.mood or answers.workload):
        raise Refusal("One line is enough: what moved this week?", field="progress")


def check_week(week: str, *, today: date) -> None:
    """Raise Refusal for a week that nobody can answer for: none at all, a future one, one long gone."""
    try:
        monday = cadence.monday_of(week)
    except ValueError:
        raise Refusal("I can't tell which week this is for. Open it again with /checkin") from None
    if not today - timedelta(weeks=10) < monday <= today + timedelta(weeks=1):
        raise Refusal("That week is over. /checkin opens the one that counts now.")


def pause_until(text: str, *, today: date) -> date:
    """The last day of a pause, from an ISO date. Raises Refusal."""
    try:
        until = date.fromisoformat(text.strip())
    except ValueError:
        raise Refusal(
            "Until when? Write the day like this: /checkin pause until "
            f"{(today + timedelta(days=14)).isoformat()}"
        ) from None
    if until < today:
        raise Refusal("That day is over. Give today or a day to come.")
    if until > today + timedelta(days=366):
        raise Refusal("That is more than a year away. Give a day within a year.")
    return until


def excuse(*, week_monday: date, start: date | None, works_any_day: bool, away: bool) -> str:
    """Why nothing is due for a week, or empty: joined, away or holiday."""
    if start is not None and start >= week_monday:
        return "joined"
    if works_any_day:
        return ""
    return "away" if away else "holiday"
