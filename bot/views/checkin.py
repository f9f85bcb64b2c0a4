"""The check-in: the prompt, the reminder, the modal, the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.language import _
from bot.rules.cadence import monday_of
from bot.rules.checkin import LONGEST, SCALE, Answers, box
from bot.rules.measure import kind_of
from bot.rules.question import CHOICE, LONGEST_ANSWER, Question, field_of
from bot.rules.question import SCALE as SCALED
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    confidence,
    context,
    dated,
    day,
    field,
    message,
    modal,
    moment,
    number,
    option,
    options,
    picked,
    section,
    text_input,
)
from bot.views.goal import Goal, amount, nudge, nudged

# A group of boxes holds ten.
BOXES = 10


@dataclass(frozen=True)
class Asked:
    """What a week's form asks beside what everybody is asked: which of last week's plans came true,
    which older blockers (by their names) are over, and the company's own questions. With goals there
    is a button to update them."""

    planned: Sequence[str] = ()
    stuck: Sequence[tuple[str, str]] = ()
    questions: Sequence[Question] = ()
    has_goals: bool = False


@dataclass(frozen=True)
class Moved:
    """What one goal's newest update of the week said."""

    ref: str
    title: str
    value: float | None = None
    unit: str = ""
    confidence: str = ""
    note: str = ""


def span(week: str) -> str:
    """The working week in words."""
    monday = monday_of(week)
    return f"{day(monday)} – {day(monday + timedelta(days=4))}"


def _buttons(week: str) -> Block:
    return actions(
        button(_("Answer"), "checkin_open", week, style="primary"),
        button(_("Not this week"), "checkin_skip", week),
    )


def prompt(week: str, *, closes_at: datetime, zone: ZoneInfo, goals: Sequence[Goal] = ()) -> Message:
    """The question about a week; `goals` are those of which there has been no news for long."""
    said = _("How was your week? Two minutes are enough.")
    until = _(
        "Open until {moment}. Your manager reads it; mood and workload only if you share.",
        moment=moment(closes_at, zone),
    )
    blocks = [section(f"*{said}*"), _buttons(week), context(until), *nudge(goals)]
    return message(f"{said} {nudged(goals)}".strip(), *blocks)


def reminder(week: str, *, closes_at: datetime, zone: ZoneInfo) -> Message:
    said = _(
        "Your check-in for {week} is still open, until {moment}.",
        week=span(week),
        moment=moment(closes_at, zone),
    )
    return message(said, section(" ".join([said, _("One line is enough.")])), _buttons(week))


def skipped() -> Message:
    return message(_("All right, nothing this week. `/checkin` is there if you change your mind."))


def saved(week: str, *, late: bool, shared: bool) -> Message:
    said = [_("Thanks, your check-in for {week} is kept.", week=span(week))]
    if late:
        said.append(_("It came after closing, so the read-out has been updated."))
    if shared:
        said.append(_("Your manager sees the answers and, as you chose, mood and workload."))
    else:
        said.append(_("Your manager sees the answers."))
    return message(" ".join(said))


def paused(until: date) -> Message:
    return message(
        _("No check-ins until {day} is over. `/checkin resume` starts them again earlier.", day=dated(until))
    )


def resumed() -> Message:
    return message(_("Check-ins are on again. The next one comes at its usual time."))


def help_text() -> Message:
    lines = (
        _("`/checkin` opens this week's questions, or the oldest week still open."),
        _("`/checkin team` shows a manager who answered and what is in the way."),
        _("`/checkin pause until YYYY-MM-DD` stops them through that day; `/checkin resume` starts again."),
        _(
            "Your direct manager reads the answers; mood and workload only if you share them. "
            "HR sees who answered and totals of five people or more."
        ),
    )
    return message("\n".join(lines))


def moved(updates: Sequence[Moved]) -> str:
    """What the week's goal updates say, a line each, to begin the progress with."""
    return "\n".join(_moved(each) for each in updates)[:LONGEST]


def _moved(update: Moved) -> str:
    facts = [_value(update.value, update.unit)] if update.value is not None else []
    facts += [confidence(update.confidence)] if update.confidence else []
    facts += [update.note] if update.note else []
    return f"{update.ref} {update.title}: {', '.join(facts)}" if facts else f"{update.ref} {update.title}"


def _value(value: float, unit: str) -> str:
    """As `goal.amount`, in a field: nothing is special there."""
    counts = kind_of(unit) in ("number", "currency")
    return f"{number(value)} {unit}".strip() if counts else amount(value, unit)


def form(week: str, answers: Answers, asked: Asked = Asked(), *, memory: str) -> Block:
    """The modal `checkin`; `share` starts as it was chosen last."""
    begin = _("*{week}* · Every question is optional; one line is enough.", week=span(week))
    blocks = [context(begin)]
    if asked.has_goals:
        blocks.append(actions(button(_("Update my goals"), "goal_update_all")))
    blocks += [
        *_boxes("done", _("What of last week's plans got done?"), _planned(asked), answers.done),
        _lines("progress", _("What moved?"), answers.progress),
        _lines("plans", _("What is next?"), answers.plans, hint=_("One thing a line comes back to tick.")),
        _lines("blockers", _("What is in the way?"), answers.blockers, hint=_("One thing a line.")),
        field("owner", _("Who could clear it?"), _person(answers.owner), optional=True),
        *_boxes("cleared", _("Is any of this out of the way?"), asked.stuck, answers.cleared),
        *_scales(answers),
        *(_question(each, answers.own.get(each.key, "")) for each in asked.questions),
    ]
    return modal("checkin", _("Check-in"), _("Send"), blocks, memory=memory)


def _planned(asked: Asked) -> list[tuple[str, str]]:
    return [(box(line), line) for line in asked.planned]


def _lines(name: str, label: str, value: str, *, hint: str = "") -> Block:
    return field(name, label, text_input(value, lines=True, most=LONGEST), optional=True, hint=hint)


def _boxes(name: str, label: str, lines: Sequence[tuple[str, str]], ticked: Sequence[str]) -> list[Block]:
    choices = [option(" ".join(text.split()), value) for value, text in lines[:BOXES]]
    if not choices:
        return []
    chosen = [each for each in choices if each["value"] in ticked]
    element: Block = {"type": "checkboxes", "options": choices}
    return [field(name, label, element | ({"initial_options": chosen} if chosen else {}), optional=True)]


def _person(slack_id: str) -> Block:
    return {"type": "users_select"} | ({"initial_user": slack_id} if slack_id else {})


def _scales(answers: Answers) -> list[Block]:
    moods = {1: _("1 – rough"), 2: _("2 – low"), 3: _("3 – all right"), 4: _("4 – good"), 5: _("5 – great")}
    loads = {
        1: _("1 – very light"),
        2: _("2 – light"),
        3: _("3 – about right"),
        4: _("4 – heavy"),
        5: _("5 – too much"),
    }
    shares = option(_("Let my manager see mood and workload"), "yes")
    boxes: Block = {"type": "checkboxes", "options": [shares]}
    share = boxes | ({"initial_options": [shares]} if answers.share else {})
    return [
        field("mood", _("How was it?"), _scale(moods, answers.mood), optional=True),
        field("workload", _("How full was it?"), _scale(loads, answers.workload), optional=True),
        field("share", _("Who sees mood and workload"), share, optional=True),
    ]


def _scale(names: dict[int, str], value: int | None) -> Block:
    return _select([(str(n), names[n]) for n in SCALE], str(value))


def _select(pairs: Sequence[tuple[str, str]], value: str) -> Block:
    choices = options(pairs)
    return {"type": "static_select", "options": choices, **picked(choices, value)}


def _question(question: Question, answer: str) -> Block:
    if question.kind == SCALED:
        element = _select([(str(n), str(n)) for n in SCALE], answer)
    elif question.kind == CHOICE:
        element = _select([(each, each) for each in question.options], answer)
    else:
        element = text_input(answer, lines=True, most=LONGEST_ANSWER)
    hint = _("From 1 (not at all) to 5 (very much).") if question.kind == SCALED else ""
    return field(field_of(question.key), question.text, element, optional=True, hint=hint)
