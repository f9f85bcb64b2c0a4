"""The modals about goals: a new one, a change, updates, the end."""

from collections.abc import Sequence

from bot.language import _
from bot.rules import smart
from bot.rules.goal import LONGEST_NOTE, LONGEST_RESULT, LONGEST_TITLE, GoalDraft
from bot.rules.measure import KINDS, chosen_kind, kind_of
from bot.views.blocks import (
    Block,
    actions,
    confidence,
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
from bot.views.goal import Goal, amount, hint, line

Choices = Sequence[tuple[str, str]]
# Goals in the form for all at once: four blocks each, and a modal holds a hundred.
AT_ONCE = 20
# What a kind of measure does not ask for.
UNASKED = {"yes_no": ("unit", "start", "target"), "milestones": ("unit", "start"), "percent": ("unit",)}


def form(
    draft: GoalDraft,
    *,
    parents: Choices = (),
    levels: Sequence[str] = (),
    owner: str = "",
    memory: str = "",
) -> Block:
    """The SMART modal `goal`; `parents` are refs with their titles, `levels` those the person may choose.

    `owner` is the mention of a report for whom it is begun.
    """
    blocks = [*_hints(draft), *_terms(draft, parents)]
    if owner:
        told = _("For {who}, who is asked to accept it.", who=words(owner, 80))
        return modal("goal", _("New goal"), _("Suggest"), [section(told), *blocks], memory=memory)
    if len(levels) > 1:
        whose = options([(level, _level(level)) for level in levels])
        pick: Block = {"type": "static_select", "action_id": "goal_level", "options": whose}
        first = draft.level if draft.level in levels else levels[0]
        blocks.append(section(_("*Whose goal is it?*"), button=pick | picked(whose, first)))
    keep = option(_("Keep it as a draft that only I see"), "yes")
    box: Block = {"type": "checkboxes", "action_id": "goal_draft", "options": [keep]}
    blocks.append(actions(box | ({"initial_options": [keep]} if draft.keep_draft else {})))
    return modal(
        "goal", _("New goal"), _("Save") if draft.keep_draft else _("Propose"), blocks, memory=memory
    )


def change_form(
    ref: str,
    draft: GoalDraft,
    *,
    parents: Choices = (),
    proposes: bool = False,
    note: str = "",
    memory: str = "",
) -> Block:
    """The modal `goal_change`: a goal's terms, to be changed (`proposes`: by its owner, before anybody has
    agreed) or to be suggested otherwise."""
    others = [each for each in parents if each[0] != ref]
    blocks = [*_hints(draft), *_terms(draft, others)]
    if not proposes:
        why = field("note", _("Why?"), text_input(note, lines=True, most=1000), optional=True)
        blocks.append(why)
    submit = _("Propose") if proposes else _("Suggest")
    title = _("Change {ref}", ref=ref)
    return modal(
        "goal_change", title if len(title) <= 24 else _("Change a goal"), submit, blocks, memory=memory
    )


def update_form(goals: Choices, chosen: Goal | None = None, *, memory: str = "") -> Block:
    """The modal `goal_update`; `goals` are refs with their titles, `chosen` the one that is picked."""
    choices = options(_named(goals))
    pick: Block = {"type": "static_select", **_grouped(_named(goals))}
    pick |= picked(choices, chosen.ref if chosen else "") if "options" in pick else {}
    blocks = [
        _telling(field("goal", _("Goal"), pick)),
        *([context(line(chosen))] if chosen else []),
        _value("value", chosen),
        field(
            "confidence",
            _("How sure are you?"),
            {"type": "radio_buttons", "options": _states()},
            optional=True,
        ),
        field("note", _("What happened?"), text_input(lines=True, most=LONGEST_NOTE), optional=True),
    ]
    return modal("goal_update", _("Update a goal"), _("Save"), blocks, memory=memory)


def updates_form(goals: Sequence[Goal], page: int = 1, *, memory: str = "") -> Block:
    """The modal `goal_updates`: one's open goals all at once, a page after the other."""
    last = max(1, -(-len(goals) // AT_ONCE))
    shown = goals[(page - 1) * AT_ONCE : page * AT_ONCE]
    blocks: list[Block] = [context(_("Fill in what has moved and leave the rest empty."))]
    if last > 1:
        blocks.append(context(_("Page {page} of {last}", page=page, last=last)))
    for goal in shown:
        states: Block = {"type": "static_select", "options": _states()}
        blocks += [
            section(line(goal)),
            _value(f"value:{goal.ref}", goal),
            field(f"confidence:{goal.ref}", _("How sure are you?"), states, optional=True),
            field(f"note:{goal.ref}", _("What happened?"), text_input(most=LONGEST_NOTE), optional=True),
        ]
    submit = _("Save and go on") if page < last else _("Save")
    return modal("goal_updates", _("Update my goals"), submit, blocks, memory=memory)


def close_form(goal: Goal, outcome: str = "done", *, memory: str = "") -> Block:
    """The modal `goal_close`: how a goal ended, what came of it, what was learned."""
    outcomes = options([("done", _("It is done")), ("dropped", _("We let it go"))])
    how: Block = {"type": "radio_buttons", "options": outcomes, **picked(outcomes, outcome)}
    blocks = [
        context(line(goal)),
        field("outcome", _("How does it end?"), how),
        _value("value", goal),
        field(
            "result",
            _("What came of it?"),
            text_input(goal.result, lines=True, most=LONGEST_RESULT),
            optional=True,
        ),
        field(
            "lesson",
            _("What would you do again, what not?"),
            text_input(goal.lesson, lines=True, most=LONGEST_RESULT),
            optional=True,
        ),
    ]
    return modal("goal_close", _("Close a goal"), _("Close it"), blocks, memory=memory)


def reopen_form(goal: Goal, *, memory: str = "") -> Block:
    """The modal `goal_reopen`: why a goal is not done yet."""
    why = field("note", _("What is still missing?"), text_input(lines=True, most=LONGEST_NOTE), optional=True)
    blocks = [context(line(goal)), why]
    return modal("goal_reopen", _("Not yet"), _("Open it again"), blocks, memory=memory)


def _hints(draft: GoalDraft) -> list[Block]:
    """What would make it better, two at a time; nothing here stops anybody."""
    lacks = smart.missing(draft)
    parts = [
        (_("specific"), smart.SPECIFIC in lacks),
        (_("measurable"), smart.MEASURE in lacks or smart.TARGET in lacks),
        (_("relevant"), smart.RELEVANT in lacks),
        (_("with a date"), smart.DUE in lacks),
    ]
    said = " · ".join(f"{'▫️' if open_ else '✅'} {name}" for name, open_ in parts)
    shown: list[Block] = [context(said)]
    if lacks:
        shown.append(context("\n".join(f"💡 {hint(each)}" for each in lacks[:2])))
    else:
        shown.append(context(_("💡 All there. Whether it can be done by then is for you two to agree.")))
    return shown


def _terms(draft: GoalDraft, parents: Choices) -> list[Block]:
    kind = chosen_kind(draft.kind, draft.unit)
    title = text_input(
        draft.title, most=LONGEST_TITLE, placeholder=_("Half of our customers use the new search")
    )
    blocks = [
        _telling(field("title", _("What do you want to reach?"), title)),
        _measure(draft, kind),
        _kind(draft, kind),
        *(each for each in _values(draft, kind) if each["block_id"] not in UNASKED.get(kind, ())),
        _telling(field("due", _("By when?"), _due(draft), optional=True)),
        field(
            "relevance",
            _("Why does it matter?"),
            text_input(draft.relevance, lines=True, most=1000),
            optional=True,
        ),
    ]
    if parents:
        choices = options(_named(parents))
        select: Block = {"type": "static_select", "options": choices, **picked(choices, draft.parent)}
        blocks.append(_telling(field("parent", _("Which larger goal does it serve?"), select, optional=True)))
    return blocks


def _measure(draft: GoalDraft, kind: str) -> Block:
    if kind == "milestones":
        steps = text_input(draft.measure, lines=True, most=1500, placeholder=_("First draft\nReviewed\nLive"))
        return field("measure", _("Which milestones? One a line"), steps, optional=True)
    told = text_input(draft.measure, most=300, placeholder=_("Share of weekly active customers"))
    return _telling(field("measure", _("How will you know?"), told, optional=True))


def _kind(draft: GoalDraft, kind: str) -> Block:
    said = {
        "number": _("a number"),
        "percent": _("a percentage"),
        "currency": _("money"),
        "yes_no": _("yes or no"),
        "milestones": _("milestones"),
    }
    kinds = options([(each, said[each]) for each in KINDS])
    pick: Block = {"type": "static_select", "action_id": "goal_kind", "options": kinds, **picked(kinds, kind)}
    return section(_("*How is it measured?*"), button=pick)


def _values(draft: GoalDraft, kind: str) -> list[Block]:
    money = kind == "currency"
    label, example = (_("Currency"), "EUR") if money else (_("Unit"), _("%, customers, days, EUR"))
    aim = _("How many, where you list none") if kind == "milestones" else _("Where it should get to")
    target = field("target", aim, text_input(draft.target, most=30, placeholder="50"), optional=True)
    return [
        field("unit", label, text_input(draft.unit, most=40, placeholder=example), optional=True),
        field(
            "start",
            _("Where it stands today"),
            text_input(draft.start, most=30, placeholder="0"),
            optional=True,
        ),
        _telling(target),
    ]


def _due(draft: GoalDraft) -> Block:
    return {"type": "datepicker"} | ({"initial_date": draft.due.isoformat()} if draft.due else {})


def _value(name: str, goal: Goal | None) -> Block:
    kind = kind_of(goal.unit) if goal else ""
    example = {"yes_no": _("yes or no"), "milestones": "3"}.get(kind, _("60 or 60%"))
    told = _("Leave it empty where it has not moved.")
    if goal is not None and goal.value is not None:
        now = amount(goal.value, goal.unit)
        told = _("Now {value}. Leave it empty where it has not moved.", value=now)
    return field(
        name, _("Where does it stand?"), text_input(most=30, placeholder=example), optional=True, hint=told
    )


def _words(text: str) -> Block:
    return text_input(text, lines=True, most=LONGEST_RESULT)


def _states() -> list[Block]:
    return options([(state, confidence(state)) for state in ("on_track", "at_risk", "off_track")])


def _level(level: str) -> str:
    return {"team": _("My team's"), "organisation": _("The whole company's")}.get(level, _("Mine"))


def _telling(block: Block) -> Block:
    """An input whose change is told at once, so that the hints can follow."""
    return block | {"dispatch_action": True}


def _named(pairs: Choices) -> list[tuple[str, str]]:
    return [(ref[:150], f"{ref} {title}") for ref, title in pairs]


def _grouped(pairs: Choices) -> Block:
    """A select's options; of more than a hundred, in groups of a hundred."""
    if len(pairs) <= 100:
        return {"options": options(pairs)}
    groups = [pairs[first : first + 100] for first in range(0, len(pairs), 100)][:100]
    shown = [
        {"label": option(f"{group[0][0]} – {group[-1][0]}", "x")["text"], "options": options(group)}
        for group in groups
    ]
    return {"option_groups": shown}
