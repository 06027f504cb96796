"""Chapter 8 asks whether ghost batches make up for a large batch: statistics over parts of it."""

import numpy as np

from actnorm import cross_entropy_grad
from actnorm.data import digits
from actnorm.evidence import Study
from actnorm.network import MLP, accuracy

IMAGES, BATCH = 1280, 256


def ghosts_of(size, batch=BATCH):
    """Give an arm: steps of `batch` images, the norms' statistics over `size` of them each."""
    split = digits()
    x, y = split.x_train[:IMAGES], split.y_train[:IMAGES]

    def arm(rates, seeds, epochs):
        mlp = MLP([64, 50, 50, 10], norm="batch", rng=[np.random.default_rng(s) for s in seeds])
        orders = [np.random.default_rng(100 + s) for s in seeds]
        rows = []
        for epoch in range(1, epochs[-1] + 1):
            order = np.array([rng.permutation(IMAGES) for rng in orders])
            for rows_of_batch in np.split(order, IMAGES // batch, axis=1):
                step(mlp, x, y, np.split(rows_of_batch, batch // size, axis=1), rates)
            if epoch in epochs:
                rows.append(accuracy(mlp, split.x_test, split.y_test))
        return np.array(rows)

    return arm


def step(mlp, x, y, ghosts, rates):
    """Add up the gradients of the ghost batches, each normalized by itself, and take one step."""
    total = None
    for rows in ghosts:
        logits, cache = mlp.forward(x[rows], training=True)
        with np.errstate(all="ignore"):
            d = cross_entropy_grad(logits, y[rows], reduction="none") / (
                rows.shape[1] * len(ghosts)
            )
        grads = mlp.backward(cache, d)
        if total is None:
            total = grads
        else:
            for sums, grad in zip(total, grads, strict=True):
                for name in mlp.params[0].keys() & sums.keys():
                    sums[name] += grad[name]
    mlp.step(total, lr=rates, momentum=0.9)


STUDY = Study(
    "Batches of 256: do ghost batches of 64 or 16 do better than one whole?",
    on="1280 digits, [64, 50, 50, 10], batch norm, momentum 0.9",
    arms={
        "256, ghosts of 256": ghosts_of(256),
        "256, ghosts of 64": ghosts_of(64),
        "256, ghosts of 16": ghosts_of(16),
        "batches of 64": ghosts_of(64, batch=64),
    },
    data=digits,
    rates=[0.02, 0.05, 0.08, 0.125, 0.2, 0.32, 0.5, 0.8, 1.25, 2.0],
    epochs=(4, 16),
    seeds=24,
)
