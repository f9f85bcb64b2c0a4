"""`cairn signals`: what the talent signals say, for the operator; every look leaves a receipt."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import click
import structlog

from bot.commands.instants import FIRST_YEAR, LAST_YEAR
from bot.commands.opening import opened, read_settings
from bot.settings import SettingsError

log = structlog.get_logger()
HEADING = ("person", "signal", "state", "band", "confidence", "window")


@click.command()
@click.option("--as-of", "day", metavar="DATE", required=True, help="The last day that counts (UTC).")
@click.option("--person", "who", metavar="EMAIL", help="Only this person.")
@click.option(
    "--explain",
    is_flag=False,
    flag_value="",
    metavar="[EMAIL]",
    help="Compute each cue of that person (or of --person) again from its own inputs, and show them.",
)
@click.option("--audit", is_flag=True, help="With strengths, and with what is switched off. Logged.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="Default: table; json to explain."
)
def signals(day: str, who: str | None, explain: str | None, audit: bool, form: str | None) -> None:
    """Talent signals as of the end of a day. No verdicts: evidence, and a question to talk about."""
    from bot.services import signals as service
    from bot.services import workspace

    as_of, who = read_day(day), explain or who
    with opened(read_settings()) as database:
        now = datetime.now(UTC)
        workspace_id = database.transact_now(workspace.ours, now=now)
        _check_known(database, workspace_id, as_of, now)
        person_id = database.read_now(service.named, workspace_id=workspace_id, word=who) if who else None
        database.transact_now(
            service.note, workspace_id=workspace_id, subject=person_id, audit=audit, now=now
        )
        log.info("signals_looked_at", audit=audit, subject_id=person_id or 0, as_of=as_of.isoformat())
        if explain is not None:
            told = _explanations(database, workspace_id, as_of, person_id, audit)
            (_as_explanations if form == "table" else _as_list)(told)
            return
        found = _found(database, workspace_id, as_of, audit)
    say_each(service.entries(found, person_id=person_id, audit=audit), form or "table")


def read_day(text: str) -> date:
    """The day that a text means. Raises SettingsError."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"--as-of needs a day such as 2026-11-22, not {text!r}.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise SettingsError(f"--as-of needs a year from {FIRST_YEAR} to {LAST_YEAR}, not {day.year}.")
    return day


def _check_known(database: Any, workspace_id: int, as_of: date, now: datetime) -> None:
    """A day of which nothing can be known yet would look as if everybody had fallen silent."""
    from bot.services import recorded

    if as_of > now.date() and not database.read_now(recorded.reaches, workspace_id=workspace_id, day=as_of):
        raise SettingsError(
            f"--as-of {as_of} lies ahead, and nothing is recorded of it; take a day that is over."
        )


def say_each(entries: Iterable[dict[str, Any]], form: str) -> None:
    """Write one entry after the other, so that none is held longer than it takes."""
    (_as_list if form == "json" else _as_table)(entries)


def _as_list(entries: Iterable[dict[str, Any]]) -> None:
    begun = False
    for each in entries:
        click.echo(("," if begun else "[") + "\n " + json.dumps(each, ensure_ascii=False), nl=False)
        begun = True
    click.echo("\n]" if begun else "[]")


def _as_table(entries: Iterable[dict[str, Any]]) -> None:
    """Cues with their evidence; how many had none."""
    quiet = 0
    for each in entries:
        if each["state"] != "cue":
            quiet += 1
            continue
        scored = [f"{each['score']:.2f}"] if "score" in each else []
        click.echo("  ".join([*(str(each[name]) for name in HEADING), *scored]))
        for line in each["evidence"]:
            click.echo(f"    {_line(line)}")
    click.echo(f"{quiet} signals with nothing to say, or not enough evidence.")


def _line(line: dict[str, Any]) -> str:
    """A line of evidence with where it is from; some are from no single fact."""
    where = ", ".join(each for each in (line["ref"], line["at"]) if each)
    return f"{line['text']} ({where})"


def _as_explanations(entries: Iterable[dict[str, Any]]) -> None:
    """Each cue with its families and terms, and how many facts of which kind; JSON has the inputs too."""
    told = 0
    for each in entries:
        told += 1
        click.echo(
            "  ".join(str(each[name]) for name in ("signal", "as_of", "band", "confidence", "formula"))
        )
        same: dict[Any, str] = {True: "; computed again, the same", False: "; computed again, NOT the same"}
        click.echo(f"  strength {each['strength']}{same.get(each.get('same'), '')}")
        for name in ("families", "terms"):
            values = ", ".join(f"{key} {value}" for key, value in each[name].items())
            click.echo(f"  {name}: {values or 'none, this signal is a level'}")
        for line in each["evidence"]:
            click.echo(f"    {_line(line)}")
        for kind, facts in each["facts"].items():
            click.echo(f"  {kind}: {len(facts)}")
    if not told:
        click.echo("Nothing was seen of this person on that day.")


def _explanations(
    database: Any, workspace_id: int, as_of: date, person_id: int | None, audit: bool
) -> Iterator[dict[str, Any]]:
    """What is kept of that day, computed again; where the day was never computed, what it would be."""
    from bot.services import signals as service

    asked = {"workspace_id": workspace_id, "as_of": as_of}
    if person_id is None:
        raise SettingsError("--explain needs --person EMAIL.")
    if database.read_now(service.is_kept, **asked):
        yield from database.read_now(service.explained, **asked, person_id=person_id, audit=audit)
        return
    found = _found(database, workspace_id, as_of, audit)
    yield from service.explanations(found, person_id=person_id, audit=audit)


def _found(database: Any, workspace_id: int, as_of: date, audit: bool) -> Any:
    """Every signal of everybody; read in one transaction, computed outside of any."""
    from bot.services import record
    from bot.signals.engine import run

    facts = database.read_now(record.read, workspace_id=workspace_id, as_of=as_of)
    return run(facts, as_of=as_of, even_if_off=audit)
