"""Mini-batch training, and what it leaves to look at."""

from dataclasses import dataclass

import numpy as np

from actnorm.activations import cross_entropy, cross_entropy_grad
from actnorm.network.inputs import as_batch, check_rng, check_split, per_replicate

__all__ = ["History", "accuracy", "train"]


@dataclass(frozen=True)
class History:
    """What `train` measured: arrays of shape (epochs,), with replicates (R, epochs)."""

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
        With replicates also (R, samples, inputs).
    y : array_like of int, shape (samples,)
        With replicates also (R, samples).

    Returns
    -------
    float, or ndarray of shape (R,)
        0 for a network whose logits are NaN: it has not said anything.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers or `y` not integers, or one of them is masked.
    ValueError
        If there is no sample, not one label for each, or a label beyond the classes.

    Examples
    --------
    >>> from actnorm.network import MLP
    >>> mlp = MLP([2, 2], rng=np.random.default_rng(0))
    >>> mlp.params[0]["weight"] = np.eye(2)
    >>> accuracy(mlp, [[3.0, 1.0], [0.0, 2.0], [5.0, 4.0], [1.0, 0.0]], [0, 1, 1, 0])
    0.75
    """
    x, y = as_batch(x, y, mlp)
    logits, _ = mlp.forward(x, training=False)
    right = count_right(logits, np.broadcast_to(y, logits.shape[:-1]))
    share = right / logits.shape[-2]
    return share if share.ndim else float(share)


def train(
    mlp,
    data,
    *,
    epochs,
    rng,
    batch_size=64,
    lr=0.1,
    momentum=0.9,
    weight_decay=0.0,
    on_epoch=None,
    on_step=None,
):
    """Train a classifier, or its replicates together, by gradient descent on the cross-entropy.

    Parameters
    ----------
    mlp : MLP
        Changed in place. Its momentum goes on where an earlier training stopped.
    data : Split
        Training and test part, as from `actnorm.data.digits`. With replicates, an array may have
        R of its kind on a first axis: data of its own for each network.
    epochs : int
        How often each training sample is shown.
    rng : numpy.random.Generator, or a list of R
        Shuffles the samples anew for each epoch. One for all replicates gives them the same
        mini-batches.
    batch_size : int, default 64
        Samples per step; the last batch of an epoch may be smaller.
    lr : float, or one per replicate, default 0.1
    momentum : float, or one per replicate, default 0.9
    weight_decay : float, or one per replicate, default 0.0
        As in `MLP.step`.
    on_epoch : callable, optional
        Called as ``on_epoch(epoch, mlp)`` after each epoch, from 0 on.
    on_step : callable, optional
        Called as ``on_step(step, mlp)`` after each step, from 1 on.

    Returns
    -------
    History

    Raises
    ------
    TypeError
        If `rng` is no Generator, labels are not integers, or an array is masked.
    ValueError
        If `epochs` is negative or `batch_size` not positive, a part of `data` is empty or does
        not fit the network.

    Notes
    -----
    Replicates whose loss is no longer finite are stopped: their parameters stay as the step that
    broke them left them, their loss is NaN and their accuracy 0 from that epoch on. The others
    neither wait for them nor are touched by them. A single network goes on, so that one can see
    what becomes of it.

    Examples
    --------
    >>> from actnorm.data import wine
    >>> from actnorm.network import MLP
    >>> mlp = MLP([13, 16, 3], rng=np.random.default_rng(0))
    >>> history = train(mlp, wine(), epochs=5, rng=np.random.default_rng(1))
    >>> bool(history.loss[0] > history.loss[-1])
    True

    Two learning rates side by side:

    >>> two = MLP([13, 16, 3], rng=[np.random.default_rng(0) for _ in range(2)])
    >>> rngs = [np.random.default_rng(1) for _ in range(2)]
    >>> history = train(two, wine(), epochs=5, rng=rngs, lr=[0.1, 0.01])
    >>> history.loss.shape
    (2, 5)
    """
    if epochs < 0 or batch_size < 1:
        raise ValueError(
            f"epochs must be at least 0 and batch_size at least 1; got {epochs} and {batch_size}"
        )
    _keep_memory()
    generators = check_rng(rng, mlp.replicates or 1)
    run = _Run(mlp, check_split(data, mlp), generators)
    options = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
    for name, value in options.items():
        options[name] = np.broadcast_to(per_replicate(value, name, mlp.replicates), len(run.alive))
    rows, step = [], 0
    for epoch in range(epochs):
        run.shuffle()
        for start in range(0, run.samples, batch_size):
            run.step(slice(start, start + batch_size), options)
            step += 1
            if on_step is not None:
                run.write_back()
                on_step(step, mlp)
        run.write_back()
        rows.append(run.measured())
        if on_epoch is not None:
            on_epoch(epoch, mlp)
    history = np.array(rows).reshape(epochs, 4, len(run.alive)).transpose(1, 2, 0)
    return History(*(history[:, 0] if mlp.replicates is None else history))


def _keep_memory():
    """Keep the allocator from handing the memory of each step back to the system.

    glibc returns what lies free beyond a threshold, and gets it anew as pages that have to be
    filled with zeros: up to half of the time of a step. A large block, given back once, raises
    that threshold to 64 MiB; it is never written to, so that it costs nothing. Elsewhere this
    does nothing.
    """
    np.empty(2**25 - 2**16, np.uint8)


class _Run:
    """A training under way: who still takes part, in which order, with what score so far."""

    def __init__(self, mlp, parts, generators):
        self.mlp = self.live = mlp
        self.x, self.y, self.x_test, self.y_test = parts
        self.samples = self.x.shape[-2]
        self.generators = generators
        self.alive = np.ones(mlp.replicates or 1, dtype=bool)

    def shuffle(self):
        """Draw each replicate's order, as columns, and forget the last epoch's scores."""
        self.orders = np.stack([rng.permutation(self.samples) for rng in self.generators], axis=1)
        self.loss, self.right = np.zeros(len(self.alive)), np.zeros(len(self.alive))

    def step(self, rows, options):
        """Take one step with those rows of the orders."""
        if not self.alive.any():
            return
        x, y = self._batch(self.orders[rows])
        logits, cache = self.live.forward(x, training=True)
        inner = logits[:, np.newaxis] if logits.ndim == 2 else logits.swapaxes(0, 1)
        losses = cross_entropy(inner, y, reduction="none")
        gradient = cross_entropy_grad(inner, y, reduction="sum")
        gradient /= len(y)
        gradient = gradient[:, 0] if logits.ndim == 2 else gradient.swapaxes(0, 1)
        loss = np.ascontiguousarray(losses.T).sum(axis=1, dtype=np.float64)
        self.loss[self.alive] += loss
        self.right[self.alive] += count_right(inner, y, losses, axis=0)
        single = self.mlp.replicates is None
        options = {k: v[0] if single else v[self.alive] for k, v in options.items()}
        self.live.step(self.live.backward(cache, gradient), **options)
        if not single and not np.isfinite(loss).all():
            self._drop(~np.isfinite(loss))

    def _batch(self, order):
        """Return the samples, (replicates, batch, inputs) or (batch, inputs), and their labels."""
        if self.mlp.replicates is None:
            return self.x[order[:, 0]], self.y[order]
        count = int(self.alive.sum())
        own_data = self.x.ndim == 3, self.y.ndim == 2
        if len(self.generators) == 1 and not any(own_data):
            y = self.y[order]
            return self.x[order[:, 0]], np.broadcast_to(y, (len(y), count))
        if len(self.generators) > 1:
            order = order[:, self.alive]
        which = np.flatnonzero(self.alive)
        x = self.x[which, order] if own_data[0] else self.x.take(order, axis=0, mode="clip")
        y = self.y[which, order] if own_data[1] else self.y[order]
        return x.swapaxes(0, 1), np.broadcast_to(y, (len(y), count))

    def _drop(self, broken):
        self.write_back()
        self.alive[np.flatnonzero(self.alive)[broken]] = False
        self.live = self.mlp[self.alive]

    def write_back(self):
        """Bring the network up to date where only some of its replicates are being trained."""
        if self.live is not self.mlp:
            self.mlp[self.alive] = self.live

    def measured(self):
        """Return training loss and accuracy, test loss and accuracy: (4, replicates)."""
        row = np.full((4, len(self.alive)), [[np.nan], [0.0], [np.nan], [0.0]])
        if self.alive.any():
            x, y = self.x_test, self.y_test
            if self.mlp.replicates is not None:
                x, y = x[self.alive] if x.ndim == 3 else x, y[self.alive] if y.ndim == 2 else y
            logits, _ = self.live.forward(x, training=False)
            y = np.broadcast_to(y, logits.shape[:-1])
            losses = cross_entropy(logits, y, reduction="none")
            n = logits.shape[-2]
            row[0, self.alive] = self.loss[self.alive] / self.samples
            row[1, self.alive] = self.right[self.alive] / self.samples
            row[2, self.alive] = losses.sum(axis=-1, dtype=np.float64) / n
            row[3, self.alive] = count_right(logits, y, losses) / n
        return row


def count_right(logits, y, losses=None, *, axis=-1):
    """Count the samples along an axis of `y` whose largest logit is the right one."""
    right = logits.argmax(axis=-1) == y
    # argmax calls NaN the largest: without a number there is no answer. (Nor is there a loss.)
    if losses is None or not np.isfinite(losses).all():
        right &= ~np.isnan(logits).any(axis=-1)
    return np.count_nonzero(right, axis=axis)
