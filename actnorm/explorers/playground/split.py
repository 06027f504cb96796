"""The data of a playground as its networks see them."""

from actnorm.explorers.playground.seeded import points
from actnorm.explorers.playground.shipped import FEATURES, SHIPPED

__all__ = ["split"]


def split(data, *, inputs, features, noise, seed):
    """Return a `Split`: of the wines two features; scaled as `inputs` says."""
    standardized = inputs == "standardized"
    if data in SHIPPED:
        found = SHIPPED[data](scaling="standardize" if standardized else "none")
    else:
        found = points(data, noise=noise, seed=seed)
    if data == "wine":
        columns = [FEATURES.index(name) for name in features]
        found = _changed(found, lambda x: x[:, columns])
    if inputs == "raw" or (standardized and data in SHIPPED):
        return found
    mean, std = found.x_train.mean(axis=0), found.x_train.std(axis=0) if standardized else 1
    return _changed(found, lambda x: (x - mean) / std)


def _changed(found, change):
    return found._replace(x_train=change(found.x_train), x_test=change(found.x_test))
