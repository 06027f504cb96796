"""The reliability diagram and the picture in ink show the numbers they were given."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from actnorm.plots import palette
from actnorm.plots.pixels import plot_pixels
from actnorm.plots.reliability import plot_reliability


@pytest.fixture
def ax():
    return Figure().subplots()


def run(confidence, right):
    p = np.stack([confidence, 1 - np.asarray(confidence)], axis=1)
    return p, np.where(right, 0, 1)


def test_line_joins_share_of_right_answers_at_the_mean_confidence(ax):
    low = run([0.61, 0.62, 0.63, 0.64, 0.65], [True, False, True, False, False])
    high = run([0.95] * 10, [True] * 9 + [False])
    both = [np.concatenate(part) for part in zip(low, high, strict=True)]
    plot_reliability([both, both], ax=ax)
    line = ax.lines[0]
    np.testing.assert_allclose(line.get_xdata(), [0.63, 0.95])
    np.testing.assert_allclose(line.get_ydata(), [0.4, 0.9])
    assert len(ax.collections) == 4  # two bins of two seeds
    assert ax.get_xlabel() == "confidence"


def test_bins_with_few_predictions_are_left_out(ax):
    plot_reliability([run([0.75] * 4 + [0.95] * 6, [True] * 10)], ax=ax)
    np.testing.assert_allclose(ax.lines[0].get_xdata(), [0.95])


def test_full_confidence_falls_into_the_last_bin(ax):
    plot_reliability([run([1.0] * 5, [True] * 5)], ax=ax)
    np.testing.assert_allclose(ax.lines[0].get_xydata(), [[1.0, 1.0]])


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([], "at least one pair"),
        ([(np.ones(3), np.zeros(3, int))], "shape"),
        ([(np.ones((3, 2)), np.zeros(2, int))], "shape"),
    ],
)
def test_runs_that_do_not_fit_are_refused(ax, runs, said):
    with pytest.raises(ValueError, match=said):
        plot_reliability(runs, ax=ax)


def test_pixels_are_ink_of_their_darkness_first_row_on_top(ax):
    plot_pixels([[0.0, 0.5], [1.0, 0.0]], ax=ax)
    found = {(round(b.get_x() + 0.5), round(b.get_y() + 0.5)): b for b in ax.patches}
    ink = palette()["ink"]
    assert found.keys() == {(1, 0), (0, 1)}
    assert found[1, 0].get_facecolor() == to_rgba(ink, 0.5)
    assert found[0, 1].get_facecolor() == to_rgba(ink, 1.0)
    assert ax.yaxis.get_inverted()


@pytest.mark.parametrize("pixels", [[1.0, 0.0], [[16.0]], [[np.nan]], [[-0.1]]])
def test_pixels_out_of_range_are_refused(ax, pixels):
    with pytest.raises(ValueError, match="from 0 to 1"):
        plot_pixels(pixels, ax=ax)
