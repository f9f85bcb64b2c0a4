"""Where the facts behind a line of evidence can be read in Slack."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from bot.rules.card import Line
from bot.services import post
from bot.services.setting import chosen
from bot.services.workspace import link
from models import delivery, kudos, workspace
from models.person import Person

PROMPT, ANNOUNCEMENT = "checkin_prompt", "kudos_announcement"


def lines(session: Session, who: Person, kept: Sequence[Mapping[str, Any]], *, own: bool) -> list[Line]:
    """The lines of a card, each with its link, if there is one.

    A check-in stands in the person's DM with the bot, so only they get that link.
    """
    return [
        Line(
            said=each["said"],
            facts=dict(each["facts"]),
            kind=each["kind"],
            ref=each["ref"],
            at=each["at"],
            ids=each["ids"],
            link=_link(session, who, each, own=own),
        )
        for each in kept
    ]


def _link(session: Session, who: Person, line: Mapping[str, Any], *, own: bool) -> str:
    """A link to the newest fact of a line, or empty."""
    if line["kind"] == "kudos" and line["ids"]:
        return _of_kudos(session, who.workspace_id, line["ids"][0])
    if line["kind"] == "checkin" and own:
        asked = delivery.sent_for(
            session, who.workspace_id, person_id=who.id, kind=PROMPT, period=line["ref"]
        )
        url = workspace.by_id(session, who.workspace_id).url
        return link(url, asked.slack_channel, asked.slack_ts) if asked else ""
    return ""


def _of_kudos(session: Session, workspace_id: int, kudos_id: int) -> str:
    """The message that was thanked for, else the announcement of the thanks."""
    row = kudos.by_id(session, workspace_id, kudos_id)
    if row is None:
        return ""
    url = workspace.by_id(session, workspace_id).url
    if row.channel and row.message_ts:
        return link(url, row.channel, row.message_ts)
    channel = chosen(session, workspace_id=workspace_id).get("recognition_channel")
    told = delivery.by_key(session, workspace_id, post.key(ANNOUNCEMENT, channel, row.ref))
    return link(url, told.slack_channel, told.slack_ts) if told else ""
