"""Watch single units while a network learns: when each one dies, and whether it comes back."""

from dataclasses import dataclass

import numpy as np

from actnorm.activations import cross_entropy
from actnorm.network.diagnostics import never_sloped
from actnorm.network.inputs import check_plan, check_split
from actnorm.network.training import accuracy, train

__all__ = ["UnitRecord", "record_units", "recorded_steps"]

_EVERY_STEP = 20  # most deaths come early: up to here every step is looked at
_GROWTH = 1.1


@dataclass(frozen=True)
class UnitRecord:
    """The hidden units of one network at several steps of its training.

    With replicates every array but `steps` has R of its kind on a first axis.
    """

    steps: np.ndarray
    """Steps after which it was looked at, from 0 on; shape (times,)."""
    layers: tuple[int, ...]
    """Units per hidden layer; `on` and `dead` have one column per unit, first layer first."""
    samples: int
    """How many training samples there are."""
    on: np.ndarray
    """Share of the training samples on which the pre-activation is positive; (times, units)."""
    dead: np.ndarray
    """Slope 0 on every training sample, see `dead_units`; bool, (times, units)."""
    loss: np.ndarray
    """Mean cross-entropy over all training samples; (times,)."""
    accuracy: np.ndarray
    """Share of the test samples classified rightly; (times,)."""

    @property
    def deaths(self):
        """How often each unit went from alive to dead between two looks; shape (units,)."""
        return np.count_nonzero(~self.dead[..., :-1, :] & self.dead[..., 1:, :], axis=-2)

    @property
    def revivals(self):
        """How often each unit came back to life between two looks; shape (units,)."""
        return np.count_nonzero(self.dead[..., :-1, :] & ~self.dead[..., 1:, :], axis=-2)

    def layer(self, number):
        """Return the columns of one hidden layer, counted from 1, as a slice."""
        if not 1 <= number <= len(self.layers):
            raise ValueError(f"number must be from 1 to {len(self.layers)}; got {number}")
        start = sum(self.layers[: number - 1])
        return slice(start, start + self.layers[number - 1])


def recorded_steps(last):
    """Choose when to look: at every step up to 20, then ever more rarely, and at the last.

    Parameters
    ----------
    last : int
        The last step of the training, at least 0.

    Returns
    -------
    ndarray of int

    Examples
    --------
    >>> recorded_steps(40)[18:]
    array([18, 19, 20, 22, 25, 28, 31, 35, 39, 40])
    """
    steps = list(range(min(last, _EVERY_STEP) + 1))
    while steps[-1] < last:
        steps.append(min(last, int(np.ceil(steps[-1] * _GROWTH))))
    return np.array(steps)


def record_units(mlp, data, *, epochs, steps=None, batch_size=64, **plan):
    """Train a network and watch its hidden units on the whole training set.

    Parameters
    ----------
    mlp : MLP
        Changed in place.
    data : Split
        Training and test part, as from `actnorm.data.digits`.
    epochs : int
        How often each training sample is shown.
    steps : sequence of int, optional
        After which steps to look, 0 being before the first; by default `recorded_steps`.
    batch_size : int, default 64
        Samples per step.
    **plan
        All else that `train` takes: `rng`, `lr`, `momentum`.

    Returns
    -------
    UnitRecord

    Raises
    ------
    ValueError
        If there is no hidden layer, or a step does not take place.

    Examples
    --------
    >>> from actnorm.data import digits
    >>> from actnorm.network import MLP
    >>> mlp = MLP([64, 32, 10], rng=np.random.default_rng(0))
    >>> raw = digits(scaling="none")
    >>> plan = {"lr": 0.3, "momentum": 0.0, "rng": np.random.default_rng(1)}
    >>> record = record_units(mlp, raw, epochs=1, **plan)
    >>> record.dead.shape
    (22, 32)
    >>> bool(record.dead[0].mean() < 0.1 < 0.9 < record.dead[-1].mean())
    True
    """
    check_plan(epochs, batch_size)
    count = check_split(data, mlp)[0].shape[-2]
    last = epochs * -(-count // batch_size)
    steps = recorded_steps(last) if steps is None else np.unique(np.asarray(steps, dtype=int))
    if steps.size == 0 or steps[0] < 0 or steps[-1] > last:
        raise ValueError(f"steps must be one or more from 0 to {last}; got {steps.tolist()}")
    layers = mlp.sizes[1:-1]
    if not layers:
        raise ValueError(f"mlp must have a hidden layer; got sizes {mlp.sizes}")
    wanted, rows = set(steps.tolist()), []

    def look(step, mlp):
        if step in wanted:
            rows.append(_look(mlp, data))

    look(0, mlp)
    train(mlp, data, epochs=epochs, batch_size=batch_size, on_step=look, **plan)
    time_axis = 0 if mlp.replicates is None else 1
    columns = (np.stack(column, axis=time_axis) for column in zip(*rows, strict=True))
    return UnitRecord(steps, layers, count, *columns)


def _look(mlp, data):
    logits, cache = mlp.forward(data.x_train, training=False)
    on = np.concatenate([(pre > 0).mean(axis=-2) for pre in cache.pre_activations], axis=-1)
    dead = np.concatenate(never_sloped(mlp, cache), axis=-1)
    y = np.broadcast_to(data.y_train, logits.shape[:-1])
    loss = cross_entropy(logits, y, reduction="none").mean(axis=-1, dtype=np.float64)
    return on, dead, loss, accuracy(mlp, data.x_test, data.y_test)
