"""`cairn people`: the directory, from a file or from Slack."""

from pathlib import Path

import click

from bot import settings
from bot.commands.opening import Failed, finish, read_settings, tools_for
from bot.commands.porting import port
from bot.settings import Settings


@click.group()
def people() -> None:
    """The directory."""


@people.command("import")
@click.argument("csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
def people_import(csv: Path, dry_run: bool) -> None:
    """Take people, teams and managers from a CSV file."""
    from bot.porting.folder import read_people

    port(read_people, csv, dry_run=dry_run)


@people.command("sync")
def people_sync() -> None:
    """Take people from Slack's directory."""
    found = read_settings()
    settings.require(found, "slack_bot_token")
    finish(_sync(found))


async def _sync(found: Settings) -> None:
    from aiohttp import ClientError
    from slack_sdk.errors import SlackApiError

    from bot.identity import identify
    from bot.jobs.upkeep import sync_directory
    from bot.refusals import refusal

    tools = tools_for(found)
    try:
        tenant = await identify(tools)
        if tenant is None:
            raise Failed("Slack does not answer.")
        try:
            synced = await sync_directory(tools, tenant)
        except SlackApiError as error:
            answer = refusal(error)
            why = answer.code or f"HTTP {answer.status}"
            raise Failed(
                f"Slack does not give its directory ({why}). Try again, or see `cairn doctor`."
            ) from None
        except (ClientError, TimeoutError):
            raise Failed("Slack does not answer. Try again.") from None
        click.echo(f"{synced.added} added, {synced.changed} changed")
    finally:
        await tools.close()
