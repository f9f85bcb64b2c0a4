"""Private words that some of the invented people wrote to each other, given or asked for."""

from collections.abc import Iterator

from bot.sandbox.company.past import Past
from bot.sandbox.company.texts import table

HEADER = "feedback_id from_email to_email at text asked"
# Weeks ago, from whom, to whom, whether it was asked for, and the words.
WORDS = """
2  | U0GRACE  | U0ADA    | asked | You rehearse before you move anything, and it shows. Say earlier when a date cannot hold: I would rather know.
3  | U0TOMAS  | U0ADA    | asked | Your notes let me take over on a Tuesday night without calling anybody.
4  | U0ADA    | U0GRACE  | -     | The meeting on Monday has become shorter, and I leave it knowing what comes first. Thank you.
5  | U0KENJI  | U0GRACE  | asked | Decisions reach Tokyo a day late. A line in the evening would help us begin in the morning.
3  | U0PRIYA  | U0LUCA   | -     | Your summary was half a page and changed our minds. Put that page first next time.
6  | U0LUCA   | U0PRIYA  | asked | You listen until the end; people have noticed. The list of what comes next could be shorter.
2  | U0ROSA   | U0SAMUEL | -     | When you took the evening shift yourself, everybody breathed. We need a plan for the next one.
4  | U0SAMUEL | U0ELIF   | asked | Billing cases go well because of you. Let somebody sit beside you, so that you can be away.
3  | U0JONAS  | U0CHIARA | -     | You asked the question nobody wanted to ask, and kindly. Please go on doing that.
2  | U0GRACE  | U0CHIARA | asked | The restore plan was yours from start to end. Try leading the next one with two others in it.
"""  # noqa: E501


def rows(past: Past) -> Iterator[list[object]]:
    """A row for each whose two people work here and whose week is a part of the history."""
    for number, (weeks, giver, receiver, asked, text) in enumerate(table(WORDS)):
        here = [past.by_id[who] for who in (giver, receiver) if who in past.by_id]
        if len(here) < 2 or int(weeks) >= len(past.mondays):
            continue
        at = here[0].at(past.mondays[-1 - int(weeks)], 14, 20)
        yield [f"demo{number}", here[0].email, here[1].email, at, text, "true" if asked else "false"]
