"""`cairn run` and `cairn tick`: the bot at work."""

from datetime import UTC, datetime

import click

from bot import settings
from bot.commands.instants import read_instant
from bot.commands.opening import Failed, finish, read_settings, tools_for
from bot.settings import Settings, SettingsError


@click.command()
@click.option("--no-scheduler", is_flag=True, help="Serve and send, but plan nothing.")
@click.option("--no-http", is_flag=True, help="Open no port.")
def run(no_scheduler: bool, no_http: bool) -> None:
    """The bot: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on PORT."""
    from bot.running import Parts
    from bot.running import run as serve

    found = read_settings()
    settings.require(found, "slack_bot_token")
    if not found.socket_mode:
        settings.require(found, "slack_signing_secret")
        if no_http:
            raise SettingsError("Without HTTP the bot needs SLACK_APP_TOKEN (Socket Mode).")
    finish(serve(tools_for(found), Parts(scheduler=not no_scheduler, http=not no_http)))


@click.command()
@click.option("--at", "at", metavar="ISO", help="The business clock: an instant with an offset.")
def tick(at: str | None) -> None:
    """Do everything due as of an instant, once, send it, and exit."""
    found = read_settings()
    settings.require(found, "slack_bot_token")
    instant = read_instant(at, option="--at") if at else datetime.now(UTC)
    finish(_tick(found, instant))


async def _tick(found: Settings, instant: datetime) -> None:
    from bot import rounds
    from bot.identity import identify
    from bot.outbox import PostRoom

    tools = tools_for(found, clock=lambda: instant)
    try:
        if await identify(tools) is None:
            raise Failed("Slack does not answer, and this database has not met its workspace yet.")
        await rounds.run_all(tools, now=instant)
        left = await PostRoom(tools).drain()
        if left:
            raise Failed(f"{left} messages could not be sent yet and are waiting; see `cairn deliveries`.")
    finally:
        await tools.close()
