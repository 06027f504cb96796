"""Chapter 4 asks the same of a network that has few units to lose, and of the units it lost."""

import numpy as np

from actnorm.evidence import Study
from actnorm.evidence.dead_units_kept import orders, raw, scored
from actnorm.network import MLP, dead_units, train

SIZES = [64, 32, 32, 10]


def new(seeds):
    """Give the networks that nothing has happened to yet."""
    return MLP(SIZES, dtype="float32", rng=[np.random.default_rng(seed) for seed in seeds])


def after_damage(seeds):
    """Train at 0.1, as the chapter does; return the networks and the dead of the first layer."""
    mlp = new(seeds)
    train(mlp, raw(), epochs=4, rng=orders(seeds), lr=0.1, momentum=0.0)
    return mlp, dead_units(mlp, raw().x_train)[0]


def going_on(rates, seeds, epochs):
    """Go on with the damaged networks."""
    return scored(after_damage(seeds)[0], rates, seeds, epochs)


def same_units(rates, seeds, epochs):
    """Begin anew, with the units of the first layer switched off that had died."""
    mlp = new(seeds)
    mlp.params[0]["bias"][after_damage(seeds)[1]] = -1e6
    return scored(mlp, rates, seeds, epochs)


def all_units(rates, seeds, epochs):
    """Begin anew, with every unit."""
    return scored(new(seeds), rates, seeds, epochs)


STUDY = Study(
    "A network of two hidden layers lost most of its first: what if it goes on without them?",
    on="1344 raw digits, [64, 32, 32, 10], plain SGD",
    arms={
        "damaged, going on": going_on,
        "new, the same units off": same_units,
        "new, all units": all_units,
    },
    data=raw,
    rates=[0.001, 0.01, 0.016, 0.024, 0.036, 0.055, 0.1],
    epochs=(16, 64, 256),
    seeds=24,
)
