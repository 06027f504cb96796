"""Chapter 9 asks whether the layer below batch norm learns anything from batches of two."""

import numpy as np

from actnorm.data import digits
from actnorm.evidence import Study
from actnorm.evidence._images import first_images
from actnorm.network import MLP, train

IMAGES = 600


def below(size, frozen):
    """Give an arm: batches of `size`; the weights below the norm learn, or stay as they are."""
    few = first_images(IMAGES)

    def arm(rates, seeds, epochs):
        draws, orders = ([np.random.default_rng(k + s) for s in seeds] for k in (0, 100))
        mlp = MLP([64, 50, 10], norm="batch", rng=draws, dtype="float32")
        start = mlp.params[0]["weight"].copy()

        def hold(step, mlp):
            mlp.params[0]["weight"][:] = start

        history = train(
            mlp, few, epochs=epochs[-1], batch_size=size, lr=rates, momentum=0.0,
            rng=orders, on_step=hold if frozen else None,
        )  # fmt: skip
        return history.test_accuracy[:, np.array(epochs) - 1].T

    return arm


STUDY = Study(
    "Batches of two pass hardly any gradient: does the layer below learn from it?",
    on="600 digits, [64, 50, 10], batch norm",
    arms={
        f"batches of {size}{', frozen below' if frozen else ''}": below(size, frozen)
        for size in (2, 8)
        for frozen in (False, True)
    },
    data=digits,
    rates=[0.001 * 2**k for k in range(10)],
    epochs=(1, 4),
    seeds=24,
)
