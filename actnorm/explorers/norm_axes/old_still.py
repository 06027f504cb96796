"""A NormAxesExplorer as a picture, for paper and for pages that run no script."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from actnorm.explorers.norm_axes_words import statistics
from actnorm.plots.style import palette

__all__ = ["draw_norm_axes", "fullness"]

_SIZE = (6.0, 3.9)  # inches of 96 CSS pixels
_GAP = 0.25  # between blocks, in cells


def fullness(values, full):
    """Return how opaque each cell is: 0.85 at the size `full` and beyond."""
    return 0.06 + 0.79 * np.minimum(1, np.abs(values) / full)


def draw_norm_axes(x, y, cells, at, *, samples, label, centres, reach, full):
    """Draw a batch before and after a norm, and the held value among those it is averaged with.

    Parameters
    ----------
    x, y : ndarray of shape (N, C) or (N, C, H, W)
        Before and after.
    cells : ndarray of bool, of the same shape
        What is averaged with the held cell.
    at : tuple of int
        Its index.
    samples : int
        Rows in the picture; those beyond N are not in the batch, and empty.
    label : str
        Name of the norm.
    centres : bool
        Whether it takes the mean off.
    reach : float
        Values from ``-reach`` to ``reach`` are in the picture.
    full : float
        The size at which the colour of an input is fullest.

    Returns
    -------
    matplotlib Figure
    """
    figure = Figure(figsize=_SIZE)
    rows = figure.add_gridspec(2, 1, height_ratios=(5, 1))
    above = rows[0].subgridspec(1, 2)
    pair = ((x, "input", "x, the batch", full), (y, "output", f"y, after {label}", 2.5))
    for column, (values, role, title, most) in enumerate(pair):
        ax = figure.add_subplot(above[column])
        _grid(ax, values, role, cells, at, samples, most)
        ax.set_title(title, color=palette()[role])
    _strip(figure.add_subplot(rows[1]), x[cells], x[at], centres, reach)
    return figure


def _grid(ax, values, role, cells, at, samples, full):
    c = palette()
    shape = (*values.shape, 1, 1)[:4]
    n, channels, high, wide = shape
    across, down = wide + _GAP, high + _GAP
    marked = cells.reshape(shape)

    def corner(i, j, row, column):
        return j * across + column, i * down + row

    first, last = (np.argwhere(marked)[k] for k in (0, -1))
    (left, top), (right, bottom) = corner(*first), corner(*last)
    box = {"edgecolor": c["accent"], "linewidth": 1.6, "zorder": 3}
    size = (right - left + 1.16, bottom - top + 1.16)
    ax.add_patch(
        Rectangle((left - 0.08, top - 0.08), *size, **(box | {"zorder": 1}), facecolor=c["band"])
    )
    opacity = fullness(values.reshape(shape), full)
    for i, j, row, column in np.ndindex(samples, channels, high, wide):
        place = (i, j, row, column)
        look = {"facecolor": c["paper"], "edgecolor": c["grid"], "linewidth": 0.8}
        if i < n:
            negative = values.reshape(shape)[place] < 0
            look["facecolor"] = _mixed(c["muted" if negative else role], c["paper"], opacity[place])
            x0, y0 = corner(*place)
            if negative:
                ax.plot([x0 + 0.35, x0 + 0.65], [y0 + 0.5] * 2, color=c["ink"], linewidth=0.8)
        ax.add_patch(Rectangle(corner(*place), 1, 1, **look))
    held = corner(*(*at, 0, 0)[:4])
    ax.add_patch(Rectangle(held, 1, 1, facecolor="none", **(box | {"linewidth": 3})))
    ax.set(xlim=(-0.2, channels * across), ylim=(samples * down, -0.2))
    ax.set_xticks(np.arange(channels) * across + wide / 2, range(1, channels + 1))
    ax.set_yticks(np.arange(samples) * down + high / 2, range(1, samples + 1))
    ax.set(xlabel="channel", ylabel="sample")
    ax.tick_params(length=0)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)


def _mixed(color, paper, share):
    """Return a colour on paper, opaque: the frame's ground must not shine through."""
    return tuple(share * np.array(to_rgb(color)) + (1 - share) * np.array(to_rgb(paper)))


def _strip(ax, members, value, centres, reach):
    c = palette()
    mean, spread = statistics(members, centres=centres)
    ax.plot(members, np.zeros(len(members)), "|", color=c["input"], markersize=14)
    ax.plot([mean - spread, mean + spread], [-0.8, -0.8], color=c["ink"], linewidth=1.6)
    ax.plot(mean, -0.8, "o", color=c["ink"], markersize=5)
    ax.plot(
        value, 0, "o", color=c["accent"], markersize=9, markeredgecolor=c["paper"], clip_on=False
    )
    ax.set(xlim=(-reach, reach), ylim=(-1.3, 1), yticks=[])
    ax.spines["left"].set_visible(False)
    what = "mean ± spread" if centres else "0 ± root mean square"
    ax.set_title(f"the held value, those it is averaged with, and their {what}")
