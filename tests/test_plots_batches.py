"""A batch drawn feature by feature: the right statistics, and a clear word on wrong input."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from actnorm.plots import palette, plot_features


@pytest.fixture
def ax():
    figure, ax = plt.subplots()
    yield ax
    plt.close(figure)


def test_features_show_each_value_and_the_biased_spread(ax):
    x = np.random.default_rng(0).normal([3, -1, 0], [1, 2, 0], size=(20, 3))
    assert plot_features(x, ax=ax, ylabel="x") is ax
    ticks, means = ax.lines[0:3], ax.lines[3]
    for feature, tick in enumerate(ticks):
        np.testing.assert_array_equal(tick.get_ydata(), x[:, feature])
    np.testing.assert_allclose(means.get_ydata(), x.mean(axis=0))
    bars = np.array([segment[:, 1] for segment in ax.collections[0].get_segments()])
    np.testing.assert_allclose(np.ptp(bars, axis=1), 2 * x.std(axis=0), atol=1e-12)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("unit", "x")


def test_role_decides_the_colour(ax):
    plot_features(np.ones((2, 2)), ax=ax, role="output")
    assert ax.lines[0].get_color() == palette()["output"]


@pytest.mark.parametrize("x", [[1.0, 2.0], np.ones((0, 3)), np.ones((2, 2, 2))])
def test_wrong_shapes_are_named(x, ax):
    with pytest.raises(ValueError, match=r"\(examples, features\).*got shape \("):
        plot_features(x, ax=ax)
