"""The invented colleagues go on living: asked about their week, most of them answer."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import timedelta
from random import Random

from bot.sandbox.clicking import Wanted
from bot.sandbox.company import characters, checkins
from bot.sandbox.company.colleagues import Colleague
from bot.sandbox.company.texts import lines
from bot.sandbox.forms import options_of
from bot.sandbox.messages import Message
from bot.sandbox.modals import View, elements_of
from bot.sandbox.slack import PretendSlack

ASKED = Wanted("checkin_open")
# A question and its reminder belong to the same week.
WEEK = timedelta(days=6).total_seconds()
AT_ONCE = 4


class Colleagues:
    """Presses the buttons of those whom nobody at the page plays, through the bot like anybody else."""

    def __init__(self, slack: PretendSlack, people: Sequence[Colleague], seed: int = 7) -> None:
        self.slack = slack
        self._people = {who.id: who for who in people}
        self._rng = Random(seed)
        self._progress = lines(checkins.PROGRESS)
        self._plans = lines(checkins.PLANS)
        self._blockers = lines(checkins.BLOCKERS)
        self._seen: dict[str, str] = {}
        self._answered: dict[str, float] = {}

    async def answer(self, *, apart_from: Collection[str]) -> None:
        """Answer what has been asked since the last time; a reminder is a second chance."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(who: Colleague, message: Message) -> None:
            async with turn:
                await self._one(who, message)

        asked = [pair for pair in self._asked() if pair[0].id not in apart_from]
        willing = [pair for pair in asked if self._rng.random() < characters.of(pair[0]).late(1).answers]
        await asyncio.gather(*(one(*pair) for pair in willing))

    def _asked(self) -> list[tuple[Colleague, Message]]:
        """Whoever has been asked anew, with the message that asks."""
        found = []
        for place in self.slack.workspace.channels.values():
            user = next((member for member in place.members if member in self._people), "")
            messages = self.slack.workspace.messages.get(place.id, [])
            if place.kind != "im" or not user or not messages:
                continue
            fresh = [each for each in messages if float(each.ts) > float(self._seen.get(user, "0"))]
            self._seen[user] = messages[-1].ts
            asking = next((each for each in reversed(fresh) if ASKED.among(each.blocks)), None)
            if asking and float(asking.ts) - self._answered.get(user, 0.0) > WEEK:
                found.append((self._people[user], asking))
        return found

    async def _one(self, who: Colleague, message: Message) -> None:
        await self.slack.clicks(ASKED.action_id, by=who.id, message=message.with_channel())
        view = self.slack.workspace.views.top(who.id)
        if view is None:
            return
        if await self.slack.submits(who.id, self._words(who, view)):
            await self.slack.closes(who.id, everything=True)
        self._answered[who.id] = float(message.ts)

    def _words(self, who: Colleague, view: View) -> dict[str, str]:
        """What somebody of this character says, for the fields that the form has."""
        character, rng = characters.of(who).late(1), self._rng
        said = {"progress": rng.choice(self._progress), "plans": rng.choice(self._plans)}
        if rng.random() < character.blockers:
            said["blockers"] = rng.choice(self._blockers)
        scores = {"mood": character.mood, "workload": character.workload}
        values = {}
        for _, element in elements_of(view.blocks):
            name = element["action_id"]
            if name in scores:
                choices = options_of(element)
                place = round(max(1.0, min(len(choices), rng.gauss(scores[name], 0.6))))
                values[name] = choices[place - 1]["value"]
            elif name in said:
                values[name] = said[name]
        return values
