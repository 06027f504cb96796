"""A StandardizeExplorer as a picture, for paper and for pages that run no script."""

import numpy as np
from matplotlib.figure import Figure

from actnorm.explorers.standardize_words import path, valley
from actnorm.explorers.words import fixed, small
from actnorm.plots.style import palette

__all__ = ["draw_standardize"]

_SIZE = (6.0, 4.2)  # inches of 96 CSS pixels
_RINGS = (0.25, 0.5, 0.75, 1, 1.5, 2)  # contours, in units of the one through the start
_AROUND = 1.2  # half the picture's width, in units of the way from start to goal
_DIGITS = "₁₂"


def draw_standardize(pair, mu, sigma, *, held, lr, steps):
    """Draw the held feature as measured, the cloud of both, and the valley with its path.

    Parameters
    ----------
    pair : dict
        Two features, as `standardize.summarize` returns them.
    mu, sigma : pair of float
        What is taken off and divided by.
    held : {1, 2}
        The feature that is drawn as measured.
    lr, steps : float and int
        Step size, as a multiple of the largest stable one, and how many steps.

    Returns
    -------
    matplotlib Figure
    """
    figure = Figure(figsize=_SIZE)
    rows = figure.add_gridspec(2, 1, height_ratios=(1, 5))
    below = rows[1].subgridspec(1, 2)
    _strip(figure.add_subplot(rows[0]), pair, mu, sigma, held)
    seen = valley(pair, mu, sigma)
    _cloud(figure.add_subplot(below[0]), pair, mu, sigma, seen)
    _valley(figure.add_subplot(below[1]), seen, lr, steps)
    return figure


def _strip(ax, pair, mu, sigma, held):
    c, i = palette(), held - 1
    lo = pair["lo"][i]
    hi = lo + 100 * pair["step"][i]
    ax.plot(pair["points"][i], np.zeros(len(pair["points"][i])), "|", color=c["input"], alpha=0.4)
    ends = np.clip([mu[i] - sigma[i], mu[i] + sigma[i]], lo, hi)
    ax.plot(ends, [0, 0], color=c["accent"], linewidth=2.5)
    ax.plot(np.clip(mu[i], lo, hi), 0, "o", color=c["accent"], markersize=9, clip_on=False)
    ax.set(yticks=[], xlim=(lo, hi), ylim=(-1, 1))
    ax.spines["left"].set_visible(False)
    name = f"x{_DIGITS[i]} {pair['features'][i]}"
    where = f"μ {fixed(mu[i], pair['digits'][i])}, σ {small(sigma[i])}"
    ax.set_title(f"{name}: {where}", color=c["accent"])


def _square(ax, centre, half):
    ax.set(
        xlim=(centre[0] - half, centre[0] + half), ylim=(centre[1] - half, centre[1] + half),
        box_aspect=1,
    )  # fmt: skip
    ax.locator_params(nbins=5)
    ax.tick_params(labelsize=8)


def _ring(axes, long, short):
    """Return an ellipse with its long half-axis along `axes`."""
    t = np.linspace(0, 2 * np.pi, 721)
    u1, u2 = axes
    a, b = long * np.cos(t), short * np.sin(t)
    return u1 * a - u2 * b, u2 * a + u1 * b


def _cloud(ax, pair, mu, sigma, seen):
    c = palette()
    at = (np.array(pair["points"]) - np.reshape(mu, (2, 1))) / np.reshape(sigma, (2, 1))
    span = (np.array(pair["span"]) - mu) / np.array(sigma)
    upper = np.array(pair["upper"], dtype=bool)
    ax.axhline(0, color=c["muted"], linewidth=0.8)
    ax.axvline(0, color=c["muted"], linewidth=0.8)
    for members, color in ((upper, "input"), (~upper, "dead")):
        ax.plot(*at[:, members], "o", color=c[color], markersize=3, alpha=0.7)
    ax.plot(
        *_ring(seen.axes, np.sqrt(seen.steep), np.sqrt(seen.flat)), color=c["ink"], linewidth=1.2
    )
    _square(ax, (0, 0), 1.06 * np.abs(span).max())
    ax.set(xlabel="x₁′", ylabel="x₂′")
    ax.set_title("data x′ = (x − μ) / σ", color=c["input"])


def _valley(ax, seen, lr, steps):
    c = palette()
    (a1, a2), goal = seen.reach, np.array(seen.goal)
    half = _AROUND * np.hypot(a1, a2)
    far = 50 * half  # beyond it nobody sees the end of an ellipse
    level = np.sqrt(seen.steep * a1 * a1 + seen.flat * a2 * a2)
    across = (-seen.axes[1], seen.axes[0])
    for ring in _RINGS:
        long = min(far, ring * level / np.sqrt(seen.flat))
        x, y = _ring(across, long, ring * level / np.sqrt(seen.steep))
        ax.plot(goal[0] + x, goal[1] + y, color=c["muted"], linewidth=0.8)
    x, y = np.clip(path(seen, lr, steps).T, -far, far) + goal[:, np.newaxis]
    ax.plot(x, y, "o-", color=c["gradient"], linewidth=1.2, markersize=2.5)
    ax.plot(0, 0, "o", color=c["paper"], markeredgecolor=c["gradient"], markersize=7)
    ax.plot(*goal, "x", color=c["ink"], markersize=8, markeredgewidth=2)
    _square(ax, goal, half)
    ax.set(xlabel="w₁", ylabel="w₂")
    ax.set_title("loss, ○ start, × goal", color=c["gradient"])
