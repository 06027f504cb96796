"""Chapter 4 asks what is left of the fixes for dead units after four times as many epochs."""

import numpy as np

from actnorm.evidence import Study
from actnorm.evidence._images import first_images
from actnorm.evidence.dead_unit_fixes import raw
from actnorm.network import MLP, train


def standardized(rates, seeds, epochs):
    """Train on pixels of which each has mean 0 and variance 1."""
    mlp = MLP([64, 32, 32, 10], rng=[np.random.default_rng(seed) for seed in seeds])
    orders = [np.random.default_rng(100 + seed) for seed in seeds]
    pixels = first_images(1344)
    found = train(mlp, pixels, epochs=epochs[-1], rng=orders, lr=rates, momentum=0.0)
    return found.test_accuracy[:, np.array(epochs) - 1].T


STUDY = Study(
    "Raw pixels, standardized ones, or batch norm: what is left of the difference in 64 epochs?",
    on="1344 raw digits, [64, 32, 32, 10], plain SGD",
    arms={"nothing": {}, "batch norm": {"norm": "batch"}, "standardized": standardized},
    data=raw,
    rates=[0.01, 0.02, 0.03, 0.05, 0.3, 0.5, 1.0, 1.4, 2.0, 4.0],
    epochs=(16, 64),
    seeds=24,
    sizes=[64, 32, 32, 10],
    momentum=0.0,
)
