"""Who thanks whom: trust in each tie, the breadth of recognition, rings."""

from dataclasses import dataclass

import numpy as np

from bot.signals.constants import Constants
from bot.signals.record import Floats, Ints, Small


@dataclass(frozen=True)
class Ties:
    """A row for each pair of giver and receiver, in order of both: how often, and how far it is trusted."""

    size: int
    giver: Ints
    receiver: Ints
    number: Ints
    back: Ints
    trust: Floats

    @property
    def keys(self) -> Ints:
        return self.giver * self.size + self.receiver

    def trust_of(self, giver: Small, receiver: Small) -> Floats:
        """The trust in the tie of each of these thanks; all of them are among the ties."""
        places = np.searchsorted(self.keys, giver.astype(np.int64) * self.size + receiver)
        return self.trust[places]

    def sums(self, values: Floats) -> Floats:
        """Something of each tie, summed by receiver."""
        return np.bincount(self.receiver, values, self.size)


def tied(giver: Small, receiver: Small, size: int, constants: Constants) -> Ties:
    """The ties among `size` people that some thanks make.

    What is returned, and what one giver spends on one person, is discounted: thanks at work are
    normally returned (Spiro 2016), so this is no penalty, but a ring gains little by it.
    """
    c = constants
    keys, number = np.unique(giver.astype(np.int64) * size + receiver, return_counts=True)
    givers, receivers = keys // size, keys % size
    back = _numbers(keys, number, receivers * size + givers)
    all_of_giver = np.bincount(givers, number, size)[givers]
    returned = np.minimum(number, back) / np.maximum(number, back)
    reciprocity = returned * np.minimum(1, number / c.reciprocity_full)
    concentration = number / (all_of_giver + c.concentration_prior)
    trust = (1 - c.reciprocity_discount * reciprocity) * (1 - c.concentration_discount * concentration)
    return Ties(size, givers, receivers, number.astype(np.int64), back, trust)


def _numbers(keys: Ints, number: Ints, wanted: Ints) -> Ints:
    """How often each wanted key is there."""
    if not len(keys):
        return np.zeros(0, np.int64)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[places] == wanted, number[places], 0)


def rings(ties: Ties, constants: Constants) -> list[tuple[int, int, int]]:
    """Closed triangles: often each way, and at least half of what each member received from inside.

    Only the programme's admin hears of them, and as a question.
    """
    strong = np.minimum(ties.number, ties.back) >= constants.ring_least
    received = ties.sums(ties.number.astype(np.float64))
    friends: dict[int, dict[int, int]] = {}
    for giver, receiver, number in zip(
        ties.giver[strong].tolist(),
        ties.receiver[strong].tolist(),
        ties.number[strong].tolist(),
        strict=True,
    ):
        friends.setdefault(receiver, {})[giver] = number
    found = []
    for one in sorted(friends):
        for two in sorted(other for other in friends[one] if other > one):
            for three in sorted(friends[one].keys() & friends[two].keys()):
                inside = {
                    one: friends[one][two] + friends[one][three],
                    two: friends[two][one] + friends[two][three],
                    three: friends[three][one] + friends[three][two],
                }
                if three > two and all(
                    number >= constants.ring_share * received[who] for who, number in inside.items()
                ):
                    found.append((one, two, three))
    return found
