"""Batches of numbers: a histogram, a tick for each, their mean and standard deviation."""

import matplotlib.pyplot as plt
import numpy as np

from actnorm.plots.inputs import as_interval, as_numbers, as_whole
from actnorm.plots.style import palette

__all__ = ["plot_distribution"]


def plot_distribution(
    values, *, ax=None, role="input", bins=24, xlim=None, label=None, xlabel=None, moments=True
):
    """Draw a batch: bars, one tick per value, and mean ± standard deviation below.

    Parameters
    ----------
    values : array_like
        The numbers, any shape, all finite.
    ax : matplotlib Axes, optional
        Where to draw; by default the current axes.
    role : str, default "input"
        A role of the palette: "input" before a layer, "output" after it.
    bins : int, default 24
        Number of bars over `xlim`.
    xlim : pair of float, optional
        Interval; by default that of the values.
    label : str, optional
        Name in the legend.
    xlabel : str, optional
        Label of the axis.
    moments : bool, default True
        Draw mean ± standard deviation.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If `values` is empty or holds a NaN or an infinity.
    """
    values = np.ravel(as_numbers(values, "values", allowed="finite numbers, at least one"))
    bins = as_whole(bins, "bins")
    given = None if xlim is None else as_interval(xlim, "xlim")
    ax = plt.gca() if ax is None else ax
    color = palette().get(role, role)
    low, high = _apart(*(given or (values.min(), values.max())), bins)
    look = {"color": color, "alpha": 0.28, "label": label}
    counts, _, _ = ax.hist(values, bins=bins, range=(low, high), **look)
    floor = -0.09 * max(counts.max(), 1)
    # One path for all ticks: a marker each would be most of the page's bytes.
    ticks = np.tile([0.25 * floor, 0.75 * floor, np.nan], values.size)
    ax.plot(np.repeat(values, 3), ticks, color=color, linewidth=1.2, alpha=0.8)
    if moments:
        mean, std = values.mean(), values.std()
        ax.plot([mean - std, mean + std], [floor * 1.7] * 2, color=color, linewidth=3.5)
        ax.plot(
            mean, floor * 1.7, "o", color=color, markersize=7, markeredgecolor=palette()["paper"]
        )
        floor *= 2.5
    ax.set(yticks=[], ylim=(floor, None))
    ax.spines["left"].set_visible(False)
    ax.grid(visible=False, axis="y")
    if given is not None:
        ax.set_xlim(low, high)
    if xlabel is not None:
        ax.set_xlabel(xlabel)
    return ax


def _apart(low, high, bins):
    """Widen an interval in which the edges of the bins could not be told apart."""
    if low == high:
        low, high = low - 0.5, high + 0.5
    least = 4 * bins * max(np.spacing(max(abs(low), abs(high))), 1e-300)
    if high - low < least:
        low, high = low - least / 2, high + least / 2
    return low, high
