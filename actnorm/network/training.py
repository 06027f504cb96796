"""Mini-batch training, and what it leaves to look at."""

from dataclasses import dataclass

import numpy as np

__all__ = ["History", "accuracy", "train"]


@dataclass(frozen=True)
class History:
    """What `train` measured: arrays with one number per epoch.

    Attributes
    ----------
    loss, accuracy : ndarray, shape (epochs,)
        Means over the epoch's mini-batches, in training mode, as the weights moved.
    test_loss, test_accuracy : ndarray, shape (epochs,)
        On the test part after each epoch, in evaluation mode.
    """

    loss: np.ndarray
    accuracy: np.ndarray
    test_loss: np.ndarray
    test_accuracy: np.ndarray


def _cross_entropy(logits, labels):
    """Mean cross-entropy and its gradient at the logits."""
    rows = np.arange(len(labels))
    with np.errstate(all="ignore"):
        shifted = logits - logits.max(axis=1, keepdims=True)
        p = np.exp(shifted)
        total = p.sum(axis=1, keepdims=True)
        loss = float(np.mean(np.log(total[:, 0]) - shifted[rows, labels]))
        p /= total
        p[rows, labels] -= 1
        return loss, p / len(labels)


def accuracy(mlp, x, y):
    """Share of the samples whose largest logit is the right one, in evaluation mode."""
    logits, _ = mlp.forward(x, training=False)
    return float(np.mean(logits.argmax(axis=1) == y))


def train(mlp, data, *, epochs, rng, batch_size=64, lr=0.1, momentum=0.9, callback=None):
    """Train `mlp` in place on `data` (a `Split`) and return its `History`."""
    rows = []
    for epoch in range(epochs):
        order = rng.permutation(len(data.x_train))
        loss = hits = 0.0
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            x, y = data.x_train[batch], data.y_train[batch]
            logits, cache = mlp.forward(x, training=True)
            batch_loss, dlogits = _cross_entropy(logits, y)
            loss += batch_loss * len(batch)
            hits += np.count_nonzero(logits.argmax(axis=1) == y)
            mlp.step(mlp.backward(cache, dlogits), lr=lr, momentum=momentum)
        logits, _ = mlp.forward(data.x_test, training=False)
        test_loss, _ = _cross_entropy(logits, data.y_test)
        test_accuracy = np.mean(logits.argmax(axis=1) == data.y_test)
        rows.append((loss / len(order), hits / len(order), test_loss, test_accuracy))
        if callback is not None:
            callback(epoch, mlp)
    return History(*np.array(rows).reshape(-1, 4).T)
