"""`cairn deliveries`: the ledger."""

import json
from datetime import UTC, datetime

import click

from bot.commands.instants import read_day
from bot.commands.opening import opened, read_settings


@click.command()
@click.option("--since", metavar="DATE", help="From this day on (UTC); default: the last 30 days.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def deliveries(since: str | None, form: str) -> None:
    """The ledger: what was due, and what became of it."""
    from bot.services import ledger, workspace

    start = read_day(since) if since else None
    with opened(read_settings()) as database:
        workspace_id = database.transact_now(workspace.ours, now=datetime.now(UTC))
        rows = database.read_now(ledger.rows, workspace_id=workspace_id, since=start, now=datetime.now(UTC))
    if form == "json":
        click.echo(json.dumps(rows, indent=1))
    else:
        click.echo(ledger.table(rows))
