"""Which language people who write to the bot read, remembered so that an answer need not ask."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.database import Database, DatabaseAway
from bot.language import SOURCE
from bot.services import person as directory

# How long a language is remembered: a change in Slack shows after this.
FRESH = timedelta(minutes=10)
MOST = 10_000


class Languages:
    """The languages of those who wrote lately."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._known: OrderedDict[tuple[int, str], tuple[str, datetime]] = OrderedDict()

    async def of(self, workspace_id: int, slack_user_id: str) -> str:
        """A person's language. With the database away it is English: the answer must still come."""
        name, until = self._known.get((workspace_id, slack_user_id), ("", self._clock()))
        if until <= self._clock():
            name = await self._ask(workspace_id, slack_user_id) or name or SOURCE
        return name

    def forget(self, workspace_id: int, slack_user_id: str) -> None:
        """Ask again: the person has chosen another language."""
        self._known.pop((workspace_id, slack_user_id), None)

    async def _ask(self, workspace_id: int, slack_user_id: str) -> str:
        try:
            name = await self._database.glance(
                directory.language, workspace_id=workspace_id, slack_user_id=slack_user_id
            )
        except DatabaseAway:
            return ""
        self._known[workspace_id, slack_user_id] = name, self._clock() + FRESH
        self._known.move_to_end((workspace_id, slack_user_id))
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return name
