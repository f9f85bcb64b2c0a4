"""Like compared with like: who are somebody's peers, and how they spread."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.signals.constants import Constants
from bot.signals.frame import Frame
from bot.signals.record import Flags, Floats, Ints, Record

_RANK = re.compile(
    r"\b(senior|sr|junior|jr|mid|lead|principal|staff|head|chief|associate|assistant|intern|trainee|working"
    r"|vice|president|vp|director|manager|of|the|level|l?\d+|i{1,3}|iv|v)\b\.?"
)
_REMOTE = re.compile(r"\b(remote|home|anywhere|distributed)\b")
MAD = 1.4826


def groups(record: Record, frame: Frame) -> list[Ints]:
    """Each person's groups as numbers, the narrowest first: role family at the own site, the site, for
    remote people all who are remote, everybody."""
    people = record.people
    sites = [site(people.location[row], people.country[row]) for row in frame.rows]
    roles = [role_family(people.title[row]) for row in frame.rows]
    remote = ["remote" if place.startswith("remote") else place for place in sites]
    narrow = [f"{place}\n{role}" for place, role in zip(sites, roles, strict=True)]
    return [_numbered(names) for names in (narrow, sites, remote)] + [np.zeros(len(frame), np.int64)]


def role_family(title: str) -> str:
    """A title without its rank."""
    words = re.sub(r"[^\w]+", " ", title.lower())
    return " ".join(_RANK.sub(" ", words).split())


def site(location: str, country: str) -> str:
    """Where somebody sits; remote people sit in a country."""
    place = " ".join(location.lower().split())
    return f"remote {country.lower()}".strip() if _REMOTE.search(place) else place


def _numbered(names: list[str]) -> Ints:
    known = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.array([known[name] for name in names], np.int64)


@dataclass(frozen=True)
class Peers:
    """Each person's groups as numbers, the narrowest first, and which of them they are compared with."""

    levels: Sequence[Ints]
    which: Ints

    def of(self, columns: Callable[[Ints], Floats]) -> Floats:
        """What `columns` makes of the groups of a level, for each person at theirs."""
        found: Floats = np.choose(self.which, [columns(level) for level in self.levels])
        return found


def chosen(levels: Sequence[Ints], measured: Flags, constants: Constants) -> Peers:
    """Whom each person is compared with: all of the narrowest group with enough people who are measured,
    also those of them who have a narrower one."""
    which = np.full(len(measured), len(levels) - 1, np.int64)
    for number in reversed(range(len(levels) - 1)):
        level = levels[number]
        size = np.bincount(level[measured], minlength=int(level.max(initial=-1)) + 1)
        which = np.where(size[level] >= constants.peers_least, number, which)
    return Peers(levels, which)


def spread(
    values: Floats, measured: Flags, peers: Peers, constants: Constants, *, least: float
) -> tuple[Floats, Floats]:
    """The middle (median) and the spread (1.4826 MAD, no less than `least`) of each person's group, both
    shrunk to the workspace's."""
    known = values[measured]
    if not len(known):
        return np.zeros(len(values)), np.full(len(values), max(least, 1e-9))
    middle_of_all = float(np.median(known))
    spread_of_all = float(np.median(np.abs(known - middle_of_all)))
    number = peers.of(lambda group: _medians(values, measured, group)[1])
    middle = peers.of(lambda group: _medians(values, measured, group)[0])
    deviation = peers.of(lambda group: _deviations(values, measured, group))
    share = number / (number + constants.peers_prior)
    middles = share * middle + (1 - share) * middle_of_all
    spreads = share * deviation + (1 - share) * spread_of_all
    return middles, np.maximum(MAD * spreads, least)


def _deviations(values: Floats, measured: Flags, group: Ints) -> Floats:
    """The median distance from the median of each person's group."""
    middle, _ = _medians(values, measured, group)
    return _medians(np.abs(values - middle), measured, group)[0]


def _medians(values: Floats, measured: Flags, group: Ints) -> tuple[Floats, Floats]:
    """The median of each person's group, and of how many."""
    places = np.flatnonzero(measured)
    order = places[np.lexsort((values[places], group[places]))]
    names, starts, number = np.unique(group[order], return_index=True, return_counts=True)
    ranked = values[order]
    medians = (ranked[starts + (number - 1) // 2] + ranked[starts + number // 2]) / 2
    where = np.minimum(np.searchsorted(names, group), len(names) - 1)
    there = names[where] == group
    return np.where(there, medians[where], 0.0), np.where(there, number[where], 0).astype(np.float64)


def ranks(values: Floats, measured: Flags, peers: Peers) -> Floats:
    """The place of each value among its group's, from 0 to 1; the same for the same values, NaN without."""
    return peers.of(lambda group: _ranks(values, measured, group))


def _ranks(values: Floats, measured: Flags, group: Ints) -> Floats:
    places = np.flatnonzero(measured)
    order = places[np.lexsort((values[places], group[places]))]
    groups_of, ranked = group[order], values[order]
    _, starts, number = np.unique(groups_of, return_index=True, return_counts=True)
    first, size = np.repeat(starts, number), np.repeat(number, number)
    fresh = np.ones(len(order), bool)
    fresh[1:] = (groups_of[1:] != groups_of[:-1]) | (ranked[1:] != ranked[:-1])
    run = np.cumsum(fresh) - 1
    begins = np.flatnonzero(fresh)
    ends = np.append(begins[1:], len(order)) if len(order) else begins
    found = np.full(len(values), np.nan)
    if len(order):
        found[order] = ((begins + ends)[run] / 2 - first) / size
    return found
