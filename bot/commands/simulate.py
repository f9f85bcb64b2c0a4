"""`cairn simulate`: the back-test of the talent signals, or a replay of one's own last months."""

import json
import sys
from collections.abc import Callable

import click


@click.command()
@click.option("--generator", type=click.Choice(["first", "second"]), default="second", show_default=True)
@click.option("--seeds", type=click.IntRange(2, 500), default=16, show_default=True, help="Organisations.")
@click.option("--people", type=click.IntRange(60, 5000), default=600, show_default=True)
@click.option("--weeks", type=click.IntRange(60, 260), default=78, show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def simulate(generator: str, seeds: int, people: int, weeks: int, form: str) -> None:
    """Try the talent signals on generated organisations whose truth is known.

    The second generator is the one to report; constants may be tuned on the first.
    """
    from bot.simulate import table
    from bot.simulate.report import lines
    from bot.simulate.study import Design, conduct

    study = conduct(Design(generator, seeds, people, weeks), progress_line("organisations"))
    found = list(lines(study))
    click.echo(json.dumps(table.values(found), indent=1) if form == "json" else table.table(found))


def progress_line(what: str) -> Callable[[int, int], None]:
    """A line on stderr that says how far the work is; silent where stderr is no terminal."""
    shown = sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        if shown:
            bar = "#" * int(30 * done / max(total, 1))
            click.echo(f"\r{bar:<30} {done} of {total} {what}", nl=done == total, err=True)

    return progress
