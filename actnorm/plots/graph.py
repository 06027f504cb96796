"""Batch norm as a computational graph: values flow down the arrows, gradients back up."""

from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import FancyBboxPatch

from actnorm.plots.style import palette

__all__ = ["plot_batch_norm_graph"]


class _Box(NamedTuple):
    """A step of the computation: where it stands, what it says, and its gradient's name."""

    column: int
    row: int
    text: str
    gradient: str
    role: str = "ink"
    many: bool = False  # one number per sample; otherwise one per feature


_BOXES = {
    "x": _Box(0, 0, "x", "dx", "input", many=True),
    "mu": _Box(1, 1, "μ = mean(x)", "dμ"),
    "c": _Box(0, 2, "c = x − μ", "dc", many=True),
    "q": _Box(1, 2, "q = c²", "dq", many=True),
    "v": _Box(1, 3, "v = mean(q)", "dv"),
    "s": _Box(1, 4, "s = √(v + ε)", "ds"),
    "r": _Box(1, 5, "r = 1/s", "dr"),
    "x_hat": _Box(0, 5, "x̂ = c · r", "dx̂", many=True),
    "gamma": _Box(1, 6, "γ", "dγ", "output"),
    "g": _Box(0, 6, "g = γ · x̂", "dg", many=True),
    "beta": _Box(1, 7, "β", "dβ", "output"),
    "y": _Box(0, 7, "y = g + β", "dy", "output", many=True),
}
_ARROWS = (
    "x mu", "x c", "mu c", "c q", "q v", "v s", "s r", "r x_hat", "c x_hat", "x_hat g", "gamma g",
    "g y", "beta y",
)  # fmt: skip
_APART, _HALF_WIDTH, _HALF_HEIGHT, _ASIDE = 1.75, 0.56, 0.27, 0.075


def plot_batch_norm_graph(*, ax=None):
    """Draw the nine steps of batch norm, each arrow with the gradient that comes back along it.

    A stack of sheets holds one number per sample, a single sheet one number per feature.

    Parameters
    ----------
    ax : matplotlib Axes, optional
        Where to draw; by default the current axes. About 4.6 by 5 inches read well on a phone.

    Returns
    -------
    matplotlib Axes
    """
    ax = plt.gca() if ax is None else ax
    for arrow in _ARROWS:
        start, end = (_place(_BOXES[name]) for name in arrow.split())
        _arrow(ax, start, end, color=palette()["input"])
        _arrow(ax, end, start, color=palette()["gradient"])
    for box in _BOXES.values():
        _sheet(ax, box)
    ax.set(xlim=(-1.05, _APART + 1.05), ylim=(7.55, -0.55))
    ax.set_axis_off()
    return ax


def _place(box):
    return np.array([_APART * box.column, float(box.row)])


def _arrow(ax, start, end, *, color):
    """Draw an arrow from box to box, a little to its own right: two ways lie side by side."""
    way = (end - start) / np.hypot(*(end - start))
    aside = _ASIDE * np.array([way[1], -way[0]])
    # How far it is from a box's middle to its edge, in the arrow's direction.
    with np.errstate(divide="ignore"):
        inside = min(np.divide((_HALF_WIDTH, _HALF_HEIGHT), np.abs(way))) + 0.09
    ax.annotate(
        "",
        xy=end - inside * way + aside,
        xytext=start + inside * way + aside,
        arrowprops={
            "arrowstyle": "-|>,head_length=0.35,head_width=0.18",
            "color": color,
            "linewidth": 1.5,
            "shrinkA": 0,
            "shrinkB": 0,
        },
        zorder=5,
    )


def _sheet(ax, box):
    c, (x, y) = palette(), _place(box)
    for shift in (0.06, 0.03, 0.0) if box.many else (0.0,):
        corner = (x - _HALF_WIDTH + shift, y - _HALF_HEIGHT - shift)
        size = (2 * _HALF_WIDTH, 2 * _HALF_HEIGHT)
        look = {"facecolor": c["paper"], "edgecolor": c["muted"], "linewidth": 1}
        style = "round,pad=0,rounding_size=0.06"
        ax.add_patch(FancyBboxPatch(corner, *size, boxstyle=style, zorder=3, **look))
    ax.text(x, y, box.text, ha="center", va="center", color=c[box.role], zorder=4)
    side = -1 if box.column == 0 else 1
    ax.text(
        x + side * (_HALF_WIDTH + 0.12), y, box.gradient, color=c["gradient"], va="center",
        ha="right" if side < 0 else "left",
    )  # fmt: skip
