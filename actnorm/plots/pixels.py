"""A small grey picture in the colours of the page, so that it can be read in the dark, too."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgba

from actnorm.plots.inputs import as_numbers
from actnorm.plots.style import palette

__all__ = ["plot_pixels"]


def plot_pixels(pixels, *, ax=None):
    """Draw a picture as squares of ink, each as dark as its pixel.

    Parameters
    ----------
    pixels : array_like, shape (rows, columns)
        Darkness from 0 (paper) to 1 (ink).
    ax : matplotlib Axes, optional
        Where to draw; by default the current axes.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If `pixels` is not a matrix of numbers from 0 to 1.
    """
    allowed = "a matrix of numbers from 0 to 1"
    pixels = as_numbers(pixels, "pixels", allowed=allowed, shape=(None, None))
    outside = pixels[(pixels < 0) | (pixels > 1)]
    if outside.size:
        raise ValueError(f"pixels must be {allowed}, got {outside[0]:.3g}")
    ax = plt.gca() if ax is None else ax
    rows, columns = np.nonzero(pixels)
    inks = [to_rgba(palette()["ink"], float(pixels[at])) for at in zip(rows, columns, strict=True)]
    ax.bar(columns, 1.0, 1.0, bottom=rows - 0.5, color=inks, linewidth=0, antialiased=False)
    height, width = pixels.shape
    ax.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5), aspect="equal")
    ax.set_axis_off()
    return ax
