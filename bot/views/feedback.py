"""Private feedback: the DM, the request, the lists, the modal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.language import _, plural
from bot.rules.feedback import LONGEST, MOST_RECEIVERS
from bot.views.blocks import (
    Block,
    Message,
    actions,
    bold,
    button,
    context,
    dated,
    field,
    fitting,
    message,
    modal,
    name,
    names,
    quote,
    quoted,
    section,
    text_input,
    words,
)

LISTED = 20


@dataclass(frozen=True)
class Given:
    """One feedback as its receiver has it: `giver` is a mention, `topic` what was asked about."""

    ref: str
    giver: str
    giver_id: str
    text: str
    at: datetime
    topic: str = ""
    shared: bool = False
    has_manager: bool = True
    # Whom it is for; only in a manager's list.
    receiver: str = ""


@dataclass(frozen=True)
class Round:
    """One topic that somebody asked several people about."""

    topic: str
    asked: int
    answered: int


@dataclass(frozen=True)
class Request:
    """A request as somebody who is asked reads it."""

    ref: str
    asker: str
    topic: str


def told(given: Given) -> Message:
    """The DM to the receiver, as it stands: shared with the manager or not."""
    who = name(given.giver)
    said = _("{who} sent you feedback, for your eyes only", who=who)
    if given.topic:
        topic = words(given.topic, 250)
        said = _("{who} answered you about “{topic}”, for your eyes only", who=who, topic=topic)
    return message(
        f"{said}: {words(given.text)}",
        section(f"✉️ *{said}*"),
        *quoted(given.text),
        context(_state(given)),
        actions(*_buttons(given)),
    )


def _state(given: Given) -> str:
    if given.shared:
        return _("You let your manager read it. You can take that back at any time.")
    if given.has_manager:
        return _("Only you and they can read it. Your manager reads it only if you choose so.")
    return _("Only you and they can read it.")


def _buttons(given: Given) -> list[Block]:
    buttons = [button(_("Reply"), "feedback_open", given.giver_id)]
    if given.shared:
        buttons.append(button(_("Stop sharing"), "feedback_unshare", given.ref))
    elif given.has_manager:
        buttons.append(button(_("Let my manager read it"), "feedback_share", given.ref))
    return buttons


def sent(receivers: Sequence[str], *, held: bool) -> Message:
    """What the giver reads."""
    if held:
        return message(
            _("Kept. Cairn is not switched on for everybody yet, so they get no message about it.")
        )
    return message(_("Sent privately. Only {who} and you can read it.", who=names(receivers)))


def asked(people: Sequence[str], topic: str, *, held: bool) -> Message:
    """What the asker reads."""
    who = names(people)
    if held:
        return message(
            _("Kept. Cairn is not switched on for everybody yet, so {who} will not be asked.", who=who)
        )
    return message(
        _(
            "Asked {who} about “{topic}”. What comes back reaches you alone; "
            "`/cairn feedback mine` shows it together.",
            who=who,
            topic=words(topic, 300),
        )
    )


def request(wanted: Request) -> Message:
    """The DM to somebody who is asked."""
    said = _(
        "{who} asks for your feedback about “{topic}”", who=name(wanted.asker), topic=words(wanted.topic, 300)
    )
    return message(
        said,
        section(f"✉️ *{said}*"),
        context(_("Only they read what you write. One thing that helps, and one to try, is plenty.")),
        actions(
            button(_("Answer"), "feedback_reply", wanted.ref, style="primary"),
            button(_("Not this time"), "feedback_decline", wanted.ref),
        ),
    )


def declined() -> Message:
    """In place of a request that somebody does not want to answer."""
    return message(_("All right. Nobody is told, and you will not be asked about this again."))


def replied(asker: str, topic: str) -> Message:
    """In place of a request that somebody has answered."""
    return message(
        _("You answered {who} about “{topic}”. Thank you.", who=name(asker), topic=words(topic, 300))
    )


def shared_with_you(receiver: str, ref: str) -> Message:
    """The DM to a manager; the words stay where the receiver can take them back."""
    said = _("{who} would like you to read feedback they got.", who=name(receiver))
    return message(said, section(said), actions(button(_("Read it"), "feedback_team", ref)))


def mine(received: Sequence[Given], rounds: Sequence[Round], *, zone: ZoneInfo) -> Message:
    """What somebody was given, and what came back in their rounds."""
    if not received and not rounds:
        return message(
            _("No feedback yet. Ask for some: `/cairn feedback ask @someone about your last presentation`")
        )
    said = plural("You have {n} piece of feedback.", "You have {n} pieces of feedback.", len(received))
    lines = [
        _(
            "“{topic}”: {answered} of {asked} answered",
            topic=words(each.topic, 200),
            answered=each.answered,
            asked=each.asked,
        )
        for each in rounds
    ]
    blocks = [section(f"*{said}*")]
    if lines:
        blocks.append(section("\n".join([bold(_("What you asked")), *(f"• {line}" for line in lines)])))
    return message(said, *blocks, *fitting([_row(each, zone) for each in received], room=6000, most=LISTED))


def _row(each: Given, zone: ZoneInfo) -> str:
    head = f"*{name(each.giver)}* — {dated(each.at.astimezone(zone).date())}"
    if each.topic:
        head += f" — “{words(each.topic, 200)}”"
    if each.shared:
        head = " — ".join([head, _("your manager may read it")])
    return f"{head}\n{quote(each.text, 1200)}"


def _between(each: Given) -> str:
    return _("{giver} to {receiver}", giver=name(each.giver), receiver=name(each.receiver))


def team(shared: Sequence[Given], *, zone: ZoneInfo) -> Message:
    """What reports let their manager read."""
    if not shared:
        return message(_("Nobody has shared feedback with you just now."))
    said = plural(
        "{n} piece of feedback is shared with you.",
        "{n} pieces of feedback are shared with you.",
        len(shared),
    )
    rows = [
        f"{bold(_between(each))} — {dated(each.at.astimezone(zone).date())}\n{quote(each.text, 1200)}"
        for each in shared
    ]
    return message(
        said,
        section(f"*{said}*"),
        *fitting(rows, room=6500, most=LISTED),
        context(_("They chose to show you this, and can take it back.")),
    )


def help_text() -> Message:
    return message(
        _(
            "`/cairn feedback @ada your words` sends private feedback: only she and you can read it, and she "
            "decides whether her manager may. `/cairn feedback ask @ada @grace about my demo` asks for some. "
            "`/cairn feedback` opens a form, `/cairn feedback mine` shows what you got, "
            "`/cairn feedback team` what your reports share with you."
        )
    )


def form(*, receivers: Sequence[str] = (), text: str = "", topic: str = "", memory: str = "") -> Block:
    """The modal `feedback`; receivers are Slack ids, `topic` is what was asked about."""
    people: Block = {"type": "multi_users_select", "max_selected_items": MOST_RECEIVERS}
    if receivers:
        people["initial_users"] = list(receivers)
    blocks = [
        field("receivers", _("Whom is it for?"), people),
        field(
            "text",
            _("What did you see, what did it do, what might they try?"),
            text_input(text, lines=True, most=LONGEST),
        ),
        context(_("Only they and you can read it. They decide whether their manager may.")),
    ]
    if topic:
        blocks.insert(0, context(_("They asked about “{topic}”.", topic=words(topic, 300))))
    return modal("feedback", _("Private feedback"), _("Send"), blocks, memory=memory)
