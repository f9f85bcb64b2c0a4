"""What is held about somebody, who looked, and who may see what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.language import _, later, plural
from bot.rules.visibility import TABLE, Access, Item, Relation
from bot.views.blocks import Message, actions, bold, button, context, message, moment, name, section, words

ITEMS = {
    Item.PUBLIC_KUDOS: later("public kudos"),
    Item.PRIVATE_KUDOS: later("private kudos"),
    Item.FEEDBACK: later("feedback"),
    Item.GOAL: later("goals"),
    Item.CHECKIN_ANSWERS: later("check-in answers"),
    Item.CHECKIN_PARTICIPATION: later("whether you answered a check-in"),
    Item.CHECKIN_AGGREGATE: later("totals of check-ins"),
    Item.MOOD: later("mood and workload"),
    Item.MOOD_AGGREGATE: later("totals of mood and workload"),
    Item.BLOCKER: later("blockers"),
    Item.PULSE: later("totals of anonymous questions"),
    Item.ONE_ON_ONE: later("notes of your 1:1s"),
    Item.SIGNAL: later("your signals, two days after you"),
    Item.SIGNAL_AGGREGATE: later("totals of signals"),
    Item.WATCH_CUE: later("cues about engagement, overload and staying, after you"),
    Item.SUCCESSION: later("plans of succession"),
    Item.CONSIDERED: later("whether you are considered for succession"),
    Item.CIRCLE: later("whether three of you thank mostly one another"),
    Item.GROWTH: later("your growth plan"),
}
VIEWERS = {
    Relation.DIRECT_MANAGER: later("Your manager"),
    Relation.NEXT_MANAGER: later("Your manager's manager"),
    Relation.PEER: later("Colleagues"),
    Relation.HR: later("HR"),
    Relation.LEADERSHIP: later("Leadership"),
    Relation.ADMIN: later("Admins of Cairn"),
}
NEEDS = {
    "shared": later("if you share it"),
    "peers_may": later("if the company allows it"),
    "escalated": later("after two days without an answer"),
    "out_of_line": later("if they manage none of you"),
}
TABLES = {
    "absence": later("absences"),
    "answer": later("answers to the company's own questions"),
    "blocker": later("blockers"),
    "card": later("cards: what a month's signals said to you"),
    "card_reply": later("your answers to them"),
    "checkin": later("check-ins"),
    "consent": later("choices of your own"),
    "dnd": later("when your Do Not Disturb begins and ends, as Slack said last"),
    "delivery": later("messages to you (when and of what kind, not their words)"),
    "feedback": later("feedback given and received"),
    "feedback_asked": later("requests for your feedback"),
    "feedback_request": later("rounds in which you asked for feedback"),
    "form_draft": later("forms that you have begun, kept for some months at most"),
    "goal": later("goals"),
    "goal_change": later("changes of goals that were suggested or agreed"),
    "goal_update": later("updates of goals"),
    "growth_act": later("steps of your growth plan"),
    "home": later("what your Home tab showed last, as a fingerprint"),
    "kudos": later("kudos given"),
    "kudos_receiver": later("kudos received"),
    "one_on_one": later("1:1 pages"),
    "one_on_one_item": later("points, notes and actions that you wrote on them"),
    "receipt": later("receipts of who looked"),
    "signal_cue": later("talent signals, with their evidence"),
    "talk": later("conversations about a card that were noted"),
}
ROLES = {
    "hr": later("HR"),
    "leadership": later("leadership"),
    "admin": later("an admin"),
    "operator": later("the operator of Cairn"),
}


@dataclass(frozen=True)
class Look:
    """One look at what is somebody's: `who` is a mention, or empty where no person is known."""

    who: str
    role: str
    item: str
    at: datetime
    everybody: bool = False


@dataclass(frozen=True)
class Held:
    """How many rows of each table are somebody's, and who looked, the latest first."""

    counts: Sequence[tuple[str, int]]
    looks: Sequence[Look] = ()
    looked: int = 0


def privacy(held: Held, *, zone: ZoneInfo) -> Message:
    """The answer to `/cairn privacy`."""
    total = sum(amount for _table, amount in held.counts)
    said = plural("{n} entry is held about you.", "{n} entries are held about you.", total)
    rows = [
        f"• {bold(str(amount))} × {_(TABLES[table]) if table in TABLES else table}"
        for table, amount in held.counts
    ]
    if not held.looked:
        looked = _("Nobody with a role has looked at anything of yours.")
    else:
        looked = plural("{n} look is on record.", "{n} looks are on record.", held.looked)
    return message(
        f"{said} {looked}",
        section("\n".join([f"*{said}*", *rows])),
        section("\n".join([bold(_("Who looked")), looked, *(_look(each, zone) for each in held.looks)])),
        section("\n".join([bold(_("Who may see what of yours")), *_policy()])),
        context(
            _(
                "The bot reads no channel. Your own choices: `/cairn settings`. To be erased, ask whoever "
                "runs Cairn in your company."
            )
        ),
        actions(button(_("Send me everything as a file"), "privacy_export")),
    )


def _look(look: Look, zone: ZoneInfo) -> str:
    who = name(look.who) if look.who else ""
    role = _(ROLES[look.role]) if look.role in ROLES else words(look.role, 40)
    item = words(look.item, 60)
    if look.everybody:
        return _(
            "• {when}: {who} read everybody's ({item})",
            when=moment(look.at, zone),
            who=who or role,
            item=item,
        )
    whose = f"{who} ({role})" if who else role
    return _("• {when}: {who} read yours ({item})", when=moment(look.at, zone), who=whose, item=item)


def _policy() -> list[str]:
    """The table of `rules.visibility`, one line for each kind of viewer."""
    lines = []
    for relation, viewer in VIEWERS.items():
        seen = [_seen(item, TABLE[item][relation]) for item in Item if TABLE[item][relation].allowed]
        lines.append(f"• *{_(viewer)}*: {', '.join(seen)}")
    return lines


def _seen(item: Item, access: Access) -> str:
    """One item with its condition."""
    conditions = [_(NEEDS[access.needs])] if access.needs else []
    if access.group > 1:
        conditions.append(_("of {n} people or more", n=access.group))
    if access.logged:
        conditions.append(_("you see that they looked"))
    return f"{_(ITEMS[item])} ({'; '.join(conditions)})" if conditions else _(ITEMS[item])


def exporting() -> Message:
    """What is said where the file was asked for."""
    return message(_("Everything that is held about you comes to you as a file, in your DM with Cairn."))


def exported() -> Message:
    """The DM that carries the file."""
    return message(_("Here is everything that Cairn holds about you, table by table, for you alone."))


def title() -> str:
    """The name of the file in Slack."""
    return _("Everything Cairn holds about you")


def help_text() -> Message:
    return message(
        _(
            "`/cairn privacy` shows how much is held about you, who looked at it and who may; from there you "
            "get all of it as a file."
        )
    )
