"""Mini-batch training, and what it leaves to look at."""

from dataclasses import dataclass

import numpy as np

from actnorm.activations import cross_entropy
from actnorm.network.inputs import as_batch, check_plan, check_rng, check_split
from actnorm.network.passes import (
    factors,
    loss_and_gradient,
    run_backward,
    run_forward,
    run_step,
)
from actnorm.network.replicates import inside

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
    right = count_right(logits, np.broadcast_to(y, logits.shape[:-1]), axis=-1)
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
        If `rng` is no Generator, labels, `epochs` or `batch_size` are not integers, or an array
        is masked.
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
    check_plan(epochs, batch_size)
    _keep_memory()
    generators = check_rng(rng, mlp.replicates or 1)
    options = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
    run = _Run(mlp, check_split(data, mlp), generators, options)
    rows, step = [], 0
    for epoch in range(epochs):
        run.shuffle()
        for start in range(0, run.samples, batch_size):
            run.step(slice(start, start + batch_size))
            step += 1
            run.tell(on_step, step)
        rows.append(run.measured())
        run.tell(on_epoch, epoch)
    run.write_back()
    history = np.array(rows).reshape(epochs, 4, mlp.replicates or 1).transpose(1, 2, 0)
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

    def __init__(self, mlp, parts, generators, options):
        self.mlp = self.live = mlp
        x, self.y, x_test, self.y_test = parts
        self.x, self.x_test = (part.astype(mlp.dtype, copy=False) for part in (x, x_test))
        self.samples = self.x.shape[-2]
        self.generators = generators
        self.options = {name: np.asarray(value) for name, value in options.items()}
        self.factors = factors(options, mlp)
        self.which = np.arange(mlp.replicates or 1)  # those that are being trained

    def shuffle(self):
        """Draw each replicate's order, as columns, and forget the last epoch's scores."""
        self.orders = np.stack([rng.permutation(self.samples) for rng in self.generators], axis=1)
        self.loss, self.right = np.zeros((2, self.mlp.replicates or 1))

    def step(self, rows):
        """Take one step with those rows of the orders."""
        if self.live is None:
            return
        live, (x, y) = self.live, self._batch(self.orders[rows])
        with np.errstate(all="ignore"):  # a divergence is a result, not a warning
            layers = run_forward(live, x, training=True, update=True)
            logits = layers[-1].output
            losses, gradient = loss_and_gradient(logits, y)
            gradient /= len(y)
            grads = run_backward(live, layers, gradient)
            params, velocity = (
                [live.inner(i, of=name) for i in range(len(grads))]
                for name in ("params", "velocity")
            )
            run_step(params, velocity, grads, *self.factors)
            loss = np.add.reduce(np.ascontiguousarray(losses.T), axis=1, dtype=np.float64)
            self.loss[self.which] += loss
        finite = np.isfinite(loss)
        self.right[self.which] += count_right(logits, y, all_finite=finite.all())
        if not finite.all() and self.mlp.replicates is not None:
            self._keep(finite)

    def _batch(self, order):
        """Return the samples (batch, replicates, inputs) and their labels (batch, replicates)."""
        if order.shape[1] > 1:
            order = order[:, self.which]
        x = self.x[self.which, order] if self.x.ndim == 3 else self.x.take(order, 0, mode="clip")
        y = self.y[self.which, order] if self.y.ndim == 2 else self.y.take(order, 0, mode="clip")
        return x, np.broadcast_to(y, (len(y), len(self.which)))

    def _keep(self, finite):
        self.write_back()
        self.which = self.which[finite]
        self.live = self.mlp[self.which] if self.which.size else None
        if self.live is not None:
            chosen = {k: v[self.which] if v.ndim else v for k, v in self.options.items()}
            self.factors = factors(chosen, self.live)

    def write_back(self):
        """Bring the network up to date where only some of its replicates are being trained."""
        if self.live is not None and self.live is not self.mlp:
            self.mlp[self.which] = self.live

    def tell(self, callback, number):
        """Show the whole network to a callback, which may change it."""
        if callback is not None:
            self.write_back()
            callback(number, self.mlp)
            if self.live is not None and self.live is not self.mlp:
                self.live = self.mlp[self.which]

    def measured(self):
        """Return training loss and accuracy, test loss and accuracy: (4, replicates)."""
        row = np.full((4, len(self.loss)), [[np.nan], [0.0], [np.nan], [0.0]])
        if self.live is None:
            return row
        which, x, y = self.which, self.x_test, self.y_test
        x = x[which] if x.ndim == 3 else x
        y = y[which].T if y.ndim == 2 else y[:, np.newaxis]
        with np.errstate(all="ignore"):
            layers = run_forward(self.live, inside(x), training=False, update=False)
            logits = layers[-1].output
            y = np.broadcast_to(y, logits.shape[:2])
            losses = np.ascontiguousarray(cross_entropy(logits, y, reduction="none").T)
            total = losses.sum(axis=1, dtype=np.float64)
        row[0, which], row[1, which] = self.loss[which], self.right[which]
        row[:2] /= self.samples
        row[2, which] = total / len(y)
        row[3, which] = count_right(logits, y, all_finite=np.isfinite(losses).all()) / len(y)
        return row


def count_right(logits, y, *, axis=0, all_finite=False):
    """Count the samples along an axis of `y` whose largest logit is the right one."""
    right = logits.argmax(axis=-1) == y
    if not all_finite:  # argmax calls NaN the largest: without a number there is no answer
        right &= ~np.isnan(logits).any(axis=-1)
    return np.count_nonzero(right, axis=axis)
