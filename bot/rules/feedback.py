"""Private feedback: how a line of it is read, what may be sent, who may be asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language import _, plural
from bot.rules import mentions
from bot.rules.refusal import Refusal

LONGEST = 3000
LONGEST_TOPIC = 200
MOST_RECEIVERS = 10
_ASK = re.compile(r"ask\b\s*(.*)", re.IGNORECASE | re.DOTALL)
_ABOUT = re.compile(r"(?:about|on)\b\s*", re.IGNORECASE)


@dataclass(frozen=True)
class FeedbackCommand:
    """`verb` is form (for `people`, where some were named), help, mine, team, give or ask; `words` are the
    feedback, or the topic asked about."""

    verb: str
    people: Sequence[str] = ()
    words: str = ""


def parse(text: str) -> FeedbackCommand:
    """Read `@a words`, `@a`, `ask @a @b about TOPIC`, `mine`, `team`, `help` or nothing. Raises Refusal."""
    text = text.strip()
    if not text:
        return FeedbackCommand("form")
    if text.lower() in ("help", "mine", "team"):
        return FeedbackCommand(text.lower())
    ask = _ASK.fullmatch(text)
    people, words = mentions.split(ask[1] if ask else text)
    _check_names(text, people, words)
    if ask:
        return FeedbackCommand("ask", people, _ABOUT.sub("", words, count=1).strip())
    if not words and len(people) <= MOST_RECEIVERS:
        return FeedbackCommand("form", people)
    return FeedbackCommand("give", people, words)


def _check_names(text: str, people: Sequence[str], words: str) -> None:
    """Refuse groups, names that Slack did not recognise, and nobody."""
    if mentions.USERGROUP.search(text):
        raise Refusal(_("Feedback goes to people by name. Whom do you mean?"))
    mentions.check_plain(mentions.PLAIN_MENTION.match(words))
    if not people:
        raise Refusal(
            _(
                "Whom is it for? Write it like this: /cairn feedback @someone and your words, "
                "or /cairn feedback ask @someone about a topic"
            )
        )


def allow(people: Sequence[str], words: str, *, giver: str) -> None:
    """Let feedback through, or raise Refusal with what to do instead."""
    if giver in people:
        raise Refusal(_("Feedback is for other people. Whom is it for?"), field="receivers")
    if not people:
        raise Refusal(_("Whom is it for? Choose at least one person."), field="receivers")
    if not words.strip():
        raise Refusal(
            _("What would you like to tell them? Send it again with your words after the name."), field="text"
        )
    _check_amount(people)
    if len(words) > LONGEST:
        raise Refusal(
            _(
                "That is {length} characters; up to {most} fit. Say it a little shorter.",
                length=len(words),
                most=LONGEST,
            ),
            field="text",
        )


def allow_asking(people: Sequence[str], topic: str, *, asker: str) -> None:
    """Let a round of requests through, or raise Refusal with what to do instead."""
    if asker in people:
        raise Refusal(_("You can't ask yourself. Whose view would help you?"))
    if not topic.strip():
        raise Refusal(
            _("What should they tell you about? Write it so: /cairn feedback ask @someone about a topic")
        )
    _check_amount(people)
    if len(topic) > LONGEST_TOPIC:
        raise Refusal(
            _(
                "A topic has up to {most} characters, and this one has {length}. Say it in a few words.",
                length=len(topic),
                most=LONGEST_TOPIC,
            )
        )


def _check_amount(people: Sequence[str]) -> None:
    if len(people) > MOST_RECEIVERS:
        raise Refusal(
            plural(
                "That is more than {n} person at once. Choose fewer.",
                "That is more than {n} people at once. Choose fewer.",
                MOST_RECEIVERS,
            ),
            field="receivers",
        )


def welcome(outsider: str, *, mention: str, left: bool = False) -> None:
    """Refuse somebody who would never read it. `outsider` is bot, guest, external or empty."""
    if left:
        raise Refusal(_("{who} has left, so it would not arrive.", who=mention), field="receivers")
    if outsider == "bot":
        raise Refusal(_("{who} is an app. Feedback is for people.", who=mention), field="receivers")
    if outsider:
        raise Refusal(
            _("{who} is not a member of this workspace, so it would not reach them.", who=mention),
            field="receivers",
        )
