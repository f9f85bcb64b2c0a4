"""Who works there: teams with their managers, sites, and those who leave and are replaced."""

from dataclasses import dataclass

import numpy as np

from bot.simulate.arrays import Bools, Floats, Ints
from bot.simulate.history import NEVER, People, Plan
from bot.simulate.spells import WEEKS_A_YEAR

# The last site is where those sit who work away from everybody else, of all teams.
SITES = np.array([0.45, 0.25, 0.19, 0.11])
REMOTE_SITE = len(SITES) - 1
TITLES = 4
# Leaving by choice, a year; team leaders stay, so others leave a little more.
LEAVES_A_YEAR, SENT_AWAY_A_YEAR = 0.185, 0.02
# Beyond the last week people go on leaving, and their withdrawal may be seen before.
BEYOND = 26


@dataclass(frozen=True)
class Traits:
    """What stays the same in a person. Logits and logarithms where the name says so."""

    mood: Floats
    mood_sd: Floats
    masks: Bools
    narrow: Bools
    load: Floats
    answering_logit: Floats
    updating_logit: Floats
    giving: Floats
    appeal: Floats
    delivery: Floats
    inflates: Bools
    engaged: Floats


def organise(rng: np.random.Generator, plan: Plan) -> tuple[People, Traits]:
    """The first staff, then one newcomer for each who leaves."""
    team, manager, title = _teams(rng, plan.people)
    traits = _traits(rng, 2 * plan.people)
    start = -rng.integers(0, 400, plan.people)
    end, chosen = _ends(rng, traits, start, manager, plan.weeks)
    left = np.flatnonzero(end < plan.weeks - 4)
    newcomers = np.arange(plan.people, plan.people + len(left))
    joined = end[left] + rng.integers(2, 10, len(left))
    total = plan.people + len(left)
    traits = Traits(*(column[:total] for column in vars(traits).values()))
    their_end, their_choice = _ends(
        rng, traits, joined, np.full(len(left), NEVER), plan.weeks, rows=newcomers
    )
    site = _sites(rng, np.concatenate([team, team[left]]))
    people = People(
        manager=np.concatenate([manager, manager[left]]),
        team=np.concatenate([team, team[left]]),
        title=np.concatenate([title, title[left]]),
        site=site,
        start=np.concatenate([start, joined]),
        end=np.concatenate([end, their_end]),
        left_by_choice=np.concatenate([chosen, their_choice]),
        remote=site == REMOTE_SITE,
        disadvantaged=rng.random(total) < 0.25,
    )
    return people, traits


def _teams(rng: np.random.Generator, people: int) -> tuple[Ints, Ints, Ints]:
    """Each team is led by its first member; six leaders have one above them, and all these the first."""
    sizes: list[int] = []
    while sum(sizes) < people:
        sizes.append(int(rng.integers(6, 12)))
    team = np.repeat(np.arange(len(sizes)), sizes)[:people]
    leaders = np.array([np.flatnonzero(team == each)[0] for each in np.unique(team)])
    manager = leaders[team]
    above = leaders[(np.arange(len(leaders)) // 6) * 6]
    manager[leaders] = np.where(above == leaders, leaders[0], above)
    manager[leaders[0]] = -1
    return team, manager, rng.choice(TITLES, len(sizes), p=[0.4, 0.25, 0.2, 0.15])[team]


def _sites(rng: np.random.Generator, team: Ints) -> Ints:
    """A team sits at one site, with exceptions; those who work away belong to any team."""
    near = SITES[:-1] / SITES[:-1].sum()
    home = rng.choice(REMOTE_SITE, team.max() + 1, p=near)[team]
    elsewhere = rng.choice(REMOTE_SITE, len(team), p=near)
    site = np.where(rng.random(len(team)) < 0.85, home, elsewhere)
    return np.where(rng.random(len(team)) < SITES[-1], REMOTE_SITE, site)


def _traits(rng: np.random.Generator, rows: int) -> Traits:
    masks, narrow = rng.random(rows) < 0.12, rng.random(rows) < 0.15
    engaged = rng.normal(0, 1, rows)
    return Traits(
        mood=np.where(masks, 4.0, 3.6 + 0.25 * engaged + rng.normal(0, 0.5, rows)),
        mood_sd=np.where(masks | narrow, 0.35, rng.uniform(0.55, 0.95, rows)),
        masks=masks,
        narrow=narrow,
        load=rng.normal(3.0, 0.65, rows),
        answering_logit=1.5 + 0.5 * engaged + rng.normal(0, 0.8, rows),
        updating_logit=0.1 + 0.3 * engaged + rng.normal(0, 0.8, rows),
        giving=0.36 * np.exp(0.25 * engaged + rng.normal(0, 0.75, rows)),
        appeal=np.exp(rng.normal(0, 1.0, rows)),
        delivery=rng.normal(0, 1, rows),
        inflates=rng.random(rows) < 0.1,
        engaged=engaged,
    )


def _ends(
    rng: np.random.Generator,
    traits: Traits,
    start: Ints,
    manager: Ints,
    weeks: int,
    *,
    rows: Ints | None = None,
) -> tuple[Ints, Bools]:
    """The first week in which each is gone, and whether they chose it. Those who lead a team stay."""
    rows = np.arange(len(start)) if rows is None else rows
    mood = (traits.mood[rows] - 3.6) / 0.6
    risk = np.exp(-0.25 * mood - 0.25 * traits.engaged[rows])
    weekly = LEAVES_A_YEAR / WEEKS_A_YEAR * risk / risk.mean()
    from_week = np.maximum(start, 0)
    chosen = from_week + np.ceil(rng.exponential(1 / weekly)).astype(np.int64) + 1
    sent = from_week + np.ceil(rng.exponential(WEEKS_A_YEAR / SENT_AWAY_A_YEAR, len(rows))).astype(np.int64)
    end = np.minimum(chosen, sent)
    leads = np.isin(rows, manager)
    end = np.where(leads | (end >= weeks + BEYOND), NEVER, end)
    return end, (chosen <= sent) & (end != NEVER)
