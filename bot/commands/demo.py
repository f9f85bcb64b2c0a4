"""`cairn demo`: the only command that knows the local workspace."""

import click

from bot import logs, settings
from bot.commands.instants import read_instant
from bot.commands.opening import finish


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8300, show_default=True)
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
@click.option("--people", type=click.IntRange(12, 5000), default=60, show_default=True)
@click.option("--weeks", type=click.IntRange(1, 260), default=40, show_default=True)
@click.option("--socket", is_flag=True, help="Let the bot use Socket Mode instead of HTTP.")
@click.option("--no-tour", is_flag=True, help="Begin without the guided tour.")
@click.option("--at", metavar="ISO", help="Begin at this instant instead of now.")
def demo(
    port: int, no_browser: bool, people: int, weeks: int, socket: bool, no_tour: bool, at: str | None
) -> None:
    """A local workspace in the browser: people, history, no Slack account."""
    import gc
    from dataclasses import replace

    # Nothing that is loaded and seeded now goes away again: looking through it costs a fifth of the start.
    gc.disable()
    from bot.demo import Demo

    logs.configure(replace(settings.read({}), log_level="WARNING"))
    workspace = Demo(
        port=port,
        browser=not no_browser,
        people=people,
        weeks=weeks,
        socket=socket,
        tour=not no_tour,
        start=read_instant(at, option="--at") if at else None,
    )
    finish(workspace.run())
