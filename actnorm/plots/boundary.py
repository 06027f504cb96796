"""What a classifier makes of a plane: its regions, and the samples they are to separate."""

import matplotlib.pyplot as plt
import numpy as np

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
        How far the picture reaches beyond the samples.
    grid : int, default 121
        Points at which each axis is looked at.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If `x` and `y` do not fit together.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y)
    if x.ndim != 2 or x.shape[1] != 2 or y.shape != x.shape[:1] or not np.isin(y, (0, 1)).all():
        raise ValueError(
            "x must be of shape (n, 2) and y hold n classes, 0 or 1; got shapes "
            f"{x.shape} and {y.shape}"
        )
    ax = plt.gca() if ax is None else ax
    colors = [palette()[role] for role in _ROLES]
    low, high = x.min(axis=0) - pad, x.max(axis=0) + pad
    across, up = (np.linspace(a, b, grid) for a, b in zip(low, high, strict=True))
    plane = np.stack(np.meshgrid(across, up), axis=-1)
    height = np.reshape(score(plane.reshape(-1, 2)), (grid, grid))
    edges = [-np.inf, 0.0, np.inf]
    ax.contourf(across, up, height, levels=edges, colors=colors, alpha=0.16)
    if height.min() < 0 < height.max():  # else there is no boundary to draw
        ax.contour(across, up, height, levels=[0.0], colors=palette()["ink"], linewidths=1.4)
    for label, (color, mark, name) in enumerate(zip(colors, _MARKS, labels, strict=True)):
        ax.plot(*x[y == label].T, mark, color=color, markersize=4.5, alpha=0.85, label=name)
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    ax.grid(visible=False)
    return ax
