"""The data of a playground as its networks see them."""

import numpy as np

from actnorm.explorers.playground.points import split_of
from actnorm.explorers.playground.seeded import points
from actnorm.explorers.playground.shipped import FEATURES, SHIPPED

__all__ = ["split"]


def split(data, *, inputs, features, own, noise, seed):
    """Return a `Split`: of the wines two features; scaled as `inputs` says."""
    standardized = inputs == "standardized"
    if data in SHIPPED:
        found = SHIPPED[data](scaling="standardize" if standardized else "none")
    elif data == "own":
        found = split_of(own)
    else:
        found = points(data, noise=noise, seed=seed)
    if data == "wine":
        columns = [FEATURES.index(name) for name in features]
        found = _changed(found, lambda x: x[:, columns])
    if len(found.x_train) == 0 or inputs == "raw" or (standardized and data in SHIPPED):
        return found
    mean, std = found.x_train.mean(axis=0), found.x_train.std(axis=0) if standardized else 1
    std = np.where(std == 0, np.inf, std)  # what is constant tells nothing
    return _changed(found, lambda x: (x - mean) / std)


def _changed(found, change):
    return found._replace(x_train=change(found.x_train), x_test=change(found.x_test))
