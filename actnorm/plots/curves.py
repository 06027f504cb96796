"""Activations and their derivatives, with kinks as kinks."""

import matplotlib.pyplot as plt
import numpy as np

from actnorm.plots.inputs import as_entries, as_entry, as_interval, as_whole
from actnorm.plots.sampling import sample
from actnorm.plots.style import palette

__all__ = ["plot_activation", "plot_derivative", "plot_gallery"]


def plot_activation(activation, *, ax=None, xlim=(-8, 8), color="output", label=None, **line):
    """Draw an activation.

    Parameters
    ----------
    activation : str or Activation
        An entry of `actnorm.ACTIVATIONS`, or its name.
    ax : matplotlib Axes, optional
        Where to draw; by default the current axes.
    xlim : pair of int, default (-8, 8)
        Interval of x.
    color : str, default "output"
        A role of the palette, or any colour.
    label : str, optional
        Name in the legend; by default the activation's own.
    **line
        Further options of `Axes.plot`.

    Returns
    -------
    matplotlib Axes
    """
    entry = as_entry(activation)
    ax = _pieces(entry, "f", ax, xlim, color, label or entry.label, line)
    ax.set_ylabel("f(x)")
    return ax


def plot_derivative(activation, *, ax=None, xlim=(-8, 8), color="gradient", label=None, **line):
    """Draw an activation's derivative; where it jumps, the curve is cut.

    A filled dot is the value the library returns there, an open dot a side's limit.

    Parameters
    ----------
    activation, ax, xlim, color, label, **line
        As in `plot_activation`.

    Returns
    -------
    matplotlib Axes
    """
    entry = as_entry(activation)
    ax = _pieces(entry, "grad", ax, xlim, color, label or f"{entry.label}, slope", line)
    ax.set_ylabel("f′(x)")
    return ax


def plot_gallery(activations=None, *, columns=4, xlim=(-5, 5), axes=None):
    """Draw a panel for each activation, f and f′ together, all on one scale.

    Parameters
    ----------
    activations : mapping or sequence, optional
        Entries or names; by default the whole registry.
    columns : int, default 4
        Panels in a row.
    xlim : pair of int, default (-5, 5)
        Interval of x.
    axes : array of matplotlib Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    array of matplotlib Axes
        One per activation.

    Raises
    ------
    ValueError
        If there is no activation, an unknown one, or `axes` are fewer than they.
    """
    entries = as_entries(activations)
    columns = min(as_whole(columns, "columns"), len(entries))
    if axes is None:
        rows = -(-len(entries) // columns)
        size = (7.0 if columns > 2 else 2.4 * columns, 1.75 * rows + 0.35)
        figure, axes = plt.subplots(rows, columns, figsize=size, sharex=True, sharey=True)
        figure.supxlabel("x", fontsize=10)
    axes = np.ravel(axes)
    if len(axes) < len(entries):
        raise ValueError(f"axes must be at least {len(entries)}, one for each, got {len(axes)}")
    for ax, entry in zip(axes, entries, strict=False):
        plot_derivative(entry, ax=ax, xlim=xlim, linewidth=1.6)
        plot_activation(entry, ax=ax, xlim=xlim, linewidth=1.8)
        ax.set(title=entry.label, xlabel="", ylabel="", xticks=(xlim[0] + 1, 0, xlim[1] - 1))
        ax.set(ylim=(-1.35, 2.35), yticks=(-1, 0, 1, 2))
    for spare in axes[len(entries) :]:
        spare.set_axis_off()
    for ax in axes[: len(entries)][-columns:]:
        ax.tick_params(labelbottom=True)  # also above a panel that stayed empty
    axes[0].annotate("f", (1.4, 1.75), color=palette()["output"], ha="right", fontsize=10)
    axes[0].annotate("f′", (3.6, 0.2), color=palette()["gradient"], fontsize=10)
    return axes[: len(entries)]


def _pieces(entry, curve, ax, xlim, color, label, line):
    lo, hi = as_interval(xlim, "xlim")
    samples = sample(entry.f, entry.grad, kinks=entry.kinks, lo=lo, hi=hi, per_unit=16)
    ax = plt.gca() if ax is None else ax
    draw_samples(samples, curve, ax=ax, color=color, label=label, **line)
    ax.set(xlim=xlim, xlabel="x")
    return ax


def draw_samples(samples, curve, *, ax, color, label=None, **line):
    """Draw one curve of `Samples`, "f" or "grad", cut at the kinks, with dots where it jumps."""
    color = palette().get(color, color)
    for piece in samples.pieces():
        ax.plot(piece.x, getattr(piece, curve), color=color, label=label, **line)
        label = None
    dot = {"linestyle": "", "marker": "o", "color": color, "markersize": 4.5}
    for kink in samples.kinks:
        sides = {getattr(kink, f"{curve}_left"), getattr(kink, f"{curve}_right")}
        if max(sides) - min(sides) < 1e-6 or not samples.x[0] < kink.x < samples.x[-1]:
            continue  # a corner, or cut off by the frame: nothing is left open
        for limit in sides:
            ax.plot(kink.x, limit, **dot, markerfacecolor=ax.get_facecolor(), markeredgewidth=1.4)
        ax.plot(kink.x, getattr(kink, curve), **dot)
