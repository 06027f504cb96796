"""Largest errors of the activations, in units in the last place, against 50-digit mpmath.

``python benchmarks/accuracy.py [points]`` prints a table; the tests import `REFERENCES`,
`GOALS`, `sample` and `ulp_errors` from here, so that both measure the same thing.
"""

import sys

import mpmath as mp
import numpy as np

import actnorm

DIGITS = 50


def _sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def _softplus(x):
    return mp.log1p(mp.exp(x)) if x < 60 else x + mp.log1p(mp.exp(-x))


def _normal_cdf(x):
    return mp.ncdf(x) if abs(x) < 60 else mp.mpf(x > 0)


def _normal_pdf(x):
    return mp.npdf(x) if abs(x) < 60 else mp.mpf(0)


def _mish_grad(x):
    s = _softplus(x)
    return mp.tanh(s) + x * mp.sech(s) ** 2 * _sigmoid(x)


def _gelu_tanh_argument(x):
    return mp.sqrt(2 / mp.pi) * (x + mp.mpf(44715) / 10**6 * x**3)


def _gelu_tanh_grad(x):
    u = 2 * _gelu_tanh_argument(x)
    du = 2 * mp.sqrt(2 / mp.pi) * (1 + 3 * mp.mpf(44715) / 10**6 * x**2)
    return _sigmoid(u) + x * _sigmoid(u) * _sigmoid(-u) * du


# SELU's constants are the published ones, rounded to double precision by the paper's code.
_ALPHA = mp.mpf("1.6732632423543772848170429916717")
_SCALE = mp.mpf("1.0507009873554804934193349852946")

REFERENCES = {
    "sigmoid": _sigmoid,
    "sigmoid_grad": lambda x: _sigmoid(x) * _sigmoid(-x),
    "log_sigmoid": lambda x: -_softplus(-x),
    "log_sigmoid_grad": lambda x: _sigmoid(-x),
    "softplus": _softplus,
    "softplus_grad": _sigmoid,
    "tanh": mp.tanh,
    "tanh_grad": lambda x: mp.sech(x) ** 2,
    "softsign": lambda x: x / (1 + abs(x)),
    "softsign_grad": lambda x: 1 / (1 + abs(x)) ** 2,
    "hard_sigmoid": lambda x: min(max(x + 3, 0), 6) / mp.mpf(6),
    "hard_swish": lambda x: x * min(max(x + 3, 0), 6) / mp.mpf(6),
    "hard_swish_grad": lambda x: (
        mp.mpf(0) if x <= -3 else mp.mpf(1) if x >= 3 else (2 * x + 3) / mp.mpf(6)
    ),
    "elu": lambda x: x if x > 0 else mp.expm1(x),
    "elu_grad": lambda x: mp.mpf(1) if x > 0 else mp.exp(x),
    "selu": lambda x: _SCALE * (x if x > 0 else _ALPHA * mp.expm1(x)),
    "selu_grad": lambda x: _SCALE * (1 if x > 0 else _ALPHA * mp.exp(x)),
    "celu": lambda x: x if x > 0 else mp.expm1(x),
    "celu_grad": lambda x: mp.mpf(1) if x > 0 else mp.exp(x),
    "silu": lambda x: x * _sigmoid(x),
    "silu_grad": lambda x: _sigmoid(x) * (1 + x * _sigmoid(-x)),
    "mish": lambda x: x * mp.tanh(_softplus(x)),
    "mish_grad": _mish_grad,
    "gelu": lambda x: x * _normal_cdf(x),
    "gelu_grad": lambda x: _normal_cdf(x) + x * _normal_pdf(x),
    "gelu_tanh": lambda x: x * _sigmoid(2 * _gelu_tanh_argument(x)),
    "gelu_tanh_grad": _gelu_tanh_grad,
}

# Goals in ulp, (float64, float32).
GOALS = {
    "sigmoid": (2.5, 4),
    "sigmoid_grad": (4, 6),
    "log_sigmoid": (2.5, 4),
    "log_sigmoid_grad": (2.5, 4),
    "softplus": (2.5, 4),
    "softplus_grad": (2.5, 4),
    "tanh": (2.5, 4),
    "tanh_grad": (4, 6),
    "softsign": (2.5, 4),
    "softsign_grad": (4, 6),
    "hard_sigmoid": (2.5, 4),
    "hard_swish": (2.5, 4),
    "hard_swish_grad": (2.5, 4),
    "elu": (2.5, 4),
    "elu_grad": (2.5, 4),
    "selu": (3, 4),
    "selu_grad": (3, 4),
    "celu": (2.5, 4),
    "celu_grad": (2.5, 4),
    "silu": (4, 8),
    "silu_grad": (8, 10),
    "mish": (6, 8),
    "mish_grad": (16, 16),
    "gelu": (8, 10),
    "gelu_grad": (10, 14),
    "gelu_tanh": (10, 10),
    "gelu_tanh_grad": (16, 10),
}


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


def function(name):
    """Return the library's function for a key of `REFERENCES`."""
    if name.startswith("gelu_tanh"):
        f = getattr(actnorm, name.replace("_tanh", ""))
        return lambda x: f(x, approximate="tanh")
    return getattr(actnorm, name)


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
    y = function(name)(x)
    info = np.finfo(x.dtype)
    last, bits = int(np.log2(float(info.smallest_subnormal))), info.nmant
    limit = float(info.max)
    errors = np.empty(x.size)
    with mp.workdps(DIGITS):
        for i, (a, b) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
            exact = REFERENCES[name](mp.mpf(a))
            exponent = max(mp.frexp(exact)[1] - 1 - bits, last) if exact else last
            if abs(exact) > limit and np.isinf(b):
                exact = mp.mpf(b)  # inf is the right answer where the value cannot be represented
            errors[i] = 0 if b == exact else abs(mp.mpf(b) - exact) / mp.mpf(2) ** exponent
    return errors


def main(points=2000, names=None):
    print(f"{'':18}{'float64':>9}{'at':>13}{'goal':>6}   {'float32':>9}{'at':>13}{'goal':>6}")
    for name in names or REFERENCES:
        line = f"{name:18}"
        for dtype, goal in zip(
            (np.float64, np.float32), GOALS.get(name, (None, None)), strict=True
        ):
            x = sample(dtype, points)
            errors = ulp_errors(name, x)
            worst = errors.argmax()
            line += f"{errors[worst]:9.2f}{x[worst]:13.5g}{goal or '–':>6}   "
        print(line.rstrip(), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, sys.argv[2:])
