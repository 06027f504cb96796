"""The explorers as pictures, for paper and for pages that run no script."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch

from actnorm.plots.curves import draw_samples
from actnorm.plots.distributions import plot_distribution
from actnorm.plots.style import palette

__all__ = ["draw_activation", "draw_batch_norm"]

_SIZE = (6.0, 4.4)  # inches of 96 CSS pixels
_DOT = {"marker": "o", "markersize": 9, "markeredgewidth": 1.5, "zorder": 5, "clip_on": False}


def draw_activation(shown, *, x, f, grad, kink, threshold):
    """Draw f above f′ with the point, its tangent, and a shade where the slope fades.

    Parameters
    ----------
    shown : Explored
        The function.
    x, f, grad : float
        The point, and both curves there.
    kink : Kink or None
        Set where `x` is a kink.
    threshold : float
        Slopes below it are shaded.

    Returns
    -------
    matplotlib Figure
    """
    c = palette()
    figure = Figure(figsize=_SIZE)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    samples = shown.samples
    fine = np.linspace(samples.x[0], samples.x[-1], 3201)
    for ax in (upper, lower):
        for piece in samples.pieces():
            inside = fine[(fine >= piece.x[0]) & (fine <= piece.x[-1])]
            faded = np.abs(np.interp(inside, piece.x, piece.grad)) < threshold
            ax.fill_between(
                inside, 0, 1, where=faded, transform=ax.get_xaxis_transform(), color=c["band"],
                linewidth=0,
            )  # fmt: skip
        ax.axvline(x, color=c["input"], linestyle=(0, (4, 3)), linewidth=1)
    draw_samples(samples, "f", ax=upper, color="output")
    draw_samples(samples, "grad", ax=lower, color="gradient")
    levels = [t for t in (threshold, -threshold) if t > 0 or min(samples.grad) < t]
    for level in levels:
        lower.axhline(level, color=c["gradient"], linestyle=(0, (1, 2.5)), linewidth=1.2)
    if kink is None:  # a kink has no tangent
        limits = upper.get_xlim(), upper.get_ylim()
        upper.axline((x, f), slope=grad, color=c["gradient"], linewidth=1.3)
        upper.set(xlim=limits[0], ylim=limits[1])
    lower.plot([x, x], [0, grad], color=c["gradient"], linewidth=3)
    upper.plot(x, f, color=c["accent"], markeredgecolor=c["paper"], **_DOT)
    lower.plot(x, grad, color=c["gradient"], markeredgecolor=c["paper"], **_DOT)
    upper.set_title(f"f(x) = {shown.label}(x)", color=c["output"])
    lower.set_title("f′(x), its slope", color=c["gradient"])
    lower.set(xlabel="x", xlim=(samples.x[0], samples.x[-1]))
    lower.xaxis.label.set_color(c["input"])
    return figure


def draw_batch_norm(x, y, *, mu, sigma, edge, xlim):
    """Draw a batch, its output, and a line from each sample to where it lands.

    Parameters
    ----------
    x, y : ndarray of shape (n,)
        Batch and output; the first sample is the one that is held.
    mu, sigma : float
        What the batch is centred and divided by.
    edge : float
        Outputs from ``-edge`` to ``edge`` are in the picture.
    xlim : pair of float
        Inputs in the picture.

    Returns
    -------
    matplotlib Figure
    """
    c = palette()
    figure = Figure(figsize=_SIZE)
    above, middle, below = figure.subplots(3, 1, height_ratios=(5, 4, 5))
    middle.set_axis_off()
    plot_distribution(x, ax=above, role="input", bins=40, xlim=xlim)
    plot_distribution(y, ax=below, role="output", bins=40, xlim=(-edge, edge))
    above.xaxis.tick_top()
    above.spines["top"].set_visible(True)
    above.spines["bottom"].set_visible(False)
    above.set_title("input x: its mean ± std, and below μ ± σ", color=c["input"])
    below.invert_yaxis()  # so that the samples' ticks of both sides face each other
    below.set_xlabel(
        "output y = γ (x − μ) / √(σ² + ε) + β: its mean ± std", color=c["output"], loc="left",
        fontsize=10.5, fontweight="bold",
    )  # fmt: skip
    floor, tall = above.get_ylim()
    start = floor - 0.14 * (tall - floor)
    above.set_ylim(start, tall)
    above.errorbar(
        mu, (floor + start) / 2, xerr=sigma, color=c["input"], capsize=4, marker="o",
        markerfacecolor=c["paper"], linewidth=1.3,
    )  # fmt: skip
    for i in np.flatnonzero(np.abs(y) <= edge)[::-1]:
        look = (c["accent"], 2.0, 1.0) if i == 0 else (c["dead"], 0.7, 0.4)
        ends = (x[i], start), (y[i], below.get_ylim()[1])
        color, linewidth, alpha = look
        strand = ConnectionPatch(
            *ends, "data", axesA=above, axesB=below, color=color, linewidth=linewidth, alpha=alpha
        )
        figure.add_artist(strand)
    above.plot(x[0], start, color=c["accent"], markeredgecolor=c["paper"], **_DOT)
    return figure
