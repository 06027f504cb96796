"""A SoftmaxExplorer as a picture, for paper and for pages that run no script."""

import numpy as np
from matplotlib.figure import Figure

from actnorm.activations import softmax
from actnorm.explorers.softmax_words import jacobian, naive_softmax, outcome
from actnorm.explorers.words import fixed, small
from actnorm.plots.style import palette

__all__ = ["draw_softmax"]

_SIZE = (6.0, 4.6)  # inches of 96 CSS pixels
_DIGITS = "₁₂₃₄₅"


def draw_softmax(labels, logits, z, *, temperature, reach):
    """Draw scores beside their probabilities, above the Jacobian and the naive formula.

    Parameters
    ----------
    labels : sequence of str
        Names of the classes.
    logits, z : array_like of shape (n,)
        Scores without and with the constant added to all.
    temperature : float
        What the scores are divided by.
    reach : float
        Scores from ``-reach`` to ``reach`` are in the picture.

    Returns
    -------
    matplotlib Figure
    """
    figure = Figure(figsize=_SIZE)
    rows = figure.add_gridspec(2, 1, height_ratios=(5, 6))
    above = rows[0].subgridspec(1, 2)
    below = rows[1].subgridspec(1, 3, width_ratios=(7, 3, 3))
    p = softmax(z, temperature=temperature)
    _scores(figure.add_subplot(above[0]), labels, logits, np.divide(z, temperature), reach)
    names = [f"p{digit}  {small(v)}" for digit, v in zip(_DIGITS, p, strict=False)]
    ax = _bars(figure.add_subplot(above[1]), p, names)
    ax.set_title("probabilities p", color=palette()["output"])
    _matrix(figure.add_subplot(below[0]), jacobian(z, temperature))
    for column, dtype in ((1, np.float64), (2, np.float32)):
        _, _, got = naive_softmax(z, temperature, dtype)
        ax = _bars(figure.add_subplot(below[column]), got, [outcome(v) for v in got])
        ax.set_title(f"naive, {dtype.__name__}", color=palette()["muted"], fontsize=9.5)
    return figure


def _rows(ax, count):
    """One class per row, the first on top."""
    ax.set(ylim=(count - 0.5, -0.5), yticks=range(count))
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False, axis="y")


def _scores(ax, labels, logits, seen, reach):
    c = palette()
    ring = {"markerfacecolor": c["paper"], "markersize": 7, "clip_on": False}
    for i, (z, at) in enumerate(zip(logits, np.clip(seen, -reach, reach), strict=True)):
        ax.plot([z, at], [i, i], color=c["input"], linewidth=1.2)
        ax.plot(at, i, "o", color=c["input"], **ring)
    ax.plot(
        logits, range(len(labels)), "o", color=c["accent"], markersize=9,
        markeredgecolor=c["paper"], clip_on=False,
    )  # fmt: skip
    _rows(ax, len(labels))
    names = [f"z{_DIGITS[i]} {label}" for i, label in enumerate(labels)]
    ax.set(xlim=(-reach, reach), yticklabels=names)
    ax.set_title("scores z, ○ (z + c) / T", color=c["input"])


def _bars(ax, values, names):
    ax.barh(range(len(values)), np.nan_to_num(values), height=0.55, color=palette()["output"])
    _rows(ax, len(values))
    ax.set(xlim=(0, 1), xticks=(0, 0.5, 1), xticklabels=("0", "½", "1"), yticklabels=names)
    return ax


def _matrix(ax, values):
    c = palette()
    count = len(values)
    for (i, j), value in np.ndenumerate(values):
        ax.fill_between(
            [j - 0.48, j + 0.48], i - 0.46, i + 0.46, linewidth=0,
            color=c["gradient" if value >= 0 else "muted"],
            alpha=0.45 * min(1, 4 * abs(value)),
        )  # fmt: skip
        ax.text(j, i, fixed(value, 3), ha="center", va="center", fontsize=7.5 if count > 4 else 9)
    _rows(ax, count)
    ax.set(xlim=(-0.5, count - 0.5), xticks=range(count))
    ax.set_xticklabels([f"z{digit}" for digit in _DIGITS[:count]])
    ax.set_yticklabels([f"p{digit}" for digit in _DIGITS[:count]])
    ax.grid(visible=False)
    ax.tick_params(axis="x", length=0)
    ax.set_title("Jacobian ∂pᵢ/∂zⱼ", color=c["gradient"])
