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
# Each tree sees a part of the rows and of the features (stochastic boosting, Friedman 2002).
ROWS, FEATURES, LEAST_FEATURES = 0.6, 0.3, 8
LEAST_WEIGHT = 8.0  # of a leaf, in units of the loss's curvature
RIDGE = 4.0
LEAST_GAIN = 1e-9


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
    rng = np.random.default_rng(0)
    many = max(LEAST_FEATURES, round(FEATURES * bins.shape[1]))
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-total))
        rows = np.flatnonzero(rng.random(len(bins)) < ROWS)
        columns = np.sort(rng.permutation(bins.shape[1])[:many])
        gradient, curvature = (is_so - chance)[rows], (chance * (1 - chance))[rows]
        tree = _grow(bins[np.ix_(rows, columns)], gradient, curvature)
        tree = Tree(columns[tree.feature], tree.bin, tree.value)
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
    many = bins.shape[1]
    cell = ((node[:, None] * many + np.arange(many)) * BINS + bins).ravel()
    shape = (nodes, many, BINS)
    down = np.bincount(cell, np.repeat(gradient, many), nodes * many * BINS).reshape(shape).cumsum(axis=2)
    across = np.bincount(cell, np.repeat(curvature, many), nodes * many * BINS).reshape(shape).cumsum(axis=2)
    all_down, all_across = down[:, :, -1:], across[:, :, -1:]
    gain = down**2 / (across + RIDGE) + (all_down - down) ** 2 / (all_across - across + RIDGE)
    gain -= all_down**2 / (all_across + RIDGE)
    gain[(across < LEAST_WEIGHT) | (all_across - across < LEAST_WEIGHT)] = 0
    best = gain.reshape(nodes, -1).argmax(axis=1)
    found = gain.reshape(nodes, -1)[np.arange(nodes), best] > LEAST_GAIN
    return best // BINS, np.where(found, best % BINS, BINS)
