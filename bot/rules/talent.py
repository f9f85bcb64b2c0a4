"""`/talent`: how a line of it is read."""

import re
from dataclasses import dataclass

from bot.language import _
from bot.rules import card, growth, mentions
from bot.rules.refusal import Refusal

_GROW = re.compile(r"grow\b\s*(.*)", re.IGNORECASE | re.DOTALL)
_PLAN_OF = re.compile(r"plan\s+(?=<?@)", re.IGNORECASE)


@dataclass(frozen=True)
class TalentCommand:
    """`verb` is mine, plan, help, grow or report; `person` the Slack id of the report who is meant, `title`
    what a step begins with."""

    verb: str
    person: str = ""
    title: str = ""


def parse(text: str) -> TalentCommand:
    """Read nothing, `plan`, `help`, `grow TITLE`, `grow @report TITLE`, `@report` or `plan @report`, which
    show the same. Raises Refusal."""
    text = text.strip()
    if text.lower() in ("", "plan", "help"):
        return TalentCommand(text.lower() or "mine")
    grow = _GROW.fullmatch(text)
    if grow is None:
        return TalentCommand("report", card.parse(_PLAN_OF.sub("", text, count=1)))
    mentions.check_plain(mentions.PLAIN_MENTION.match(grow[1]))
    people, title = mentions.split(grow[1]) if grow[1].startswith("<@") else ([], grow[1].strip())
    if len(people) > 1:
        raise Refusal(_("A step is for one person at a time: `/talent grow @somebody` and the step."))
    growth.check_length(title)
    return TalentCommand("grow", people[0] if people else "", title)
