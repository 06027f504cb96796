"""A DoctorExplorer as a picture, for paper and for pages that run no script."""

import numpy as np
from matplotlib.figure import Figure

from actnorm.plots.style import palette

__all__ = ["draw_patient"]

_SIZE = (6.0, 4.4)  # inches of 96 CSS pixels
_DECADES = {"loss": (-2, 4), "spread": (-2, 4), "gradient": (-8, 2), "ratio": (-8, 0)}
_UNITS = 32


def draw_patient(sick, cured, *, epoch, name):
    """Draw a training run above its layers at one epoch, and the cured run beside it.

    Parameters
    ----------
    sick : dict
        A run, see `doctor_cases.shipped`.
    cured : dict or None
        The run with the chosen cure, drawn dashed.
    epoch : int
        When the layers are shown.
    name : str
        The patient.

    Returns
    -------
    matplotlib Figure
    """
    figure = Figure(figsize=_SIZE)
    axes = figure.subplots(2, 3)
    for key, ax in {"loss": axes[0, 0], "spread": axes[0, 2], "gradient": axes[1, 1]}.items():
        _decades(ax, key)
    _decades(axes[1, 2], "ratio")
    for run, dashed in ((sick, False), (cured, True)):
        if run is None:
            continue
        _line(axes[0, 0], _log(run["loss"], "loss"), "output", dashed, start=0)
        for key, role in (("accuracy", "input"), ("test", "output")):
            _line(axes[0, 1], 100 * np.array(run[key]), role, dashed, start=0)
        for key, ax, role in (
            ("spread", axes[0, 2], "input"),
            ("gradient", axes[1, 1], "gradient"),
            ("ratio", axes[1, 2], "gradient"),
        ):
            _line(ax, _log(run[key][epoch], key), role, dashed)
        _line(axes[1, 0], 100 * np.array(run["flat"][epoch]), "output", dashed)
        _line(axes[1, 0], 100 * np.array(run["dead"][epoch]) / _UNITS, "dead", dashed)
    titles = (
        "loss", "right, % (■ training)", "spread of z",
        "flat ●, dead ■, %", "gradient", "step / weights",
    )  # fmt: skip
    for i, (ax, title) in enumerate(zip(axes.flat, titles, strict=True)):
        ax.set_title(title, fontsize=9)
        if i < 2:
            ax.axvline(epoch, color=palette()["accent"], linestyle=(0, (3, 2)), linewidth=1.2)
            ax.set(xlabel="epoch", xticks=range(0, len(sick["loss"]), 2))
        else:
            ax.set(xlabel="hidden layer", xlim=(0.7, 3.3), xticks=(1, 2, 3))
        if i in (1, 3):
            ax.set(ylim=(-4, 104), yticks=(0, 50, 100))
    moment = f"epoch {epoch}" if epoch else "before the first step"
    figure.suptitle(f"{name}, layers {moment}", fontsize=10.5, color=palette()["muted"])
    return figure


def _line(ax, values, role, dashed, *, start=1):
    color = palette()[role]
    ax.plot(
        range(start, start + len(values)), values, color=color, markersize=4.5,
        marker="s" if (role in ("dead", "input") and start == 0) or role == "dead" else "o",
        linestyle=(0, (2, 1.5)) if dashed else "-", linewidth=1.6,
        markerfacecolor=palette()["paper"] if dashed else color, clip_on=False,
    )  # fmt: skip


def _decades(ax, key):
    lo, hi = _DECADES[key]
    ticks = range(lo, hi + 1, 2)
    ax.set(ylim=(lo - 0.2, hi + 0.2), yticks=ticks)
    ax.set_yticklabels([f"$10^{{{n}}}$" for n in ticks])


def _log(values, key):
    """Decades, held at the edge of the picture; what is no number is left out."""
    values = np.array([np.nan if v is None else v for v in values], dtype=float)
    with np.errstate(divide="ignore"):
        return np.clip(np.log10(values), *_DECADES[key])
