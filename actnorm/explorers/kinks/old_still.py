"""A KinksExplorer as a picture, for paper and for pages that run no script."""

import numpy as np
from matplotlib.figure import Figure

from actnorm.explorers.kinks_words import off_by, value
from actnorm.plots.style import palette

__all__ = ["draw_kinks"]

_SIZE = (6.0, 4.6)  # inches of 96 CSS pixels


def draw_kinks(curve, points, *, name, held, view):
    """Draw the curve with its kinks over the target, and below it the pieces it is the sum of.

    Parameters
    ----------
    curve : Sum
        Kinks, turns, level and whether there is a bend.
    points : Target
        What the curve is to follow.
    name : str
        What the target is called.
    held : int
        The kink that is held.
    view : dict
        Ends of the axes, as the page has them.

    Returns
    -------
    matplotlib Figure
    """
    c = palette()
    figure = Figure(figsize=_SIZE)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(5, 2))
    lo, hi = view["x"]
    x = np.unique([lo, *curve.kinks, hi])
    if points.dots:
        upper.plot(points.x, points.y, "o", color=c["muted"], markersize=4)
    else:
        upper.plot(points.x, points.y, color=c["muted"], linestyle=(0, (4, 3)), linewidth=1.6)
    upper.plot(x, value(curve, x), color=c["output"])
    _, worst = off_by(curve, points.x, points.y)
    ends = points.y[worst], float(value(curve, points.x[worst]))
    upper.plot([points.x[worst]] * 2, ends, color=c["gradient"], linewidth=3)
    low, high = view["level"]
    for j, (b, v) in enumerate(zip(curve.kinks, curve.turns, strict=True)):
        piece = curve._replace(kinks=(b,), turns=(v,), level=0.0)
        mine = j == held
        color = c["accent" if mine else "input"]
        lower.plot(x, value(piece, x), color=color, linewidth=2.2 if mine else 1.2)
        at = np.clip(float(value(curve, b)), low, high)
        upper.plot(
            b, at, "o", color=c["accent"], markersize=9, clip_on=False, zorder=5,
            markerfacecolor=c["accent" if mine else "paper"],
            markeredgecolor=c["paper" if mine else "accent"],
        )  # fmt: skip
        upper.annotate(
            str(j + 1), (b, at), (0, 9), textcoords="offset points", ha="center", fontsize=9,
            annotation_clip=False,
        )  # fmt: skip
    bent = "relu(x − b)" if curve.bend else "(x − b)"
    upper.set_title(f"y = c + Σ v·{bent}", color=c["output"])
    upper.set_title(f"target: {name}", color=c["muted"], loc="right", fontsize=9.5)
    lower.set_title(f"its pieces, v·{bent}", color=c["input"])
    upper.set(ylim=(low, high))
    lower.set(xlim=(lo, hi), xlabel="x", ylim=np.array([-1, 1]) * (high - low))
    return figure
