"""The registry as a list, and the slopes of a network as a figure."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from actnorm import ACTIVATIONS
from actnorm.plots import plot_slopes
from actnorm.plots.family import list_family


@pytest.fixture
def ax():
    figure, ax = plt.subplots()
    yield ax
    plt.close(figure)


def test_every_activation_is_listed_once_with_its_formulas():
    text = list_family(cite=True)._repr_markdown_()
    items = text.split("\n- ")
    assert len(items) == len(ACTIVATIONS)
    for entry in ACTIVATIONS.values():
        (item,) = [i for i in items if f"**{entry.label}**" in i]
        assert entry.why in item
        assert f"f(x) = {entry.formula}$" in item
        assert f"f'(x) = {entry.grad_formula}$" in item
        assert (f"`{entry.reference}`" in item) == (entry.reference is not None)


def test_a_notebook_s_list_has_no_role_that_only_a_book_can_show():
    assert "{cite" in list_family(cite=True)._repr_markdown_()
    assert "{cite" not in list_family()._repr_markdown_()


def test_the_list_runs_by_year():
    years = [int(y) for y in re.findall(r"\*\*, (\d{4})", list_family()._repr_markdown_())]
    assert years == sorted(years)
    assert len(years) == sum(entry.year is not None for entry in ACTIVATIONS.values())


def test_bars_are_shares_and_the_line_is_the_mean(ax):
    slopes = np.array([[0.0, 0.0, 0.0], [1.0, 0.5, 0.25]])
    assert plot_slopes(slopes, ax=ax, before=np.ones(5), bins=4) is ax
    bars, outline = ax.patches
    np.testing.assert_allclose(bars.get_data().values, [0.5, 1 / 6, 1 / 6, 1 / 6])
    np.testing.assert_allclose(outline.get_data().values, [0, 0, 0, 1])
    (line,) = ax.lines
    np.testing.assert_allclose(line.get_xdata(), slopes.mean())


@pytest.mark.parametrize(
    ("slopes", "got"),
    [
        ([0.5, 1.1], "1 of 2 outside, such as 1.1"),
        ([-0.1, 0.2, -3.0], "2 of 3 outside, such as -0.1"),
        ([np.nan], "1 of 1 not finite"),
        ([], r"shape \(0,\)"),
    ],
)
def test_a_slope_outside_is_not_lost_silently(ax, slopes, got):
    with pytest.raises(ValueError, match=rf"slopes must .* \[0, 1\].*, got {got}"):
        plot_slopes(slopes, ax=ax)
