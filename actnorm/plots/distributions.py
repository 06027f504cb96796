"""Batches of numbers: a histogram, a tick for each, their mean and spread."""

import matplotlib.pyplot as plt
import numpy as np

from actnorm.plots.style import palette

__all__ = ["plot_distribution"]


def plot_distribution(
    values, *, ax=None, role="input", bins=24, xlim=None, label=None, xlabel=None, spread=True
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
    spread : bool, default True
        Draw mean ± standard deviation.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If `values` is empty or holds a NaN or an infinity.
    """
    values = np.ravel(np.asarray(values, dtype=float))
    if values.size == 0 or not np.isfinite(values).all():
        raise ValueError(
            f"values must be finite numbers, at least one; got {values.size} values, "
            f"{np.count_nonzero(~np.isfinite(values))} of them not finite"
        )
    ax = plt.gca() if ax is None else ax
    color = palette().get(role, role)
    counts, _, _ = ax.hist(values, bins=bins, range=xlim, color=color, alpha=0.28, label=label)
    floor = -0.09 * max(counts.max(), 1)
    # One path for all ticks: a marker each would be most of the page's bytes.
    ticks = np.tile([0.25 * floor, 0.75 * floor, np.nan], values.size)
    ax.plot(np.repeat(values, 3), ticks, color=color, linewidth=1.2, alpha=0.8)
    if spread:
        mean, std = values.mean(), values.std()
        ax.plot([mean - std, mean + std], [floor * 1.7] * 2, color=color, linewidth=3.5)
        ax.plot(
            mean, floor * 1.7, "o", color=color, markersize=7, markeredgecolor=palette()["paper"]
        )
        floor *= 2.5
    ax.set(yticks=[], ylim=(floor, None))
    ax.spines["left"].set_visible(False)
    ax.grid(visible=False, axis="y")
    if xlim is not None:
        ax.set_xlim(xlim)
    if xlabel is not None:
        ax.set_xlabel(xlabel)
    return ax
