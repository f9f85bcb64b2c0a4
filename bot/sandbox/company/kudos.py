"""Whom the invented people thanked, and for what."""

from collections.abc import Iterator
from datetime import timedelta

from bot.sandbox.company.past import Past
from bot.sandbox.company.texts import table

CHANNEL = "CKUDOS"
THANKS = """
care    | writing      | the calm note to the customer who had waited for a week
care    | onboarding   | sitting down with the new colleague on a full Monday
care    | -            | noticing that I was swamped and simply taking two things off my list
care    | -            | staying on the call until the customer could work again
craft   | sql          | the tidy report on renewals, and for showing me how to run it
craft   | testing      | trying the release on an old phone before anybody else had to
craft   | design       | the new empty page; it finally says what to do next
craft   | operations   | finding out why Tuesdays were slow while everybody else was guessing
courage | speaking     | saying in the review that the date cannot hold
courage | -            | asking the question that all of us had
clarity | writing      | the one-page summary that ended a long thread
clarity | facilitation | keeping the planning to half an hour, with a decision at the end
clarity | research     | the interview notes; I understood the customer after two paragraphs
"""


def rows(past: Past) -> Iterator[list[object]]:
    """Every week about two thanks among three people, now and then to two at once."""
    thanks = past.dealt(list(table(THANKS)))
    number = 0
    for monday in past.mondays:
        for _ in range(len(past.cast) * 2 // 3):
            number += 1
            giver, *receivers = past.rng.sample(past.cast, min(len(past.cast), 2 + (number % 7 == 0)))
            day = monday + timedelta(days=past.rng.randrange(5))
            at = giver.at(day, past.rng.randrange(9, 18), past.rng.randrange(60))
            value, skill, message = next(thanks)
            channel, visibility = ("", "private") if number % 11 == 0 else (CHANNEL, "public")
            for receiver in receivers if at < past.end else []:
                yield [
                    *(f"K{number}", giver.email, receiver.email, at, message),
                    *(value, skill, channel, visibility, "command"),
                ]
