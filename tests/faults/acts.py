"""A steady stream of what people do: commands, forms, buttons and reactions, each told apart afterwards."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.sandbox.records import Delivery
from bot.sandbox.slack import PretendSlack
from bot.views import checkin as prompts
from models import person
from models.checkin import Checkin
from models.kudos import Kudos

WEEK = "2026-W47"
CHANNEL = "CGENERAL"
AUTHOR = "U00000"
# Acts a second.
COMMANDS, FORMS, BUTTONS, REACTIONS = 8, 3, 3, 2
# They type commands and do nothing else: what a button's refusal says is shown to its presser alone.
GIVERS = 20
ACCEPTED, REFUSED, UNSURE, LOST = "accepted", "refused", "unsure", "lost"
SAID = {"I can't save anything just now.": REFUSED, "I can't tell whether this was saved.": UNSURE}


@dataclass
class Told:
    """What people were told about their acts, by the name under which each would be stored."""

    outcomes: dict[str, str] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)

    def of(self, outcome: str) -> set[str]:
        return {act for act, told in self.outcomes.items() if told == outcome}

    def counts(self) -> Counter[str]:
        return Counter(self.outcomes.values())


class Stream:
    """So many seconds of acts, each by somebody who has done nothing like it before."""

    def __init__(self, slack: PretendSlack, seconds: float) -> None:
        self._slack = slack
        self._seconds = seconds
        self._prompts: dict[str, dict[str, Any]] = {}
        self._message: dict[str, Any] = {}

    @property
    def people(self) -> int:
        return 1 + self._actors + GIVERS

    @property
    def _actors(self) -> int:
        return int(self._seconds * max(FORMS, BUTTONS, REACTIONS))

    async def prepare(self) -> None:
        """Open everybody's form, show everybody a prompt, and let somebody say something."""
        slack, now = self._slack, datetime.now(UTC)
        slack.add_channel(CHANNEL, "general", members=[AUTHOR], bot=True)
        self._message = await slack.says("Done", by=AUTHOR, channel=CHANNEL)
        prompt = prompts.prompt(WEEK, closes_at=now + timedelta(days=3), zone=ZoneInfo("UTC"))
        for n in range(1, 1 + self._actors):
            who = _name(n)
            await slack.types("/kudos", by=who)
            dm = slack.workspace.open_dm([who, slack.workspace.bot.id])[0]
            posted = slack.workspace.post(dm, slack.workspace.bot.id, prompt["text"], blocks=prompt["blocks"])
            self._prompts[who] = posted.with_channel()

    async def flow(self) -> None:
        """All acts at their pace, whatever becomes of them."""
        await asyncio.gather(
            self._paced(COMMANDS, self._thanks),
            self._paced(FORMS, self._submits),
            self._paced(BUTTONS, self._skips),
            self._paced(REACTIONS, self._reacts),
        )

    async def _paced(self, rate: int, act: Callable[[int], Awaitable[object]]) -> None:
        loop = asyncio.get_running_loop()
        begun, acts = loop.time(), []
        for number in range(int(self._seconds * rate)):
            await asyncio.sleep(max(0.0, begun + number / rate - loop.time()))
            acts.append(asyncio.ensure_future(act(number)))
        await asyncio.gather(*acts)

    async def _thanks(self, number: int) -> None:
        receiver = _name(1 + number % self._actors)
        await self._slack.types(f"/kudos <@{receiver}> for deed {number:05}", by=self._giver(number))

    async def _submits(self, number: int) -> None:
        words = {"receivers": [self._giver(number)], "message": f"for form {number:05}"}
        await self._slack.submits(_name(1 + number), words)

    def _giver(self, number: int) -> str:
        return _name(1 + self._actors + number % GIVERS)

    async def _skips(self, number: int) -> None:
        who = _name(1 + number)
        await self._slack.clicks("checkin_skip", by=who, message=self._prompts[who])

    async def _reacts(self, number: int) -> None:
        await self._slack.reacts("rock", self._message, by=_name(1 + number))


def _name(number: int) -> str:
    return f"U{number:05}"


def ask_everybody(session: Session, *, workspace_id: int) -> None:
    """A check-in that is open, for the button to skip."""
    now = datetime.now(UTC)
    for who in person.everybody(session, workspace_id):
        row = Checkin(workspace_id=workspace_id, person_id=who.id, week=WEEK, share=False, acts=[])
        row.prompted_at, row.closes_at = now, now + timedelta(days=3)
        session.add(row)


def stored(session: Session, *, workspace_id: int) -> list[str]:
    """The names of all acts that the database holds."""
    names = list(session.scalars(select(Kudos.act_key).where(Kudos.workspace_id == workspace_id)))
    skipped = select(Checkin.person_id).where(
        Checkin.workspace_id == workspace_id, Checkin.skipped_at.is_not(None)
    )
    people = person.by_ids(session, workspace_id, session.scalars(skipped).all())
    return names + [f"skip:{who.slack_user_id}" for who in people.values()]


def told(slack: PretendSlack, deliveries: list[Delivery]) -> Told:
    """What everybody was told, from Slack's record of the deliveries. An event counts as it ended."""
    found = Told()
    for each in deliveries:
        found.waits.append(each.duration)
        if each.name == "/kudos":
            found.outcomes[f"command:{each.payload['trigger_id']}"] = _answered(each, str(each.response))
        elif each.name == "kudos":
            said = str(each.response or "")
            found.outcomes[f"view:{each.payload['view']['id']}"] = _answered(each, said, words="")
        elif each.name == "checkin_skip":
            who = each.payload["user"]["id"]
            said = " ".join(slack.ephemerals(who))
            found.outcomes[f"skip:{who}"] = _answered(each, said, words="")
        elif each.name == "reaction_added":
            event = each.payload["event"]
            name = f"reaction:{event['item']['channel']}:{event['item']['ts']}:{event['user']}"
            found.outcomes[name] = ACCEPTED if each.ok else REFUSED
    return found


def _answered(delivery: Delivery, said: str, words: str | None = None) -> str:
    if not delivery.ok:
        return LOST
    for sentence, outcome in SAID.items():
        if sentence in said:
            typed = delivery.payload["text"].partition("> ")[2] if words is None else words
            return outcome if typed in said else LOST
    return ACCEPTED if words is not None or "Sent." in said else LOST
