"""Largest errors of the activations, in units in the last place, against 50-digit mpmath.

``python benchmarks/accuracy.py [points [function ...]]`` prints a table. What is exact, and what
error is allowed, stands in the registry; the tests import `CASES`, `sample` and `ulp_errors` from
here, so that both measure the same thing.
"""

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import mpmath as mp
import numpy as np

from actnorm import ACTIVATIONS

DIGITS = 50


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def softplus(x):
    return mp.log1p(mp.exp(x)) if x < 60 else x + mp.log1p(mp.exp(-x))


def ncdf(x):
    return mp.ncdf(x) if abs(x) < 60 else mp.mpf(x > 0)


def npdf(x):
    return mp.npdf(x) if abs(x) < 60 else mp.mpf(0)


# What the formulas of the registry may use.
NAMES = vars(mp) | {f.__name__: f for f in (sigmoid, softplus, ncdf, npdf)} | {"pi": mp.pi}


@dataclass(frozen=True)
class Case:
    """One function with some options: ours, the exact one, and the goals in ulp."""

    f: Callable
    exact: Callable
    ulp: tuple[float, float]
    """In float64, in float32."""


def exactly(formula, options):
    """Return a formula of the registry as a function of an mpmath number."""
    names = {name: mp.mpf(v) if isinstance(v, float) else v for name, v in options.items()}
    code = compile(formula, formula, "eval")
    return lambda x: mp.mpf(eval(code, NAMES | names | {"x": x}))


def cases():
    """Yield a name and a case for every function, derivative and option of the registry."""
    for entry in ACTIVATIONS.values():
        parameters = inspect.signature(entry.f).parameters.values()
        defaults = {p.name: p.default for p in parameters if p.default is not p.empty}
        for name, options in entry.variants():
            for suffix, f, formula, ulp in zip(
                ("", "_grad"),
                (entry.f, entry.grad),
                (entry.exact, entry.exact_grad),
                entry.ulp,
                strict=True,
            ):
                exact = exactly(formula, defaults | options)
                yield name + suffix, Case(partial(f, **options), exact, ulp)


CASES = dict(cases())

# Where something happens: kinks, zeros of the derivatives, caps, overflows, last survivors.
PLACES = (
    *(
        0.5,
        0.75179,
        0.75246,
        1,
        1.19243,
        1.27846,
        3,
        5.5,
        6,
        8.3,
        13.1,
        14.5,
        17.3,
        20,
        21.1,
        36.7,
        38.5,
        40,
    ),
    *(41.6, 88.7, 103.97, 372.6, 709.78, 745.13, 751.7, 1000),
)


def sample(dtype, points, seed=0):
    """Dense grids, random bit patterns and the extremes, as sorted distinct finite numbers."""
    rng = np.random.default_rng(seed)
    info = np.finfo(dtype)
    tail = 1.05 * -np.log(float(info.smallest_subnormal))
    unsigned = f"u{info.dtype.itemsize}"
    patterns = rng.integers(0, np.iinfo(unsigned).max, points, unsigned, endpoint=True).view(dtype)
    places = np.array(PLACES)
    near = (places[:, None] * (1 + float(info.eps) * rng.integers(-64, 65, (1, 64)))).ravel()
    powers = 2.0 ** rng.uniform(np.log2(float(info.tiny)), 8, points)
    extremes = np.array([0, info.smallest_subnormal, info.tiny, info.eps, info.max], dtype)
    x = np.concatenate(
        [
            rng.uniform(-8, 8, points),
            rng.uniform(-tail, tail, points),
            patterns[np.isfinite(patterns)],
            near,
            -near,
            powers,
            -powers,
            extremes,
            -extremes,
        ],
        dtype=dtype,
        casting="same_kind",
    )
    return np.unique(x)


def ulp_errors(name, x):
    """Return the error of every value of the function, in ulp of the exact one."""
    case = CASES[name]
    y = case.f(x)
    info = np.finfo(x.dtype)
    last, bits = int(np.log2(float(info.smallest_subnormal))), info.nmant
    limit = float(info.max)
    errors = np.empty(x.size)
    with mp.workdps(DIGITS):
        for i, (a, b) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
            exact = case.exact(mp.mpf(a))
            exponent = max(mp.frexp(exact)[1] - 1 - bits, last) if exact else last
            if abs(exact) > limit and np.isinf(b):
                exact = mp.mpf(b)  # inf is the right answer where the value cannot be represented
            errors[i] = 0 if b == exact else abs(mp.mpf(b) - exact) / mp.mpf(2) ** exponent
    return errors


def main(points=2000, names=()):
    print(f"{'':26}{'float64':>9}{'at':>13}{'goal':>6}   {'float32':>9}{'at':>13}{'goal':>6}")
    for name in names or CASES:
        line = f"{name:26}"
        for dtype, goal in zip((np.float64, np.float32), CASES[name].ulp, strict=True):
            x = sample(dtype, points)
            errors = ulp_errors(name, x)
            worst = errors.argmax()
            line += f"{errors[worst]:9.2f}{x[worst]:13.5g}{goal:>6}   "
        print(line.rstrip(), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, sys.argv[2:])
