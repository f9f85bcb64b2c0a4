"""The short-lived rights that Slack hands out: trigger ids and response URLs."""

import itertools
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.refusals import SlackRefusesError

TRIGGER_LIFE = 3.0
RESPONSE_URL_LIFE = timedelta(minutes=30)
RESPONSE_URL_USES = 5


@dataclass
class Trigger:
    """The right to open one view for `user`; `view` is the modal in which they acted, if any."""

    user: str
    born: float
    view: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """The right to answer one act, five times in thirty minutes."""

    user: str
    channel: str
    born: datetime
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass
class Tickets:
    """Everything handed out so far."""

    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    _count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def trigger(self, user: str, view: str | None = None) -> str:
        """A new trigger id; it lives three seconds of real time and works once."""
        trigger_id = f"{next(self._count)}.{time.monotonic_ns()}.{user.lower()}"
        self.triggers[trigger_id] = Trigger(user, time.monotonic(), view)
        return trigger_id

    def redeem(self, trigger_id: str) -> Trigger:
        """Use a trigger id up, or refuse as Slack does."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackRefusesError("invalid_trigger_id")
        if trigger.used:
            raise SlackRefusesError("exchanged_trigger_id")
        if time.monotonic() - trigger.born > TRIGGER_LIFE:
            raise SlackRefusesError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(self, ticket: ResponseUrl) -> str:
        """The last part of a new response URL."""
        name = f"R{next(self._count)}"
        self.response_urls[name] = ticket
        return name

    def respond(self, name: str, now: datetime) -> ResponseUrl:
        """Use a response URL once, or refuse as Slack does."""
        ticket = self.response_urls.get(name)
        if ticket is None or now - ticket.born > RESPONSE_URL_LIFE:
            raise SlackRefusesError("expired_url")
        if ticket.uses >= RESPONSE_URL_USES:
            raise SlackRefusesError("used_url")
        ticket.uses += 1
        return ticket
