"""The directory's rows: who works there since when, and when they were away."""

from collections.abc import Iterator
from datetime import timedelta

from bot.sandbox.company.past import Past


def rows(past: Past) -> Iterator[list[object]]:
    for number, who in enumerate(past.cast):
        started = past.mondays[0] - timedelta(days=200 + 97 * (number % 17))
        boss = past.boss(who)
        boss_email = boss.email if boss else ""
        roles = "|".join(dict.fromkeys(["employee", who.role]))
        yield [
            *(who.email, who.id, who.name, boss_email, who.team, who.title),
            *(who.country, who.tz, started, roles),
        ]


def absences(past: Past) -> Iterator[list[object]]:
    for who_id, monday in sorted(past.away):
        if monday + timedelta(days=4) < past.end.date():
            yield [past.by_id[who_id].email, monday, monday + timedelta(days=4), "vacation"]
