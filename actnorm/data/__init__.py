"""The data sets of the book, which travel with the library: nothing is downloaded.

Each is a compressed table whose first lines state its source, its licence (CC BY 4.0) and what
was changed; the numbers are those of scikit-learn's copies.

Statistics come from the training part only; the test part is scaled with them, for a
test set that has helped to choose the scale is no longer unseen.
"""

import gzip
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from actnorm.dtypes import check_finite

__all__ = ["Split", "breast_cancer", "digits", "wine"]


class Split(NamedTuple):
    """A data set in two parts; `x_*` float64 of shape (samples, features), `y_*` integer labels."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


def digits(*, test_size=0.25, seed=0, scaling="standardize"):
    """Handwritten digits: 1797 images of 8 by 8 pixels from 0 to 16, ten classes.

    Parameters
    ----------
    test_size : float, default 0.25
        Share of the samples in the test part, between 0 and 1; each class keeps its share.
    seed : int or numpy.random.Generator, default 0
        Decides which samples go where.
    scaling : {"standardize", "unit", "none"}, default "standardize"
        Mean 0 and variance 1 per feature; or [0, 1] per feature, measured on the training
        part (the test part may stick out); or the raw numbers. A feature that is constant in
        the training part becomes 0 and tells nothing.

    Returns
    -------
    Split
        Named tuple (x_train, y_train, x_test, y_test).

    Raises
    ------
    ValueError
        If `scaling` is unknown, `seed` seeds nothing, or `test_size` leaves a part without a
        sample of each class.
    TypeError
        If `test_size` is no number.

    References
    ----------
    .. [1] Alpaydin and Kaynak (1998), doi:10.24432/C50P49.

    Examples
    --------
    >>> split = digits()
    >>> split.x_train.shape, split.x_test.shape
    ((1347, 64), (450, 64))
    """
    return _split("digits", test_size, seed, scaling)


def wine(*, test_size=0.25, seed=0, scaling="standardize"):
    """Chemical analyses of 178 wines: 13 features on very unlike scales, three grape varieties.

    Parameters, returns and errors as in `digits`.

    References
    ----------
    .. [1] Aeberhard and Forina (1992), doi:10.24432/C5PC7J.

    Examples
    --------
    >>> phenols, proline = wine(scaling="none").x_train[:, [7, 12]].T
    >>> round(float(proline.std() / phenols.std()))  # not on one scale
    2482
    """
    return _split("wine", test_size, seed, scaling)


def breast_cancer(*, test_size=0.25, seed=0, scaling="standardize"):
    """Measurements of 569 tumour samples: 30 features, two classes (0 malignant, 1 benign).

    Parameters, returns and errors as in `digits`.

    References
    ----------
    .. [1] Wolberg et al. (1993), doi:10.24432/C5DW2B.

    Examples
    --------
    >>> breast_cancer().x_train.shape
    (427, 30)
    """
    return _split("breast_cancer", test_size, seed, scaling)


def _split(name, test_size, seed, scaling):
    if not isinstance(scaling, str) or scaling not in _SCALINGS:
        raise ValueError(f"scaling={scaling!r} is unknown; allowed are {', '.join(_SCALINGS)}")
    if not 0 < check_finite("test_size", test_size) < 1:
        raise ValueError(f"test_size={test_size!r} must lie between 0 and 1, both excluded")
    try:
        rng = np.random.default_rng(seed)
    except (TypeError, ValueError):
        raise ValueError(
            f"seed={seed!r} must be a whole number from 0 or a numpy.random.Generator"
        ) from None
    x, y = _table(name)
    test = np.zeros(len(y), dtype=bool)
    for label in np.unique(y):
        members = rng.permutation(np.flatnonzero(y == label))
        test[members[: round(test_size * len(members))]] = True
    if min(len(np.unique(y[test])), len(np.unique(y[~test]))) < len(np.unique(y)):
        raise ValueError(
            f"test_size={test_size!r} leaves a part without a sample of each class; "
            f"{len(y)} samples are there to share"
        )
    shift, scale = _SCALINGS[scaling](x[~test])
    x = (x - shift) / np.where(scale == 0, 1, scale)
    # What was constant in training may differ in the test part; nothing was learnt about it.
    x[:, scale == 0] = 0
    order_train, order_test = rng.permutation(np.flatnonzero(~test)), np.flatnonzero(test)
    return Split(x[order_train], y[order_train], x[order_test], y[order_test])


@cache
def _table(name):
    """Read a data set: features, and labels from the last column. Nobody may write to them."""
    text = gzip.decompress(files(__name__).joinpath(f"{name}.csv.gz").read_bytes()).decode()
    table = np.loadtxt(text.splitlines(), delimiter=",")
    table.flags.writeable = False
    labels = table[:, -1].astype(np.int64)
    labels.flags.writeable = False
    return table[:, :-1], labels


# What each scaling takes off and divides by, per feature of the training part.
_SCALINGS = {
    "standardize": lambda x: (x.mean(axis=0), x.std(axis=0)),
    "unit": lambda x: (x.min(axis=0), np.ptp(x, axis=0)),
    "none": lambda x: (0.0, 1.0),
}
