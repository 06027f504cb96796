"""A GradientFlowExplorer as a picture, for paper and for pages that run no script."""

import numpy as np
from matplotlib.figure import Figure

from actnorm.explorers.gradient_measure import REACH
from actnorm.plots.style import palette

__all__ = ["draw_flow"]

_SIZE = (6.0, 5.2)  # inches of 96 CSS pixels
_DECADES = (-12, 6)


def draw_flow(explorer):
    """Draw gradients by layer above histograms of activations and gradients.

    Parameters
    ----------
    explorer : GradientFlowExplorer

    Returns
    -------
    matplotlib Figure
    """
    layers, outputs, shapes = explorer._histograms()
    figure = Figure(figsize=_SIZE)
    rows = figure.add_gridspec(3, 1, height_ratios=(7, 2, 2))
    _chart(figure.add_subplot(rows[0]), explorer)
    edges = explorer._flows[explorer.activation]["edges"]
    for row, values, role, span in (
        (rows[1], outputs, "output", edges),
        (rows[2], shapes, "gradient", (-REACH, REACH)),
    ):
        for k, ax in enumerate(row.subgridspec(1, len(layers)).subplots(squeeze=False)[0]):
            x = np.linspace(*span, len(values[k]) + 1)
            ax.stairs(values[k] / values[k].max(), x, fill=True, color=palette()[role], alpha=0.5)
            ax.set(ylim=(0, 1.05), yticks=[], xlim=span, xticks=span)
            ax.set_xticklabels([f"{v:g}".replace("-", "−") for v in span], fontsize=8)
            ax.spines["left"].set_visible(False)
            ax.grid(visible=False)
            ax.set_xlabel(f"layer {layers[k]}", labelpad=-9, fontsize=9)
            if k == 0:
                what = "activations" if role == "output" else "gradients / their RMS"
                ax.set_title(f"{what}, by layer", color=palette()[role], fontsize=9.5)
    return figure


def _chart(ax, explorer):
    c, x = palette(), np.arange(1, explorer.depth + 1)
    lo, hi = (_log(side) for side in explorer.spread)
    ax.fill_between(x, lo, hi, color=c["gradient"], alpha=0.25, linewidth=0)
    ax.plot(
        x, _log(explorer.cartoon), color=c["muted"], linestyle=(0, (4, 3)), linewidth=1.5,
        label="cartoon",
    )  # fmt: skip
    ax.plot(
        x, _log(explorer.weight_gradients), "s-", color=c["gradient"], linewidth=1, markersize=5,
        markerfacecolor=c["paper"], label="at the weights",
    )  # fmt: skip
    ax.plot(x, _log(explorer.gradients), "o-", color=c["gradient"], label="at the layer")
    ax.set(xlabel="layer", ylim=_DECADES, yticks=range(_DECADES[0], _DECADES[1] + 1, 3))
    ax.set_xticks([n for n in x if explorer.depth <= 10 or n % 2 == 0])
    ax.set_yticklabels([f"$10^{{{n}}}$" for n in ax.get_yticks().astype(int)])
    ax.set_title("gradient by layer, RMS", color=c["gradient"])
    ax.legend(loc="upper right", ncols=3)


def _log(values):
    """Decades, held inside the picture with a little beyond its edges."""
    with np.errstate(divide="ignore"):
        return np.clip(np.log10(values), _DECADES[0] - 1, _DECADES[1] + 1)
