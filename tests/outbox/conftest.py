"""Post rooms whose real clock can be moved, and messages to send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.outbox import PostRoom
from bot.rules.setting import Chosen
from bot.services import post
from bot.services.setting import chosen
from models import delivery
from models.delivery import Delivery
from tests.support import cast, rows
from tests.support.world import World


@dataclass
class Post:
    """The bot's post rooms beside the pretend Slack."""

    world: World
    real: datetime = cast.START
    rooms: list[PostRoom] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.world.tools.real_clock = lambda: self.real
        self.rooms = [PostRoom(self.world.tools), PostRoom(self.world.tools)]

    def later(self, **span: float) -> None:
        """Move the real clock: leases end, pauses pass; nobody waits for it."""
        self.real += timedelta(**span)

    async def owe(self, slack_id: str, text: str, *, about: str = "", **more: Any) -> None:
        """Promise somebody a message."""
        await self.world.change(
            _owe,
            workspace_id=self.world.workspace_id,
            slack_id=slack_id,
            text=text,
            about=about or text,
            **more,
        )

    async def owe_channel(self, channel: str, text: str, **more: Any) -> None:
        await self.world.change(
            post.to_channel,
            workspace_id=self.world.workspace_id,
            channel=channel,
            kind="kudos_announcement",
            about=text,
            message={"text": text},
            now=self.world.clock(),
            **more,
        )

    async def owe_edit(self, slack_id: str, of: str, text: str) -> None:
        """Promise a change of an earlier message."""
        await self.world.change(
            _owe_edit,
            workspace_id=self.world.workspace_id,
            slack_id=slack_id,
            of=of,
            text=text,
            now=self.world.clock(),
        )

    async def send(self, room: int = 0) -> int:
        return await self.rooms[room].deliver_due()

    async def ledger(self) -> list[Delivery]:
        found: list[Delivery] = await self.world.ask(
            rows.all_of, model=Delivery, workspace_id=self.world.workspace_id
        )
        return found

    async def states(self) -> list[tuple[str, str]]:
        return [(row.state, row.reason) for row in await self.ledger()]

    async def change(self, service: Callable[..., Any], **arguments: Any) -> Any:
        return await self.world.change(service, workspace_id=self.world.workspace_id, **arguments)


def _owe(
    session: Session,
    *,
    workspace_id: int,
    slack_id: str,
    text: str,
    about: str,
    now: datetime = cast.START,
    **more: Any,
) -> None:
    settings: Chosen = chosen(session, workspace_id=workspace_id)
    post.to_person(
        session,
        person=rows.person(session, workspace_id=workspace_id, slack_id=slack_id),
        kind="kudos_dm",
        about=about,
        message={"text": text},
        settings=settings,
        now=now,
        **more,
    )


def _owe_edit(
    session: Session, *, workspace_id: int, slack_id: str, of: str, text: str, now: datetime
) -> None:
    who = rows.person(session, workspace_id=workspace_id, slack_id=slack_id)
    original = delivery.by_key(session, workspace_id, post.key("kudos_dm", who.id, of))
    assert original is not None
    post.edit(session, original, about=text, message={"text": text}, now=now)


@pytest.fixture
async def office(world: World) -> Post:
    return Post(world)
