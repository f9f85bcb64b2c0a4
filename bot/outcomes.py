"""What an attempt to post came to: whether it is tried again, and when."""

from dataclasses import replace
from datetime import timedelta

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot import enclosures
from bot.enclosures import Unfinished
from bot.refusals import refusal
from bot.services.delivery import TOKEN_ERRORS, Letter, Outcome
from bot.tools import Tools
from models.delivery import FAILED, UNKNOWN, WAITING

log = structlog.get_logger()
# Passing errors are retried with growing waits for so long.
KEEP_TRYING = timedelta(days=1)
# An own network that is down is waited for through a long weekend.
KEEP_WAITING = timedelta(days=7)
LONGEST_WAIT = 600.0
# What was not answered in time may still be posted for so many seconds; looking earlier would miss it.
STILL_POSTING = 10.0
# What Slack says when waiting helps; every other error of its is final for that message.
PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}


def of_failure(tools: Tools, letter: Letter, error: Exception) -> Outcome:
    """What an attempt came to that raised this."""
    if isinstance(error, SlackApiError):
        return refused(tools, letter, error)
    if isinstance(error, Unfinished):
        return again(tools, letter, f"files: {error}")
    if isinstance(error, aiohttp.ClientConnectorError):
        return again(tools, letter, f"cannot reach Slack: {type(error).__name__}", keep=KEEP_WAITING)
    late = isinstance(error, TimeoutError)
    return lost(tools, letter, type(error).__name__, wait=STILL_POSTING if late else 0.0)


def refused(tools: Tools, letter: Letter, error: SlackApiError) -> Outcome:
    """What follows from Slack's refusal."""
    said = refusal(error)
    if said.code in TOKEN_ERRORS:
        return Outcome(WAITING, said.code)
    if said.is_fault:
        return lost(tools, letter, f"HTTP {said.status}")
    if said.code in PASSING or enclosures.not_ready(letter, said.code):
        return again(tools, letter, said.code)
    return Outcome(FAILED, said.code)


def lost(tools: Tools, letter: Letter, what: str, *, wait: float = 0.0) -> Outcome:
    """Nobody knows whether it was posted. An edit may simply be made again; a channel cannot be asked."""
    log.warning("delivery_outcome_unknown", delivery=letter.id, what=what)
    if letter.edits is None and letter.person_id is None:
        return Outcome(FAILED, UNKNOWN)
    trying = again(tools, letter, UNKNOWN)
    return replace(trying, wait=max(wait, trying.wait))


def again(tools: Tools, letter: Letter, reason: str, *, keep: timedelta = KEEP_TRYING) -> Outcome:
    """Another try after a growing wait, unless it has been tried for too long."""
    if letter.useful_until is None and tools.clock() - letter.due_at > keep:
        return Outcome(FAILED, f"gave up: {reason}")
    wait = min(LONGEST_WAIT, 2.0 ** min(letter.attempts, 12)) * tools.rng.uniform(0.5, 1.0)
    return Outcome(WAITING, reason, wait=wait)
