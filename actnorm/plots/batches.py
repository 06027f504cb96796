"""A batch as a layer sees it: examples by features, and the statistics that batch norm takes."""

import matplotlib.pyplot as plt
import numpy as np

from actnorm.plots.inputs import as_numbers
from actnorm.plots.style import palette

__all__ = ["plot_features"]


def plot_features(x, *, ax=None, role="input", xlabel="unit", ylabel=None):
    """Draw each feature of a batch: a tick per example, and its mean ± standard deviation.

    Parameters
    ----------
    x : array_like, shape (examples, features)
        The batch.
    ax : matplotlib Axes, optional
        Where to draw; by default the current axes.
    role : str, default "input"
        A role of the palette: "input" before a layer, "output" after it.
    xlabel, ylabel : str, optional
        Labels of the axes.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If `x` is not finite, of shape (examples, features) with at least one of each.
    """
    allowed = "finite numbers of shape (examples, features), none of them 0"
    x = as_numbers(x, "x", allowed=allowed, shape=(None, None))
    ax = plt.gca() if ax is None else ax
    color = palette().get(role, role)
    at = np.arange(1, x.shape[1] + 1)
    # Ticks stand left of the bars: on top of each other neither could be read.
    ax.plot(np.broadcast_to(at - 0.22, x.shape), x, "_", color=color, markersize=5, alpha=0.35)
    ax.errorbar(
        at + 0.12, x.mean(axis=0), yerr=x.std(axis=0), fmt="o", color=color, markersize=4.5,
        elinewidth=2.5,
    )  # fmt: skip
    ax.set(xlim=(0.3, x.shape[1] + 0.7), xticks=at, xlabel=xlabel)
    ax.grid(visible=False, axis="x")
    if ylabel is not None:
        ax.set_ylabel(ylabel)
    return ax
