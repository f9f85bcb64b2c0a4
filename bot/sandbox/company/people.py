"""The directory's rows: who works there since when, and when they were away."""

from collections.abc import Iterator

from bot.sandbox.company.past import Past


def rows(past: Past) -> Iterator[list[object]]:
    for who in past.cast:
        boss = past.boss(who)
        roles = "|".join(dict.fromkeys(["employee", who.role]))
        yield [
            *(who.email, who.id, who.name, boss.email if boss else "", who.team, who.title),
            *(who.location, who.country, who.tz, past.started(who), roles),
        ]


def absences(past: Past) -> Iterator[list[object]]:
    for away in past.absences:
        if away.first < past.today:
            yield [away.who.email, away.first, away.last, away.kind]
