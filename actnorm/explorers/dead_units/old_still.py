"""A DeadUnitsExplorer as a picture, for paper and for pages that run no script."""

from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from actnorm.explorers.dead_units_words import DEAD, OFF, name_of, shares
from actnorm.plots.style import palette

__all__ = ["draw_units"]

_WIDTH, _HEIGHT = 6.0, 2.1  # inches of 96 CSS pixels; the height of one row of panels
_TICKS = (0, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def draw_units(units, *, steps, layers, accuracy, moment, unit, name):
    """Draw each layer as a map of cells, above the history of the run and of the held unit.

    Parameters
    ----------
    units : ndarray of uint8, shape (times, units)
        See `dead_units_words.packed`.
    steps, accuracy : sequence of shape (times,)
        The recorded steps, and the test accuracy at each.
    layers : sequence of int
        Units per hidden layer.
    moment, unit : int
        Which recorded step is shown, from 0; which unit is held, from 1.
    name : str
        Name of the run.

    Returns
    -------
    matplotlib Figure
    """
    rows = (len(layers) + 1) // 2 + 1
    figure = Figure(figsize=(_WIDTH, _HEIGHT * rows))
    grid = figure.add_gridspec(rows, 2)
    start = 0
    for i, size in enumerate(layers):
        wide = slice(None) if len(layers) == 1 else i % 2
        ax = figure.add_subplot(grid[i // 2, wide])
        held = unit - 1 - start if start < unit <= start + size else None
        _map(ax, units[moment, start : start + size], held)
        ax.set_title(f"layer {i + 1}, step {steps[moment]}", color=palette()["output"])
        start += size
    _history(figure.add_subplot(grid[-1, 0]), units, layers, accuracy)
    _held(figure.add_subplot(grid[-1, 1]), units[:, unit - 1], name_of(unit, layers))
    for ax in figure.axes[-2:]:
        _time(ax, steps, moment)
    figure.suptitle(name, fontsize=10.5, color=palette()["muted"])
    return figure


def columns(size):
    """Return the cells in one row of a layer's map."""
    return 8 if size <= 64 else 16


def _map(ax, bytes_, held):
    c = palette()
    across = columns(len(bytes_))
    crosses = []
    for i, (byte, share) in enumerate(zip(bytes_, shares(bytes_), strict=True)):
        x, y = i % across, i // across
        look = {"facecolor": c["dead"], "alpha": 0.45} if byte == DEAD else {
            "facecolor": c["output"], "alpha": 0 if byte == OFF else 0.12 + 0.78 * share
        }  # fmt: skip
        ax.add_patch(Rectangle((x + 0.04, y + 0.06), 0.92, 0.88, linewidth=0, **look))
        ax.add_patch(Rectangle((x + 0.04, y + 0.06), 0.92, 0.88, fill=False, edgecolor=c["grid"]))
        if byte == DEAD:
            crosses += [([x + 0.3, x + 0.7], [y + 0.25, y + 0.75])]
            crosses += [([x + 0.3, x + 0.7], [y + 0.75, y + 0.25])]
    for cross in crosses:
        ax.plot(*cross, color=c["ink"], linewidth=1)
    if held is not None:
        place = held % across, held // across
        ax.add_patch(Rectangle(place, 1, 1, fill=False, edgecolor=c["accent"], linewidth=2.5))
    ax.set(xlim=(-0.05, across + 0.05), ylim=(-(-len(bytes_) // across) + 0.05, -0.05))
    ax.set_axis_off()


def _history(ax, units, layers, accuracy):
    c = palette()
    ends = np.cumsum([0, *layers])
    for i, (a, b) in enumerate(pairwise(ends)):
        dead = 100 * (units[:, a:b] == DEAD).mean(axis=1)
        style = ("-", (0, (4, 2)), (0, (1, 1.5)), (0, (4, 1.5, 1, 1.5)))[i]
        ax.plot(dead, color=c["dead"], linestyle=style, label=f"dead, layer {i + 1}")
    ax.plot(100 * np.asarray(accuracy), color=c["output"], label="accuracy")
    ax.legend(
        fontsize=7.5, loc="upper left", bbox_to_anchor=(-0.12, -0.3), ncols=3, handlelength=2,
        columnspacing=1, borderaxespad=0,
    )  # fmt: skip
    ax.set_title("dead units and accuracy, %")


def _held(ax, bytes_, name):
    c = palette()
    t = np.arange(len(bytes_))
    # Bars: a moment of death between two of life is seen, too.
    ax.bar(t, 100 * (bytes_ == DEAD), width=1, color=c["dead"], alpha=0.35, linewidth=0)
    ax.plot(t, 100 * shares(bytes_), color=c["accent"])
    ax.set_title(f"{name.lower()}: on, % (grey: dead)", color=c["accent"], fontsize=9.5)


def _time(ax, steps, moment):
    c = palette()
    ax.axvline(moment, color=c["accent"], linestyle=(0, (3, 2)), linewidth=1.2)
    at = [t for t in _TICKS if steps[0] <= t <= steps[-1]]
    ax.set(xlim=(0, len(steps) - 1), ylim=(-3, 103), yticks=(0, 50, 100), xlabel="step")
    ax.set_xticks(np.interp(at, steps, np.arange(len(steps))), at)
