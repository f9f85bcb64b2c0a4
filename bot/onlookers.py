"""Whose Home tab may show something else by now."""

import asyncio

# Workspace, and Slack id of the owner.
Whose = tuple[int, str]


class Onlookers:
    """Those who acted or were told something since they were looked at last."""

    def __init__(self) -> None:
        self._waiting: dict[Whose, None] = {}
        self._something = asyncio.Event()

    def touch(self, workspace_id: int, slack_user_id: str) -> None:
        """Something that concerns this person may have changed."""
        self._waiting[workspace_id, slack_user_id] = None
        self._something.set()

    def take(self) -> list[Whose]:
        """Everybody who waits, once."""
        waiting, self._waiting = list(self._waiting), {}
        self._something.clear()
        return waiting

    async def some(self) -> None:
        """Wait until somebody waits."""
        await self._something.wait()
