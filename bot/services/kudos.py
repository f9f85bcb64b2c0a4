"""Giving thanks, taking them back, and telling people."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.rules import cadence, launch
from bot.rules import kudos as rules
from bot.rules.kudos import KudosRequest
from bot.rules.setting import Chosen
from bot.rules.visibility import Item, Relation, may_see
from bot.services import person as directory
from bot.services import post, workdays
from bot.services.setting import chosen
from bot.services.workspace import link
from bot.views import kudos as views
from bot.views.kudos import Line, Thanks
from models import kudos, person, workspace
from models.base import add_all_once, add_once
from models.kudos import Kudos, KudosReceiver
from models.person import Addressee, Contact, Person

LISTED = 15


def give(
    session: Session, *, workspace_id: int, giver: str, request: KudosRequest, act: str, now: datetime
) -> Thanks:
    """Keep a kudos and promise the messages about it; the same act again changes nothing.

    `act` names the act in Slack (the command's trigger, the modal's view). Raises Refusal,
    and Stranger for somebody whom Slack has to be asked about.
    """
    rules.allow(request, giver=giver)
    people = directory.contacts(session, workspace_id, [giver, *request.receivers])
    settings = chosen(session, workspace_id=workspace_id)
    sender, receivers = people[0], people[1:]
    _welcome(sender, receivers)
    _hold(session, sender, receivers, settings)
    values, skills = rules.sorted_tags(request.tags, settings.get("values"))
    ref = ref_of(act)
    kudos_id = add_once(
        session,
        Kudos,
        workspace_id=workspace_id,
        ref=ref,
        act_key=act,
        act_ts="",
        giver_id=sender.id,
        at=now,
        message=request.message,
        values=values,
        skills=skills,
        visibility="private" if request.private else "public",
        source=request.source,
        channel=request.channel,
        message_ts=request.message_ts,
    )
    thanks = _told(session, request, sender, receivers, values, settings)
    if kudos_id is not None:
        _keep_to_allowance(session, request, sender, settings, now)
        receive(session, workspace_id, kudos_id, receivers)
        _tell(session, ref, thanks, sender, receivers, settings, now)
    return thanks


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


def _hold(session: Session, sender: Contact, receivers: Sequence[Contact], settings: Chosen) -> None:
    """Hold at once, in one order, whoever's row this will count for or change."""
    wanted = [who for who in receivers if who.introduced_at is None]
    if settings.get("allowance") is not None:
        wanted.append(sender)
    if wanted:
        person.hold(session, sender.workspace_id, wanted)


def _keep_to_allowance(
    session: Session, request: KudosRequest, sender: Contact, settings: Chosen, now: datetime
) -> None:
    """Asked once the kudos is known to be new, before its receivers count; a Refusal undoes it."""
    allowance = settings.get("allowance")
    if allowance is not None:
        given = kudos.given_since(session, sender.workspace_id, sender.id, _week_start(sender, settings, now))
        rules.allow(request, giver=sender.slack_user_id or "", allowance=allowance, given_this_week=given)


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
    rows = [{"workspace_id": workspace_id, "kudos_id": kudos_id, "receiver_id": who.id} for who in receivers]
    add_all_once(session, KudosReceiver, rows)


def _tell(
    session: Session,
    ref: str,
    thanks: Thanks,
    sender: Contact,
    receivers: Sequence[Contact],
    settings: Chosen,
    now: datetime,
) -> None:
    announcements = []
    if thanks.announced_in:
        aboard = all(launch.hears(settings.get("launch"), who.team) for who in [sender, *receivers])
        announcements = [
            post.channel_row(
                workspace_id=sender.workspace_id,
                channel=thanks.announced_in,
                kind="kudos_announcement",
                about=ref,
                message=views.announcement(thanks),
                now=now,
                held="" if aboard else post.NOT_LAUNCHED,
            )
        ]
    post.to_people(
        session,
        people=receivers,
        kind="kudos_dm",
        about=ref,
        message=views.told(thanks),
        settings=settings,
        now=now,
        beside=announcements,
    )
