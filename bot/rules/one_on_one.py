"""A 1:1's page: who it is with, and what may be written on it."""

from dataclasses import dataclass

from bot.language import _
from bot.rules import mentions
from bot.rules.blocker import lines
from bot.rules.refusal import Refusal

# As many points as a form can tick in one group; older ones come first.
MOST = 10
LONGEST, LONGEST_NOTE = 500, 3000


@dataclass(frozen=True)
class Written:
    """What one of the two writes on the page.

    `talked`, `done` and `suggested` name what was ticked; `mine` says that new actions are the
    writer's own, else the other's; `met` that they have met and go on to a fresh page.
    """

    agenda: str = ""
    note: str = ""
    actions: str = ""
    mine: bool = True
    talked: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    met: bool = False


def partner(rest: str) -> str:
    """The Slack id of whom `/cairn 1:1 @person` names; empty where it names nobody. Raises Refusal."""
    if not rest.strip():
        return ""
    mentions.check_plain(mentions.PLAIN_MENTION.search(rest))
    people, _words = mentions.split(rest)
    if len(people) != 1:
        raise Refusal(_("A 1:1 is with one person: `/cairn 1:1 @name`."))
    return people[0]


def points(text: str, *, field: str) -> list[str]:
    """The points of a text, one a line. Raises Refusal for one that is too long."""
    found = lines(text, MOST)
    if any(len(each) > LONGEST for each in found):
        raise Refusal(
            _("A point has up to {most} characters. The rest fits into a note.", most=LONGEST), field=field
        )
    return found


def check_note(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise Refusal(
            _(
                "That is {length} characters; up to {most} fit. Say it a little shorter.",
                length=len(note),
                most=LONGEST_NOTE,
            ),
            field="note",
        )
