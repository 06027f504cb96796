"""The picture of a decision boundary shows the regions and samples it was given."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from actnorm.plots.boundary import plot_boundary

X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])
Y = np.array([0, 1, 1])


@pytest.fixture
def ax():
    return Figure().subplots()


def test_boundary_is_where_the_score_is_zero(ax):
    plot_boundary(lambda p: p[:, 0] - 0.5, X, Y, ax=ax, labels=("no", "yes"))
    line = np.concatenate([p.vertices for p in ax.collections[-1].get_paths()])
    np.testing.assert_allclose(line[:, 0], 0.5, atol=1e-9)
    assert [mark.get_label() for mark in ax.lines] == ["no", "yes"]
    np.testing.assert_allclose(ax.lines[1].get_xydata(), X[1:])


def test_a_classifier_that_never_changes_its_mind_has_no_boundary(ax):
    plot_boundary(lambda p: np.ones(len(p)), X, Y, ax=ax)
    assert len(ax.collections) == 1


@pytest.mark.parametrize(("x", "y"), [(X[:, :1], Y), (X, Y[:2]), (X, Y + 1)])
def test_samples_that_do_not_fit_are_refused(ax, x, y):
    with pytest.raises(ValueError, match=r"(x|y) must be .*, got"):
        plot_boundary(lambda p: p[:, 0], x, y, ax=ax)
