"""`cairn migrate`, `cairn manifest` and `cairn doctor`: what is done once, and what checks it."""

import json

import click

from bot.commands.opening import Failed, finish, opened, read_settings, tools_for
from bot.settings import Settings, SettingsError


@click.command()
def migrate() -> None:
    """Bring the database's tables up to this version."""
    from bot import schema

    with opened(read_settings(), ensure=False) as database:
        schema.migrate(database)


@click.command("manifest")
@click.option("--url", metavar="URL", help="Where Slack reaches this bot over HTTPS.")
@click.option("--socket", is_flag=True, help="For Socket Mode (the default without --url).")
def manifest_(url: str | None, socket: bool) -> None:
    """The Slack app's manifest, to paste when creating the app."""
    from bot.manifest import manifest

    if url and socket:
        raise SettingsError("Give --url or --socket, not both.")
    if url and not url.startswith("https://"):
        raise SettingsError("Slack delivers to https:// addresses only.")
    click.echo(json.dumps(manifest(url=url or ""), indent=2, ensure_ascii=False))


@click.command()
def doctor() -> None:
    """Check tokens, scopes, database and clock, and say how to mend them."""
    finish(_doctor(read_settings()))


async def _doctor(found: Settings) -> None:
    from bot.doctor import examine

    # SQLite migrates by itself; that PostgreSQL has not been migrated is a finding.
    tools = tools_for(found, ensure=found.database_url.startswith("sqlite"))
    try:
        findings = await examine(tools)
    finally:
        await tools.close()
    click.echo("\n".join(map(str, findings)))
    if not all(finding.well for finding in findings):
        raise Failed("Not everything is well.")
