"""Activations and normalization, numerically right and short enough to read aloud.

The functions are here at once; what needs matplotlib, widgets or data sets
(`actnorm.explorers`, `actnorm.plots`, …) is imported when it is first asked for,
so that ``import actnorm`` costs no more than NumPy.
"""

from importlib import import_module

from . import activations, normalization
from .activations import *  # noqa: F403
from .normalization import *  # noqa: F403

__version__ = "0.1.0"

_ON_DEMAND = (
    "checks", "claims", "data", "evidence", "explorers", "gradcheck", "network", "plots",
    "progress", "typeset",
)  # fmt: skip

__all__ = [*activations.__all__, *normalization.__all__]


def __getattr__(name):
    if name in _ON_DEMAND:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *_ON_DEMAND])
