"""Chapter 4 asks which fixes for dead units make the network better, at each one's best rate."""

import numpy as np

from actnorm.activations import elu, elu_grad
from actnorm.evidence import Study
from actnorm.evidence._images import first_images
from actnorm.network import MLP, train


def raw():
    """Give the digits as they are, 0 to 16."""
    return first_images(1344, scaling="none")


def shifted(*, centre, scale):
    """Train on pixels without their mean, divided by one number, or both."""

    def arm(rates, seeds, epochs):
        pixels = raw()
        mean = pixels.x_train.mean(axis=0) * centre
        std = pixels.x_train.std() if scale else 1.0
        moved = [(x - mean) / std for x in (pixels.x_train, pixels.x_test)]
        pixels = pixels._replace(x_train=moved[0], x_test=moved[1])
        mlp = MLP([64, 32, 32, 10], rng=[np.random.default_rng(seed) for seed in seeds])
        orders = [np.random.default_rng(100 + seed) for seed in seeds]
        found = train(mlp, pixels, epochs=epochs[-1], rng=orders, lr=rates, momentum=0.0)
        return found.test_accuracy[:, np.array(epochs) - 1].T

    return arm


STUDY = Study(
    "Raw pixels kill units at 0.1. Which change gives a better network, each at its best rate?",
    on="1344 raw digits, [64, 32, 32, 10], plain SGD",
    arms={
        "nothing": {},
        "bias 1": {"init_bias": 1.0},
        "Xavier": {"init": "xavier"},
        "leaky ReLU": {"activation": "leaky_relu"},
        "ELU": {"activation": (elu, elu_grad)},
        "batch norm": {"norm": "batch"},
        "scaled only": shifted(centre=False, scale=True),
        "centred only": shifted(centre=True, scale=False),
        "both": shifted(centre=True, scale=True),
    },
    data=raw,
    rates=[0.0003, 0.001, 0.003, 0.005, 0.01, 0.015, 0.03, 0.05, 0.1, 0.15, 0.3, 0.5, 1, 1.7, 3],
    epochs=(4, 16),
    seeds=24,
    sizes=[64, 32, 32, 10],
    momentum=0.0,
)
