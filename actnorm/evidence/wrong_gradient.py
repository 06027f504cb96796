"""Chapter 9 asks what a wrong backward pass of batch norm costs, and whether one would notice."""

from functools import partial

import numpy as np

from actnorm.evidence import Study
from actnorm.evidence._images import first_images


def careless(mean, variance):
    """Give a backward pass in which the path through the mean or the variance may be missing."""

    def backward(dy, x, gamma):
        std = np.sqrt(x.var(axis=0) + 1e-5)
        x_hat = (x - x.mean(axis=0)) / std
        by_mean, by_variance = dy.mean(axis=0), x_hat * (dy * x_hat).mean(axis=0)
        dx = gamma / std * (dy - mean * by_mean - variance * by_variance)
        return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)

    return backward


VERSIONS = {
    "correct": (1, 1),
    "no mean": (0, 1),
    "no variance": (1, 0),
    "constants": (0, 0),
}

STUDY = Study(
    "A backward pass that forgets a path: what does it cost, with one hidden layer and with three?",
    on="1344 digits, 50 units a layer, batch norm, momentum 0.9",
    arms={
        f"{name}, {'1 layer' if depth == 1 else f'{depth} layers'}": {
            "sizes": [64, *[50] * depth, 10],
            "norm_backward": careless(*paths),
        }
        for depth in (1, 3)
        for name, paths in VERSIONS.items()
        if depth == 1 or name in ("correct", "constants")
    },
    data=partial(first_images, 1344),
    rates=[0.0125 * 2**k for k in range(8)],
    epochs=(4, 16),
    seeds=24,
    norm="batch",
    dtype="float32",
)
