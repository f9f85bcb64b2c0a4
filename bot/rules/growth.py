"""Growth plans: what a step may be, how many stand open, when one can still be answered."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.language import _
from bot.rules.refusal import Refusal

STRETCH, LEARNING, MENTORING = "stretch", "learning", "mentoring"
KINDS = (STRETCH, LEARNING, MENTORING)
LONGEST_TITLE, LONGEST_AIM, LONGEST_RESULT = 150, 500, 1000
# A plan is short: so many steps stand open on it, and so many of one manager's suggestions wait.
MOST_OPEN, MOST_WAITING = 10, 3
LONG_AGO = timedelta(days=3653)


@dataclass(frozen=True)
class StepDraft:
    """A step as somebody writes it down: `aim` is the skill or the reason, `by` a day in their zone."""

    title: str = ""
    kind: str = ""
    aim: str = ""
    by: date | None = None


@dataclass(frozen=True)
class Ending:
    """How a step ended: `day` in the person's zone (None: today), `result` what came of it; `not_yet`: it
    is not done after all."""

    day: date | None = None
    result: str = ""
    not_yet: bool = False


def check_step(draft: StepDraft, *, today: date, stood: date | None = None) -> None:
    """Raise Refusal, naming the field, where a step cannot be kept like this. `stood` is the day that it
    has already: it may stay, also where it is over."""
    if not draft.title.strip():
        raise Refusal(_("Say in a few words what you want to do."), field="title")
    check_length(draft.title)
    if draft.kind not in KINDS:
        raise Refusal(_("Choose what kind of step it is."), field="kind")
    if len(draft.aim) > LONGEST_AIM:
        raise Refusal(_too_long(draft.aim, LONGEST_AIM), field="aim")
    if draft.by is not None and draft.by < today and draft.by != stood:
        raise Refusal(_("That day is over. Pick today or a day to come."), field="by")


def check_length(title: str) -> None:
    """Raise Refusal where a title is over the limit."""
    if len(title) > LONGEST_TITLE:
        raise Refusal(
            _(
                "That step has {n} characters; up to {most} fit. The rest can go into what it is for.",
                n=len(title),
                most=LONGEST_TITLE,
            ),
            field="title",
        )


def check_ending(ending: Ending, *, today: date) -> None:
    """Raise Refusal, naming the field, where a step cannot have ended like this."""
    if len(ending.result) > LONGEST_RESULT:
        raise Refusal(_too_long(ending.result, LONGEST_RESULT), field="result")
    if ending.day is not None and ending.day > today:
        raise Refusal(_("That day is still to come. Pick today or an earlier one."), field="day")
    if ending.day is not None and ending.day < today - LONG_AGO:
        raise Refusal(_("That was very long ago. Pick a day of the last ten years."), field="day")


def check_room(planned: int) -> None:
    """Raise Refusal where the plan is full."""
    if planned >= MOST_OPEN:
        raise Refusal(
            _("Your plan has {most} open steps already. Finish one or let one go first.", most=MOST_OPEN)
        )


def check_patience(waiting: int, *, who: str) -> None:
    """Raise Refusal where a manager's suggestions wait for an answer."""
    if waiting >= MOST_WAITING:
        raise Refusal(
            _(
                "{who} has {most} suggestions of yours to answer. Talk about those first.",
                who=who,
                most=MOST_WAITING,
            )
        )


def check_planned(status: str) -> None:
    """Raise Refusal for a step that no longer stands open on one's plan."""
    said = {
        "suggested": _("This one waits for your answer first: `/talent plan` shows it."),
        "done": _("This step is done. `/talent grow` adds another one."),
        "dropped": _("You let this step go. `/talent grow` adds another one."),
    }
    if status in said:
        raise Refusal(said[status])


def check_waiting(status: str) -> None:
    """Raise Refusal for a suggestion that has been answered otherwise; the first answer stands."""
    if status == "dropped":
        raise Refusal(_("You let this step go. `/talent grow` adds another one."))
    if status != "suggested":
        raise Refusal(_("This step is on your plan already: `/talent plan` shows it."))


def _too_long(text: str, most: int) -> str:
    return _("That has {n} characters; up to {most} fit. Say it shorter.", n=len(text), most=most)
