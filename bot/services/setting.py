"""Reading and changing a workspace's settings."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam, select
from sqlalchemy.orm import Session

from bot.rules import launch
from bot.rules import setting as rules
from bot.rules.setting import Chosen
from models import person, workspace
from models.base import past_the_orm
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
    session: Session, *, workspace_id: int, key: str, text: str, team: str = "", by: str = "", now: datetime
) -> str:
    """Set one value and return it as it would be typed. Refusal where it is not possible."""
    value = rules.read(key, text, team=team)
    row = workspace.setting(session, workspace_id, team=team, key=key)
    if row is None:
        row = Setting(workspace_id=workspace_id, team=team, key=key)
        session.add(row)
    row.value, row.changed_at, row.changed_by = value, now, by
    return rules.write(value)


def doubts(session: Session, *, workspace_id: int, key: str, written: str, team: str = "") -> list[str]:
    """What whoever has set this should know: sentences, none where all is well."""
    named = (launch.teams(written) or []) if key == "launch" else []
    teams = person.teams(session, workspace_id)
    unknown = [name for name in [team, *named] if name and name not in teams]
    if not unknown:
        return []
    there = (
        f"Teams there are: {', '.join(teams)}." if teams else "There are no teams yet: people.csv names them."
    )
    return [f"Nobody in the directory belongs to team {name!r}. {there}" for name in unknown]


def listed(session: Session, *, workspace_id: int, team: str = "") -> Sequence[tuple[str, str]]:
    """Every key with the value that counts, as typed."""
    settings = chosen(session, workspace_id=workspace_id)
    return [(key, rules.write(settings.get(key, team))) for key in rules.KINDS]
