"""Divisions of small teams, five sites, and rows kept free for those who come later."""

from dataclasses import dataclass

import numpy as np

from bot.simulate.arrays import Bools, Floats, Ints

SITES = np.array([0.34, 0.26, 0.14, 0.12, 0.14])
FAR = 3  # a small site of people who sit apart from the teams they belong to
SOUTHERN = 2  # the site whose summer is in January
TITLES = 5
SPARE = 1.6


@dataclass(frozen=True)
class Staff:
    """Everybody who may ever work there. Shares are from 0 to 1, other traits are multiples of one."""

    team: Ints
    manager: Ints
    title: Ints
    site: Ints
    tenure: Ints
    leads: Bools
    capacity: Floats
    copes: Bools
    resilience: Floats
    embedded: Floats
    thankful: Floats
    helpful: Floats
    seen: Floats
    disadvantaged: Bools
    hides_mood: Bools
    answers_again: Floats
    answers_anew: Floats
    gap: Floats
    glosses: Bools

    def __len__(self) -> int:
        return len(self.team)


def hire(rng: np.random.Generator, people: int) -> Staff:
    """The staff of the first week in the first `people` rows, the others' teams as they will be needed."""
    rows = int(people * SPARE)
    team, manager, leads = _tree(rng, people, rows)
    division = team // 7
    hardly = rng.random(team.max() + 1) < 0.12
    thankful = rng.beta(1.6, 2.6, rows) * np.where(hardly[team], 0.15, 1.0)
    thankful[leads] *= np.where(rng.random(leads.sum()) < 0.35, 0.2, 1.0)
    return Staff(
        team=team,
        manager=manager,
        title=(rng.permutation(np.arange(division.max() + 1)) % TITLES)[division],
        site=_places(rng, team),
        tenure=rng.geometric(1 / 130, rows),
        leads=leads,
        capacity=rng.lognormal(0, 0.22, rows),
        copes=rng.random(rows) < 0.2,
        resilience=rng.uniform(0.03, 0.22, rows),
        embedded=rng.normal(0, 0.6, rows),
        thankful=thankful,
        helpful=rng.lognormal(0, 0.5, rows),
        seen=np.where(rng.random(rows) < 0.15, 0.4, rng.uniform(0.8, 1.2, rows)),
        disadvantaged=rng.random(rows) < 0.2,
        hides_mood=rng.random(rows) < 0.15,
        answers_again=rng.beta(9, 1.6, rows),
        answers_anew=rng.beta(4, 3.5, rows),
        gap=rng.choice([6.0, 12.0, 24.0], rows, p=[0.4, 0.4, 0.2]) * rng.lognormal(0, 0.25, rows),
        glosses=rng.random(rows) < 0.13,
    )


def _tree(rng: np.random.Generator, people: int, rows: int) -> tuple[Ints, Ints, Bools]:
    """Teams of four to fourteen; seven make a division, whose first leader leads the other leaders."""
    sizes: list[int] = []
    while sum(sizes) < people:
        sizes.append(int(np.clip(rng.poisson(8), 4, 14)))
    team = np.repeat(np.arange(len(sizes)), sizes)[:people]
    heads = np.searchsorted(team, np.arange(team.max() + 1))
    later = rng.integers(0, team.max() + 1, rows - people)
    team = np.concatenate([team, later])
    manager = heads[team]
    above = heads[(np.arange(len(heads)) // 7) * 7]
    manager[heads] = np.where(above == heads, heads[0], above)
    manager[heads[0]] = -1
    leads = np.zeros(rows, bool)
    leads[heads] = True
    return team, manager, leads


def _places(rng: np.random.Generator, team: Ints) -> Ints:
    sites = np.arange(len(SITES))
    others = np.delete(sites, FAR)
    shares = np.delete(SITES, FAR)
    of_team = rng.choice(others, team.max() + 1, p=shares / shares.sum())[team]
    moved = rng.random(len(team)) < 0.1
    site = np.where(moved, rng.choice(others, len(team), p=shares / shares.sum()), of_team)
    return np.where(rng.random(len(team)) < SITES[FAR], FAR, site)
