"""One palette and one quiet style for every figure of the book."""

import json
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import matplotlib as mpl

__all__ = ["HALF", "STACKED", "palette", "use"]

# Inches. HALF is for a single pair of axes: its 10 pt text is still about 10 px high when a phone
# shrinks the picture to 345 px. Wider it would not be, so two pairs are STACKED.
HALF = (4.6, 3.0)
STACKED = (4.6, 5.2)


@cache
def palette(theme="light"):
    """Colours by what they mean: "input", "output", "gradient" and so on.

    Parameters
    ----------
    theme : {"light", "dark"}, default "light"
        Paper and ink, or the dark twin. The book draws light; the site swaps the colours.

    Returns
    -------
    mapping of str to str
        Role to ``#rrggbb``.

    Raises
    ------
    ValueError
        If `theme` is neither "light" nor "dark".

    Examples
    --------
    >>> palette()["input"]
    '#0072b2'
    """
    themes = json.loads(files("actnorm").joinpath("palette.json").read_text("utf-8"))
    if theme not in ("light", "dark"):
        raise ValueError(f"theme must be 'light' or 'dark', got {theme!r}")
    return MappingProxyType(themes[theme])


def use(*, theme="light"):
    """Draw in the book's style from here on; in a notebook, as SVG.

    Text stays text in the SVG, and the same figure gives the same bytes twice (no date, no
    random ids), so that a rebuilt book differs only where a figure does.

    Parameters
    ----------
    theme : {"light", "dark"}, default "light"
        See `palette`.

    Raises
    ------
    ValueError
        If `theme` is neither "light" nor "dark".
    """
    mpl.rcParams.update(rc(theme))
    _svg_in_notebooks()


def rc(theme="light"):
    """Return the style as matplotlib settings, for `matplotlib.rc_context`."""
    c = palette(theme)
    roles = ("output", "input", "gradient", "accent", "dead")
    return {
        "figure.figsize": HALF,
        "figure.dpi": 96,
        "figure.facecolor": c["paper"],
        "figure.constrained_layout.use": True,
        "savefig.facecolor": c["paper"],
        "savefig.dpi": 192,
        "svg.fonttype": "none",
        "svg.hashsalt": "actnorm",
        "font.size": 10,
        "axes.titlesize": 10.5,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.titlepad": 8,
        "axes.labelsize": 10,
        "axes.labelcolor": c["ink"],
        "axes.facecolor": c["paper"],
        "axes.edgecolor": c["muted"],
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.grid": True,
        "axes.prop_cycle": mpl.cycler(color=[c[role] for role in roles]),
        "grid.color": c["grid"],
        "grid.linewidth": 0.8,
        "text.color": c["ink"],
        "xtick.color": c["muted"],
        "ytick.color": c["muted"],
        "xtick.labelsize": 9,
        "ytick.labelsize": 9,
        "xtick.major.size": 3,
        "ytick.major.size": 3,
        "lines.linewidth": 2,
        "lines.solid_capstyle": "round",
        "legend.frameon": False,
        "legend.fontsize": 9.5,
        "legend.handlelength": 1.4,
    }


def _svg_in_notebooks():
    """Ask the notebook for SVG without a date; elsewhere do nothing."""
    try:
        from IPython import get_ipython
    except ModuleNotFoundError:
        return
    shell = get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return
    from matplotlib_inline.backend_inline import set_matplotlib_formats
    from matplotlib_inline.config import InlineBackend

    options = {"bbox_inches": "tight", "metadata": {"Date": None}}
    # Both: the settings outlive a later `%matplotlib inline`, the call takes effect now.
    settings = InlineBackend.instance(parent=shell)
    settings.print_figure_kwargs = options
    settings.figure_formats = {"svg"}
    set_matplotlib_formats("svg", **options)
