"""`cairn config`: the workspace's settings."""

from datetime import UTC, datetime

import click

from bot.commands.opening import opened, read_settings


@click.group()
def config() -> None:
    """The workspace's settings."""


@config.command("get")
@click.argument("key", required=False)
@click.option("--team", default="", help="The value that counts for this team.")
def config_get(key: str | None, team: str) -> None:
    """One setting, with who changed it last (on stderr), or all with what each changes and for whom."""
    from bot.rules import setting as rules
    from bot.services import setting, workspace

    with opened(read_settings()) as database:
        workspace_id = database.transact_now(workspace.ours, now=datetime.now(UTC))
        listed = dict(database.read_now(setting.listed, workspace_id=workspace_id, team=team))
        doubts = database.read_now(setting.unknown_teams, workspace_id=workspace_id, names=[team])
        changes = (
            database.read_now(setting.record, workspace_id=workspace_id, key=key) if key in listed else []
        )
    for doubt in doubts:
        click.echo(f"Warning: {doubt}", err=True)
    if key is None:
        click.echo(
            "\n".join(f"{name}={value}\n    {rules.KINDS[name].effect}" for name, value in listed.items())
        )
    else:
        rules.known(key)
        click.echo(listed[key])
        for each in changes:
            whose = f" for team {each.team}" if each.team else ""
            click.echo(
                f"{each.at.isoformat(timespec='minutes')} {each.who or 'somebody'} changed it{whose} "
                f"from {each.before or 'nothing'} to {each.after or 'nothing'}",
                err=True,
            )


@config.command("set")
@click.argument("key")
@click.argument("value", default="")
@click.option("--team", default="", help="For this team only.")
def config_set(key: str, value: str, team: str) -> None:
    """Change one setting; without a value it becomes empty, `default` takes the change back (for a team:
    what the workspace has counts again)."""
    from bot.services import calendar, setting, workspace

    with opened(read_settings()) as database:
        now = datetime.now(UTC)
        workspace_id = database.transact_now(workspace.ours, now=now)
        written = database.transact_now(
            setting.change,
            workspace_id=workspace_id,
            key=key,
            text=value,
            team=team,
            by="the command line",
            now=now,
        )
        database.transact_now(calendar.look_again, workspace_id=workspace_id)
        doubts = database.read_now(
            setting.doubts, workspace_id=workspace_id, key=key, written=written, team=team
        )
    click.echo(f"{key}={written}")
    for doubt in doubts:
        click.echo(f"Warning: {doubt}", err=True)
