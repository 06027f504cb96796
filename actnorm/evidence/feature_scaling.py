"""Chapter 6 asks what scaling the features is worth to a classifier of two data sets."""

import numpy as np

from actnorm import softmax
from actnorm.data import breast_cancer, wine
from actnorm.evidence import Study


def scaled(load, scaling):
    """Classify by softmax regression; rates are multiples of 1/λ of the training part."""

    def arm(rates, seeds, steps):
        splits = [load(seed=int(seed), scaling=scaling) for seed in seeds]
        x, y, unseen, labels = map(np.stack, zip(*splits, strict=True))
        a, b = (np.pad(part, ((0, 0), (0, 0), (1, 0)), constant_values=1) for part in (x, unseen))
        targets = np.eye(y.max() + 1)[y]
        steepest = np.linalg.svd(a, compute_uv=False)[:, 0] ** 2 / a.shape[1]
        w, found = np.zeros((len(a), a.shape[2], targets.shape[2])), []
        for step in range(1, steps[-1] + 1):
            gradient = a.swapaxes(1, 2) @ (softmax(a @ w) - targets) / a.shape[1]
            w -= (rates / steepest)[:, None, None] * gradient
            if step in steps:
                found.append(((b @ w).argmax(axis=-1) == labels).mean(axis=-1))
        return np.array(found)

    return arm


STUDY = Study(
    "Raw, min–max or z-score: which classifies unseen samples better, each at its best rate?",
    on="softmax regression, a split for each seed; rates are multiples of 1/λ",
    arms={
        f"{of}, {way}": scaled(load, scaling)
        for of, load in (("wine", wine), ("cells", breast_cancer))
        for way, scaling in (("raw", "none"), ("min–max", "unit"), ("z-score", "standardize"))
    },
    data=wine,
    rates=[2.0**k for k in range(-4, 11)],
    epochs=(100, 400),
    seeds=24,
    epochs_are="steps",
)
