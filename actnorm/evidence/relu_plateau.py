"""Chapter 3 asks whether ten ReLU layers with PyTorch's default are stuck, or only slow."""

import numpy as np

from actnorm.data import digits
from actnorm.evidence import Study
from actnorm.network import MLP, train


def best_so_far(rates, seeds, epochs):
    """Give the highest test accuracy up to each budget: some of these networks diverge later."""
    mlp = MLP(
        [64, *[50] * 10, 10], activation="relu", init="pytorch", dtype="float32",
        rng=[np.random.default_rng(seed) for seed in seeds],
    )  # fmt: skip
    orders = [np.random.default_rng(100 + seed) for seed in seeds]
    with np.errstate(all="ignore"):
        found = train(mlp, digits(), epochs=epochs[-1], batch_size=100, rng=orders, lr=rates)
    reached = np.fmax.accumulate(np.nan_to_num(found.test_accuracy), axis=1)
    return reached[:, np.array(epochs) - 1].T


STUDY = Study(
    "Ten ReLU layers, PyTorch's default: what is the best accuracy on the way to 400 epochs?",
    on="digits, [64, ten times 50, 10], batches of 100, momentum 0.9",
    arms={"ReLU, PyTorch": best_so_far},
    data=digits,
    rates=[0.0003, 0.003, 0.01, 0.02, 0.03, 0.045, 0.06, 0.08, 0.1],
    epochs=(30, 100, 200, 400),
    seeds=6,
)
