"""Experiments over several seeds: never a mean without its spread."""

import matplotlib.pyplot as plt
import numpy as np

from actnorm.plots.inputs import as_numbers
from actnorm.plots.style import palette

__all__ = ["plot_final", "plot_runs"]


def plot_runs(runs, *, ax=None, x=None, label=None, color=None, xlabel="epoch", ylabel=None):
    """Draw one quantity over training for several seeds: the mean, and a band from worst to best.

    Parameters
    ----------
    runs : array_like of shape (seeds, steps)
        One row per seed. Where a seed's number is NaN or infinite, the picture has a gap.
    ax : matplotlib Axes, optional
        Where to draw; by default the current axes.
    x : array_like of shape (steps,), optional
        Positions on the axis; by default 1, 2, 3, …
    label : str, optional
        Name, written in the legend.
    color : str, optional
        A role of the palette, or any colour; by default the next of the cycle.
    xlabel, ylabel : str, optional
        Labels of the axes.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If `runs` is not of shape (seeds, steps) with at least two seeds, or `x` does not fit.
    """
    allowed = "of shape (seeds, steps) with at least two seeds"
    runs = as_numbers(runs, "runs", allowed=allowed, shape=(None, None), gaps=True)
    if len(runs) < 2:
        raise ValueError(f"runs must be {allowed}, got shape {runs.shape}")
    runs = np.where(np.isfinite(runs).all(axis=0), runs, np.nan)
    count = runs.shape[1]
    x = np.arange(1, count + 1) if x is None else x
    x = as_numbers(x, "x", allowed=f"{count} finite numbers, one for each step", shape=(count,))
    ax = plt.gca() if ax is None else ax
    (line,) = ax.plot(x, runs.mean(axis=0), color=palette().get(color, color), label=label)
    ax.fill_between(
        x, runs.min(axis=0), runs.max(axis=0), color=line.get_color(), alpha=0.22, linewidth=0
    )
    ax.set_xlabel(xlabel)
    if ylabel is not None:
        ax.set_ylabel(ylabel)
    return ax


def plot_final(results, *, ax=None, colors=None, ylabel="test accuracy"):
    """Draw where each seed ended: one dot per seed, a bar at the mean.

    Parameters
    ----------
    results : mapping of str to array_like
        Name of a setting to its results, one per seed.
    ax : matplotlib Axes, optional
        Where to draw; by default the current axes.
    colors : mapping of str to str, optional
        Setting to a role of the palette or any colour.
    ylabel : str, default "test accuracy"
        Label of the axis.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If `results` is empty, or a setting has no results or one that is not finite.
    """
    if not hasattr(results, "items") or not results:
        raise ValueError(f"results must map each setting to at least one result, got {results!r}")
    results = {
        name: np.ravel(as_numbers(v, f"results[{name!r}]", allowed="finite, at least one result"))
        for name, v in results.items()
    }
    ax = plt.gca() if ax is None else ax
    cycle = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    for i, (name, values) in enumerate(results.items()):
        color = (colors or {}).get(name, cycle[i % len(cycle)])
        color = palette().get(color, color)
        # Side by side, evenly: random jitter would make the figure differ from run to run.
        aside = np.linspace(-0.12, 0.12, values.size) if values.size > 1 else np.zeros(1)
        ax.plot(i + aside, values, "o", color=color, markersize=5, alpha=0.75)
        ax.plot([i - 0.24, i + 0.24], [values.mean()] * 2, color=color, linewidth=2.5)
    ax.set(xticks=range(len(results)), xticklabels=list(results), xlim=(-0.6, len(results) - 0.4))
    ax.grid(visible=False, axis="x")
    ax.tick_params(axis="x", length=0, labelsize=10, labelcolor=palette()["ink"])
    ax.set_ylabel(ylabel)
    return ax
