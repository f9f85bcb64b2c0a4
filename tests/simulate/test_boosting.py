"""The ceiling's model finds what a sum of its features cannot, and makes nothing of noise."""

import numpy as np

from bot.simulate import boosting, measures


def test_it_learns_what_only_two_features_together_tell() -> None:
    rng = np.random.default_rng(1)
    features = rng.normal(0, 1, (3000, 4))
    is_so = (features[:, 0] * features[:, 1] > 0) ^ (rng.random(3000) < 0.1)
    model = boosting.learn(features[:2000], is_so[:2000])
    assert measures.auc(model.score(features[2000:]), is_so[2000:]) > 0.8
    assert measures.auc(features[2000:, 0], is_so[2000:]) < 0.6


def test_it_makes_nothing_of_noise_and_bears_what_is_unknown() -> None:
    rng = np.random.default_rng(2)
    features = rng.normal(0, 1, (3000, 4))
    features[rng.random(features.shape) < 0.2] = np.nan
    is_so = rng.random(3000) < 0.1
    model = boosting.learn(features[:2000], is_so[:2000])
    assert 0.4 < measures.auc(model.score(features[2000:]), is_so[2000:]) < 0.6


def test_that_something_is_unknown_may_itself_tell() -> None:
    rng = np.random.default_rng(3)
    features = rng.normal(0, 1, (2000, 2))
    is_so = rng.random(2000) < 0.3
    features[is_so & (rng.random(2000) < 0.7), 1] = np.nan
    model = boosting.learn(features[:1000], is_so[:1000])
    assert measures.auc(model.score(features[1000:]), is_so[1000:]) > 0.75
