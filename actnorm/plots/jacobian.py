"""A Jacobian as a map: who moves whom, how much, and in which direction."""

import matplotlib.pyplot as plt
import numpy as np

from actnorm.dtypes import check_finite
from actnorm.plots.inputs import as_numbers
from actnorm.plots.style import palette

__all__ = ["plot_jacobian"]


def plot_jacobian(jacobian, *, ax=None, largest=None, xlabel="input", ylabel="output"):
    """Draw a matrix of slopes as squares whose area is their size.

    A filled square is a positive slope, a hollow one a negative slope, so that the sign can be
    read without colours.

    Parameters
    ----------
    jacobian : array_like, shape (outputs, inputs)
        Slopes: row i, column j is the slope of output i in input j.
    ax : matplotlib Axes, optional
        Where to draw; by default the current axes.
    largest : float, optional
        The slope that fills its cell; by default the largest of the matrix. Give the same to
        two pictures that are to be compared.
    xlabel, ylabel : str, optional
        Labels of the axes.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If `jacobian` is not a matrix of finite numbers, or `largest` is not positive.
    """
    allowed = "a matrix of finite numbers"
    jacobian = as_numbers(jacobian, "jacobian", allowed=allowed, shape=(None, None))
    if largest is not None:
        largest = check_finite("largest", largest, positive=True)
    ax = plt.gca() if ax is None else ax
    c = palette()
    largest = np.abs(jacobian).max() if largest is None else largest
    for (i, j), slope in np.ndenumerate(jacobian):
        side = 0.46 * np.sqrt(min(1.0, abs(slope) / largest)) if largest else 0.0
        ax.fill(
            np.array([-side, side, side, -side]) + j + 1,
            np.array([-side, -side, side, side]) + i + 1,
            facecolor=c["gradient"] if slope > 0 else c["paper"],
            edgecolor=c["gradient"],
            linewidth=1,
        )
    outputs, inputs = jacobian.shape
    ax.set(xlim=(0.4, inputs + 0.6), ylim=(outputs + 0.6, 0.4), aspect="equal")
    ax.set(xticks=range(1, inputs + 1), yticks=range(1, outputs + 1))
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.tick_params(length=0)
    ax.grid(visible=False)
    return ax
