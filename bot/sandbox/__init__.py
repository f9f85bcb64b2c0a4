"""The local workspace: a pretend Slack over HTTP and WebSocket, which knows only Slack.

The tests run their stories through it, and `cairn demo` shows it as a page in the browser.
"""

from bot.sandbox.clock import MovableClock
from bot.sandbox.refusals import CannotActError
from bot.sandbox.replies import Reply
from bot.sandbox.slack import PretendSlack

__all__ = ["CannotActError", "MovableClock", "PretendSlack", "Reply"]
