"""A ceiling: gradient-boosted trees that are told the truth of other organisations.

The method's formulas are fixed; this model learns from the answers, with the same evidences
and levels before it. It is here to say how much there is to find, and is no part of the product.
Logistic loss, trees of depth three on quantile bins (Friedman 2001), in numpy alone.
"""

from dataclasses import dataclass

import numpy as np

from bot.simulate.arrays import Bools, Floats, Ints

BINS = 32
DEPTH = 3
ROUNDS = 120
RATE = 0.08
LEAST_WEIGHT = 8.0  # of a leaf, in units of the loss's curvature
RIDGE = 4.0


@dataclass(frozen=True)
class Tree:
    """Nodes as in a heap: at each a feature and the last bin that goes left; leaves have a value."""

    feature: Ints
    bin: Ints
    value: Floats

    def leaf(self, bins: Ints) -> Ints:
        place = np.zeros(len(bins), np.int64)
        for _ in range(DEPTH):
            right = bins[np.arange(len(bins)), self.feature[place]] > self.bin[place]
            place = 2 * place + 1 + right
        leaf: Ints = place - (2**DEPTH - 1)
        return leaf


@dataclass(frozen=True)
class Model:
    edges: Floats
    base: float
    trees: tuple[Tree, ...]

    def score(self, features: Floats) -> Floats:
        """The logit that it is so."""
        bins = _binned(features, self.edges)
        total = np.full(len(features), self.base)
        for tree in self.trees:
            total += tree.value[tree.leaf(bins)]
        return total


def learn(features: Floats, is_so: Bools) -> Model:
    """Rows of features, where NaN means unknown, and what was true of each."""
    edges = np.nanquantile(features, np.arange(1, BINS - 1) / (BINS - 1), axis=0)
    bins = _binned(features, edges)
    share = np.clip(is_so.mean(), 1e-4, 1 - 1e-4)
    base = float(np.log(share / (1 - share)))
    total = np.full(len(features), base)
    trees = []
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-total))
        tree = _grow(bins, is_so - chance, chance * (1 - chance))
        total += tree.value[tree.leaf(bins)]
        trees.append(tree)
    return Model(edges, base, tuple(trees))


def _binned(features: Floats, edges: Floats) -> Ints:
    """Bin 0 is for what is unknown."""
    columns = [
        np.where(np.isnan(column), 0, 1 + np.searchsorted(cut, column))
        for column, cut in zip(features.T, edges.T, strict=True)
    ]
    return np.stack(columns, axis=1).astype(np.int64)


def _grow(bins: Ints, gradient: Floats, curvature: Floats) -> Tree:
    nodes = 2**DEPTH - 1
    feature, cut = np.zeros(nodes, np.int64), np.full(nodes, BINS)
    place = np.zeros(len(bins), np.int64)
    for depth in range(DEPTH):
        first = 2**depth - 1
        feature[first : 2 * first + 1], cut[first : 2 * first + 1] = _splits(
            bins, gradient, curvature, place - first, 2**depth
        )
        place = 2 * place + 1 + (bins[np.arange(len(bins)), feature[place]] > cut[place])
    leaf = place - nodes
    down = np.bincount(leaf, gradient, 2**DEPTH)
    across = np.bincount(leaf, curvature, 2**DEPTH)
    return Tree(feature, cut, RATE * down / (across + RIDGE))


def _splits(bins: Ints, gradient: Floats, curvature: Floats, node: Ints, nodes: int) -> tuple[Ints, Ints]:
    """For each node of one level the feature and bin that gain most; a bin beyond the last: no split."""
    best_gain = np.full(nodes, 1e-9)
    best_feature, best_cut = np.zeros(nodes, np.int64), np.full(nodes, BINS)
    for feature in range(bins.shape[1]):
        cell = node * BINS + bins[:, feature]
        left_down = np.bincount(cell, gradient, nodes * BINS).reshape(nodes, BINS).cumsum(axis=1)
        left_across = np.bincount(cell, curvature, nodes * BINS).reshape(nodes, BINS).cumsum(axis=1)
        right_down = left_down[:, -1:] - left_down
        right_across = left_across[:, -1:] - left_across
        gain = left_down**2 / (left_across + RIDGE) + right_down**2 / (right_across + RIDGE)
        gain -= left_down[:, -1:] ** 2 / (left_across[:, -1:] + RIDGE)
        gain[(left_across < LEAST_WEIGHT) | (right_across < LEAST_WEIGHT)] = 0
        cut = gain.argmax(axis=1)
        found = gain[np.arange(nodes), cut]
        better = found > best_gain
        best_gain = np.where(better, found, best_gain)
        best_feature, best_cut = np.where(better, feature, best_feature), np.where(better, cut, best_cut)
    return best_feature, best_cut
