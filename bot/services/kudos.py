"""Giving thanks, taking them back, and telling people."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from bot.language import speaking
from bot.rules import cadence, launch
from bot.rules import kudos as rules
from bot.rules.kudos import KudosRequest
from bot.rules.setting import Chosen
from bot.rules.visibility import Item, Relation, may_see
from bot.services import person as directory
from bot.services import post, setting, workdays
from bot.services.workspace import link
from bot.views import kudos as views
from bot.views.kudos import Line, Thanks
from models import contact, kudos, person, workspace
from models.base import add_all_once, adding, adding_all, past_the_orm
from models.contact import Addressee, Contact
from models.delivery import Delivery
from models.kudos import Kudos, KudosReceiver
from models.person import Person
from models.prepared import run_together

LISTED = 15


def give(
    session: Session, *, workspace_id: int, giver: str, request: KudosRequest, act: str, now: datetime
) -> Thanks:
    """Keep a kudos and promise the messages about it; the same act again changes nothing.

    `act` names the act in Slack (the command's trigger, the modal's view). Raises Refusal,
    and Stranger for somebody whom Slack has to be asked about.
    """
    rules.allow(request, giver=giver)
    people, settings = _known(session, workspace_id, [giver, *request.receivers])
    sender, receivers = people[0], people[1:]
    _welcome(sender, receivers)
    values, skills = rules.sorted_tags(request.tags, settings.get("values"))
    ref = ref_of(act)
    row = {
        "workspace_id": workspace_id,
        "ref": ref,
        "act_key": act,
        "act_ts": "",
        "giver_id": sender.id,
        "at": now,
        "message": request.message,
        "values": values,
        "skills": skills,
        "visibility": "private" if request.private else "public",
        "source": request.source,
        "channel": request.channel,
        "message_ts": request.message_ts,
    }
    kudos_id, left = _keep(session, row, request, sender, receivers, settings)
    thanks = _told(session, request, sender, receivers, values, settings, left)
    if kudos_id is not None:
        told = _messages(session, ref, thanks, sender, receivers, settings, now)
        connection = past_the_orm(session)
        run_together(
            connection,
            *adding_all(connection, KudosReceiver, _received(workspace_id, kudos_id, receivers)),
            *adding_all(connection, Delivery, told),
        )
    return thanks


def _known(session: Session, workspace_id: int, slack_ids: list[str]) -> tuple[list[Contact], Chosen]:
    connection = past_the_orm(session)
    people, settings = run_together(
        connection,
        contact.asking(connection, workspace_id, slack_ids),
        setting.asking(connection, workspace_id),
    )
    return directory.each(contact.found(people), slack_ids), setting.read(settings)


def _keep(
    session: Session,
    row: dict[str, Any],
    request: KudosRequest,
    sender: Contact,
    receivers: Sequence[Contact],
    settings: Chosen,
) -> tuple[int | None, int | None]:
    """Store a kudos; its id, or None where it is there already, and how many thanks the week still has
    (None: no limit). Beyond the allowance, a Refusal undoes it.

    Whoever's row this will count for or change is held first, all at once and in one order.
    """
    connection, allowance = past_the_orm(session), settings.get("allowance")
    held = [who for who in receivers if who.introduced_at is None]
    counts = []
    if allowance is not None:
        held.append(sender)
        since = _week_start(sender, settings, row["at"])
        counts.append(kudos.counting(connection, sender.workspace_id, sender.id, since))
    holds = contact.holding(connection, sender.workspace_id, held)
    done = run_together(connection, *holds, adding(connection, Kudos, row), *counts)
    added = done[len(holds)]
    given = done[-1][0][0] if allowance is not None else 0
    if not added:
        return None, None if allowance is None else max(0, allowance - given)
    kudos_id: int = added[0][0]
    if allowance is None:
        return kudos_id, None
    rules.allow(request, giver=sender.slack_user_id or "", allowance=allowance, given_this_week=given)
    return kudos_id, max(0, allowance - given - len(receivers))


def link_to(session: Session, *, workspace_id: int, channel: str | None, message_ts: str | None) -> str:
    """Where the message that is thanked for can be read, or empty."""
    return link(workspace.by_id(session, workspace_id).url, channel, message_ts)


def mine(session: Session, *, workspace_id: int, slack_user_id: str) -> list[Line]:
    """What somebody gave and received, newest first."""
    me = directory.asker(session, workspace_id, slack_user_id)
    given = kudos.of_person(session, workspace_id, me.id, given=True, limit=LISTED)
    received = kudos.of_person(session, workspace_id, me.id, given=False, limit=LISTED)
    ids = {row.giver_id for row, _ in received} | {receiver for _, receiver in given}
    people = person.by_ids(session, workspace_id, ids)
    lines = [_line(row, people[receiver], given=True) for row, receiver in given]
    lines += [_line(row, people[row.giver_id], given=False) for row, _ in received]
    lines = [line for line in lines if _may_read(line)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:LISTED]


def _may_read(line: Line) -> bool:
    item = Item.PRIVATE_KUDOS if line.private else Item.PUBLIC_KUDOS
    return may_see(item, {Relation.PARTY if line.given else Relation.SELF})


def _line(row: Kudos, other: Person, *, given: bool) -> Line:
    return Line(given, other.mention, row.message, row.at, row.visibility == "private")


def _welcome(sender: Contact, receivers: Sequence[Contact]) -> None:
    rules.welcome_giver(sender.outsider)
    for receiver in receivers:
        rules.welcome(receiver.outsider, mention=receiver.mention, left=receiver.deactivated)


def _week_start(sender: Contact, settings: Chosen, now: datetime) -> datetime:
    zone = workdays.zone_named(sender.timezone) or settings.zone
    monday = cadence.monday_of(cadence.week_of(cadence.local_day(now, zone)))
    return cadence.instant(monday, datetime.min.time(), zone)


def _told(
    session: Session,
    request: KudosRequest,
    sender: Contact,
    receivers: Sequence[Contact],
    values: Sequence[str],
    settings: Chosen,
    left: int | None,
) -> Thanks:
    heard = any(post.unreachable(who, settings) == "" for who in receivers)
    return Thanks(
        giver=sender.mention,
        giver_id=sender.slack_user_id or "",
        receivers=[who.mention for who in receivers],
        message=request.message,
        values=values,
        private=request.private,
        link=_link(session, request, sender),
        announced_in="" if request.private else settings.get("recognition_channel"),
        held="" if heard else post.NOT_LAUNCHED,
        # A message that is linked may speak for itself.
        thin=request.message_ts is None and rules.is_thin(request.message),
        left=left,
    )


def _link(session: Session, request: KudosRequest, sender: Contact) -> str:
    if request.message_ts is None:
        return ""
    return link_to(
        session, workspace_id=sender.workspace_id, channel=request.channel, message_ts=request.message_ts
    )


def ref_of(act: str) -> str:
    """The name a kudos has in files, made from the act it is."""
    return "K" + hashlib.blake2b(act.encode(), digest_size=7).hexdigest()


def receive(session: Session, workspace_id: int, kudos_id: int, receivers: Sequence[Addressee]) -> None:
    add_all_once(session, KudosReceiver, _received(workspace_id, kudos_id, receivers))


def _received(workspace_id: int, kudos_id: int, receivers: Sequence[Addressee]) -> list[dict[str, Any]]:
    return [{"workspace_id": workspace_id, "kudos_id": kudos_id, "receiver_id": who.id} for who in receivers]


def _messages(
    session: Session,
    ref: str,
    thanks: Thanks,
    sender: Contact,
    receivers: Sequence[Contact],
    settings: Chosen,
    now: datetime,
) -> list[dict[str, Any]]:
    """What is owed to the channel and to each receiver."""
    announcements = []
    if thanks.announced_in:
        aboard = all(launch.hears(settings.get("launch"), who.team) for who in [sender, *receivers])
        with speaking(settings.get("language")):
            announcement = views.announcement(thanks)
        announcements = [
            post.channel_row(
                workspace_id=sender.workspace_id,
                channel=thanks.announced_in,
                kind="kudos_announcement",
                about=ref,
                message=announcement,
                now=now,
                held="" if aboard else post.NOT_LAUNCHED,
            )
        ]
    return announcements + post.rows_to(
        session,
        people=receivers,
        kind="kudos_dm",
        about=ref,
        message=partial(views.told, thanks),
        settings=settings,
        now=now,
    )
