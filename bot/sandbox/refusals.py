"""How Slack says no."""

from collections.abc import Sequence
from typing import Any


class SlackRefusesError(Exception):
    """An `ok: false` answer: Slack's error code, and what Slack puts beside it."""

    def __init__(self, error: str, *, messages: Sequence[str] = (), **beside: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = list(messages)
        self.beside = beside

    def answer(self) -> dict[str, Any]:
        """The JSON body of the refusal."""
        answer: dict[str, Any] = {"ok": False, "error": self.error, **self.beside}
        if self.messages:
            answer["response_metadata"] = {"messages": self.messages}
        return answer


class CannotActError(Exception):
    """A person was asked to do what Slack's client would not let them do."""
