"""Answers to what people write to the bot in a message: they have no ack, so they go through the outbox."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import person as directory
from bot.services import post
from bot.services.setting import chosen
from bot.views.blocks import Message

KIND = "answer"


def answer(
    session: Session, *, workspace_id: int, slack_user_id: str, message: Message, act: str, now: datetime
) -> None:
    """Owe the writer an answer in their DM with the bot, once for each message; also before the switch,
    because they asked. People of other organisations and guests get none."""
    who = directory.known(session, workspace_id, [slack_user_id])[0]
    if who.outsider or who.deactivated:
        return
    post.to_person(
        session,
        person=who,
        kind=KIND,
        about=act,
        message=message,
        settings=chosen(session, workspace_id=workspace_id),
        now=now,
        asked=True,
    )
