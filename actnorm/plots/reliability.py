"""Do probabilities mean what they say: the reliability diagram of a classifier."""

from collections.abc import Iterable

import matplotlib.pyplot as plt
import numpy as np

from actnorm.plots.inputs import as_numbers, as_whole
from actnorm.plots.style import palette

__all__ = ["plot_reliability"]


def plot_reliability(runs, *, ax=None, bins=10, color="output", label=None, least=5):
    """Draw how often a classifier is right against how sure it was, over several seeds.

    Predictions are sorted into bins of equal width by their confidence, the largest probability.
    A faint dot is one bin of one seed, the larger the more predictions it holds; the line joins
    the bins of all seeds together. Below the dashed diagonal the classifier is overconfident.

    Parameters
    ----------
    runs : sequence of pairs (probabilities, labels)
        One per seed: an array of shape (n, classes), and the n right classes.
    ax : matplotlib Axes, optional
        Where to draw; by default the current axes.
    bins : int, default 10
        Number of bins between 0 and 1.
    color : str, default "output"
        A role of the palette, or any colour.
    label : str, optional
        Name in the legend.
    least : int, default 5
        Dots of fewer predictions are left out: they lie anywhere.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        If there are no runs, or probabilities and labels do not fit together.
    """
    bins, least = as_whole(bins, "bins"), as_whole(least, "least", least=0, most=10**9)
    if not isinstance(runs, Iterable):
        raise ValueError(f"runs must hold pairs (probabilities, labels), got {runs!r}")
    seeds = [_confidence_and_hits(run) for run in runs]
    if not seeds:
        raise ValueError("runs must hold at least one pair (probabilities, labels), got none")
    ax = plt.gca() if ax is None else ax
    color = palette().get(color, color)
    for confidence, hit in seeds:
        for inside in _bins(confidence, bins):
            if inside.sum() >= least:
                x, y = confidence[inside].mean(), hit[inside].mean()
                size = 4 + 60 * inside.mean()
                ax.scatter(x, y, s=size, color=color, alpha=0.3, linewidth=0)
    confidence, hit = (np.concatenate(part) for part in zip(*seeds, strict=True))
    kept = [inside for inside in _bins(confidence, bins) if inside.sum() >= least * len(seeds)]
    points = [(confidence[inside].mean(), hit[inside].mean()) for inside in kept]
    ax.plot(*np.reshape(points, (-1, 2)).T, "o-", color=color, markersize=4, label=label)
    ax.axline((0, 0), slope=1, color=palette()["muted"], linestyle=(0, (4, 3)), linewidth=1)
    ax.set(xlim=(0.2, 1.02), ylim=(0, 1.04), xlabel="confidence", ylabel="share that is right")
    return ax


def _confidence_and_hits(run):
    if not isinstance(run, tuple | list) or len(run) != 2:
        raise ValueError("runs must hold pairs (probabilities, labels), got something else")
    allowed = "of shape (n, classes), from 0 to 1"
    p = as_numbers(run[0], "the probabilities in runs", allowed=allowed, shape=(None, None))
    if ((p < 0) | (p > 1)).any():
        raise ValueError(
            f"the probabilities in runs must be {allowed}, got {p[(p < 0) | (p > 1)][0]:g}"
        )
    allowed = f"{len(p)} classes, one for each row of the probabilities"
    labels = as_numbers(run[1], "the labels in runs", allowed=allowed, shape=(len(p),))
    return p.max(axis=1), p.argmax(axis=1) == labels


def _bins(confidence, bins):
    number = np.minimum((confidence * bins).astype(int), bins - 1)
    return [number == k for k in range(bins)]
