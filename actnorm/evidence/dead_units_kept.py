"""Chapter 4 asks what a network that lost units lacks: the units, or the right learning rate."""

import numpy as np

from actnorm.evidence import Study
from actnorm.evidence._images import first_images
from actnorm.network import MLP, dead_units, train


def raw():
    """Give the digits as they are, 0 to 16."""
    return first_images(1344, scaling="none")


def after_damage(seeds):
    """Train at 0.1, as the chapter does; return the networks and which units are dead."""
    mlp = MLP(SIZES, rng=[np.random.default_rng(seed) for seed in seeds])
    train(mlp, raw(), epochs=4, rng=orders(seeds), lr=0.1, momentum=0.0)
    return mlp, dead_units(mlp, raw().x_train)[0]


def orders(seeds):
    """Give each seed its order of the samples."""
    return [np.random.default_rng(100 + seed) for seed in seeds]


def scored(mlp, rates, seeds, epochs):
    """Train, and give the test accuracy after each budget."""
    found = train(mlp, raw(), epochs=epochs[-1], rng=orders(seeds), lr=rates, momentum=0.0)
    return found.test_accuracy[:, np.array(epochs) - 1].T


def going_on(rates, seeds, epochs):
    """Go on with the damaged networks; under plain SGD the dead of the first layer stay dead."""
    return scored(after_damage(seeds)[0], rates, seeds, epochs)


def same_units(rates, seeds, epochs):
    """Begin anew, with the units switched off that had died."""
    mlp = MLP(SIZES, rng=[np.random.default_rng(seed) for seed in seeds])
    mlp.params[0]["bias"][after_damage(seeds)[1]] = -1e6
    return scored(mlp, rates, seeds, epochs)


def all_units(rates, seeds, epochs):
    """Begin anew, with every unit."""
    mlp = MLP(SIZES, rng=[np.random.default_rng(seed) for seed in seeds])
    return scored(mlp, rates, seeds, epochs)


SIZES = [64, 64, 10]
STUDY = Study(
    "A network lost units at 0.1. What if it goes on without them, at another learning rate?",
    on="1344 raw digits, [64, 64, 10], plain SGD",
    arms={
        "damaged, going on": going_on,
        "new, the same units off": same_units,
        "new, all units": all_units,
    },
    data=raw,
    rates=[0.003, 0.01, 0.02, 0.03, 0.045, 0.065, 0.1, 0.15, 0.3],
    epochs=(16, 64, 256),
    seeds=24,
)
