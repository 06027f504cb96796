"""The graph of batch norm and maps of slopes: every arrow both ways, every slope with its sign."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from actnorm.plots import palette, plot_batch_norm_graph, plot_jacobian


@pytest.fixture
def ax():
    figure, ax = plt.subplots(figsize=(4.6, 5.4))
    yield ax
    plt.close(figure)


def test_every_arrow_of_the_graph_goes_both_ways(ax):
    assert plot_batch_norm_graph(ax=ax) is ax
    arrows = [a.arrow_patch for a in ax.texts if getattr(a, "arrow_patch", None)]
    colours = [to_hex(arrow.get_edgecolor()) for arrow in arrows]
    assert colours.count(palette()["input"]) == colours.count(palette()["gradient"]) == 13


def test_every_step_of_the_graph_has_its_gradient(ax):
    plot_batch_norm_graph(ax=ax)
    said = [t.get_text() for t in ax.texts if t.get_text()]
    assert len(said) == 24
    for step, gradient in (("μ = mean(x)", "dμ"), ("r = 1/s", "dr"), ("y = g + β", "dy")):
        assert step in said
        assert gradient in said


def test_jacobian_shows_size_by_area_and_sign_by_filling(ax):
    plot_jacobian([[1.0, -0.25], [0.0, 4.0]], ax=ax, largest=1.0, ylabel="")
    squares = ax.patches
    sides = [np.ptp(square.get_xy()[:, 0]) / 0.92 for square in squares]
    np.testing.assert_allclose(sides, [1.0, 0.5, 0.0, 1.0])
    filled = [to_hex(square.get_facecolor()) == palette()["gradient"] for square in squares]
    assert filled == [True, False, False, True]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("input", "")


def test_jacobian_of_zeros_is_empty(ax):
    plot_jacobian(np.zeros((2, 3)), ax=ax)
    assert all(np.ptp(square.get_xy()[:, 0]) == 0 for square in ax.patches)


@pytest.mark.parametrize("wrong", [[1.0, 2.0], np.ones((0, 2)), [[np.nan, 1.0]]])
def test_wrong_jacobians_are_named(wrong, ax):
    with pytest.raises(
        ValueError,
        match=r"jacobian must be a matrix of finite numbers, got (shape|1 of 2 not finite)",
    ):
        plot_jacobian(wrong, ax=ax)
