"""The check-in: the prompt, the reminder, the modal, the answer."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.cadence import monday_of
from bot.rules.checkin import LONGEST, SCALE, Answers
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    day,
    field,
    message,
    modal,
    moment,
    option,
    options,
    picked,
    section,
    text_input,
)

MOODS = {1: "1 – rough", 2: "2 – low", 3: "3 – all right", 4: "4 – good", 5: "5 – great"}
LOADS = {1: "1 – very light", 2: "2 – light", 3: "3 – about right", 4: "4 – heavy", 5: "5 – too much"}


def span(week: str) -> str:
    """The working week in words."""
    monday = monday_of(week)
    return f"{day(monday)} – {day(monday + timedelta(days=4))}"


def _buttons(week: str) -> Block:
    return actions(
        button("Answer", "checkin_open", week, style="primary"),
        button("Not this week", "checkin_skip", week),
    )


def prompt(week: str, *, closes_at: datetime, zone: ZoneInfo) -> Message:
    said = "How was your week? Two minutes are enough."
    until = (
        f"Open until {moment(closes_at, zone)}. Your manager reads it; mood and workload only if you share."
    )
    return message(said, section(f"*{said}*"), _buttons(week), context(until))


def reminder(week: str, *, closes_at: datetime, zone: ZoneInfo) -> Message:
    said = f"Your check-in for {span(week)} is still open, until {moment(closes_at, zone)}."
    return message(said, section(f"{said} One line is enough."), _buttons(week))


def skipped() -> Message:
    return message("All right, nothing this week. `/checkin` is there if you change your mind.")


def saved(week: str, *, late: bool, shared: bool) -> Message:
    said = f"Thanks, your check-in for {span(week)} is kept."
    if late:
        said += " It came after closing, so the read-out has been updated."
    said += " Your manager sees the answers" + (" and, as you chose, mood and workload." if shared else ".")
    return message(said)


def paused(until: date) -> Message:
    return message(f"No check-ins until {day(until)} is over. `/checkin resume` starts them again earlier.")


def resumed() -> Message:
    return message("Check-ins are on again. The next one comes at its usual time.")


def help_text() -> Message:
    return message(
        "`/checkin` opens this week's questions, or the oldest week still open.\n"
        "`/checkin pause until YYYY-MM-DD` stops them through that day; `/checkin resume` starts again.\n"
        "Your direct manager reads the answers; mood and workload only if you share them. "
        "HR sees who answered and totals of five people or more."
    )


def form(week: str, answers: Answers, *, memory: str) -> Block:
    """The modal `checkin`; `share` starts as it was chosen last."""
    moods = options([(str(n), MOODS[n]) for n in SCALE])
    loads = options([(str(n), LOADS[n]) for n in SCALE])
    shares = option("Let my manager see mood and workload", "yes")
    boxes: Block = {"type": "checkboxes", "options": [shares]}
    blocks = [
        context(f"*{span(week)}* · Every question is optional; one line is enough."),
        field("progress", "What moved?", _lines(answers.progress), optional=True),
        field("plans", "What is next?", _lines(answers.plans), optional=True),
        field("blockers", "What is in the way?", _lines(answers.blockers), optional=True),
        field("mood", "How was it?", _scale(moods, answers.mood), optional=True),
        field("workload", "How full was it?", _scale(loads, answers.workload), optional=True),
        field(
            "share",
            "Who sees mood and workload",
            boxes | ({"initial_options": [shares]} if answers.share else {}),
            optional=True,
        ),
    ]
    return modal("checkin", "Check-in", "Send", blocks, memory=memory)


def _lines(value: str) -> Block:
    return text_input(value, lines=True, most=LONGEST)


def _scale(choices: list[Block], value: int | None) -> Block:
    return {"type": "static_select", "options": choices, **picked(choices, str(value))}
