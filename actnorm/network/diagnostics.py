"""What a doctor looks at: activations, gradients, saturated and dead units, the size of steps."""

from dataclasses import dataclass

import numpy as np

from actnorm.activations import cross_entropy_grad
from actnorm.network.inputs import as_batch, per_replicate

__all__ = ["Diagnosis", "dead_units", "diagnose", "saturation_share", "update_ratios"]


@dataclass(frozen=True)
class Diagnosis:
    """A network on one batch: arrays of shape (hidden layers,), first layer first.

    With replicates (R, hidden layers).
    """

    pre_activation_mean: np.ndarray
    pre_activation_std: np.ndarray
    activation_mean: np.ndarray
    activation_std: np.ndarray
    gradient_rms: np.ndarray
    """Root mean square of the loss's gradient at the pre-activations."""
    weight_grad_rms: np.ndarray
    """Root mean square of the loss's gradient at the layer's weights."""
    saturation: np.ndarray
    """See `saturation_share`."""
    dead: np.ndarray
    """Share of the units with slope 0 on every sample of the batch, see `dead_units`."""


def diagnose(mlp, x, y, *, threshold=0.01):
    """Measure every hidden layer on one batch, in training mode and without leaving a trace.

    Parameters
    ----------
    mlp : MLP
        Neither its parameters nor its running statistics change.
    x : array_like, shape (batch, inputs)
        With replicates also (R, batch, inputs).
    y : array_like of int, shape (batch,)
        With replicates also (R, batch).
    threshold : float, default 0.01
        Slope below which a unit counts as saturated.

    Returns
    -------
    Diagnosis

    Raises
    ------
    TypeError, ValueError
        As `accuracy`.

    Examples
    --------
    >>> from actnorm.network import MLP
    >>> rng = np.random.default_rng(0)
    >>> mlp = MLP([8, 32, 32, 2], activation="sigmoid", init="normal", rng=rng)
    >>> d = diagnose(mlp, rng.normal(size=(50, 8)), rng.integers(2, size=50))
    >>> d.activation_mean.round(2)
    array([0.5, 0.5])
    >>> bool(d.gradient_rms[0] < d.gradient_rms[1] / 10)  # small weights: the gradient fades
    True
    """
    x, y = as_batch(x, y, mlp)
    logits, cache = mlp.forward(x, training=True, update_running=False)
    gradient = cross_entropy_grad(logits, np.broadcast_to(y, logits.shape[:-1]), reduction="sum")
    grads = mlp.backward(cache, gradient / logits.shape[-2])[:-1]
    with np.errstate(all="ignore"):
        return Diagnosis(
            *(
                per_layer(statistic(values, axis=(-2, -1)) for values in layers)
                for layers in (cache.pre_activations, cache.activations)
                for statistic in (np.mean, np.std)
            ),
            per_layer(_rms(g["pre_activation"]) for g in grads),
            per_layer(_rms(g["weight"]) for g in grads),
            saturation_share(mlp, cache, threshold=threshold),
            per_layer(dead.mean(axis=-1) for dead in never_sloped(mlp, cache)),
        )


def saturation_share(mlp, cache, *, threshold=0.01):
    r"""Share of (sample, unit) pairs whose slope :math:`|f'|` is below a threshold, by layer.

    Parameters
    ----------
    mlp : MLP
    cache : Cache
        From ``mlp.forward``.
    threshold : float, default 0.01
        Compared with the slope itself, whose largest value is 1/4 for the sigmoid and 1 for
        tanh and ReLU. A ReLU that is off counts as saturated.

    Returns
    -------
    ndarray, shape (hidden layers,), with replicates (R, hidden layers)

    Examples
    --------
    >>> from actnorm.network import MLP
    >>> mlp = MLP([1, 1, 1], activation="tanh", rng=np.random.default_rng(0))
    >>> mlp.params[0]["weight"][:] = 1.0
    >>> _, cache = mlp.forward([[-5.0], [0.0], [1.0], [9.0]], training=False)
    >>> saturation_share(mlp, cache)
    array([0.5])
    """
    slopes = map(mlp.activation.grad, cache.pre_activations)
    return per_layer(np.mean(np.abs(slope) < threshold, axis=(-2, -1)) for slope in slopes)


def dead_units(mlp, x):
    """Find the dead units: those with slope 0 on every sample.

    Parameters
    ----------
    mlp : MLP
    x : array_like, shape (samples, inputs)
        The whole data set: a unit that is off on one batch may well be alive. It is looked at
        in evaluation mode.

    Returns
    -------
    list of ndarray of bool, shape (units,), with replicates (R, units)
        One per hidden layer.

    Notes
    -----
    A slope of exactly 0 on all data means that the unit's weights have a zero gradient
    whatever the loss. Only functions with a flat piece (ReLU, ReLU6, the hard ones) reach it
    far from overflow; a leaky or smooth unit can be useless, but is not dead in this sense.
    A dead unit can be woken again, by a change of the layers *below* it.

    References
    ----------
    .. [1] Lu, Shin, Su and Karniadakis (2020), arXiv:1903.06733.

    Examples
    --------
    >>> from actnorm.network import MLP
    >>> mlp = MLP([2, 3, 1], rng=np.random.default_rng(0))
    >>> mlp.params[0]["bias"][1] = -100.0
    >>> dead_units(mlp, [[-1.0, -1.0], [1.0, 1.0]])
    [array([False,  True, False])]
    """
    _, cache = mlp.forward(x, training=False)
    return never_sloped(mlp, cache)


def update_ratios(mlp, *, lr):
    """Size of the last step of each layer's weights, relative to the weights.

    Parameters
    ----------
    mlp : MLP
        After a `step`, or after `train`.
    lr : float, or one per replicate
        The learning rate of that step.

    Returns
    -------
    ndarray, shape (layers,), with replicates (R, layers)
        Euclidean norm of ``lr * velocity`` over that of the weights; inf for weights that are
        all 0. About 1e-3 is a rule of thumb for a healthy pace, not a theorem.

    Examples
    --------
    >>> from actnorm.network import MLP
    >>> mlp = MLP([2, 1], rng=np.random.default_rng(0))
    >>> mlp.params[0]["weight"][:] = [[3.0], [4.0]]
    >>> mlp.step([{"weight": np.array([[0.0], [1.0]]), "bias": 0.0}], lr=0.0)
    >>> update_ratios(mlp, lr=0.1)
    array([0.02])
    """
    lr = per_replicate(lr, "lr", mlp.replicates)
    pairs = zip(mlp.velocity, mlp.params, strict=True)
    with np.errstate(all="ignore"):
        return per_layer(lr * _norm(v["weight"]) / _norm(p["weight"]) for v, p in pairs)


def per_layer(values):
    """Stack what was measured layer by layer, as the last axis."""
    return np.stack(list(values), axis=-1)


def never_sloped(mlp, cache):
    """Per hidden layer: which units have slope 0 on every sample of a forward pass."""
    return [np.all(mlp.activation.grad(pre) == 0, axis=-2) for pre in cache.pre_activations]


def _rms(x):
    return np.sqrt(np.mean(x**2, axis=(-2, -1)))


def _norm(x):
    return np.linalg.norm(x, axis=(-2, -1))
