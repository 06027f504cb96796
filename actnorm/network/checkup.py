"""A training run with everything a doctor would measure, epoch by epoch."""

from dataclasses import dataclass

import numpy as np

from actnorm.activations import cross_entropy
from actnorm.network.diagnostics import dead_units, diagnose, per_layer, update_ratios
from actnorm.network.inputs import check_plan, check_split
from actnorm.network.mlp import MLP
from actnorm.network.training import train

__all__ = ["Checkup", "checkup"]

_LOOK = 256  # images on which the layers are measured
_TOGETHER = 25  # test images that share a batch when the owner forgets evaluation mode


@dataclass(frozen=True)
class Checkup:
    """What `checkup` measured; row 0 is before the first step, row e after epoch e.

    With replicates every array has R of its kind on a first axis.
    """

    loss: np.ndarray
    """Mean training loss of the epoch, in training mode; row 0 on the first 256 images."""
    accuracy: np.ndarray
    """Share of the training images classified rightly, on the same occasion."""
    test_accuracy: np.ndarray
    """Share of the test images classified rightly, in the mode the owner tests in."""
    pre_activation_std: np.ndarray
    """Standard deviation of the pre-activations; this and all below of shape (rows, layers)."""
    saturation: np.ndarray
    """Share of (image, unit) pairs with a slope below 0.01, see `saturation_share`."""
    dead: np.ndarray
    """Share of the units with slope 0 on every training image, see `dead_units`."""
    gradient: np.ndarray
    """Root mean square of the gradient of one image's loss at the pre-activations."""
    ratio: np.ndarray
    """Size of the last step relative to the weights, see `update_ratios`; row 0: the first step."""
    batch_dependence: int | np.ndarray
    """How many of the first 100 test images get another class when batches are mixed anew."""


def checkup(
    split,
    *,
    sizes=(64, 32, 32, 32, 10),
    lr=0.05,
    momentum=0.9,
    batch_size=64,
    epochs=8,
    images=None,
    training=False,
    seed=0,
    **network,
):
    """Train a network and measure, after each epoch, what tells a healthy run from a sick one.

    Parameters
    ----------
    split : Split
        Training and test part, as from `actnorm.data.digits`.
    sizes : sequence of int
        As for `MLP`, with at least one hidden layer.
    lr, momentum, batch_size, epochs
        As for `train`.
    images : int, optional
        Train on the first so many images; by default on all.
    training : bool, default False
        The mode in which the network is *tested*. In training mode, the owner's mistake, the test
        images come in batches of 25, class by class, and batch norm uses the statistics of each.
    seed : int or list of int, default 0
        Draws the weights, and the order of the images. A list makes replicates.
    **network
        All else that `MLP` takes: `activation`, `init`, `init_std`, `norm`, …

    Returns
    -------
    Checkup

    Examples
    --------
    >>> from actnorm.data import digits
    >>> run = checkup(digits(), sizes=[64, 16, 10], epochs=2)
    >>> run.pre_activation_std.shape
    (3, 1)
    >>> bool(run.test_accuracy[-1] > run.test_accuracy[0])
    True
    """
    check_plan(epochs, batch_size)
    mlp, order = MLP(sizes, rng=_generators(seed), **network), _generators(seed, 100)
    check_split(split, mlp)
    x, y = split.x_train[:images], split.y_train[:images]
    split = split._replace(x_train=x, y_train=y)
    rows, ratios, tests = [], [], []
    steps = -(-len(x) // batch_size)

    def look():
        found = diagnose(mlp, x[:_LOOK], y[:_LOOK])
        dead = per_layer(layer.mean(axis=-1) for layer in dead_units(mlp, x))
        # `diagnose` gives the gradient of the mean loss; one image's own is len(x) times as large.
        gradient = found.gradient_rms * len(x[:_LOOK])
        rows.append((found.pre_activation_std, found.saturation, dead, gradient))
        tests.append(_tested(mlp, split, training))

    def on_step(step, mlp):
        if step == 1 or step % steps == 0:
            ratios.append(update_ratios(mlp, lr=lr)[..., :-1])

    look()
    logits, _ = mlp.forward(x[:_LOOK], training=True, update_running=False)
    first = np.broadcast_to(y[:_LOOK], logits.shape[:-1])
    begun = (
        cross_entropy(logits, first, reduction="none").mean(axis=-1),
        _right(logits, first).mean(axis=-1),
    )
    history = train(
        mlp, split, epochs=epochs, rng=order, batch_size=batch_size, lr=lr, momentum=momentum,
        on_epoch=lambda epoch, mlp: look(), on_step=on_step,
    )  # fmt: skip
    if steps == 1:  # the first step is also the epoch's last
        ratios.insert(0, ratios[0])
    time_axis = 0 if mlp.replicates is None else 1
    return Checkup(
        *(
            np.concatenate([np.expand_dims(start, -1), rest], axis=-1)
            for start, rest in zip(begun, (history.loss, history.accuracy), strict=True)
        ),
        *(np.stack(column, axis=time_axis) for column in (tests, *zip(*rows, strict=True), ratios)),
        _batch_dependence(mlp, split.x_test, training),
    )


def _generators(seed, plus=0):
    if np.ndim(seed):
        return [np.random.default_rng(plus + one) for one in seed]
    return np.random.default_rng(plus + seed)


def _right(logits, y):
    return (logits.argmax(axis=-1) == y) & ~np.isnan(logits).any(axis=-1)


def _answers(mlp, x, order, training):
    """Logits of `x`, shown in batches in a given order, returned in their own."""
    if not (training and mlp.running):
        return mlp.forward(x, training=False)[0]
    batches = [order[start : start + _TOGETHER] for start in range(0, len(order), _TOGETHER)]
    shown = [mlp.forward(x[b], training=True, update_running=False)[0] for b in batches]
    return np.concatenate(shown, axis=-2)[..., np.argsort(order), :]


def _tested(mlp, split, training):
    order = np.argsort(split.y_test, kind="stable")  # as a folder per class would give them
    return _right(_answers(mlp, split.x_test, order, training), split.y_test).mean(axis=-1)


def _batch_dependence(mlp, x, training):
    orders = [np.random.default_rng(seed).permutation(100) for seed in (0, 1)]
    one, two = (_answers(mlp, x[:100], order, training).argmax(axis=-1) for order in orders)
    changed = np.count_nonzero(one != two, axis=-1)
    return int(changed) if mlp.replicates is None else changed
