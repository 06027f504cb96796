"""Time of the activations as ratios to PyTorch's and SciPy's, one thread.

``python benchmarks/activations.py [function ...]``. Fresh result against fresh result, and a
plain `np.copyto` for scale. Processor time of one thread; each round takes every contestant
once, in turn, so that whatever else the machine is doing hits them alike, and a ratio is that
of the fastest rounds. PyTorch and SciPy are left out where they are not installed.

The column "floor" is the time, as a ratio to PyTorch's, of the one NumPy kernel that the function
cannot do without, fresh result too: where it comes near the goal, NumPy is the limit, not the
formula. On processors without AVX-512 NumPy's float64 `exp`, `expm1`, `log1p` and `tanh` take one
number at a time.
"""

import sys
import time
from importlib import import_module
from importlib.util import find_spec

import numpy as np

import actnorm

ROUNDS = 40
SIZES = (1_000, 1_000_000)

# Ours → (PyTorch's, SciPy's); the goal at 1e6 is a ratio to PyTorch of at most 2.5, unless named.
RIVALS = {
    "sigmoid": ("sigmoid", "expit"),
    "tanh": ("tanh", None),
    "relu": ("nn.functional.relu", None),
    "relu6": ("nn.functional.relu6", None),
    "leaky_relu": ("nn.functional.leaky_relu", None),
    "elu": ("nn.functional.elu", None),
    "selu": ("nn.functional.selu", None),
    "celu": ("nn.functional.celu", None),
    "softplus": ("nn.functional.softplus", None),
    "log_sigmoid": ("nn.functional.logsigmoid", "log_expit"),
    "softsign": ("nn.functional.softsign", None),
    "silu": ("nn.functional.silu", None),
    "mish": ("nn.functional.mish", None),
    "gelu": ("nn.functional.gelu", None),
    "hard_sigmoid": ("nn.functional.hardsigmoid", None),
    "hard_swish": ("nn.functional.hardswish", None),
    "softmax": ("softmax", "softmax"),
    "log_softmax": ("log_softmax", "log_softmax"),
    "logsumexp": ("logsumexp", "logsumexp"),
}
GOALS = {"gelu": 6.0}
FLOORS = dict.fromkeys(RIVALS, np.exp) | {
    "tanh": np.tanh,
    "relu": lambda x: x.clip(0.0, np.inf),
    "relu6": lambda x: x.clip(0.0, 6.0),
    "leaky_relu": lambda x: np.maximum(x, 0.01),
    "elu": lambda x: (np.expm1 if x.dtype == np.float64 else np.tanh)(x),
    "softplus": lambda x: (np.log1p if x.dtype == np.float64 else np.exp)(np.abs(x)),
    "softsign": np.abs,
    "hard_sigmoid": lambda x: x.clip(0.0, 6.0),
    "hard_swish": lambda x: x.clip(0.0, 6.0),
}
FLOORS |= dict.fromkeys(("selu", "celu"), FLOORS["elu"])
FLOORS["log_sigmoid"] = FLOORS["softplus"]
ROWS = {"softmax", "log_softmax", "logsumexp"}  # timed along the rows of a square-ish matrix


def fastest(functions):
    """Return the shortest time of each function, called in turn."""
    times = np.empty((ROUNDS, len(functions)))
    for i in range(-3, ROUNDS):  # the first three are not counted
        for j, function in enumerate(functions):
            start = time.thread_time()
            function()
            times[i, j] = time.thread_time() - start
    return times.min(axis=0)


def contestants(name, x):
    """Return label → call, all on the same numbers."""
    theirs, scipys = RIVALS[name]
    ours, out = getattr(actnorm, name), np.empty_like(x)
    calls = {
        "actnorm": lambda: ours(x),
        "copyto": lambda: np.copyto(out, x),
        "floor": lambda: FLOORS[name](x),
    }
    if find_spec("torch"):
        torch = import_module("torch")
        torch.set_num_threads(1)
        function = torch
        for part in theirs.split("."):
            function = getattr(function, part)
        tensor = torch.from_numpy(x)
        calls["torch"] = (
            (lambda: function(tensor, -1)) if name in ROWS else (lambda: function(tensor))
        )
    if scipys and find_spec("scipy"):
        scipy = getattr(import_module("scipy.special"), scipys)
        calls["scipy"] = (lambda: scipy(x, axis=-1)) if name in ROWS else (lambda: scipy(x))
    return calls


def main(names):
    columns = "   ratio to: copyto   torch   scipy   floor    goal"
    print(f"{'':14}{'size':>8} {'dtype':8}{'ours':>12}{columns}")
    for name in names or RIVALS:
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
                    for rival in ("copyto", "torch", "scipy")
                )
                floor = times["floor"] / times["torch"] if "torch" in times else np.nan
                goal = f"{GOALS.get(name, 2.5):8.1f}" if size > 1000 else ""
                print(
                    f"{name:14}{size:8} {np.dtype(dtype).name:8}{ours * 1e3:9.3f} ms"
                    f"           {ratios}{floor:8.2f}{goal}",
                    flush=True,
                )


if __name__ == "__main__":
    main(sys.argv[1:])
