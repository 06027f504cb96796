"""The slopes a network's units have: what its gradient is multiplied by."""

import matplotlib.pyplot as plt
import numpy as np

from actnorm.plots.inputs import as_interval, as_numbers, as_whole
from actnorm.plots.style import palette

__all__ = ["plot_slopes"]


def plot_slopes(slopes, *, ax=None, before=None, bins=40, xlim=(0.0, 1.0), xlabel="slope f′(x)"):
    """Draw how often each slope occurs, and the mean slope as an upright line.

    Parameters
    ----------
    slopes : array_like
        f′ at the pre-activations of a network, any shape, all finite.
    ax : matplotlib Axes, optional
        Where to draw; by default the current axes.
    before : array_like, optional
        The same before training, drawn as an outline.
    bins : int, default 40
        Number of bars over `xlim`.
    xlim : pair of float, default (0.0, 1.0)
        Interval of slopes; a slope outside it raises, for it would be lost from the shares.
    xlabel : str, default "slope f′(x)"
        Label of the axis; empty for all but the lowest of several panels.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If there are no slopes, or one lies outside `xlim` or is not finite.
    """
    edges = np.linspace(*as_interval(xlim, "xlim"), as_whole(bins, "bins") + 1)
    shares = _shares(slopes, edges, "slopes")
    outline = None if before is None else _shares(before, edges, "before")
    ax = plt.gca() if ax is None else ax
    ax.stairs(shares, edges, fill=True, color=palette()["gradient"], alpha=0.45, label="after")
    if before is not None:
        ax.stairs(outline, edges, color=palette()["muted"], linewidth=1.2, label="before")
    ax.axvline(np.mean(slopes), color=palette()["accent"], linewidth=2, label="mean after")
    ax.set(xlim=xlim, ylim=(0, None), xlabel=xlabel, ylabel="share")
    return ax


def _shares(slopes, edges, name):
    allowed = f"at least one slope, all in [{edges[0]:g}, {edges[-1]:g}]"
    slopes = np.ravel(as_numbers(slopes, name, allowed=allowed))
    outside = (slopes < edges[0]) | (slopes > edges[-1])
    if outside.any():
        raise ValueError(
            f"{name} must be {allowed}, got {outside.sum()} of {slopes.size} outside, such as "
            f"{slopes[outside][0]:g}"
        )
    return np.histogram(slopes, edges)[0] / slopes.size
