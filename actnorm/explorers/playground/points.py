"""A reader's own points: as Python has them, and as the text that travels."""

import re

import numpy as np
import traitlets

from actnorm.data import Split
from actnorm.explorers.steps import snap

__all__ = ["MOST", "Points", "split_of"]

MOST = 100
_EDGE, _GRID = 2.5, 0.05  # as the page has them
_POINT = re.compile(r"(-?\d(?:\.\d\d?)?)_(-?\d(?:\.\d\d?)?)([ab])")


class Points(traitlets.TraitType):
    """A tuple of (x, y, label), rounded to 0.05; it travels as text, "0.5_-1.25a"."""

    default_value = ()
    info_text = f"up to {MOST} rows (x, y, label), x and y from -{_EDGE} to {_EDGE}, label 0 or 1"

    def __init__(self, **options):
        super().__init__((), **options)
        self.tag(sync=True, to_json=lambda rows, _: _text(rows))

    def validate(self, obj, value):
        """Round them, or say what is wrong with them."""
        rows = _read(value) if isinstance(value, str) else value
        try:
            table = np.asarray(rows, dtype=float).reshape(len(rows), 3)
            good = len(table) <= MOST and bool(np.isin(table[:, 2], (0, 1)).all())
            good = good and bool((abs(table[:, :2]) <= _EDGE).all())
        except (TypeError, ValueError):
            good = False
        if not good:
            raise traitlets.TraitError(f"{self.name} must be {self.info_text}; got {value!r:.80}")
        return tuple((snap(x, _GRID) + 0.0, snap(y, _GRID) + 0.0, int(k)) for x, y, k in table)


def _read(text):
    found = _POINT.findall(text)
    return (
        [(float(x), float(y), "ab".index(k)) for x, y, k in found]
        if ("".join(f"{x}_{y}{k}" for x, y, k in found) == text)
        else None
    )


def _text(rows):
    return "".join(f"{x:.10g}_{y:.10g}{'ab'[k]}" for x, y, k in rows)


def split_of(rows):
    """Return points as a `Split`; all of them are for training, and none is left for a test."""
    table = np.array(rows, dtype=float).reshape(-1, 3)
    x, y = table[:, :2], table[:, 2].astype(int)
    return Split(x, y, x[:0], y[:0])
