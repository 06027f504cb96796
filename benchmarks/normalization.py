"""Time of the norms as a ratio to PyTorch's, one thread, fresh result against fresh result.

Each round times every contestant once, in turn, so that whatever else the machine is doing
hits them alike; the ratio is that of the fastest rounds. Needs torch.
"""

import os

for library in ("OMP", "OPENBLAS", "MKL"):  # before NumPy is loaded
    os.environ[f"{library}_NUM_THREADS"] = "1"

import time

import numpy as np
import torch
import torch.nn.functional as F

import actnorm as an

ROUNDS = 100
SHAPES = [(1000, 1000), (10000, 100), (64, 256, 8, 8), (32, 32, 32, 32), (32, 32)]


def fastest(functions):
    """Return the shortest time of each function, called in turn."""
    times = np.empty((ROUNDS, len(functions)))
    for i in range(-3, ROUNDS):  # the first three are not counted
        for j, function in enumerate(functions):
            start = time.perf_counter()
            function()
            times[i, j] = time.perf_counter() - start
    return times.min(axis=0)


def contestants(x):
    """Yield (name, ours, PyTorch's) on the same numbers, with a real gamma and beta."""
    rng = np.random.default_rng(1)
    channels, features = x.shape[1], x.shape[-1]
    gamma, beta = (rng.uniform(0.5, 1.5, channels).astype(x.dtype) for _ in range(2))
    scale, shift = (rng.uniform(0.5, 1.5, features).astype(x.dtype) for _ in range(2))
    mean, var = np.zeros(channels, x.dtype), np.ones(channels, x.dtype)
    t_x, t_gamma, t_beta, t_scale, t_shift, t_mean, t_var = map(
        torch.from_numpy, (x, gamma, beta, scale, shift, mean.copy(), var.copy())
    )
    for name, training in (("batch_norm", True), ("batch_norm, eval", False)):
        yield (
            name,
            lambda training=training: an.batch_norm(
                x, gamma, beta, running_mean=mean, running_var=var, training=training
            ),
            lambda training=training: F.batch_norm(
                t_x, t_mean, t_var, t_gamma, t_beta, training=training
            ),
        )
    yield (
        "rms_norm",
        lambda: an.rms_norm(x, scale),
        lambda: F.rms_norm(t_x, (features,), t_scale, eps=1e-5),
    )
    yield (
        "layer_norm",
        lambda: an.layer_norm(x, scale, shift),
        lambda: F.layer_norm(t_x, (features,), t_scale, t_shift),
    )


def main():
    torch.set_num_threads(1)
    print(f"{'':18s}{'shape':>18s} {'dtype':8s}{'ours':>9s}{'torch':>9s}  ratio")
    for shape in SHAPES:
        for dtype in (np.float32, np.float64):
            x = np.random.default_rng(0).standard_normal(shape).astype(dtype)
            for name, ours, theirs in contestants(x):
                a, b = fastest([ours, theirs])
                print(
                    f"{name:18s}{shape!s:>18s} {np.dtype(dtype).name:8s}"
                    f"{a * 1e3:6.2f} ms{b * 1e3:6.2f} ms  {a / b:.2f}"
                )


if __name__ == "__main__":
    main()
