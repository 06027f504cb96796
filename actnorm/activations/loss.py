"""Cross-entropy of scores and labels, with its gradient."""

import numpy as np

from actnorm.activations.along_axis import log_softmax, softmax
from actnorm.dtypes import as_array, as_real

__all__ = ["cross_entropy", "cross_entropy_grad"]


def cross_entropy(logits, labels, *, reduction="mean"):
    r"""Cross-entropy of a classifier, :math:`-\log \operatorname{softmax}(z)_k`.

    Parameters
    ----------
    logits : array_like, shape (..., K)
        Scores :math:`z` of K classes, not probabilities.
    labels : array_like of int, shape (...)
        The class :math:`k` of each row, from 0 to K - 1.
    reduction : {"mean", "sum", "none"}, default "mean"
        What to return of the rows' losses.

    Returns
    -------
    float, or ndarray of the shape of `labels` for ``reduction="none"``
        Values in [0, inf]. The mean over no rows at all is NaN.

    Raises
    ------
    TypeError
        If `logits` is not an array of real numbers or `labels` not one of integers.
    ValueError
        If the shapes do not match, a label is out of range or `reduction` is unknown.

    Notes
    -----
    From the scores in one go, by `log_softmax`: the logarithm of a probability that has
    underflown to 0 is -inf, and of one that has rounded to 1 exactly 0. PyTorch has the classes
    on axis 1; here they are on the last one.

    References
    ----------
    .. [1] Bridle (1990), *Probabilistic interpretation of feedforward classification network
       outputs*, doi:10.1007/978-3-642-76153-9_28.

    Examples
    --------
    >>> cross_entropy([[0.0, 0.0], [0.0, 100.0]], [0, 1], reduction="none")
    array([6.93147181e-01, 3.72007598e-44])
    """
    logits, labels, result = _check(logits, labels, reduction)
    log_p = log_softmax(logits).reshape(-1)
    first = np.arange(0, log_p.size, logits.shape[-1])  # of each row
    losses = -log_p[first + labels.reshape(-1)].reshape(labels.shape)
    with np.errstate(all="ignore"):
        if reduction == "none":
            return losses.astype(result)[()]
        total = losses.sum(dtype=np.float64)
        if reduction == "mean":
            # A sum of large losses may overflow, and their mean does not.
            mean = np.divide(losses, losses.size, dtype=np.float64).sum()
            total = np.divide(total, losses.size) if np.isfinite(total) else mean
        return result.type(total)


def cross_entropy_grad(logits, labels, *, reduction="mean"):
    r"""Return the gradient of the cross-entropy with respect to the logits, :math:`p - y`.

    Parameters
    ----------
    logits : array_like, shape (..., K)
        Scores of K classes.
    labels : array_like of int, shape (...)
        The class of each row, from 0 to K - 1.
    reduction : {"mean", "sum", "none"}, default "mean"
        As in `cross_entropy`: for ``"mean"`` the gradient is divided by the number of rows.

    Returns
    -------
    ndarray, shape of `logits`
        The probabilities, minus 1 at the label. Sums to 0 in every row.

    Raises
    ------
    TypeError
        If `logits` is not an array of real numbers or `labels` not one of integers.
    ValueError
        If the shapes do not match, a label is out of range or `reduction` is unknown.

    Notes
    -----
    At the label the gradient is minus the sum of the other probabilities. ``p - 1``, the same
    on paper, is exactly 0 as soon as `p` has rounded to 1.

    Examples
    --------
    >>> cross_entropy_grad([[0.0, 0.0], [0.0, 100.0]], [0, 1], reduction="sum")
    array([[-5.00000000e-01,  5.00000000e-01],
           [ 3.72007598e-44, -3.72007598e-44]])
    """
    logits, labels, result = _check(logits, labels, reduction)
    gradient = softmax(logits)
    labels = labels[..., None]
    np.put_along_axis(gradient, labels, 0, -1)
    np.put_along_axis(gradient, labels, -gradient.sum(axis=-1, keepdims=True), -1)
    if reduction == "mean":
        gradient /= max(labels.size, 1)
    with np.errstate(all="ignore"):
        return gradient.astype(result, copy=False)


def _check(logits, labels, reduction):
    """Return the logits in the dtype to compute in, the labels, and the dtype to return."""
    if not isinstance(reduction, str) or reduction not in ("mean", "sum", "none"):
        raise ValueError(f'reduction must be "mean", "sum" or "none"; got {reduction!r}')
    logits, compute, result = as_real(logits, "logits")
    if logits.ndim == 0 or logits.shape[-1] == 0:
        raise ValueError(
            f"logits must have at least one class on the last axis; got shape {logits.shape}"
        )
    labels = as_array(labels, "labels")
    if labels.size == 0 and labels.dtype == np.float64:
        labels = labels.astype(np.int64)  # np.asarray([])
    if labels.dtype.kind not in "iu":
        raise TypeError(f"labels must be integers; got dtype {labels.dtype}")
    if labels.shape != logits.shape[:-1]:
        raise ValueError(
            f"labels must have the shape of logits without its last axis, {logits.shape[:-1]}; "
            f"got {labels.shape}"
        )
    classes = logits.shape[-1]
    wrong = (labels < 0) | (labels >= classes)
    if wrong.any():
        raise ValueError(f"labels must be from 0 to {classes - 1}; got {labels[wrong].flat[0]}")
    # Integers stay so: softmax takes their differences before it rounds them.
    if logits.dtype.kind == "f":
        logits = logits.astype(compute, copy=False)
    return logits, labels.astype(np.intp, copy=False), result
