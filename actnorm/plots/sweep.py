"""The score of each arm over the learning rate: where its optimum lies, and where arms cross."""

import matplotlib.pyplot as plt

from actnorm.plots.style import palette

__all__ = ["plot_sweep"]


def plot_sweep(sweep, *, ax=None, epochs=None, colors=None):
    """Draw each arm's score over the learning rate: mean, band from worst to best, optimum.

    Parameters
    ----------
    sweep : actnorm.network.Sweep
    ax : matplotlib Axes, optional
        Where to draw; by default the current axes.
    epochs : int, optional
        The budget; by default the last.
    colors : mapping of str to str, optional
        Arm to a role of the palette or any colour.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If no seed is finished, or the budget is not in the table.

    Notes
    -----
    A ring marks each arm's best rate. Scores that are infinite, of runs that diverged, are left
    out, and the line breaks there.
    """
    bests = {arm: sweep.best(arm, epochs=epochs) for arm in sweep.arms}
    ax = plt.gca() if ax is None else ax
    for arm, best in bests.items():
        scores = sweep.of(arm, epochs=epochs)
        color = (colors or {}).get(arm)
        (line,) = ax.plot(
            sweep.rates, scores.mean(axis=1), color=palette().get(color, color), label=arm
        )
        color = line.get_color()
        low, high = scores.min(axis=1), scores.max(axis=1)
        ax.fill_between(sweep.rates, low, high, color=color, alpha=0.22, linewidth=0)
        ax.plot(
            best.rate, best.mean, "o", markersize=9, color=color, markerfacecolor="none",
            markeredgewidth=1.8,
        )  # fmt: skip
    ax.set_xscale("log")
    ax.set_xlabel("learning rate")
    ax.set_ylabel(sweep.score.replace("_", " "))
    return ax
