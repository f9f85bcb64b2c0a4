"""`cairn deliveries`: the ledger, and the story of one message."""

import json
from datetime import UTC, datetime
from typing import Any

import click

from bot.commands.instants import read_start
from bot.commands.opening import Failed, opened, read_settings
from bot.settings import SettingsError


@click.command()
@click.option("--since", metavar="DATE", help="From this day (UTC) or instant on; default: the last 30 days.")
@click.option("--story", metavar="ID", help="What happened to one message, by its id or key.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def deliveries(since: str | None, story: str | None, form: str) -> None:
    """The ledger: what was due, and what became of it."""
    from bot.services import ledger

    if story and since:
        raise SettingsError("Give --since or --story, not both.")
    start = read_start(since, option="--since") if since else None
    if story:
        told = _told(story)
        click.echo(json.dumps(told, indent=1) if form == "json" else "\n".join(told["story"]))
        return
    rows = _read(ledger.rows, since=start, now=datetime.now(UTC))
    click.echo(json.dumps(rows, indent=1) if form == "json" else ledger.table(rows))


def _told(name: str) -> dict[str, Any]:
    from bot.rules.refusal import Refusal
    from bot.services import story

    now = datetime.now(UTC)
    try:
        told: dict[str, Any] = _read(story.tell, name=name, now=now, real_now=now)
    except Refusal as refusal:
        raise Failed(str(refusal)) from None
    return told


def _read(question: Any, **arguments: Any) -> Any:
    from bot.services import workspace

    with opened(read_settings()) as database:
        workspace_id = database.transact_now(workspace.ours, now=datetime.now(UTC))
        return database.read_now(question, workspace_id=workspace_id, **arguments)
