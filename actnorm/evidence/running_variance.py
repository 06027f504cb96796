"""Chapter 8 asks which running variance evaluates better, divided by n or by n − 1."""

from functools import partial

import numpy as np

from actnorm.evidence import Study
from actnorm.evidence._images import first_images
from actnorm.network import MLP, accuracy, train

SIZE = 4  # the batch: here the two variances differ by a third


def keeping(biased):
    """Give an arm: the same training, evaluated with the biased or the unbiased variance."""
    split = first_images(1344)

    def arm(rates, seeds, epochs):
        draws, orders = ([np.random.default_rng(k + s) for s in seeds] for k in (0, 100))
        mlp, rows = MLP([64, 50, 50, 10], norm="batch", rng=draws, dtype="float32"), []

        def look(epoch, mlp):
            if epoch + 1 not in epochs:
                return
            kept = list(mlp.running)
            if biased:  # the start is forgotten: 0.9 to the power of 336 steps
                mlp.running = [(mean, var * (SIZE - 1) / SIZE) for mean, var in kept]
            rows.append(accuracy(mlp, split.x_test, split.y_test))
            mlp.running = kept

        train(mlp, split, epochs=epochs[-1], batch_size=SIZE, lr=rates, rng=orders, on_epoch=look)
        return np.array(rows)

    return arm


STUDY = Study(
    "Batches of four: does the unbiased running variance evaluate better than the biased one?",
    on="1344 digits, [64, 50, 50, 10], batch norm, batches of 4, momentum 0.9",
    arms={"unbiased": keeping(False), "biased": keeping(True)},
    data=partial(first_images, 1344),
    rates=[0.0005 * 2**k for k in range(8)],
    epochs=(1, 4),
    seeds=24,
)
