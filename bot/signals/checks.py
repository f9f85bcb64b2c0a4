"""Check-ins by week, and the workspace's norms of answering."""

import numpy as np

from bot.signals.constants import HORIZON, Constants
from bot.signals.frame import Frame, weeks
from bot.signals.norms import count_norms, mean, middle, rate_norms, scale_runs
from bot.signals.record import NOBODY, Flags, Floats, Ints, Record
from bot.signals.slate import Checks, Norms

# Whoever is away on this many working days of a week is not expected to answer.
AWAY_DAYS = 3
# Below this share of people with a row, the workspace did not ask for check-ins that week.
ASKED_SHARE = 0.2
WORKDAYS = 5
DAYS = 7 * HORIZON


def built(record: Record, frame: Frame, constants: Constants) -> Checks:
    """Everybody's weeks, with the team's share of the shift taken out."""
    rows = record.checkins
    person, week = frame.row_of[rows.person], frame.week_of_monday(rows.monday)
    worked = employed(record, frame)
    seen = (person != NOBODY) & (week >= 0) & (week < HORIZON)
    seen[seen] = worked[person[seen], week[seen]]
    person, week, rows_seen = person[seen], week[seen], np.flatnonzero(seen)
    away = away_days(record, frame) >= AWAY_DAYS
    excused, asked, given, closed, blocked = (_flags(frame) for _ in range(5))
    answered = (rows.answered_at[rows_seen] < frame.end) & ~rows.excused[rows_seen]
    asked[person, week] = True
    excused[person, week] = rows.excused[rows_seen]
    given[person, week] = answered
    closed[person, week] = rows.closed_at[rows_seen] <= frame.end
    blocked[person, week] = answered & rows.blockers[rows_seen]
    missed = away & ~given
    here = worked & ~excused & ~missed & _expected(asked)
    mood, energy = _scales(record, frame, person, week, rows_seen, answered)
    teams = team_codes(record, frame)
    checks = Checks(
        here=here,
        due=asked & closed & ~excused & ~missed,
        given=given,
        mood=mood,
        energy=energy,
        mood_team=_team_shift(mood, teams, constants),
        energy_team=_team_shift(energy, teams, constants),
        blocked=blocked,
    )
    checks.norms.update(_norms(checks, constants))
    return checks


def _flags(frame: Frame) -> Flags:
    return np.zeros((len(frame), HORIZON), bool)


def _scales(
    record: Record, frame: Frame, person: Ints, week: Ints, rows: Ints, answered: Flags
) -> tuple[Floats, Floats]:
    """Mood and energy (6 - workload) by person and week."""
    found = []
    for answers, turned in ((record.checkins.mood[rows], False), (record.checkins.workload[rows], True)):
        scale = np.full((len(frame), HORIZON), np.nan, np.float32)
        there = answered & (answers > 0)
        scale[person[there], week[there]] = (6 - answers[there]) if turned else answers[there]
        found.append(scale)
    return found[0], found[1]


def employed(record: Record, frame: Frame) -> Flags:
    """Whether each person worked here for the whole of each week."""
    today = frame.as_of.toordinal()
    first_days = today - 7 * np.arange(HORIZON) - 6
    started: Flags = record.people.start[frame.rows][:, None] <= first_days[None, :]
    return started


def away_days(record: Record, frame: Frame) -> Ints:
    """On how many days from Monday to Friday each person was away, by week; where absences overlap, a day
    is one day."""
    absences, today = record.absences, frame.as_of.toordinal()
    days = np.zeros((len(frame), HORIZON), np.int64)
    person = frame.row_of[absences.person]
    near = (person != NOBODY) & (absences.last > today - DAYS) & (absences.first <= today)
    rows, person = np.unique(person[near], return_inverse=True)
    # Counted backwards like the weeks: an absence begins with its last day.
    begin = np.maximum(today - absences.last[near], 0)
    behind = np.minimum(today - absences.first[near], DAYS - 1) + 1
    changes = np.zeros((len(rows), DAYS + 1), np.int16)
    np.add.at(changes, (person, begin), 1)
    np.add.at(changes, (person, behind), -1)
    away = np.cumsum(changes[:, :DAYS], axis=1, dtype=np.int16) > 0
    away &= ((today - np.arange(DAYS) - 1) % 7 < WORKDAYS)[None, :]
    days[rows] = away.reshape(len(rows), HORIZON, 7).sum(axis=2)
    return days


def _expected(asked: Flags) -> Flags:
    """Whether a week without a row was a week like any other: where the workspace, or this person, is not
    asked for check-ins at all. Else it was not due."""
    if not len(asked):
        return asked
    workspace_asked = asked.mean(axis=0) >= ASKED_SHARE
    found: Flags = asked | ~workspace_asked[None, :] | ~asked.any(axis=1, keepdims=True)
    return found


def team_codes(record: Record, frame: Frame) -> Ints:
    """A number for each team; NOBODY for people without one."""
    names = [record.people.team[row] for row in frame.rows]
    known = {name: number for number, name in enumerate(sorted({name for name in names if name}))}
    return np.array([known.get(name, NOBODY) for name in names], np.int64)


def _team_shift(scale: Floats, teams: Ints, constants: Constants) -> Floats:
    """How far each person's team-mates were from their own normal each week, the person left out."""
    shift = np.zeros(scale.shape, np.float32)
    if not len(teams) or teams.max() < 0:
        return shift
    longest = max(constants.windows)
    usual, _ = mean(scale[:, weeks(longest, constants.baseline)])
    usual = np.where(np.isnan(usual), mean(scale)[0], usual)
    beyond = scale - usual[:, None]
    there = ~np.isnan(beyond)
    beyond = np.where(there, beyond, 0)
    members = np.flatnonzero(teams != NOBODY)
    for week in range(scale.shape[1]):
        total = np.bincount(teams[members], beyond[members, week])
        number = np.bincount(teams[members], there[members, week])
        others = total[teams[members]] - beyond[members, week]
        count = number[teams[members]] - there[members, week]
        shift[members, week] = others / (count + constants.team_prior)
    return shift


def _norms(checks: Checks, constants: Constants) -> Norms:
    base = weeks(max(constants.windows), constants.baseline)
    norms: Norms = {
        "mood_mean": middle(checks.mood[:, base]),
        "energy_mean": middle(checks.energy[:, base]),
        "mood_runs": scale_runs(checks.mood[:, base] - checks.mood_team[:, base], constants),
        "energy_runs": scale_runs(checks.energy[:, base] - checks.energy_team[:, base], constants),
    }
    norms |= rate_norms("answered", checks.given, checks.due, base, constants)
    norms |= count_norms("blockers", checks.blocked, checks.given, base, constants)
    return norms
