"""The modals of a growth plan: a step, and its end."""

from datetime import date

from bot.language import _
from bot.rules.growth import LONGEST_AIM, LONGEST_RESULT, LONGEST_TITLE, StepDraft
from bot.views.blocks import (
    Block,
    bold,
    context,
    field,
    modal,
    option,
    options,
    picked,
    section,
    text_input,
    words,
)
from bot.views.growth import Step


def form(draft: StepDraft, *, owner: str = "", changes: bool = False, memory: str = "") -> Block:
    """The modal `growth`: a new step, one that is changed (`changes`), or one suggested to a report, whose
    mention is `owner`."""
    kinds = options(
        [
            ("stretch", _("🧗 Stretch work: a task above what is usual for me")),
            ("learning", _("📚 Learning: a course, a book, something to practise")),
            ("mentoring", _("🤝 Mentoring: somebody to learn from, or to teach")),
        ]
    )
    kind: Block = {"type": "radio_buttons", "options": kinds} | picked(kinds, draft.kind)
    aim = text_input(draft.aim, lines=True, most=LONGEST_AIM)
    day: Block = {"type": "datepicker"} | ({"initial_date": draft.by.isoformat()} if draft.by else {})
    blocks = [
        field("title", _("What is the step?"), text_input(draft.title, most=LONGEST_TITLE)),
        field("kind", _("What kind of step is it?"), kind),
        field("aim", _("What for?"), aim, optional=True, hint=_("A skill, or a reason.")),
        field("by", _("By when?"), day, optional=True),
    ]
    if changes:
        box: Block = {"type": "checkboxes", "options": [option(_("Let it go: it leaves my plan"), "yes")]}
        return modal(
            "growth",
            _("Change a step"),
            _("Save"),
            [*blocks, field("drop", _("No longer for me?"), box, optional=True)],
            memory=memory,
        )
    if owner:
        told = section(_("For {who}, who is asked to accept it.", who=words(owner, 80)))
        return modal("growth", _("Suggest a step"), _("Suggest"), [told, *blocks], memory=memory)
    hint = context(_("Only you and your direct manager see it."))
    return modal("growth", _("Add a step"), _("Save"), [*blocks, hint], memory=memory)


def done_form(step: Step, today: date, *, memory: str = "") -> Block:
    """The modal `growth_done`: since when a step is done and what came of it."""
    result = text_input(step.result, lines=True, most=LONGEST_RESULT)
    since = (step.done_on or today).isoformat()
    blocks = [
        section(bold(words(step.title, 400))),
        field("result", _("What came of it?"), result, optional=True),
        field("day", _("On which day?"), {"type": "datepicker", "initial_date": since}, optional=True),
    ]
    if step.done_on:
        box: Block = {"type": "checkboxes", "options": [option(_("It is not done yet, after all"), "yes")]}
        blocks.append(field("not_yet", _("Or is it still open?"), box, optional=True))
    return modal("growth_done", _("A step is done"), _("Save"), blocks, memory=memory)
