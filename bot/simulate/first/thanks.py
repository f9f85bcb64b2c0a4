"""Who thanks whom: circles, sites, habits, and the games some play."""

from dataclasses import dataclass

import numpy as np

from bot.simulate.arrays import Bools, Floats, Ints
from bot.simulate.first.checkins import in_week
from bot.simulate.first.lives import Lives
from bot.simulate.first.people import Traits
from bot.simulate.history import People, Plan, Thanks
from bot.simulate.spells import WEEKS_A_YEAR

SEASON = {49: 1.3, 50: 1.5, 51: 0.5, 0: 0.5, 31: 0.7, 32: 0.7}
RETURNED = 0.05  # thanks that call forth thanks within three weeks
REMOTE, DISADVANTAGED, QUIET = 0.6, 0.6, 0.35
NO_GIVER_TEAM, NO_GIVER_LEADER = 0.15, 0.3
CONTACTS = 18  # people of other teams whom one has reason to thank
NOTICED = 0.28  # the tie of everybody, taken together, with somebody who rises
EVENT_SHAPE = 1.2  # thanks come in bursts: the weeks of a person vary beyond chance


@dataclass(frozen=True)
class Circles:
    """Who is tied to whom beyond team and contacts."""

    ring: Ints
    blatant: Bools
    pod: Ints


def thank(
    rng: np.random.Generator, plan: Plan, people: People, traits: Traits, lives: Lives, present: Bools
) -> tuple[Thanks, Circles]:
    """All thanks, and who belongs to a ring."""
    circles = _circles(rng, people)
    ties = _ties(rng, people, circles)
    rate = _rates(rng, plan, people, traits, lives) * present
    appeal = _appeal(rng, people, traits, lives)
    found: list[tuple[Ints, Ints, Ints]] = []
    owed: dict[int, list[tuple[Ints, Ints]]] = {}
    for week in range(plan.weeks):
        giver = np.repeat(np.arange(len(people)), rng.poisson(rate[:, week]))
        receiver = _choose(rng, ties, appeal[:, week] * present[:, week], giver, lives.rising[:, week])
        giver, receiver = _with_debts(rng, owed, week, giver, receiver, present[:, week])
        games = _games(rng, circles, present[:, week])
        giver, receiver = np.concatenate([giver, games[0]]), np.concatenate([receiver, games[1]])
        found.append((giver, receiver, np.full(len(giver), week)))
    giver, receiver, weeks = (np.concatenate(column) for column in zip(*found, strict=True))
    at = in_week(rng, weeks)
    tagged = rng.random(len(giver)) < 0.6
    return Thanks(giver, receiver, at, tagged), circles


def _circles(rng: np.random.Generator, people: People) -> Circles:
    """A ring has four members of any teams; a pod is half a team that truly works hand in hand."""
    rows = len(people)
    ring, pod = np.full(rows, -1), np.full(rows, -1)
    first = np.flatnonzero(people.start < 0)
    rings = max(2, rows // 60)
    members = rng.permutation(first)[: 4 * rings]
    ring[members] = np.arange(len(members)) // 4
    blatant = (ring >= 0) & (ring < max(1, rings // 2))
    for number, team in enumerate(rng.permutation(np.unique(people.team))[: max(2, rows // 60)]):
        pod[np.flatnonzero(people.team == team)[:5]] = number
    return Circles(ring, blatant, pod)


def _ties(rng: np.random.Generator, people: People, circles: Circles) -> Floats:
    """How likely each is to be thanked by each, before appeal: giver by receiver."""
    rows = len(people)
    ties = np.zeros((rows, rows))
    same_team = people.team[:, None] == people.team
    inside = rng.beta(3, 3, rows)
    ties += same_team * (inside / np.maximum(same_team.sum(axis=1) - 1, 1))[:, None]
    near = 1 + 1.5 * (people.site[:, None] == people.site)
    for giver in range(rows):
        chance = near[giver] * ~same_team[giver]
        contacts = rng.choice(rows, CONTACTS, replace=False, p=chance / chance.sum())
        ties[giver, contacts] += (1 - inside[giver]) / CONTACTS
    ties *= 1 + 2.0 * ((circles.pod[:, None] >= 0) & (circles.pod[:, None] == circles.pod))
    # What is far is seen less, and some are thanked less by everybody who is not like them.
    ties *= np.where(people.remote & ~people.remote[:, None], REMOTE, 1.0)
    ties *= np.where(people.disadvantaged & ~people.disadvantaged[:, None], DISADVANTAGED, 1.0)
    np.fill_diagonal(ties, 0)
    return ties


def _rates(rng: np.random.Generator, plan: Plan, people: People, traits: Traits, lives: Lives) -> Floats:
    """Thanks given in each week, expected: people by weeks."""
    hardly = (rng.random(people.team.max() + 1) < NO_GIVER_TEAM)[people.team]
    leads = np.isin(np.arange(len(people)), people.manager) & (rng.random(len(people)) < NO_GIVER_LEADER)
    base = traits.giving * np.where(hardly | leads, 0.2, 1.0)
    yearly = np.array([SEASON.get(week % WEEKS_A_YEAR, 1.0) for week in range(plan.weeks)])
    bursts = rng.gamma(EVENT_SHAPE, 1 / EVENT_SHAPE, lives.giving.shape)
    own = (1 - 0.6 * np.minimum(lives.giving, 1.3)) * (1 + 0.25 * lives.rising)
    rates: Floats = base[:, None] * yearly * bursts * own
    return rates


def _appeal(rng: np.random.Generator, people: People, traits: Traits, lives: Lives) -> Floats:
    quiet = np.where(rng.random(len(people)) < 0.1, QUIET, 1.0)
    lasting = traits.appeal * quiet * np.exp(0.2 * traits.delivery)
    return lasting[:, None] * (1 + 1.0 * lives.rising) * (1 + 2.0 * lives.praised)


def _choose(rng: np.random.Generator, ties: Floats, appeal: Floats, giver: Ints, rising: Floats) -> Ints:
    """Who rises is also noticed by people who had no tie with them."""
    spread = NOTICED / len(appeal) * np.minimum(rising, 1.0)
    weights = (ties[giver] + spread) * appeal
    weights[np.arange(len(giver)), giver] = 0
    bounds = np.cumsum(weights, axis=1)
    at = rng.random(len(giver)) * bounds[:, -1]
    chosen: Ints = np.minimum((bounds < at[:, None]).sum(axis=1), len(appeal) - 1)
    return chosen


def _with_debts(
    rng: np.random.Generator,
    owed: dict[int, list[tuple[Ints, Ints]]],
    week: int,
    giver: Ints,
    receiver: Ints,
    present: Bools,
) -> tuple[Ints, Ints]:
    """Add the returned thanks of this week, and book those that this week's will bring."""
    for later in (1, 2, 3):
        returns = rng.random(len(giver)) < RETURNED / 3
        owed.setdefault(week + later, []).append((receiver[returns], giver[returns]))
    for back, to in owed.pop(week, []):
        there = present[back] & present[to]
        giver, receiver = np.concatenate([giver, back[there]]), np.concatenate([receiver, to[there]])
    other = giver != receiver
    return giver[other], receiver[other]


def _games(rng: np.random.Generator, circles: Circles, present: Bools) -> tuple[Ints, Ints]:
    """Ring members thank each other: blatant rings most weeks, subtle ones once a month."""
    members = np.flatnonzero((circles.ring >= 0) & present)
    same = circles.ring[members, None] == circles.ring[members]
    np.fill_diagonal(same, 0)
    giver, receiver = (members[side] for side in np.nonzero(same))
    many = rng.poisson(np.where(circles.blatant[giver], 0.45, 0.1))
    return np.repeat(giver, many), np.repeat(receiver, many)
