"""Numbers without weeks: delivery, recognition received and given, each beside its peers."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.signals import delivery, peers
from bot.signals.checks import team_codes
from bot.signals.constants import Constants
from bot.signals.frame import Frame
from bot.signals.norms import mean
from bot.signals.peers import Peers
from bot.signals.record import NOBODY, Flags, Floats, Ints, Record
from bot.signals.slate import Checks, Levels, Thanks
from bot.signals.ties import Ties, tied

# The least spread among peers that counts as a difference: a tenth of the weeks answered, a quarter of a
# point of mood, a third of a square root of a count.
LEAST_RATE, LEAST_MOOD, LEAST_COUNT = 0.1, 0.25, 1 / 3


@dataclass(frozen=True)
class Basis:
    """What the levels are worked out from."""

    record: Record
    frame: Frame
    checks: Checks
    thanks: Thanks
    groups: list[Ints]
    teams: Ints
    constants: Constants


def built(record: Record, frame: Frame, checks: Checks, thanks: Thanks, constants: Constants) -> Levels:
    basis = Basis(
        *(record, frame, checks, thanks, peers.groups(record, frame), team_codes(record, frame), constants)
    )
    landed, landed_rank = _delivery(basis)
    received, received_rank = _received(basis)
    columns: dict[str, Any] = {**landed, **received, **_given(basis), **_stay(basis)}
    weeks_here, half_year_here = (
        checks.here[:, :window].sum(axis=1).astype(float)
        for window in (max(constants.windows), constants.breadth_weeks)
    )
    return Levels(
        **columns,
        delivery_rank=landed_rank,
        breadth_rank=received_rank,
        weeks_here=weeks_here,
        half_year_here=half_year_here,
    )


def _delivery(basis: Basis) -> tuple[dict[str, Floats], Floats]:
    found = delivery.closings(basis.record, basis.frame, basis.constants)
    size = len(basis.frame)
    on_time = np.bincount(found.row, found.weight * found.on_time, size)
    closed = np.bincount(found.row, found.weight, size)
    number = np.bincount(found.row, minlength=size).astype(np.float64)
    measured = number >= basis.constants.delivery_min
    group = peers.chosen(basis.groups, measured, basis.constants)
    rate = _pooled(on_time, closed, number > 0, group, basis.constants)
    columns = {"on_time": on_time, "closed": closed, "closings": number, "peer_rate": rate, **_formed(basis)}
    landed = delivery.shrunken(on_time, closed, rate, basis.constants)
    return columns, peers.ranks(landed, measured, group)


def _formed(basis: Basis) -> dict[str, Floats]:
    """How many goals are open at the end of the day, and how many of those are well formed."""
    goals, frame = basis.record.goals, basis.frame
    row = frame.row_of[goals.owner]
    begun = (goals.start < 0) | (goals.start <= frame.as_of.toordinal())
    still = (row != NOBODY) & begun & (goals.closed_at >= frame.end)
    size = len(frame)
    return {
        "open_goals": np.bincount(row[still], minlength=size).astype(np.float64),
        "whole_goals": np.bincount(row[still & goals.whole], minlength=size).astype(np.float64),
    }


def _pooled(on_time: Floats, closed: Floats, known: Flags, group: Peers, constants: Constants) -> Floats:
    """The rate of each person's group, shrunk to the workspace's, and never quite none or all."""
    total = (on_time[known].sum() + 0.5) / (closed[known].sum() + 1)
    on = group.of(lambda level: np.bincount(level, on_time)[level])
    of = group.of(lambda level: np.bincount(level, closed)[level])
    prior = constants.peers_prior
    found: Floats = np.clip((on + prior * total) / (of + prior), 0.05, 0.95)
    return found


def _received(basis: Basis) -> tuple[dict[str, Floats], Floats]:
    """Independent givers, and how many of the team thank anybody at all."""
    c, rows = basis.constants, basis.frame.rows
    ties = _ties(basis, c.breadth_weeks)
    breadth = ties.sums(ties.trust)[rows]
    kudos = ties.sums(ties.number.astype(np.float64))[rows]
    givers = ties.sums(np.ones(len(ties.giver)))[rows]
    gives = _team_gives(basis)
    measurable = gives >= c.team_gives_share
    group = peers.chosen(basis.groups, measurable, c)
    root = np.sqrt(breadth)
    middle, spread = peers.spread(root, measurable, group, c, least=LEAST_COUNT)
    columns = {
        "breadth": breadth,
        "kudos": kudos,
        "givers": givers,
        "team_gives": gives,
        "breadth_middle": middle,
        "breadth_spread": spread,
    }
    return columns, peers.ranks(breadth, measurable, group)


def _ties(basis: Basis, weeks: int) -> Ties:
    kudos = basis.record.kudos
    week = basis.frame.week(kudos.at)
    near = (week >= 0) & (week < weeks)
    return tied(kudos.giver[near], kudos.receiver[near], len(basis.record.people), basis.constants)


def _team_gives(basis: Basis) -> Floats:
    """The share of each person's team who thanked somebody lately; of the workspace for who has no team."""
    given = basis.thanks.given[:, : basis.constants.team_gives_weeks].sum(axis=1) > 0
    teams = np.where(basis.teams == NOBODY, basis.teams.max(initial=0) + 1, basis.teams)
    size = int(teams.max(initial=0)) + 1
    share = np.bincount(teams, given, size) / np.maximum(np.bincount(teams, minlength=size), 1)
    return np.where(basis.teams == NOBODY, given.mean() if len(given) else 0.0, share[teams])


def _given(basis: Basis) -> dict[str, Floats]:
    """Whom each person thanked: people, teams, and the share that names a behaviour."""
    record, c, rows = basis.record, basis.constants, basis.frame.rows
    ties = _ties(basis, c.given_weeks)
    size = len(record.people)
    people = np.bincount(ties.giver, minlength=size)[rows].astype(np.float64)
    names = {name: number for number, name in enumerate(sorted(set(record.people.team)))}
    team_of = np.array([names[name] for name in record.people.team], np.int64)
    pairs = np.unique(ties.giver * len(names) + team_of[ties.receiver])
    teams = np.bincount(pairs // max(len(names), 1), minlength=size)[rows].astype(np.float64)
    week = basis.frame.week(record.kudos.at)
    near = (week >= 0) & (week < c.given_weeks)
    giver, named = record.kudos.giver[near], record.kudos.names_behaviour[near]
    total, naming = np.bincount(giver, minlength=size), np.bincount(giver, named, size)
    share = (naming / np.maximum(total, 1))[rows]
    everybody = np.ones(len(rows), bool)
    group = peers.chosen(basis.groups, everybody, c)
    middle, spread = peers.spread(np.sqrt(people), everybody, group, c, least=LEAST_COUNT)
    return {
        "thanked": people,
        "teams_thanked": teams,
        "named": share,
        "thanked_middle": middle,
        "thanked_spread": spread,
    }


def _stay(basis: Basis) -> dict[str, Floats]:
    """Recent levels beside peers', for the stay conversation; 0 where nothing is known."""
    c, checks, thanks = basis.constants, basis.checks, basis.thanks
    due = checks.due[:, : c.stay_answering_weeks]
    answered = (checks.given[:, : c.stay_answering_weeks] & due).sum(axis=1)
    asked = due.sum(axis=1)
    mood, moods = mean(checks.mood[:, : c.stay_mood_weeks])
    here = thanks.here[:, : c.stay_giving_weeks].sum(axis=1)
    given = thanks.given[:, : c.stay_giving_weeks].sum(axis=1)
    weekly = np.sqrt(given / np.maximum(here, 1) * c.stay_giving_weeks)
    return {
        "z_answering": _z(basis, answered / np.maximum(asked, 1), asked >= 2, LEAST_RATE),
        "z_mood": _z(basis, np.nan_to_num(mood), moods >= 2, LEAST_MOOD),
        "z_giving": _z(basis, weekly, here >= 2, LEAST_COUNT),
    }


def _z(basis: Basis, values: Floats, measured: Flags, least: float) -> Floats:
    c = basis.constants
    group = peers.chosen(basis.groups, measured, c)
    middle, spread = peers.spread(values, measured, group, c, least=least)
    return np.where(measured, np.clip((values - middle) / spread, c.stay_lowest, c.stay_highest), 0.0)
