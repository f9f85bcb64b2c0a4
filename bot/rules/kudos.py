"""What may be thanked for, by whom, and how a line of thanks is read."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import time

from bot.language import _, plural
from bot.rules import mentions
from bot.rules.refusal import Refusal

LONGEST = 2000
MOST_RECEIVERS = 20
# When a receiver hears of the day's reactions, on their own clock.
BUNDLE_TIME = time(16)

# Slack may have taken a tag for the channel of that name.
_TAG = re.compile(r"<#[CG][A-Z0-9]*\|([^>]+)>|(?<![\w<&/])#(\w[\w-]*)")
_WORD = re.compile(r"\w[\w'’-]*")
# A reason has a letter, a figure or an emoji in it, beside whom it mentions.
_SAYS = ("L", "N", "So")


@dataclass(frozen=True)
class KudosRequest:
    """Who is thanked, for what, with which tags; `source` is command, modal, shortcut or reaction."""

    receivers: Sequence[str]
    message: str
    tags: Sequence[str] = ()
    private: bool = False
    source: str = "command"
    channel: str | None = None
    message_ts: str | None = None


def parse(text: str) -> KudosRequest:
    """Read `@a @b why #value`: the people the line begins with are thanked, else all it names.

    Tags may stand anywhere. Raises Refusal where no receiver can be made out.
    """
    if mentions.USERGROUP.search(text):
        raise Refusal(_("Kudos go to people by name, so that each of them hears it. Whom do you mean?"))
    leading, reason = mentions.split(text)
    receivers = leading or mentions.named(text)
    # A plain name among the people would be taken for a word, and its owner would go unthanked.
    plain = mentions.PLAIN_MENTION.match(reason) if receivers else mentions.PLAIN_MENTION.search(reason)
    mentions.check_plain(plain)
    if not receivers:
        raise Refusal(_("Whom do you want to thank? Write it like this: /kudos @someone for what they did"))
    message = " ".join(_TAG.sub(lambda m: f"#{m[1] or m[2]}", reason).split())
    return KudosRequest(receivers=receivers, message=message, tags=tags(text))


def tags(text: str) -> list[str]:
    """The #words of a text, each once."""
    return list(dict.fromkeys(first or second for first, second in _TAG.findall(text)))


def is_reason(message: str) -> bool:
    """Whether words say anything: a tag or an emoji does, punctuation and names alone do not."""
    said = unicodedata.normalize("NFKC", mentions.MENTION.sub("", message))
    return any(unicodedata.category(letter).startswith(_SAYS) for letter in said)


def allow(
    request: KudosRequest, *, giver: str, allowance: int | None = None, given_this_week: int = 0
) -> None:
    """Let the kudos through, or raise Refusal with what to do instead."""
    if giver in request.receivers:
        raise Refusal(_("Kudos are for other people. Who helped you?"), field="receivers")
    # Kudos about a message have their reason in it.
    if request.message_ts is None and not is_reason(request.message):
        raise Refusal(
            _("What for? Send it again with what they did: it is the part people remember."), field="message"
        )
    if len(request.receivers) > MOST_RECEIVERS:
        raise Refusal(
            plural(
                "That is more than {n} person at once. Thank them in smaller groups.",
                "That is more than {n} people at once. Thank them in smaller groups.",
                MOST_RECEIVERS,
            ),
            field="receivers",
        )
    if len(request.message) > LONGEST:
        raise Refusal(
            _(
                "That is {length} characters; up to {most} fit. Say it a little shorter.",
                length=len(request.message),
                most=LONGEST,
            ),
            field="message",
        )
    if allowance is not None and given_this_week + len(request.receivers) > allowance:
        raise Refusal(_beyond(allowance, max(0, allowance - given_this_week)))


def _beyond(allowance: int, left: int) -> str:
    """Why thanks go beyond the week's allowance, and when there is more."""
    if left:
        said = plural("You can thank {n} more this week", "You can thank {n} more this week", left)
    else:
        said = _("You have given all of this week's kudos")
    return _("{said} ({allowance} are yours); there are new ones on Monday.", said=said, allowance=allowance)


def is_thin(message: str) -> bool:
    """Whether a reason says too little for anybody to remember later: a single word."""
    return len(_WORD.findall(message)) < 2


def welcome_giver(outsider: str) -> None:
    """Refuse a giver who is no colleague."""
    if outsider:
        raise Refusal(_("Kudos come from the members of this workspace."))


def welcome(outsider: str, *, mention: str, left: bool = False) -> None:
    """Refuse a receiver who is no colleague. `outsider` is bot, guest, external or empty."""
    if left:
        raise Refusal(_("{who} has left, so the thanks would not arrive.", who=mention), field="receivers")
    if outsider == "bot":
        raise Refusal(
            _("{who} is an app. Kudos are for people: who is behind it?", who=mention), field="receivers"
        )
    if outsider:
        raise Refusal(
            _(
                "{who} is not a member of this workspace, so they would never hear it. "
                "Thank them in a message of your own.",
                who=mention,
            ),
            field="receivers",
        )


def sorted_tags(tags: Collection[str], values: Collection[str]) -> tuple[list[str], list[str]]:
    """Tags that name a company value, in its spelling, and the others, kept as skills; each once."""
    spelling = {value.lower(): value for value in values}
    once = {tag.lower(): tag for tag in tags}
    known = [spelling[tag] for tag in once if tag in spelling]
    return known, [tag.replace("|", " ") for name, tag in once.items() if name not in spelling]
