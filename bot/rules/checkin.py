"""Which week an answer is for, and what an answer may hold."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from bot.language import _
from bot.rules import blocker, cadence, question
from bot.rules.refusal import Refusal

LONGEST = 3000
SCALE = range(1, 6)
# As many boxes as a form can hold in one group.
MOST_CARRIED = 10
DONE = "✓"


@dataclass(frozen=True)
class Answers:
    """Mood and workload from 1 to 5 are optional and the person's own; `share` shows them to the manager.

    `done` names the plans of last week that came true and `cleared` the older blockers that are over,
    both as their boxes do; `owner` is the Slack id of who could clear the new ones; `own` holds the
    answers to the company's own questions by their keys.
    """

    progress: str = ""
    plans: str = ""
    blockers: str = ""
    mood: int | None = None
    workload: int | None = None
    share: bool = False
    done: Sequence[str] = ()
    cleared: Sequence[str] = ()
    owner: str = ""
    own: Mapping[str, str] = field(default_factory=dict)


def read(given: Mapping[str, Any]) -> Answers:
    """The answers in the fields of a form, by their names; what is not there is empty."""
    texts = {name: str(given.get(name) or "") for name in ("progress", "plans", "blockers", "owner")}
    begin = question.field_of("")
    return Answers(
        **texts,
        done=tuple(given.get("done") or ()),
        cleared=tuple(given.get("cleared") or ()),
        mood=_scale(given.get("mood")),
        workload=_scale(given.get("workload")),
        share=bool(given.get("share")),
        own={
            name.removeprefix(begin): str(value)
            for name, value in given.items()
            if name.startswith(begin) and value
        },
    )


def _scale(value: Any) -> int | None:
    return int(value) if str(value or "").isdecimal() else None


def check(answers: Answers) -> None:
    """Raise Refusal, naming the field, where the answers cannot be kept."""
    for name in ("progress", "plans", "blockers"):
        length = len(getattr(answers, name))
        if length > LONGEST:
            raise Refusal(
                _(
                    "That is {length} characters; up to {most} fit. Say it a little shorter.",
                    length=length,
                    most=LONGEST,
                ),
                field=name,
            )
    for name in ("mood", "workload"):
        value = getattr(answers, name)
        if value is not None and value not in SCALE:
            raise Refusal(_("Pick a number from 1 to 5, or leave it out."), field=name)
    said = f"{answers.progress}{answers.plans}{answers.blockers}".strip()
    ticked = answers.done or answers.cleared or any(answers.own.values())
    if not (said or answers.mood or answers.workload or ticked):
        raise Refusal(_("One line is enough: what moved this week?"), field="progress")


def box(line: str) -> str:
    """The name of a line's box in the form: the same for the same words."""
    return hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def carried(plans: str) -> list[str]:
    """What somebody planned, one thing a line, as next week's form asks about it."""
    return blocker.lines(plans, MOST_CARRIED)


def settled(answers: Answers, planned: Sequence[str]) -> Answers:
    """The answers with the plans that came true moved from the plans to the progress.

    `planned` is what last week's plans were. Raises Refusal where that makes a text too long.
    """
    done = [each for line in planned if box(line) in answers.done for each in line.split("\n")]
    if not done:
        return answers
    told = answers.progress.splitlines()
    told += [f"{DONE} {line}" for line in done if f"{DONE} {line}" not in told]
    left = [line for line in answers.plans.splitlines() if not set(blocker.lines(line)) & set(done)]
    whole = replace(answers, progress="\n".join(told).strip(), plans="\n".join(left).strip())
    check(whole)
    return whole


def check_week(week: str, *, today: date) -> None:
    """Raise Refusal for a week that nobody can answer for: none at all, a future one, one long gone."""
    try:
        monday = cadence.monday_of(week)
    except ValueError:
        raise Refusal(_("I can't tell which week this is for. Open it again with /checkin")) from None
    if not today - timedelta(weeks=10) < monday <= today + timedelta(weeks=1):
        raise Refusal(_("That week is over. /checkin opens the one that counts now."))


def pause_until(text: str, *, today: date) -> date:
    """The last day of a pause, from an ISO date. Raises Refusal."""
    try:
        until = date.fromisoformat(text.strip())
    except ValueError:
        example = (today + timedelta(days=14)).isoformat()
        raise Refusal(
            _("Until when? Write the day like this: /checkin pause until {day}", day=example)
        ) from None
    if until < today:
        raise Refusal(_("That day is over. Give today or a day to come."))
    if until > today + timedelta(days=366):
        raise Refusal(_("That is more than a year away. Give a day within a year."))
    return until


def excuse(*, week_monday: date, start: date | None, works_any_day: bool, away: bool) -> str:
    """Why nothing is due for a week, or empty: joined, away or holiday."""
    if start is not None and start >= week_monday:
        return "joined"
    if works_any_day:
        return ""
    return "away" if away else "holiday"
