"""Kudos by reaction, told together once a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot.jobs.round import Round, work_off
from bot.language import speaking
from bot.refusals import refusal
from bot.rules.consent import REACTIONS
from bot.services import post
from bot.services.reaction import BUNDLE
from bot.services.workspace import link
from bot.tools import Tools
from bot.views import kudos as views
from models import appointment, channel, consent, kudos, person, workspace
from models.appointment import Appointment
from models.base import add_once
from models.channel import Channel
from models.kudos import Kudos
from models.person import Person

log = structlog.get_logger()
# Each kudos with its giver's mention and the link to the message.
Lines = list[tuple[Kudos, tuple[str, str]]]
# Thanks that could not be told for so long are found with /kudos.
USEFUL = timedelta(weeks=4)
# What Slack says of a channel that is not for the bot to know.
HIDDEN = {"channel_not_found", "missing_scope", "not_in_channel", "method_not_supported_for_channel_type"}


async def tell_of_reactions(tools: Tools, *, now: datetime) -> int:
    """Tell receivers of the day's kudos by reaction, and the recognition channel of those in public."""
    return await work_off(tools, BUNDLE, tell, now=now)


async def ask_about_channels(tools: Tools, *, now: datetime) -> None:
    """Ask Slack, once each, whether the channels in which people react are public.

    Where Slack cannot say, it is asked again in the next round.
    """
    for workspace_id in await tools.read(workspace.active_ids):
        for slack_id in await tools.read(_unknown_channels, workspace_id=workspace_id):
            try:
                answer = await tools.slack().conversations_info(channel=slack_id)
                about = answer["channel"]
            except SlackApiError as error:
                code = refusal(error).code
                if code not in HIDDEN:
                    return
                log.info("channel_unknown", channel=slack_id, error=code)
                about = {"is_private": True}
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                log.warning("channel_not_asked", channel=slack_id, error=type(error).__name__)
                return
            shared = about.get("is_ext_shared") or about.get("is_im") or about.get("is_mpim")
            await tools.transact_long(
                _remember_channel,
                workspace_id=workspace_id,
                slack_id=slack_id,
                public=not about.get("is_private") and not shared,
                now=now,
            )


def tell(session: Session, around: Round, booked: Appointment) -> None:
    """One receiver's reactions since the last time."""
    receiver = around.people.get(booked.subject_id)
    if not appointment.finish(session, booked) or receiver is None:
        return
    found = kudos.untold_reactions(session, around.workspace_id, receiver.id)
    if not found:
        return
    _mark_private(session, around, found)
    about = found[0].id
    lines = _lines(session, around, found)
    _tell_receiver(session, around, receiver, lines, about)
    _announce(session, around, receiver, lines, about)
    for row in found:
        row.told_at = around.now


def _tell_receiver(session: Session, around: Round, receiver: Person, lines: Lines, about: int) -> None:
    """The day's DM, unless the receiver would rather not have it."""
    key = f"reactions:{about}"
    wanted = consent.find(session, around.workspace_id, receiver.id, REACTIONS)
    if wanted is not None and wanted.value == "no":
        post.note_skipped(
            session, person=receiver, kind="kudos_dm", about=key, reason="opted out", now=around.now
        )
        return
    post.to_person(
        session,
        person=receiver,
        kind="kudos_dm",
        about=key,
        message=views.reactions_told([line for _, line in lines]),
        settings=around.settings,
        now=around.now,
        due_at=around.decent_hour(receiver),
        until=around.now + USEFUL,
    )


def _mark_private(session: Session, around: Round, found: Sequence[Kudos]) -> None:
    """Thanks in a channel that not everybody may know of are nobody else's to count."""
    public = channel.public_ones(session, around.workspace_id, [row.channel for row in found if row.channel])
    for row in found:
        if row.channel not in public:
            row.visibility = "private"


def _lines(session: Session, around: Round, found: Sequence[Kudos]) -> Lines:
    """Each kudos with its giver's mention and the link to the message."""
    givers = person.by_ids(session, around.workspace_id, [row.giver_id for row in found])
    url = workspace.by_id(session, around.workspace_id).url
    return [(row, (givers[row.giver_id].mention, link(url, row.channel, row.message_ts))) for row in found]


def _announce(session: Session, around: Round, receiver: Person, lines: Lines, about: int) -> None:
    target = around.settings.get("recognition_channel")
    told = [line for row, line in lines if row.visibility == "public"]
    if not target or not told:
        return
    with speaking(around.settings.get("language")):
        message = views.reactions_announced(receiver.mention, told)
    post.to_channel(
        session,
        workspace_id=around.workspace_id,
        channel=target,
        kind="kudos_announcement",
        about=f"reactions:{receiver.id}:{about}",
        message=message,
        now=around.now,
        held=post.unreachable(receiver, around.settings),
    )


def _unknown_channels(session: Session, *, workspace_id: int) -> list[str]:
    known = set(channel.known(session, workspace_id))
    return sorted(kudos.untold_channels(session, workspace_id) - known)


def _remember_channel(
    session: Session, *, workspace_id: int, slack_id: str, public: bool, now: datetime
) -> None:
    add_once(session, Channel, workspace_id=workspace_id, slack_id=slack_id, public=public, asked_at=now)
