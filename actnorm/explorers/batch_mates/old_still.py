"""A BatchMatesExplorer as a picture, for paper and for pages that run no script."""

import numpy as np
from matplotlib.figure import Figure

from actnorm.plots.pixels import plot_pixels
from actnorm.plots.style import palette

__all__ = ["draw_mates"]

_SIZE = (6.0, 4.9)  # inches of 96 CSS pixels


def draw_mates(image, mates, p, alone, read, *, labels, truth, draw, training):
    """Draw an image and its companions beside its probabilities, above its answers in all draws.

    Parameters
    ----------
    image : ndarray of shape (rows, columns)
        The held image, ink from 0 to 1.
    mates : ndarray of shape (companions, rows, columns)
        Its companions.
    p, alone : ndarray of shape (classes,)
        The probabilities shown, and those in evaluation mode.
    read : ndarray of int, shape (draws,)
        The class it got in each draw.
    labels : sequence of str
        Names of the classes.
    truth, draw : int
        The right class, from 0; the draw shown, from 1.
    training : bool
        Whether the network is in training mode.

    Returns
    -------
    matplotlib Figure
    """
    c = palette()
    figure = Figure(figsize=_SIZE)
    rows = figure.add_gridspec(2, 1, height_ratios=(5, 4))
    above = rows[0].subgridspec(1, 3, width_ratios=(2, 4, 5))
    ax = plot_pixels(image, ax=figure.add_subplot(above[0]))
    ax.set_title("the image", color=c["accent"])
    _crowd(figure.add_subplot(above[1]), mates)
    ax = figure.add_subplot(above[2])
    places = np.arange(len(labels))
    ax.barh(places, p, height=0.62, color=c["output"])
    ax.plot(alone, places, "|", color=c["ink"], markersize=11, markeredgewidth=2, clip_on=False)
    ax.set(ylim=(len(labels) - 0.4, -0.6), xlim=(0, 1), yticks=places, yticklabels=labels)
    ax.set(xticks=(0, 0.5, 1), xticklabels=("0", "50%", "100%"))
    ax.grid(visible=False, axis="y")
    ax.set_title("read as; | in evaluation mode", color=c["output"])
    _answers(figure.add_subplot(rows[1]), read, labels, truth, draw)
    figure.suptitle(
        f"{'training' if training else 'evaluation'} mode", fontsize=10.5, color=c["muted"]
    )
    return figure


def _crowd(ax, mates):
    """All companions in one picture, a gap of paper between them."""
    count, high, wide = mates.shape
    across = int(np.ceil(np.sqrt(count)))
    down = -(-count // across)
    sheet = np.zeros((down * (high + 1), across * (wide + 1)))
    for k, mate in enumerate(mates):
        i, j = divmod(k, across)
        sheet[i * (high + 1) : i * (high + 1) + high, j * (wide + 1) : (j + 1) * (wide + 1) - 1] = (
            mate
        )
    plot_pixels(sheet, ax=ax)
    ax.set_title(f"its {count} companion{'s' * (count > 1)}")


def _answers(ax, read, labels, truth, draw):
    c = palette()
    at = np.arange(1, len(read) + 1)
    ax.axhspan(truth - 0.5, truth + 0.5, color=c["band"], linewidth=0)
    wrong = read != truth
    ax.plot(at[~wrong], read[~wrong], "o", color=c["output"], markersize=4.5)
    ax.plot(at[wrong], read[wrong], "x", color=c["ink"], markersize=5, markeredgewidth=1.5)
    ax.plot(draw, read[draw - 1], "o", color=c["accent"], markersize=9, markeredgecolor=c["paper"])
    ax.set(ylim=(len(labels) - 0.4, -0.6), xlim=(0, len(read) + 1), xlabel="draw")
    ax.set_yticks(range(len(labels)), labels)
    ax.set_title("what it is called, draw by draw (shaded: its label)")
