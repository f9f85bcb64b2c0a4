"""The directory: people as Slack knows them, and who asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.language import _, language_of
from bot.rules import cadence, status
from bot.rules.checkin import pause_until
from bot.rules.refusal import Refusal
from bot.services import calendar, setting, workdays
from bot.services.setting import chosen
from models import consent, contact, person
from models.base import past_the_orm
from models.person import Person
from models.prepared import run_together

T = TypeVar("T")


class Stranger(Exception):
    """Somebody who is not in the directory yet; whoever called asks Slack about them and tries again."""

    def __init__(self, slack_user_id: str) -> None:
        super().__init__(slack_user_id)
        self.slack_user_id = slack_user_id


@dataclass(frozen=True)
class Synced:
    """How many people the directory did not know, or knew otherwise."""

    added: int = 0
    changed: int = 0

    def plus(self, other: "Synced") -> "Synced":
        return Synced(self.added + other.added, self.changed + other.changed)


def known(session: Session, workspace_id: int, slack_ids: Sequence[str]) -> list[Person]:
    """These people, in this order. Raises Stranger for one who is not in the directory."""
    return each(person.by_slack_ids(session, workspace_id, slack_ids), slack_ids)


def each(found: dict[str, T], slack_ids: Sequence[str]) -> list[T]:
    """Those found, in the order in which they were named. Raises Stranger for one who was not."""
    for slack_id in slack_ids:
        if slack_id not in found:
            raise Stranger(slack_id)
    return [found[slack_id] for slack_id in slack_ids]


def asker(session: Session, workspace_id: int, slack_id: str) -> Person:
    """Whoever sent a command. Refusal for people who are no members."""
    found = known(session, workspace_id, [slack_id])[0]
    if found.outsider:
        raise Refusal(_("Cairn is for the members of this workspace."))
    return found


def require_member(session: Session, *, workspace_id: int, slack_user_id: str) -> None:
    """Raise Refusal for somebody who is no member."""
    asker(session, workspace_id, slack_user_id)


def language(session: Session, *, workspace_id: int, slack_user_id: str) -> str:
    """The language somebody reads; the workspace's where they are not in the directory yet."""
    connection = past_the_orm(session)
    found, settings = run_together(
        connection,
        contact.asking(connection, workspace_id, [slack_user_id]),
        setting.asking(connection, workspace_id),
    )
    who, defaults = contact.found(found).get(slack_user_id), setting.read(settings)
    return language_of(who, defaults) if who else str(defaults.get("language"))


def zone_of(session: Session, *, workspace_id: int, slack_user_id: str) -> ZoneInfo:
    """The zone in which somebody reads times."""
    found = workdays.zone_named(asker(session, workspace_id, slack_user_id).timezone)
    return found or chosen(session, workspace_id=workspace_id).zone


def direct_line(subject: Person) -> list[int]:
    """The beginning of `line_above`: enough where the viewer can only be the direct manager."""
    manager_id = subject.manager_id
    return [] if manager_id is None or manager_id == subject.id else [manager_id]


def line_above(session: Session, workspace_id: int, subject: Person) -> list[int]:
    """A person's managers, the direct one first; a circle in the data ends it."""
    line: list[int] = []
    manager_id = subject.manager_id
    while manager_id is not None and manager_id not in line and manager_id != subject.id:
        line.append(manager_id)
        manager_id = person.by_id(session, workspace_id, manager_id).manager_id
    return line


def learn(
    session: Session,
    *,
    workspace_id: int,
    team_id: str,
    users: Iterable[dict[str, Any]],
    joined: date | None = None,
) -> Synced:
    """Take in what Slack says of users (`users.list`, `users.info`, `team_join`, `user_change`).

    Idempotent; what Slack said earlier does not undo what it said later. `joined` is given
    for a newcomer, whose first week then asks nothing. Apps are kept, so that they are known, but
    not counted.
    """
    total = Synced()
    users = list(users)
    ids = [user["id"] for user in users]
    found = person.by_slack_ids(session, workspace_id, ids, hold=True)
    for user in users:
        who = found.get(user["id"]) or _by_address(session, workspace_id, user)
        if who is None:
            who = Person(workspace_id=workspace_id, start_date=joined, working_days=[], roles=[], language="")
            _take(session, who, user, team_id)
            session.add(who)
            found[user["id"]] = who
            total = total.plus(Synced(added=int(who.outsider != "bot")))
        elif user.get("updated", 0) >= who.slack_updated and _differs(session, who, user, team_id):
            total = total.plus(Synced(changed=int(who.outsider != "bot")))
    session.flush()
    return total


def manage(session: Session, *, workspace_id: int, slack_user_id: str, manager_slack_id: str) -> None:
    """Take a manager from Slack's profile, unless `people.csv` has spoken."""
    both = person.by_slack_ids(session, workspace_id, [slack_user_id, manager_slack_id])
    who, manager = both.get(slack_user_id), both.get(manager_slack_id)
    if who is None or manager is None or who.in_csv or who.id == manager.id:
        return
    if who.id not in line_above(session, workspace_id, manager):
        who.manager_id = manager.id


def _by_address(session: Session, workspace_id: int, user: dict[str, Any]) -> Person | None:
    """Somebody whom the CSV named before Slack did, or whose old account was switched off for this one."""
    email = user.get("profile", {}).get("email")
    found = person.by_email(session, workspace_id, email, hold=True) if email else None
    if found is None or found.slack_user_id in (None, user["id"]):
        return found
    return found if found.deactivated and not user.get("deleted") else None


def _differs(session: Session, who: Person, user: dict[str, Any], team_id: str) -> bool:
    before = (who.timezone, who.away_until)
    _take(session, who, user, team_id)
    differs = session.is_modified(who)
    if (who.timezone, who.away_until) != before and who.id is not None:
        calendar.look_again(session, workspace_id=who.workspace_id, people=[who.id])
    return differs


def _take(session: Session, who: Person, user: dict[str, Any], team_id: str) -> None:
    profile = user.get("profile", {})
    who.slack_user_id = user["id"]
    who.name = profile.get("real_name") or user.get("real_name") or user.get("name") or who.name
    who.timezone = user.get("tz") or who.timezone or ""
    who.locale = user.get("locale") or who.locale or ""
    who.email = who.email or _free_address(session, who, profile.get("email"))
    who.deactivated = bool(user.get("deleted"))
    who.slack_admin = any(user.get(rank) for rank in ("is_admin", "is_owner", "is_primary_owner"))
    who.outsider = outsider(user, team_id)
    who.slack_updated = user.get("updated", 0)
    _take_status(who, profile)
    if not who.in_csv:
        who.title = profile.get("title") or who.title or ""


def _take_status(who: Person, profile: dict[str, Any]) -> None:
    """Keep when a status says that somebody is away, from the moment it was set."""
    until = status.away_until(
        profile.get("status_text") or "",
        profile.get("status_emoji") or "",
        int(profile.get("status_expiration") or 0),
    )
    if until is None:
        who.away_from = who.away_until = None
    else:
        since = datetime.fromtimestamp(who.slack_updated, UTC)
        who.away_from, who.away_until = who.away_from or since, until


def _free_address(session: Session, who: Person, email: str | None) -> str | None:
    """An address in the form it is kept in, unless it is somebody else's already."""
    if not email:
        return None
    with session.no_autoflush:
        other = person.by_email(session, who.workspace_id, email)
    return email.strip().lower() if other is None or other is who else None


def outsider(user: dict[str, Any], team_id: str) -> str:
    """Why somebody in `users.list` is no colleague (bot, guest, external), or empty."""
    if user.get("is_bot") or user["id"] == "USLACKBOT":
        return "bot"
    if user.get("is_stranger") or user.get("team_id", team_id) != team_id:
        return "external"
    return "guest" if user.get("is_restricted") or user.get("is_ultra_restricted") else ""


def remember_dm(session: Session, *, workspace_id: int, person_id: int, channel: str) -> None:
    person.by_id(session, workspace_id, person_id).dm_channel = channel


def pause(
    session: Session, *, workspace_id: int, slack_user_id: str, until: str | None, now: datetime
) -> date | None:
    """Stop asking until that day (an ISO date, included), or ask again (None). Raises Refusal."""
    who = asker(session, workspace_id, slack_user_id)
    zone = zone_of(session, workspace_id=workspace_id, slack_user_id=slack_user_id)
    last = None if until is None else pause_until(until, today=cadence.local_day(now, zone))
    value = last.isoformat() if last else ""
    consent.choose(session, workspace_id, who.id, kind="pause", value=value, now=now)
    calendar.look_again(session, workspace_id=workspace_id, people=[who.id])
    return last
