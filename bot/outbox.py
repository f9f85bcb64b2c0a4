"""The post room: the only place that sends unasked messages.

Claim, send, settle: a claim is a short transaction, Slack is asked with none open, and
what became of the message is written in another. The key of a delivery travels in the
message's metadata, so that where the outcome of a post is unknown, the bot's own DM
history is asked before anything is repeated. A channel cannot be asked (the bot reads
no channel), so there an unknown outcome ends the delivery.
"""

import asyncio
import contextlib
import uuid
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import copies, enclosures, metrics, outcomes
from bot.database import DatabaseAway
from bot.gates import Gates, Patience
from bot.quiet import undisturbed
from bot.refusals import refusal
from bot.rules.interruption import SHOWN
from bot.services import person as directory
from bot.services.delivery import (
    FRESH,
    RATE_LIMITED,
    Letter,
    Outcome,
    begin_posting,
    claim,
    settle,
)
from bot.services.pacing import Outlook, outlook, waits
from bot.tools import Tools
from models import delivery, workspace
from models.delivery import FAILED, SENT, UNKNOWN, WAITING
from models.pacing import OPEN, POST, UPDATE

log = structlog.get_logger()

FOUND = "found on looking"
NOTHING_TO_EDIT = "the message was never sent"
# Seconds between looks into the outbox where no bell rings: a look costs a few small reads.
IDLE, SOON = 1.0, 0.2
# With the budget spent no bell helps, and a claim for every message that it frees would cost more than
# the message does.
SPENT = 1.0
# A second apart; after a minute the lease is over, and another sender looks for itself.
SETTLE_TRIES = 60


class PostRoom:
    """One sender. Any number of them may share a database."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._name = uuid.uuid4().hex
        self._gates = Gates(tools)
        # What the last look at each workspace promised.
        self._seen: dict[int, Outlook] = {}
        self._stop = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Send what is due until told to stop; what is in hand is finished first."""
        self._stop = stop
        while not stop.is_set():
            try:
                sent = await self.deliver_due()
            except DatabaseAway:
                log.warning("post_room_database_away")
                sent = 0
            seen = set(self._seen.values())
            if seen == {Outlook.SPENT}:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), SPENT)
            elif not sent:
                await self._tools.bell.heard(within=SOON if Outlook.SOON in seen else IDLE)

    async def deliver_due(self) -> int:
        """Send what may leave at this moment; returns how many messages were tried."""
        total = 0
        self._seen = {}
        for workspace_id in await self._tools.read(workspace.active_ids):
            if self._tools.tenant(workspace_id) is None:
                continue
            while not self._stop.is_set() and (letters := await self._claim(workspace_id)):
                leaving = await undisturbed(self._tools, self._gates, letters, sender=self._name)
                await asyncio.gather(*(self._deliver(letter) for letter in leaving))
                total += len(leaving)
        return total

    async def drain(self, *, patience: float = 20.0) -> int:
        """Send all that is due now, waiting for the budget; returns how many are still waiting.

        Gives up when nothing has left for so many seconds beyond what pacing explains. Raises
        DatabaseAway where the database has been away for as long.
        """
        loop = asyncio.get_running_loop()
        last_progress = loop.time()
        while True:
            tired = loop.time() - last_progress > patience
            try:
                left = await self._left()
                if not left or (tired and not await self._paced()):
                    return left
                if await self.deliver_due():
                    last_progress = loop.time()
                    continue
            except DatabaseAway:
                if tired:
                    raise
            await asyncio.sleep(0.2)

    async def _left(self) -> int:
        now = self._tools.clock()
        ids = await self._tools.read(workspace.active_ids)
        return sum([await self._tools.read(delivery.unsettled, workspace=each, now=now) for each in ids])

    async def _paced(self) -> bool:
        """Whether it is our own budget, or Slack's wish, that keeps messages waiting."""
        ids = await self._tools.read(workspace.active_ids)
        real_now = self._tools.real_clock()
        return any([await self._tools.read(waits, workspace_id=each, real_now=real_now) for each in ids])

    async def _claim(self, workspace_id: int) -> list[Letter]:
        """Take what may leave now. A look comes first: it locks nothing, on SQLite not even the writer."""
        around: dict[str, Any] = {
            "workspace_id": workspace_id,
            "now": self._tools.clock(),
            "real_now": self._tools.real_clock(),
        }
        seen = self._seen[workspace_id] = await self._tools.database.read(outlook, **around)
        if seen is not Outlook.NOW:
            return []
        return await self._tools.database.transact_long(claim, sender=self._name, **around)

    async def _deliver(self, letter: Letter) -> None:
        outcome = await self._send(letter)
        kept = await self._settle(letter, outcome)
        if outcome.state == SENT and letter.slack_user_id:
            self._tools.onlookers.touch(letter.workspace_id, letter.slack_user_id)
        self._count(letter, outcome, kept=kept)
        log.info(
            "delivery_settled",
            delivery=letter.id,
            kind=letter.kind,
            state=outcome.state,
            reason=outcome.reason,
            attempts=letter.attempts,
        )
        if letter.edits is None:
            await self._leave_one_copy(letter, outcome, kept=kept)

    def _count(self, letter: Letter, outcome: Outcome, *, kept: bool) -> None:
        metrics.SETTLED.labels(kind=letter.kind, state=outcome.state).inc()
        if kept and outcome.state == SENT:
            late = (self._tools.clock() - letter.due_at).total_seconds()
            metrics.LATENESS.labels(kind=letter.kind).observe(max(0.0, late))

    async def _settle(self, letter: Letter, outcome: Outcome) -> bool:
        """Write down what became of a message; while the database is away again and again, because
        nobody else knows. False where another sender's copy counts."""
        tries = SETTLE_TRIES
        while True:
            try:
                return await self._tools.database.transact(
                    settle,
                    letter=letter,
                    outcome=outcome,
                    sender=self._name,
                    now=self._tools.clock(),
                    real_now=self._tools.real_clock(),
                )
            except DatabaseAway:
                tries -= 1
                if self._stop.is_set() or not tries:
                    raise
            await asyncio.sleep(1.0)

    async def _leave_one_copy(self, letter: Letter, outcome: Outcome, *, kept: bool) -> None:
        """Of two senders each looks after its own copy; one that stood still may not know of it."""
        if not kept and outcome.ts:
            await copies.withdraw(self._tools, outcome)
        elif letter.person_id is not None and (
            (not kept and outcome.reason == UNKNOWN) or (letter.taken_over and outcome.state == SENT)
        ):
            await copies.leave_one(self._tools, self._gates, letter)

    async def _send(self, letter: Letter) -> Outcome:
        """One attempt. Never raises for what Slack or the network does."""
        client = self._tools.slack()
        unsure = letter.unsure and letter.edits is None
        if letter.edits == ("", ""):
            return Outcome(FAILED, NOTHING_TO_EDIT)
        try:
            channel = letter.channel or await self._dm(client, letter)
            if unsure:
                found = await self._look(letter, channel)
                if found is not None:
                    return found
                unsure = False
            letter = await enclosures.enclosed(self._tools, self._gates, letter)
            async with self._gates.through(letter.workspace_id, UPDATE if letter.edits else POST):
                if not await self._begin(letter):
                    return Outcome(WAITING, "the claim was lost", unsure=unsure)
                answer = await self._post(client, letter, channel)
        except Patience as asked:
            return Outcome(WAITING, RATE_LIMITED, wait=asked.seconds, unsure=unsure, held=asked.method)
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 - an answer that no Slack gives must not stop the others
            return replace(outcomes.of_failure(self._tools, letter, error), unsure=unsure)
        return Outcome(SENT, channel=channel, ts=answer.get("ts"))

    async def _begin(self, letter: Letter) -> bool:
        """Whether the message may be posted now. A fresh claim to a DM, which can be asked afterwards,
        needs no writing down."""
        real_now = self._tools.real_clock()
        if letter.person_id is not None and real_now - letter.claimed_at <= FRESH:
            return True
        return await self._tools.database.transact(
            begin_posting, letter=letter, sender=self._name, real_now=real_now
        )

    async def _post(self, client: AsyncWebClient, letter: Letter, channel: str) -> Any:
        if letter.edits is not None:
            return await client.chat_update(channel=letter.edits[0], ts=letter.edits[1], **letter.body)
        payload = {"kind": SHOWN.get(letter.kind, letter.kind), "key": letter.key}
        metadata = {"event_type": "cairn", "event_payload": payload}
        return await client.chat_postMessage(
            channel=channel, metadata=metadata, unfurl_links=False, unfurl_media=False, **letter.body
        )

    async def _dm(self, client: AsyncWebClient, letter: Letter) -> str:
        """The DM channel with a person, opened once and remembered."""
        async with self._gates.through(letter.workspace_id, OPEN):
            answer = await client.conversations_open(users=letter.slack_user_id or "")
        channel: str = answer["channel"]["id"]
        await self._tools.database.transact(
            directory.remember_dm,
            workspace_id=letter.workspace_id,
            person_id=letter.person_id,
            channel=channel,
        )
        return channel

    async def _look(self, letter: Letter, channel: str) -> Outcome | None:
        """Whether an earlier attempt has posted this message after all; None where it has not."""
        if letter.person_id is None:
            return Outcome(FAILED, UNKNOWN)
        try:
            found = await copies.find(self._tools, self._gates, letter, channel)
        except SlackApiError as error:
            if refusal(error).code in ("missing_scope", "not_in_channel", "channel_not_found"):
                return Outcome(FAILED, UNKNOWN)
            raise
        return Outcome(SENT, FOUND, channel=channel, ts=found[-1]) if found else None
