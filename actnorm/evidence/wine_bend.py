"""Chapter 1 asks what a bend is worth where it is worth much: two features of wine."""

import numpy as np

from actnorm.data import Split, wine
from actnorm.evidence import Study


def first_variety(seed):
    """Give a split of its own for each seed: proanthocyanins and colour; is it of variety 1."""
    whole, two = wine(seed=seed, test_size=0.4), [8, 9]
    train_y, test_y = (1 * (y == 0) for y in (whole.y_train, whole.y_test))
    return Split(whole.x_train[:, two], train_y, whole.x_test[:, two], test_y)


def splits():
    """Give the function that makes the splits."""
    return first_variety


STUDY = Study(
    "The first variety's wines, by two features: what is a bend worth, and which bend?",
    on="two features of wine, one split per seed, batches of 32",
    arms={
        "one layer": {"sizes": [2, 2]},
        "three layers, no bend": {"sizes": [2, 16, 16, 2], "activation": "identity"},
        "step": {"activation": "step"},
        "parabola": {"activation": (np.square, lambda x: 2 * x)},
        "ReLU": {"activation": "relu"},
    },
    data=splits,
    rates=[0.0003, 0.0006, 0.00125, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32],
    epochs=(60, 240),
    seeds=24,
    sizes=[2, 16, 2],
    batch_size=32,
)
