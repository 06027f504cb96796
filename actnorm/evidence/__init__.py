"""Sweeps that are too long for a chapter: run by ``python -m actnorm.evidence``, kept as tables.

Each module is a study: what was asked, and the arms that answer it.
"""

from importlib import import_module
from pathlib import Path

from actnorm.evidence._study import Study

__all__ = ["STUDIES", "Study", "load", "study"]

STUDIES = tuple(sorted(p.stem for p in Path(__file__).parent.glob("[a-z]*.py")))


def study(name):
    """Give a study by its name.

    Examples
    --------
    >>> study("steepness").seeds
    24
    """
    if name not in STUDIES:
        raise ValueError(f"name must be one of {', '.join(STUDIES)}; got {name!r}")
    return import_module(f"{__name__}.{name}").STUDY


def load(name):
    """Read the kept table of a study, a `Sweep`; it warns if its code has changed since.

    Examples
    --------
    >>> load("steepness").complete
    True
    """
    return study(name).load()
