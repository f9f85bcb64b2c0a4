"""What stands on the pages that two of the invented people share for their talks."""

from collections.abc import Iterator
from datetime import timedelta

from bot.sandbox.company.past import Past
from bot.sandbox.company.texts import table

HEADER = "item_id first_email second_email kind author_email owner_email at text done_at met_at"
# Weeks ago, whose page, what, by whom, whose action it is, what became of it, and the words. A talk that was
# held closes what stood on the page until then; an open action stays.
ITEMS = """
3 | U0ADA U0GRACE    | agenda | U0ADA    | -       | held | How to tell the other teams when a database moves
3 | U0ADA U0GRACE    | note   | U0GRACE  | -       | held | One message the day before, one when it is over. No meeting.
3 | U0ADA U0GRACE    | action | U0GRACE  | U0GRACE | done | Ask operations for a quiet evening in December
3 | U0ADA U0GRACE    | action | U0ADA    | U0ADA   | open | Write down the rehearsal, so that Oskar can lead the next one
1 | U0ADA U0GRACE    | agenda | U0ADA    | -       | open | Is the date before the holidays a wish or a promise?
1 | U0ADA U0GRACE    | agenda | U0GRACE  | -       | open | What you would like to learn next year
2 | U0ROSA U0SAMUEL  | agenda | U0ROSA   | -       | open | Who covers the evening desk while two are away
2 | U0ROSA U0SAMUEL  | action | U0SAMUEL | U0SAMUEL | open | Take Rosa off the training plan until January
2 | U0KENJI U0GRACE  | agenda | U0KENJI  | -       | open | A line every evening about what was decided
"""  # noqa: E501


def rows(past: Past) -> Iterator[list[object]]:
    """A row for each item of a pair that works here, where its week is a part of the history."""
    for number, (weeks, pair, kind, author, owner, fate, text) in enumerate(table(ITEMS)):
        if not all(who in past.by_id for who in pair.split()) or int(weeks) >= len(past.mondays):
            continue
        first, second = (past.by_id[who].email for who in pair.split())
        at = past.by_id[author].at(past.mondays[-1 - int(weeks)] + timedelta(days=1), 10)
        met = at + timedelta(days=1) if fate != "open" else ""
        yield [
            *(f"demo{number}", first, second, kind, past.by_id[author].email),
            *(past.by_id[owner].email if owner else "", at, text),
            *(met if kind == "action" else "", met),
        ]
