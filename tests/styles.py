"""One answer in the styles of others, and what is no answer at all: for the tests of the checks."""

from collections import OrderedDict, UserList
from decimal import Decimal
from fractions import Fraction
from functools import partial
from types import MappingProxyType

import numpy as np


def _each(change):
    """Apply a change to an array, or to each array of a list or a tuple."""

    def changed(value):
        if isinstance(value, list | tuple):
            return type(value)(changed(part) for part in value)
        return change(np.asarray(value)) if isinstance(value, np.ndarray | float) else value

    return changed


def _elements(kind):
    return _each(lambda a: np.vectorize(kind, otypes=[object])(a) if a.size else a)


def _exactly(number):
    """Give a decimal or a fraction, which cannot be infinite, of a finite number."""
    return Fraction(number) if np.isfinite(number) else number


class Callable:
    """An object that can be called."""

    def __init__(self, f):
        self.f = f

    def __call__(self, *inputs):
        return self.f(*inputs)


def functions(f):
    """Give a function that returns the same, in ways that no check may refuse."""
    single = _each(lambda a: a.astype(np.float32) if a.dtype.kind == "f" else a)

    def outward(change):
        return lambda *inputs: change(f(*inputs))

    return {
        "lists": outward(_each(lambda a: a.tolist())),
        "fractions": outward(_elements(_exactly)),
        "decimals": outward(_elements(lambda v: Decimal(float(v)))),
        "float32": outward(single),
        "float32 inside": lambda *inputs: _each(lambda a: a.astype(float))(
            single(f(*(single(i) for i in inputs)))
        ),
        "long double": outward(_each(lambda a: a.astype(np.longdouble))),
        "columns first": outward(_each(np.asfortranarray)),
        "read only": outward(_each(lambda a: np.broadcast_to(a, a.shape))),
        "an axis in front": outward(_each(lambda a: a[None])),
        "an object that can be called": Callable(f),
        "partial": partial(lambda g, *inputs: g(*inputs), f),
        "any arguments": lambda *inputs, **options: f(*inputs, **options),
    }


def numbers(v):
    """Give a number in ways that no check may refuse."""
    return {
        "float": float(v),
        "NumPy's": np.float64(v),
        "float32": np.float32(v),
        "long double": np.longdouble(v),
        "an array without axes": np.array(v),
        "a root finder's": np.array([v]),
        "a matrix of one": np.array([[v]]),
        "a list of one": [v],
        "fraction": Fraction(float(v)),
        "decimal": Decimal(float(v)),
        "a decimal in an array": np.array(Decimal(float(v))),
        "string to float": float(f"{v:.12g}"),
    }


def results(runs):
    """Give results of an experiment in ways that no check may refuse."""

    def every(change):
        return {name: change(np.asarray(values)) for name, values in runs.items()}

    return {
        "arrays": every(np.array),
        "lists": every(np.ndarray.tolist),
        "tuples": every(lambda v: tuple(v.tolist())),
        "lists of NumPy's": every(list),
        "float32": every(lambda v: v.astype(np.float32)),
        "lists of float32": every(lambda v: list(v.astype(np.float32))),
        "fractions": every(lambda v: [Fraction(n) for n in v.tolist()]),
        "decimals": every(lambda v: [Decimal(n) for n in v.tolist()]),
        "arrays of one": every(lambda v: [np.array([n]) for n in v]),
        "a column": every(lambda v: v[:, None]),
        "another order": dict(reversed(runs.items())),
        "an ordered dictionary": OrderedDict(runs),
        "a view": MappingProxyType(runs),
        "a list of its own": every(UserList),
    }


def no_functions(f):
    """Give what is no function, or returns what is no result."""
    return {
        "a number": 3.0,
        "a text": "right",
        "a list": [1, 2],
        "a class": int,
        "nothing returned": lambda *inputs: print(end="") or (f(*inputs) and None),
        "a text returned": lambda *inputs: "right",
        "a truth value": lambda *inputs: True,
        "a function returned": lambda *inputs: f,
        "another number of arguments": lambda: f,
        "an error": lambda *inputs: 1 / 0,
        "complex": lambda *inputs: _each(lambda a: a + 0.5j)(f(*inputs)),
        "NaN": lambda *inputs: _each(lambda a: np.full(np.shape(a), np.nan))(f(*inputs)),
        "infinite": lambda *inputs: _each(lambda a: np.full(np.shape(a), np.inf))(f(*inputs)),
        "masked": lambda *inputs: _each(lambda a: np.ma.masked_array(a, a != a))(f(*inputs)),
        "ragged": lambda *inputs: _each(lambda a: [[1.0], [1.0, 2.0]])(f(*inputs)),
        "a thousandth too much": lambda *inputs: _each(lambda a: 1.001 * a + 1e-3)(f(*inputs)),
        "another shape": lambda *inputs: _each(lambda a: np.stack([a, a]))(f(*inputs)),
    }


def no_numbers(v):
    """Give what is no number, or not the one."""
    return {
        "a text": str(v),
        "a truth value": True,
        "complex": complex(v),
        "NaN": np.nan,
        "infinite": np.inf,
        "a function": lambda: v,
        "a list of two": [v, v],
        "a dictionary": {"v": v},
        "ragged": [[1], [1, 2]],
        "masked": np.ma.masked_array([v], [True]),
        "huge": 10**400,
        "zero": 0,
        "turned": -v,
        "a bit more": v * 1.004 + 0.001,
    }


def no_results(runs):
    """Give what are no results of the experiment, or not in its units."""
    first, *_ = runs
    values = np.asarray(runs[first])

    def instead(v):
        return dict(runs) | {first: v}

    return {
        "a text": "yes",
        "a list": list(runs.values()),
        "a name missing": {name: v for name, v in runs.items() if name != first},
        "a name too many": dict(runs) | {"another": values},
        "four seeds": instead(values[:4]),
        "fewer than the others": instead(np.append(values, values.mean())),
        "in per cent": {name: 100 * np.asarray(v) for name, v in runs.items()},
        "a number": instead(0.5),
        "NaN": instead([np.nan, *values[1:]]),
        "one seed for all": instead(np.full(values.size, values.max())),
        "ragged": instead([[0.1], [0.1, 0.2]]),
        "texts": instead(["0.1"] * values.size),
        "masked": instead(np.ma.masked_array(values, values == values[0])),
        "functions": instead([len] * values.size),
        "a function": instead(len),
        "complex": instead(values + 0.1j),
    }


def axes(right):
    """Give axes by name in ways that no check may refuse."""

    def every(change):
        return {name: change(numbers) for name, numbers in right.items()}

    return {
        "tuples": dict(right),
        "lists": every(list),
        "sets": every(set),
        "arrays": every(np.array),
        "ranges or generators": every(lambda a: dict.fromkeys(a).keys()),
        "from the end": every(lambda a: tuple(i - 4 for i in a)),
        "turned round": every(lambda a: a[::-1]),
        "NumPy's": every(lambda a: tuple(map(np.int64, a))),
        "floats": every(lambda a: tuple(map(float, a))),
        "another order": dict(reversed(right.items())),
        "a view": MappingProxyType(right),
    }


def no_axes(right):
    """Give what are no axes, or not the right ones."""
    return {
        "a list": list(right.values()),
        "a text": "batch",
        "one name": {"batch": (0, 2, 3)},
        "a name too many": right | {"group": (2, 3, 4)},
        "numbers": dict.fromkeys(right, 1),
        "texts": dict.fromkeys(right, "NHW"),
        "halves": right | {"batch": (0.5, 2, 3)},
        "too large": right | {"layer": (1, 2, 7)},
        "none": right | {"instance": ()},
        "all": right | {"instance": (0, 1, 2, 3)},
        "twice": right | {"batch": (0, 2, 2, 3)},
        "one for all": dict.fromkeys(right, (2, 3)),
    }
