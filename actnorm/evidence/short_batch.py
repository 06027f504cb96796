"""Chapter 8 asks what a last batch of three images costs, and whether batch norm is the reason."""

import numpy as np

from actnorm.data import digits
from actnorm.evidence import Study
from actnorm.evidence._images import first_images
from actnorm.network import MLP, train

STEPS = 22  # an epoch: 21 batches of 64, and one of the three images that are left over


def with_images(count, norm, *, forget=False):
    """Give an arm that trains on the first images, in batches of 64.

    With `forget` the running statistics do not take in the last batch of an epoch; its gradient
    is used as ever.
    """
    part = first_images(count)

    def arm(rates, seeds, epochs):
        draws, orders = ([np.random.default_rng(k + s) for s in seeds] for k in (0, 100))
        mlp, kept = MLP([64, 50, 50, 10], norm=norm, rng=draws, dtype="float32"), []

        def put_back(step, mlp):
            if step % STEPS == STEPS - 1:
                kept[:] = mlp.running
            elif step % STEPS == 0:
                mlp.running[:] = kept

        history = train(
            mlp, part, epochs=epochs[-1], lr=rates, rng=orders, on_step=put_back if forget else None
        )
        return history.test_accuracy[:, np.array(epochs) - 1].T

    return arm


STUDY = Study(
    "Three images left over: what does a last batch of three cost, with batch norm and without?",
    on="digits, [64, 50, 50, 10], batches of 64, momentum 0.9",
    arms={
        "batch norm, 1344 images": with_images(1344, "batch"),
        "batch norm, 1347 images": with_images(1347, "batch"),
        "batch norm, 1347 images, 1344 in the statistics": with_images(1347, "batch", forget=True),
        "no norm, 1344 images": with_images(1344, None),
        "no norm, 1347 images": with_images(1347, None),
    },
    data=digits,
    rates=[0.002, 0.005, 0.008, 0.0125, 0.02, 0.03, 0.05, 0.08, 0.125, 0.2, 0.32, 0.5],
    epochs=(5, 20),
    seeds=24,
)
