"""Mini-batch training, and what it leaves to look at."""

from dataclasses import dataclass

import numpy as np

from actnorm.activations import cross_entropy, cross_entropy_grad

__all__ = ["History", "accuracy", "train"]


@dataclass(frozen=True)
class History:
    """What `train` measured: arrays of shape (epochs,)."""

    loss: np.ndarray
    """Mean training loss over the epoch's mini-batches, in training mode, as the weights moved."""
    accuracy: np.ndarray
    """Share of training samples classified rightly, on the same occasion."""
    test_loss: np.ndarray
    """Mean loss on the test part after the epoch, in evaluation mode."""
    test_accuracy: np.ndarray
    """Share of test samples classified rightly, on the same occasion."""


def accuracy(mlp, x, y):
    """Share of the samples whose largest logit is the right one, in evaluation mode.

    Parameters
    ----------
    mlp : MLP
    x : array_like, shape (samples, inputs)
    y : array_like of int, shape (samples,)

    Returns
    -------
    float
        0 for a network whose logits are NaN: it has not said anything.

    Examples
    --------
    >>> from actnorm.network import MLP
    >>> mlp = MLP([2, 2], rng=np.random.default_rng(0))
    >>> mlp.params[0]["weight"] = np.eye(2)
    >>> accuracy(mlp, [[3.0, 1.0], [0.0, 2.0], [5.0, 4.0], [1.0, 0.0]], [0, 1, 1, 0])
    0.75
    """
    logits, _ = mlp.forward(x, training=False)
    return _hits(logits, np.asarray(y)) / len(logits)


def train(
    mlp,
    data,
    *,
    epochs,
    rng,
    batch_size=64,
    lr=0.1,
    momentum=0.9,
    callback=None,
    on_step=None,
):
    """Train a classifier in place by gradient descent on the mean cross-entropy.

    Parameters
    ----------
    mlp : MLP
        Changed in place. Its momentum goes on where an earlier training stopped.
    data : Split
        Training and test part, as from `actnorm.data.digits`.
    epochs : int
        How often each training sample is shown.
    rng : numpy.random.Generator
        Shuffles the samples anew for each epoch.
    batch_size : int, default 64
        Samples per step; the last batch of an epoch may be smaller.
    lr : float, default 0.1
    momentum : float, default 0.9
        As in `MLP.step`.
    callback : callable, optional
        Called as ``callback(epoch, mlp)`` after each epoch, from 0 on.
    on_step : callable, optional
        Called as ``on_step(step, mlp)`` after each step, from 1 on.

    Returns
    -------
    History

    Raises
    ------
    TypeError
        If `rng` is no Generator.
    ValueError
        If `epochs` is negative or `batch_size` not positive.

    Examples
    --------
    >>> from actnorm.data import wine
    >>> from actnorm.network import MLP
    >>> mlp = MLP([13, 16, 3], rng=np.random.default_rng(0))
    >>> history = train(mlp, wine(), epochs=5, rng=np.random.default_rng(1))
    >>> bool(history.loss[0] > history.loss[-1])
    True
    """
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy.random.Generator; got {rng!r}")
    if epochs < 0 or batch_size < 1:
        raise ValueError(
            f"epochs must be at least 0 and batch_size at least 1; got {epochs} and {batch_size}"
        )
    rows, step = [], 0
    for epoch in range(epochs):
        order = rng.permutation(len(data.x_train))
        loss = hits = 0.0
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            x, y = data.x_train[batch], data.y_train[batch]
            logits, cache = mlp.forward(x, training=True)
            loss += cross_entropy(logits, y, reduction="sum")
            hits += _hits(logits, y)
            mlp.step(mlp.backward(cache, cross_entropy_grad(logits, y)), lr=lr, momentum=momentum)
            step += 1
            if on_step is not None:
                on_step(step, mlp)
        logits, _ = mlp.forward(data.x_test, training=False)
        test = cross_entropy(logits, data.y_test), _hits(logits, data.y_test) / len(logits)
        rows.append((loss / len(order), hits / len(order), *test))
        if callback is not None:
            callback(epoch, mlp)
    return History(*np.array(rows).reshape(-1, 4).T)


def _hits(logits, y):
    # argmax calls NaN the largest: without a number there is no answer.
    right = (logits.argmax(axis=1) == y) & ~np.isnan(logits).any(axis=1)
    return int(np.count_nonzero(right))
