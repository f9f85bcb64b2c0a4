"""HR's recognition digest: one span's figures, with small groups left out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.rules import cadence
from bot.rules import digest as rules
from bot.services.recognition import Recognition
from bot.services.summary import weeks_of
from bot.views.digest import Digest
from models import checkin, coverage, goal, kudos, signal, team

TOLD = ("people", "thanked", "givers", "answered", "due")


@dataclass(frozen=True)
class Span:
    """The days a digest is about, from `first` up to `after` (excluded), and the weeks whose check-ins
    it tells of. `week` is empty for a month."""

    first: date
    after: date
    weeks: tuple[str, ...]
    week: str = ""


def month_before(day: date) -> Span:
    """The whole month before the one of this day."""
    after = day.replace(day=1)
    first = (after - timedelta(days=1)).replace(day=1)
    return Span(first, after, tuple(weeks_of(first)))


def compiled(session: Session, *, workspace_id: int, span: Span, zone: ZoneInfo) -> Digest:
    """The figures of a span of local days in a zone. Only public kudos count.

    A week gets head counts only: amounts of weeks, taken from a month's, would tell of few days.
    """
    start, end = (cadence.instant(day, datetime.min.time(), zone) for day in (span.first, span.after))
    places = team.places(session, workspace_id, on=span.first)
    given = Recognition(places)
    given.count(kudos.between(session, workspace_id, start, end))
    heads = _heads(given, len(places), span)
    if span.week:
        answered, due = checkin.participation(session, workspace_id, span.weeks, on=span.first)
        return Digest(**heads, asked=span.weeks[-1], answered=answered, due=due)
    last = span.after - timedelta(days=1)
    counted = signal.totals(session, workspace_id, since=span.first, until=last)
    return Digest(
        **heads,
        **_amounts(given),
        **_participation(session, workspace_id, span, start, end),
        levels={name: rules.safe_counts(counts) for name, counts in counted.items()},
    )


def keep_coverage(session: Session, *, workspace_id: int, facts: Digest, now: datetime) -> None:
    """Keep a month's figures for HR's Home as its digest tells them; told again, the first stay."""
    figures = {name: getattr(facts, name) for name in TOLD}
    coverage.keep(session, workspace_id, cadence.month_of(facts.first), figures=figures, now=now)


def _heads(given: Recognition, people: int, span: Span) -> dict[str, Any]:
    return {
        "first": span.first,
        "week": span.week,
        "people": people,
        "thanked": rules.shown_with_rest(given.thanked, people),
        "givers": rules.shown_with_rest(len(given.givers), people),
    }


def _amounts(given: Recognition) -> dict[str, Any]:
    """What stands beside all thanks; nothing where too few people are behind all of them."""
    if rules.shown(given.behind, given.amount) is None:
        return {"kudos": None}
    teams, sites = given.flows()
    return {
        "kudos": given.amount,
        "named": given.named(),
        "breadth": given.breadth(),
        "across_teams": teams.total,
        "across_sites": sites.total,
        "flows": teams.flows(),
        "site_flows": sites.flows(),
        "values": given.values(),
        "skills": given.skills(),
    }


def _participation(
    session: Session, workspace_id: int, span: Span, start: datetime, end: datetime
) -> dict[str, Any]:
    """Check-ins and goals: who takes part is no secret from HR, so nothing is hidden here."""
    answered, due = checkin.participation(session, workspace_id, span.weeks, on=span.first)
    owners, moved = goal.participation(session, workspace_id, start, end, on=span.first)
    return {"answered": answered, "due": due, "with_goals": owners, "goals_moved": moved}
