"""Reading and changing a workspace's settings."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam, select
from sqlalchemy.orm import Session

from bot.language import _
from bot.rules import launch
from bot.rules import setting as rules
from bot.rules.setting import Chosen
from bot.views.setting import Changed
from models import change as change_record
from models import person, workspace
from models.base import past_the_orm
from models.change import SettingChange
from models.prepared import Ask, Prepared, prepared, run_together
from models.workspace import Setting


def chosen(session: Session, *, workspace_id: int) -> Chosen:
    """All settings as they stand."""
    connection = past_the_orm(session)
    return read(run_together(connection, asking(connection, workspace_id))[0])


def asking(connection: Connection, workspace_id: int) -> Ask:
    """Ask for them together with something else; `read` reads the answer."""
    return _asking(connection.dialect).ask({"workspace": workspace_id})


def read(rows: Iterable[tuple[Any, ...]]) -> Chosen:
    mine: dict[str, Any] = {}
    teams: dict[str, dict[str, Any]] = {}
    for team, key, value in rows:
        (teams.setdefault(team, {}) if team else mine)[key] = value
    return Chosen(mine, teams)


@prepared
def _asking(dialect: Dialect) -> Prepared:
    columns = select(Setting.team, Setting.key, Setting.value)
    return Prepared(columns.where(Setting.workspace_id == bindparam("workspace")), dialect)


def of_first(session: Session) -> Chosen:
    """The settings of the workspace that this database serves; the defaults where there is none yet."""
    place = workspace.first(session)
    return chosen(session, workspace_id=place.id) if place else Chosen({}, {})


def change(
    session: Session,
    *,
    workspace_id: int,
    key: str,
    text: str,
    team: str = "",
    by: str = "",
    person_id: int | None = None,
    now: datetime,
) -> str:
    """Set one value and return it as it would be typed; what it was is kept with who changed it and when.

    The text `default` takes the choice back. `by` says who, where that is no person of the directory.
    Refusal where it is not possible.
    """
    rules.kind_for(key, team)
    place = {"workspace_id": workspace_id, "team": team, "key": key}
    before = rules.write(chosen(session, workspace_id=workspace_id).get(key, team))
    if rules.takes_back(text):
        workspace.unset(session, workspace_id, team=team, key=key)
    else:
        value = rules.read(key, text, team=team)
        row = workspace.setting(session, workspace_id, team=team, key=key)
        row = row or Setting(**place)
        row.value, row.changed_at, row.changed_by = value, now, by
        session.add(row)
    session.flush()
    after = rules.write(chosen(session, workspace_id=workspace_id).get(key, team))
    if after != before:
        changed = {"before": before, "after": after, "at": now, "person_id": person_id, "by": by}
        session.add(SettingChange(**place, **changed))
    return after


def record(session: Session, *, workspace_id: int, key: str, limit: int = 5) -> list[Changed]:
    """Who changed a setting, for the workspace or a team, newest first."""
    rows = change_record.latest(session, workspace_id, key, limit=limit)
    people = person.by_ids(session, workspace_id, {row.person_id for row in rows if row.person_id})
    return [
        Changed(
            row.team,
            row.before,
            row.after,
            people[row.person_id].mention if row.person_id in people else row.by,
            row.at,
        )
        for row in rows
    ]


def doubts(session: Session, *, workspace_id: int, key: str, written: str, team: str = "") -> list[str]:
    """What whoever has set this should know: sentences, none where all is well."""
    named = (launch.teams(written) or []) if key == "launch" else []
    late = _outside_hours(chosen(session, workspace_id=workspace_id), key, team)
    return unknown_teams(session, workspace_id=workspace_id, names=[team, *named]) + late


def unknown_teams(session: Session, *, workspace_id: int, names: Sequence[str]) -> list[str]:
    """A sentence for each of these teams to which nobody belongs; empty names are none."""
    teams = person.teams(session, workspace_id)
    unknown = [name for name in names if name and name not in teams]
    there = (
        _("Teams there are: {teams}.", teams=", ".join(teams))
        if teams
        else _("There are no teams yet: people.csv names them.")
    )
    return [
        " ".join([_("Nobody in the directory belongs to team '{team}'.", team=name), there])
        for name in unknown
    ]


def _outside_hours(settings: Chosen, key: str, team: str) -> list[str]:
    """A time at which nothing is sent, where this setting makes it one."""
    times = {"checkin_time": settings.rhythm(team).at, "summary_time": settings.summary_time}
    hours = settings.hours
    return [
        _(
            "{key} is {time}, outside the working_hours ({hours}): messages wait until those begin.",
            key=name,
            time=f"{at:%H:%M}",
            hours=settings.get("working_hours"),
        )
        for name, at in times.items()
        if key in (name, "working_hours") and not hours.start <= at < hours.end
    ]


def listed(session: Session, *, workspace_id: int, team: str = "") -> Sequence[tuple[str, str]]:
    """Every key with the value that counts, as typed."""
    settings = chosen(session, workspace_id=workspace_id)
    return [(key, rules.write(settings.get(key, team))) for key in rules.KINDS]
