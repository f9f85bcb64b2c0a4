"""Whom the invented people thanked, and for what."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate

from bot.sandbox.company import characters
from bot.sandbox.company.colleagues import Colleague
from bot.sandbox.company.past import Past
from bot.sandbox.company.texts import table

CHANNEL = "CKUDOS"
THANKS = """
care    | writing      | the calm note to the customer who had waited for a week
care    | mentoring    | sitting down with the new colleague on a full Monday
care    | -            | noticing that I was swamped and simply taking two things off my list
care    | -            | staying on the call until the customer could work again
care    | teaching     | explaining the billing rules until I could explain them myself
care    | -            | covering my evening so that I could be at the school concert
craft   | sql          | the tidy report on renewals, and for showing me how to run it
craft   | testing      | trying the release on an old phone before anybody else had to
craft   | design       | the new empty page; it finally says what to do next
craft   | operations   | finding out why Tuesdays were slow while everybody else was guessing
craft   | negotiation  | the renewal that nobody thought would come back
craft   | sql          | cutting the night run from forty minutes to four
courage | speaking     | saying in the review that the date cannot hold
courage | -            | asking the question that all of us had
courage | unblocking   | calling the supplier until somebody picked up
courage | unblocking   | taking the decision that three teams were waiting for
clarity | writing      | the one-page summary that ended a long thread
clarity | facilitation | keeping the planning to half an hour, with a decision at the end
clarity | research     | the interview notes; I understood the customer after two paragraphs
clarity | teaching     | the drawing of how the parts fit; it hangs above my desk now
"""


def rows(past: Past) -> Iterator[list[object]]:
    """Week by week, as often as each is given to thanking; now and then two people at once."""
    thanks, circles = past.dealt(list(table(THANKS))), _Circles(past)
    number = 0
    for monday in past.mondays:
        for giver in past.cast:
            for at in _moments(past, giver, monday):
                number += 1
                receivers = circles.chosen(giver, monday, 2 if number % 9 == 0 else 1)
                value, skill, message = next(thanks)
                channel, visibility = ("", "private") if number % 11 == 0 else (CHANNEL, "public")
                for receiver in receivers:
                    yield [
                        *(f"K{number}", giver.email, receiver.email, at, message),
                        *(value, skill, channel, visibility, "command"),
                    ]


def _moments(past: Past, giver: Colleague, monday: date) -> Iterator[datetime]:
    """When somebody says thanks in a week."""
    if not past.works(giver, monday):
        return
    often = past.character(giver, monday).gives
    for _ in range(int(often) + (past.rng.random() < often % 1)):
        day = monday + timedelta(days=past.rng.randrange(5))
        at = giver.at(day, past.rng.randrange(9, 18), past.rng.randrange(60))
        if at < past.end:
            yield at


class _Circles:
    """Whom each thinks of: mostly their own team, and often whoever thanked them last."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self._teams = {name: _drawn(people) for name, people in past.teams.items()}
        self._everybody = _drawn(past.cast)
        self._thanked_by: dict[str, Colleague] = {}

    def chosen(self, giver: Colleague, monday: date, count: int) -> list[Colleague]:
        """Up to so many different people, none of them the giver."""
        partner = self.past.by_id.get(characters.ONLY_EACH_OTHER.get(giver.id, ""))
        if partner is not None:
            return [partner]
        rising = self.past.by_id.get(characters.RISING)
        lately = (self.past.mondays[-1] - monday).days < 7 * characters.TURNING
        if rising and lately and giver != rising and self.past.rng.randrange(characters.NOTICED) == 0:
            return [rising]
        found = {who.id: who for who in (self._one(giver) for _ in range(count + 2)) if who != giver}
        receivers = list(found.values())[:count]
        for who in receivers:
            self._thanked_by[who.id] = giver
        return receivers

    def _one(self, giver: Colleague) -> Colleague:
        before = self._thanked_by.get(giver.id)
        if before is not None and characters.of(before).pull and self.past.rng.random() < 0.2:
            return before
        near = giver.team in self._teams and self.past.rng.random() < 0.7
        people, weights = self._teams[giver.team] if near else self._everybody
        return self.past.rng.choices(people, cum_weights=weights)[0]


def _drawn(people: Sequence[Colleague]) -> tuple[Sequence[Colleague], list[float]]:
    """People with the running sum of how readily each is thought of; the new one is not known yet."""
    pulls = [0.05 if who.id == characters.NEW else characters.of(who).pull for who in people]
    return people, list(accumulate(pulls))
