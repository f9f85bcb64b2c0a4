"""The growth plans of some of the invented people."""

from collections.abc import Iterator
from datetime import timedelta

from bot.sandbox.company.past import Past
from bot.sandbox.company.texts import table

HEADER = "email growth_id kind title aim by status suggested_by_email created_at closed_at result"
# Weeks ago, whose step, its kind, whose idea, when it ended or is meant to (weeks ago, or weeks from now),
# what became of it, the step, what it is for, and what came of it.
STEPS = """
9  | U0ADA    | stretch   | -        | 3  | planned   | Lead the rehearsal of the next move myself        | So that Tomas can be away            | -
6  | U0ADA    | learning  | -        | 2  | done      | Work through the book on query plans              | Slow reports in the evening          | The weekly report takes four seconds instead of ninety
2  | U0ADA    | mentoring | U0GRACE  | -  | planned   | Half an hour a week with Elena on reliability     | To be on call without a knot         | -
1  | U0ADA    | stretch   | U0GRACE  | 6  | suggested | Present the plan for the spring to all teams      | They trust your dates already        | -
16 | U0CHIARA | learning  | -        | 11 | done      | Course on restoring from backups                  | The restore plan                     | A drill that anybody can follow
12 | U0CHIARA | stretch   | U0GRACE  | 5  | done      | Own the restore plan from start to end            | -                                    | Two teams use it
5  | U0CHIARA | mentoring | -        | 1  | done      | Show Amara how the drill works                    | -                                    | She led the last one
3  | U0CHIARA | stretch   | U0GRACE  | 8  | planned   | Lead the next drill with two others in it         | Leading, not only doing              | -
7  | U0KENJI  | learning  | -        | 4  | planned   | English meetings: a course in the evening         | To speak first sometimes             | -
8  | U0ROSA   | mentoring | U0SAMUEL | -  | planned   | Let Elif sit beside you in trainings              | So that you can be away              | -
10 | U0LUCA   | learning  | -        | 6  | done      | Writing for people in a hurry                     | Half a page instead of four          | The last two summaries were read
4  | U0JONAS  | mentoring | -        | 10 | planned   | Pavel jede Woche eine Stunde zeigen, wie wir bauen | Damit nicht alles an mir hängt       | -
6  | U0ELIF   | learning  | -        | 1  | dropped   | Certificate in billing law                        | -                                    | -
"""  # noqa: E501


def rows(past: Past) -> Iterator[list[object]]:
    """A row for each step whose people work here and whose week is a part of the history."""
    for number, (weeks, who, kind, author, other, status, title, aim, result) in enumerate(table(STEPS)):
        here = [past.by_id.get(each) for each in (who, author) if each]
        if None in here or int(weeks) >= len(past.mondays):
            continue
        owner = past.by_id[who]
        ended = status in ("done", "dropped")
        begun = owner.at(past.mondays[-1 - int(weeks)] + timedelta(days=2), 11)
        day = past.mondays[-1] + timedelta(weeks=int(other), days=4) if other and not ended else ""
        yield [
            *(owner.email, f"demo{number}", kind, title, aim, day, status),
            past.by_id[author].email if author else "",
            begun,
            owner.at(past.mondays[-1 - int(other)] + timedelta(days=3), 15) if ended else "",
            result,
        ]
