"""What a classifier makes of a plane: its regions, and the samples they are to separate."""

import matplotlib.pyplot as plt
import numpy as np

from actnorm.dtypes import check_finite
from actnorm.plots.inputs import as_numbers, as_whole
from actnorm.plots.style import palette

__all__ = ["plot_boundary"]

_ROLES = ("input", "output")
_MARKS = ("o", "^")


def plot_boundary(score, x, y, *, ax=None, labels=("0", "1"), pad=0.4, grid=121):
    """Draw where a classifier of two classes changes its answer, over the samples.

    Parameters
    ----------
    score : callable
        Takes an array of shape (n, 2), returns n numbers; positive means class 1.
    x : array_like, shape (n, 2)
        The samples.
    y : array_like of int, shape (n,)
        Their classes, 0 or 1.
    ax : matplotlib Axes, optional
        Where to draw; by default the current axes.
    labels : pair of str
        Names of the two classes.
    pad : float, default 0.4
        How far the picture reaches beyond the samples, positive.
    grid : int, default 121
        Points at which each axis is looked at.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If `x` and `y` do not fit together, or a number is not finite.
    """
    x = as_numbers(x, "x", allowed="finite numbers of shape (n, 2)", shape=(None, 2))
    classes = f"{len(x)} classes, 0 or 1, one for each row of x"
    y = as_numbers(y, "y", allowed=classes, shape=(len(x),))
    if not np.isin(y, (0, 1)).all():
        raise ValueError(f"y must be {classes}, got {y[~np.isin(y, (0, 1))][0]:g}")
    pad = check_finite("pad", pad, positive=True)
    grid = as_whole(grid, "grid", least=2, most=2000)
    ax = plt.gca() if ax is None else ax
    colors = [palette()[role] for role in _ROLES]
    low, high = x.min(axis=0) - pad, x.max(axis=0) + pad
    across, up = (np.linspace(a, b, grid) for a, b in zip(low, high, strict=True))
    plane = np.stack(np.meshgrid(across, up), axis=-1)
    allowed = f"a function that gives one finite number for each of {grid * grid} points"
    height = np.ravel(as_numbers(score(plane.reshape(-1, 2)), "score", allowed=allowed))
    if height.size != grid * grid:
        raise ValueError(f"score must be {allowed}, got {height.size}")
    height = height.reshape(grid, grid)
    edges = [-np.inf, 0.0, np.inf]
    ax.contourf(across, up, height, levels=edges, colors=colors, alpha=0.16)
    if height.min() < 0 < height.max():  # else there is no boundary to draw
        ax.contour(across, up, height, levels=[0.0], colors=palette()["ink"], linewidths=1.4)
    for label, (color, mark, name) in enumerate(zip(colors, _MARKS, labels, strict=True)):
        ax.plot(*x[y == label].T, mark, color=color, markersize=4.5, alpha=0.85, label=name)
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    ax.grid(visible=False)
    return ax
