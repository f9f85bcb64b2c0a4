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
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import metrics
from bot.database import DatabaseAway
from bot.services import person as directory
from bot.services.setting import chosen
from bot.tools import Tools
from models import delivery, person, workspace
from models.base import touched_one
from models.delivery import CLAIMED, FAILED, SENT, WAITING, Delivery

log = structlog.get_logger()

BATCH = 20
LEASE = timedelta(seconds=60)
MINUTE = timedelta(minutes=1)
# Passing errors are retried with growing waits for so long.
KEEP_TRYING = timedelta(days=1)
LONGEST_WAIT = 600.0
# Slack allows about one message a second in a channel.
CHANNEL_PAUSE = 1.05
UNKNOWN = "unknown"

TOKEN_ERRORS = {"account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed"}
# What Slack says when waiting helps; every other error of its is final for that message.
PASSING = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
}


@dataclass(frozen=True)
class Letter:
    """One claimed delivery, as the sender needs it."""

    id: int
    workspace_id: int
    key: str
    kind: str
    body: dict[str, Any]
    channel: str | None
    person_id: int | None
    slack_user_id: str | None
    attempts: int
    # Somebody may have posted it already: look before sending.
    unsure: bool
    edits: tuple[str, str] | None
    created_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt: a new state with its reason, and when to try again (real time)."""

    state: str
    reason: str = ""
    channel: str | None = None
    ts: str | None = None
    wait: float = 0.0


class PostRoom:
    """One sender. Any number of them may share a database."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._name = uuid.uuid4().hex
        self._last_post: dict[str, float] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Send what is due until told to stop; what is in hand is finished first."""
        while not stop.is_set():
            try:
                sent = await self.deliver_due()
            except DatabaseAway:
                log.warning("post_room_database_away")
                sent = 0
            if not sent:
                await self._tools.bell.heard(within=1.0)

    async def deliver_due(self) -> int:
        """Send what may leave at this moment; returns how many messages were tried."""
        total = 0
        for workspace_id in await self._tools.read(workspace.active_ids):
            if self._tools.tenant(workspace_id) is None:
                continue
            while letters := await self._claim(workspace_id):
                await asyncio.gather(*(self._deliver(letter) for letter in letters))
                total += len(letters)
        return total

    async def drain(self, *, patience: float = 20.0) -> int:
        """Send all that is due now, waiting for the budget; returns how many are still waiting.

        Gives up when nothing has left for so many seconds beyond what pacing explains.
        """
        loop = asyncio.get_running_loop()
        last_progress = loop.time()
        while left := await self._left():
            if await self.deliver_due():
                last_progress = loop.time()
            elif loop.time() - last_progress > patience and not await self._paced():
                return left
            else:
                await asyncio.sleep(0.2)
        return 0

    async def _left(self) -> int:
        now = self._tools.clock()
        ids = await self._tools.read(workspace.active_ids)
        return sum([await self._tools.read(delivery.unsettled, workspace=each, now=now) for each in ids])

    async def _paced(self) -> bool:
        """Whether it is our own budget that keeps messages waiting."""
        ids = await self._tools.read(workspace.active_ids)
        rooms = [
            await self._tools.read(_room, workspace_id=each, real_now=self._tools.real_clock())
            for each in ids
        ]
        return any(room <= 0 for room in rooms)

    async def _claim(self, workspace_id: int) -> list[Letter]:
        return await self._tools.database.transact(
            claim,
            workspace_id=workspace_id,
            sender=self._name,
            now=self._tools.clock(),
            real_now=self._tools.real_clock(),
        )

    async def _deliver(self, letter: Letter) -> None:
        outcome = await self._send(letter)
        kept = await self._tools.database.transact(
            settle,
            letter=letter,
            outcome=outcome,
            sender=self._name,
            now=self._tools.clock(),
            real_now=self._tools.real_clock(),
        )
        metrics.SETTLED.labels(kind=letter.kind, state=outcome.state).inc()
        log.info(
            "delivery_settled",
            delivery=letter.id,
            kind=letter.kind,
            state=outcome.state,
            reason=outcome.reason,
            attempts=letter.attempts,
        )
        if not kept and outcome.ts and outcome.channel and letter.edits is None:
            await self._withdraw(outcome)

    async def _withdraw(self, outcome: Outcome) -> None:
        """Delete our own copy: the claim was lost meanwhile, and another sender has taken over."""
        with contextlib.suppress(SlackApiError, aiohttp.ClientError, TimeoutError):
            await self._tools.slack().chat_delete(channel=outcome.channel or "", ts=outcome.ts or "")

    async def _send(self, letter: Letter) -> Outcome:
        """One attempt. Never raises for what Slack or the network does."""
        client = self._tools.slack()
        try:
            channel = letter.channel or await self._dm(client, letter)
            if letter.unsure and letter.edits is None:
                found = await self._look(client, letter, channel)
                if found is not None:
                    return found
            await self._pace(channel)
            answer = await self._post(client, letter, channel)
        except SlackApiError as error:
            return self._refused(letter, error)
        except aiohttp.ClientConnectorError as error:
            return self._again(letter, f"cannot reach Slack: {type(error).__name__}")
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            return self._lost(letter, type(error).__name__)
        return Outcome(SENT, channel=channel, ts=answer.get("ts"))

    async def _post(self, client: AsyncWebClient, letter: Letter, channel: str) -> Any:
        if letter.edits is not None:
            return await client.chat_update(channel=letter.edits[0], ts=letter.edits[1], **letter.body)
        metadata = {"event_type": "cairn", "event_payload": {"kind": letter.kind, "key": letter.key}}
        return await client.chat_postMessage(
            channel=channel, metadata=metadata, unfurl_links=False, unfurl_media=False, **letter.body
        )

    async def _dm(self, client: AsyncWebClient, letter: Letter) -> str:
        """The DM channel with a person, opened once and remembered."""
        answer = await client.conversations_open(users=letter.slack_user_id or "")
        channel: str = answer["channel"]["id"]
        await self._tools.database.transact(
            directory.remember_dm,
            workspace_id=letter.workspace_id,
            person_id=letter.person_id,
            channel=channel,
        )
        return channel

    async def _look(self, client: AsyncWebClient, letter: Letter, channel: str) -> Outcome | None:
        """Whether an earlier attempt has posted this message after all; None where it has not."""
        if letter.person_id is None:
            return Outcome(FAILED, UNKNOWN)
        try:
            answer = await client.conversations_history(channel=channel, limit=100, include_all_metadata=True)
        except SlackApiError as error:
            if error.response.get("error") in ("missing_scope", "not_in_channel", "channel_not_found"):
                return Outcome(FAILED, UNKNOWN)
            raise
        for message in answer.get("messages", []):
            payload = message.get("metadata", {}).get("event_payload", {})
            if payload.get("key") == letter.key:
                return Outcome(SENT, "found on looking", channel=channel, ts=message["ts"])
        return None

    async def _pace(self, channel: str) -> None:
        loop = asyncio.get_running_loop()
        wait = self._last_post.get(channel, -CHANNEL_PAUSE) + CHANNEL_PAUSE - loop.time()
        self._last_post[channel] = loop.time() + max(0.0, wait)
        if len(self._last_post) > 10_000:
            self._last_post.clear()
        if wait > 0:
            await asyncio.sleep(wait)

    def _refused(self, letter: Letter, error: SlackApiError) -> Outcome:
        response = error.response
        code = response.get("error", "") if isinstance(response.data, dict) else ""
        if response.status_code == 429 or code == "ratelimited":
            metrics.RATE_LIMITED.inc()
            return Outcome(WAITING, "ratelimited", wait=float(response.headers.get("Retry-After", 30)))
        if response.status_code >= 500:
            return self._lost(letter, f"HTTP {response.status_code}")
        return self._again(letter, code) if code in PASSING else Outcome(FAILED, code or "refused")

    def _lost(self, letter: Letter, what: str) -> Outcome:
        """Nobody knows whether it was posted. An edit may simply be made again; a channel cannot be asked."""
        log.warning("delivery_outcome_unknown", delivery=letter.id, what=what)
        if letter.edits is None and letter.person_id is None:
            return Outcome(FAILED, UNKNOWN)
        return self._again(letter, UNKNOWN)

    def _again(self, letter: Letter, reason: str) -> Outcome:
        if self._tools.clock() - letter.due_at > KEEP_TRYING:
            return Outcome(FAILED, f"gave up: {reason}")
        wait = min(LONGEST_WAIT, 2.0 ** min(letter.attempts, 12)) * self._tools.rng.uniform(0.5, 1.0)
        return Outcome(WAITING, reason, wait=wait)


def claim(
    session: Session, *, workspace_id: int, sender: str, now: datetime, real_now: datetime
) -> list[Letter]:
    """Take some messages into hand under a lease, within the workspace's budget."""
    place = workspace.by_id(session, workspace_id)
    if place.posting_paused_until is not None and place.posting_paused_until > real_now:
        return []
    room = _room(session, workspace_id=workspace_id, real_now=real_now)
    if room <= 0:
        return []
    rows = delivery.sendable(session, workspace_id, now=now, real_now=real_now, limit=min(BATCH, room))
    people = person.by_ids(session, workspace_id, [row.person_id for row in rows if row.person_id])
    letters = []
    for row in rows:
        who = people.get(row.person_id or 0)
        unsure = row.state == CLAIMED or row.reason == UNKNOWN
        row.state, row.claimed_by, row.claimed_at = CLAIMED, sender, real_now
        row.lease_until, row.attempts = real_now + LEASE, row.attempts + 1
        letters.append(
            Letter(
                id=row.id,
                workspace_id=workspace_id,
                key=row.key,
                kind=row.kind,
                body=row.body or {},
                channel=row.channel or (who.dm_channel if who else None),
                person_id=row.person_id,
                slack_user_id=who.slack_user_id if who else None,
                attempts=row.attempts,
                unsure=unsure,
                edits=_edited(session, row),
                created_at=row.created_at,
                due_at=row.due_at,
            )
        )
    return letters


def settle(
    session: Session, *, letter: Letter, outcome: Outcome, sender: str, now: datetime, real_now: datetime
) -> bool:
    """Write down what became of a message; False where the claim had been lost meanwhile."""
    settled = outcome.state in (SENT, FAILED)
    change: dict[str, Any] = {"state": outcome.state, "reason": outcome.reason, "lease_until": None}
    if settled:
        change |= {"settled_at": now, "body": None, "slack_channel": outcome.channel, "slack_ts": outcome.ts}
    else:
        change["try_at"] = real_now + timedelta(seconds=outcome.wait)
    kept = session.execute(
        update(Delivery)
        .where(
            Delivery.workspace_id == letter.workspace_id,
            Delivery.id == letter.id,
            Delivery.state == CLAIMED,
            Delivery.claimed_by == sender,
            Delivery.attempts == letter.attempts,
        )
        .values(**change)
        .execution_options(synchronize_session=False)
    )
    if outcome.reason == "ratelimited":
        until = real_now + timedelta(seconds=outcome.wait)
        workspace.pause_posting(session, letter.workspace_id, until=until)
    if outcome.reason in TOKEN_ERRORS:
        workspace.by_id(session, letter.workspace_id).revoked_at = now
        log.error("token_revoked", workspace=letter.workspace_id, reason=outcome.reason)
    return touched_one(kept)


def _room(session: Session, *, workspace_id: int, real_now: datetime) -> int:
    """How many messages the workspace's budget leaves for now."""
    budget: int = chosen(session, workspace_id=workspace_id).get("messages_per_minute")
    return budget - delivery.claimed_since(session, workspace_id, real_now - MINUTE)


def _edited(session: Session, row: Delivery) -> tuple[str, str] | None:
    """Where the message that this one changes stands."""
    if row.edits_id is None:
        return None
    original = delivery.by_id(session, row.workspace_id, row.edits_id)
    if original is None or original.slack_channel is None or original.slack_ts is None:
        return ("", "")
    return (original.slack_channel, original.slack_ts)
