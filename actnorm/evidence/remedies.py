"""Chapter 11 asks which remedy helps raw inputs, when each has its best learning rate."""

import numpy as np

from actnorm.data import digits
from actnorm.evidence import Study
from actnorm.evidence._images import first_images
from actnorm.network import MLP, train

SIZES = [64, 32, 32, 32, 10]


def arm(scaling, **options):
    """Give an arm on inputs of its own: `sweep` has one split for all."""
    split = first_images(1344, scaling=scaling)

    def trained(rates, seeds, epochs):
        draw = [np.random.default_rng(seed) for seed in seeds]
        mlp = MLP(SIZES, rng=draw, dtype="float32", **options)
        order = [np.random.default_rng(100 + seed) for seed in seeds]
        history = train(mlp, split, epochs=epochs[-1], lr=rates, rng=order)
        return history.test_accuracy[:, np.array(epochs) - 1].T

    return trained


STUDY = Study(
    "Raw inputs: standardize them, take leaky ReLU, batch norm, or only another rate?",
    on="1344 digits, [64, 32, 32, 32, 10], batches of 64, momentum 0.9",
    arms={
        "raw": arm("none"),
        "raw, leaky ReLU": arm("none", activation="leaky_relu"),
        "raw, batch norm": arm("none", norm="batch"),
        "standardized": arm("standardize"),
        "standardized, leaky ReLU": arm("standardize", activation="leaky_relu"),
        "standardized, batch norm": arm("standardize", norm="batch"),
    },
    data=digits,
    rates=[0.001, 0.0018, 0.003, 0.0042, 0.006, 0.0085, 0.015, 0.03, 0.055, 0.1, 0.17, 0.3],
    epochs=(16, 64),
    seeds=24,
)
