"""Time of the activations against the fewest NumPy passes they need, and against PyTorch and SciPy.

``python benchmarks/activations.py [function ...]``. Every contestant gets the same numbers, in one
thread, and is timed by the processor time of that thread; each round takes all of them in turn, so
that whatever else the machine is doing hits them alike, and a ratio is that of the fastest rounds.
PyTorch and SciPy are left out where they are not installed.

The floor is a function's formula in as few NumPy calls as it can be written, each in place, in
blocks that stay in the cache and in buffers that exist already. It takes no care of infinities,
overflow or the last digits, and allocates nothing; only for GELU does it take back the rounding of
x², without which its tail is noise. Ours should take at most 1.3 times the floor for a million
numbers. PyTorch computes the hard functions, SiLU and GELU in one loop over its numbers, which no
sequence of NumPy calls can meet: there the ratio to PyTorch is printed, and no goal.
"""

import inspect
import sys
import time
from importlib import import_module
from importlib.util import find_spec

import numpy as np

import actnorm
from actnorm import ACTIVATIONS
from actnorm.activations.elementwise import BLOCK_BYTES
from actnorm.activations.gaussian import _TAIL

ROUNDS = 40
SIZES = (1_000, 1_000_000)
GOAL = 1.3


def _sigmoid(x, y, t):
    np.exp(x, out=t)
    np.add(t, 1, out=y)
    np.divide(t, y, out=y)


def _softplus(x, y, t):
    np.abs(x, out=t)
    np.negative(t, out=t)
    np.exp(t, out=t)
    np.log1p(t, out=t)
    x.clip(0, np.inf, out=y)
    y += t


def _log_sigmoid(x, y, t):
    np.abs(x, out=t)
    np.negative(t, out=t)
    np.exp(t, out=t)
    np.log1p(t, out=t)
    x.clip(-np.inf, 0, out=y)
    y -= t


def _elu(x, y, t):
    x.clip(-np.inf, 0, out=t)
    np.expm1(t, out=t)
    np.maximum(x, t, out=y)  # for alpha = 1 alone


def _selu(x, y, t):
    x.clip(-np.inf, 0, out=t)
    np.expm1(t, out=t)
    t *= 1.758
    x.clip(0, np.inf, out=y)
    y *= 1.0507
    y += t


def _leaky_relu(x, y, t):
    np.multiply(x, 0.01, out=y)
    np.maximum(x, y, out=y)


def _prelu(x, y, t):
    x.clip(-np.inf, 0, out=t)
    t *= 0.25
    x.clip(0, np.inf, out=y)
    y += t


def _softsign(x, y, t):
    np.abs(x, out=y)
    y += 1
    np.divide(x, y, out=y)


def _silu(x, y, t):
    np.negative(x, out=t)
    np.exp(t, out=t)
    t += 1
    np.divide(x, t, out=y)


def _mish(x, y, t):
    np.exp(x, out=t)
    np.add(t, 2, out=y)
    y *= t
    np.add(y, 2, out=t)
    y /= t
    y *= x


def _gelu(x, y, t, u, v, w):
    a = np.abs(x, out=u)
    for buffer, coefficients in zip((y, t), _TAIL[x.dtype], strict=True):
        np.multiply(a, coefficients[0], out=buffer)
        for c in coefficients[1:-1]:
            buffer += c
            buffer *= a
        buffer += coefficients[-1]
    y /= t
    y *= a
    np.rint(a, out=t)
    np.multiply(a, a, out=v)
    np.multiply(t, t, out=w)
    w -= v
    a -= t
    t += t
    t += a
    a *= t
    a += w
    a *= -0.5
    a += 1
    y *= a
    v *= -0.5
    np.exp(v, out=v)
    y *= v
    x.clip(0, np.inf, out=t)
    np.subtract(t, y, out=y)


def _hard_sigmoid(x, y, t):
    np.add(x, 3, out=y)
    y.clip(0, 6, out=y)
    y *= 1 / 6


def _hard_swish(x, y, t):
    _hard_sigmoid(x, y, t)
    y *= x


def _step(x, y, t):
    x.clip(0, 1, out=y)
    np.ceil(y, out=y)


FLOORS = {
    "sigmoid": _sigmoid,
    "tanh": lambda x, y, t: np.tanh(x, out=y),
    "relu": lambda x, y, t: x.clip(0, np.inf, out=y),
    "leaky_relu": _leaky_relu,
    "prelu": _prelu,
    "elu": _elu,
    "selu": _selu,
    "celu": _elu,
    "softplus": _softplus,
    "gelu": _gelu,
    "silu": _silu,
    "mish": _mish,
    "relu6": lambda x, y, t: x.clip(0, 6, out=y),
    "hard_sigmoid": _hard_sigmoid,
    "hard_swish": _hard_swish,
    "softsign": _softsign,
    "log_sigmoid": _log_sigmoid,
    "identity": lambda x, y, t: np.copyto(y, x),
    "step": _step,
}


def _softmax(x, y, t):
    np.subtract(x, x.max(axis=-1, keepdims=True), out=y)
    np.exp(y, out=y)
    y /= y.sum(axis=-1, keepdims=True)


def _log_softmax(x, y, t):
    np.subtract(x, x.max(axis=-1, keepdims=True), out=y)
    np.exp(y, out=t)
    y -= np.log(t.sum(axis=-1, keepdims=True))


def _logsumexp(x, y, t):
    top = x.max(axis=-1, keepdims=True)
    np.subtract(x, top, out=t)
    np.exp(t, out=t)
    np.add(np.log(t.sum(axis=-1, keepdims=True)), top, out=y[:, :1])


# Along the rows of a matrix; name → floor.
ROWS = {"softmax": _softmax, "log_softmax": _log_softmax, "logsumexp": _logsumexp}


def blockwise(floor, x):
    """Return a call of the floor on blocks of the flat array, or of whole rows."""
    y = np.empty_like(x)
    step = max(1, BLOCK_BYTES // x[:1].nbytes)
    buffers = np.empty((len(inspect.signature(floor).parameters) - 2, *x[:step].shape), x.dtype)

    def call():
        for start in range(0, len(x), step):
            block = x[start : start + step]
            floor(block, y[start : start + step], *buffers[:, : len(block)])
        return y

    return call


def fastest(functions):
    """Return the shortest time of each function, called in turn."""
    times = np.empty((ROUNDS, len(functions)))
    for i in range(-3, ROUNDS):  # the first three are not counted
        for j, function in enumerate(functions):
            start = time.thread_time()
            function()
            times[i, j] = time.thread_time() - start
    return times.min(axis=0)


def torchs(name, x):
    """Return PyTorch's call with its defaults, or None."""
    code = f"torch.{name}(x, -1)" if name in ROWS else ACTIVATIONS[name].elsewhere.torch
    if code is None or not find_spec("torch"):
        return None
    torch = import_module("torch")
    torch.set_num_threads(1)
    names = {"torch": torch, "F": torch.nn.functional, "x": torch.from_numpy(x)}
    options = "alpha=1.0, slope=0.01, approximate='none'"
    return eval(f"lambda {options}: {code}", names)


def scipys(name, x):
    """Return SciPy's call, or None."""
    theirs = name if name in ROWS else ACTIVATIONS[name].elsewhere.scipy
    if theirs is None or not find_spec("scipy"):
        return None
    function = getattr(import_module("scipy.special"), theirs)
    return (lambda: function(x, axis=-1)) if name in ROWS else (lambda: function(x))


def contestants(name, x):
    """Return label → call, all on the same numbers."""
    ours = getattr(actnorm, name) if name in ROWS else ACTIVATIONS[name].f
    floor = ROWS.get(name) or FLOORS.get(name)
    if floor:  # what is compared has to be the same function
        floor, right = blockwise(floor, x), ours(x)
        found = floor() if right.ndim == x.ndim else floor()[:, 0]
        np.testing.assert_allclose(found, right, rtol=1e-3, atol=1e-3)
    calls = {
        "actnorm": lambda: ours(x),
        "floor": floor,
        "torch": torchs(name, x),
        "scipy": scipys(name, x),
    }
    return {label: call for label, call in calls.items() if call}


def main(names):
    print(f"{'':14}{'size':>8} {'dtype':8}{'ours':>12}   ratio to: floor   torch   scipy    goal")
    for name in names or [*ACTIVATIONS, *ROWS]:
        for size in SIZES:
            for dtype in (np.float64, np.float32):
                x = 3 * np.random.default_rng(0).standard_normal(size).astype(dtype)
                if name in ROWS:
                    x = x.reshape(-1, 1000 if size > 1000 else 10)
                calls = contestants(name, x)
                times = dict(zip(calls, fastest(list(calls.values())), strict=True))
                ours = times.pop("actnorm")
                ratios = "".join(
                    f"{ours / times[rival]:8.2f}" if rival in times else f"{'–':>8}"
                    for rival in ("floor", "torch", "scipy")
                )
                goal = f"{GOAL:8.1f}" if size > 1000 else ""
                print(
                    f"{name:14}{size:8} {np.dtype(dtype).name:8}{ours * 1e3:9.3f} ms"
                    f"          {ratios}{goal}",
                    flush=True,
                )


if __name__ == "__main__":
    main(sys.argv[1:])
