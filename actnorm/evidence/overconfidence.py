"""Chapter 5 asks what makes a classifier overconfident: few images, a hidden layer, or training."""

import numpy as np

from actnorm import softmax
from actnorm.data import Split, digits
from actnorm.evidence import Study
from actnorm.network import MLP, train


def excess_confidence(mlp, data):
    """Give mean confidence minus accuracy on the test part."""
    p = softmax(mlp.forward(data.x_test, training=False)[0])
    right = p.argmax(axis=-1) == data.y_test
    return p.max(axis=-1).mean(axis=-1) - right.mean(axis=-1)


def classifier(sizes, images):
    """Train on so many images of each seed's own split; the budgets are steps, of 64 images."""

    def arm(rates, seeds, steps):
        splits = [digits(seed=int(seed)) for seed in seeds]
        data = Split(*map(np.stack, zip(*splits, strict=True)))
        data = Split(data.x_train[:, :images], data.y_train[:, :images], data.x_test, data.y_test)
        mlp = MLP(sizes, rng=[np.random.default_rng(seed) for seed in seeds])
        rows = []

        def look(step, mlp):
            if step in steps:
                rows.append(excess_confidence(mlp, data))

        epochs = -(-steps[-1] // -(-images // 64))
        orders = [np.random.default_rng(100 + seed) for seed in seeds]
        train(mlp, data, epochs=epochs, rng=orders, lr=rates, on_step=look)
        return np.array(rows)

    return arm


STUDY = Study(
    "Confidence minus accuracy on unseen images: what does it grow with?",
    on="digits, 450 unseen, a split for each seed, momentum 0.9",
    arms={
        f"{layer}, {images} images": classifier(sizes, images)
        for layer, sizes in (("linear", [64, 10]), ("hidden layer", [64, 64, 10]))
        for images in (1047, 150)
    },
    data=digits,
    rates=[0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
    epochs=(200, 1000, 5000),
    seeds=12,
    epochs_are="steps",
    score=excess_confidence,
    higher=False,
)
