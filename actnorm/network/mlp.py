"""A multilayer perceptron whose backward pass is written out by hand."""

from dataclasses import dataclass
from numbers import Integral

import numpy as np

from actnorm.activations import ACTIVATIONS, Activation
from actnorm.network.init import initial_bias, initial_weight
from actnorm.normalization import NORMS

__all__ = ["MLP", "Cache", "LayerCache"]

NORM_NAMES = ("batch", "layer", "rms")  # those that make sense without pixels or groups


@dataclass(frozen=True)
class LayerCache:
    """What one layer leaves behind for its backward pass; arrays of shape (batch, units)."""

    inputs: np.ndarray
    """What came in."""
    linear: np.ndarray
    """``inputs @ weight + bias``."""
    pre_activation: np.ndarray
    """What the activation saw: `linear`, or its norm where the norm comes first."""
    activation: np.ndarray
    """What the activation made of it."""
    output: np.ndarray
    """What the next layer gets: `activation`, or its norm where the norm comes after."""


@dataclass(frozen=True)
class Cache:
    """What a forward pass leaves behind: a `LayerCache` per layer, the linear last one included."""

    layers: tuple[LayerCache, ...]
    training: bool

    @property
    def pre_activations(self):
        """What each hidden layer's activation saw, first layer first."""
        return [layer.pre_activation for layer in self.layers[:-1]]

    @property
    def activations(self):
        """What each hidden layer's activation gave, first layer first."""
        return [layer.activation for layer in self.layers[:-1]]


class MLP:
    """Fully connected layers with an activation and, if wanted, a norm in each hidden one.

    Parameters
    ----------
    sizes : sequence of int
        Inputs, units of each hidden layer, outputs: ``[64, 32, 32, 10]`` has two hidden layers.
        The last layer is linear.
    rng : numpy.random.Generator
        Draws the initial weights, first layer first.
    activation : str, Activation or (f, grad), default "relu"
        A name in `actnorm.ACTIVATIONS`, or an elementwise function and its derivative.
    norm : {None, "batch", "layer", "rms"}, default None
        The norm in each hidden layer, as in `actnorm.NORMS`.
    norm_place : {"before", "after"}, default "before"
        Before or after the activation.
    norm_backward : callable, optional
        A reader's own backward pass of the norm, ``f(dy, x, gamma)``, in place of the library's.
        It returns what `batch_norm_backward` returns.
    init : {"he", "xavier", "normal", "zeros", "pytorch"}, default "he"
        How the weights start, see `initial_weight`.
    init_std : float, default 0.01
        Standard deviation of the weights for ``init="normal"``.
    init_bias : float, optional
        What every bias starts from; by default 0, and for "pytorch" random numbers.

    Attributes
    ----------
    params : list of dict
        One per layer: "weight" of shape (in, out), "bias" and, where there is a norm, "gamma"
        and (not for "rms") "beta", all of shape (out,). Free to be changed.
    running : list of tuple
        Running mean and variance of each hidden layer, for "batch" only.
    velocity : list of dict
        As `params`: what momentum remembers.

    Raises
    ------
    TypeError
        If `rng` is no Generator, or `activation` cannot be called.
    ValueError
        If a name is unknown or `sizes` has fewer than two entries or one that is not positive.

    Notes
    -----
    The bias stays where batch norm makes it redundant, so that the redundancy can be seen: its
    gradient is 0 there. Everything computes in float64, and overflows to inf or NaN in silence
    when training diverges.

    Examples
    --------
    >>> mlp = MLP([2, 3, 1], activation="tanh", rng=np.random.default_rng(0))
    >>> mlp
    MLP(2 → 3 tanh → 1)
    >>> logits, cache = mlp.forward(np.ones((5, 2)), training=True)
    >>> grads = mlp.backward(cache, np.ones((5, 1)))
    >>> {name: g.shape for name, g in grads[0].items()}
    {'pre_activation': (5, 3), 'weight': (2, 3), 'bias': (3,)}
    """

    def __init__(
        self,
        sizes,
        *,
        rng,
        activation="relu",
        norm=None,
        norm_place="before",
        norm_backward=None,
        init="he",
        init_std=0.01,
        init_bias=None,
    ):
        self.sizes = _check_sizes(sizes)
        if not isinstance(rng, np.random.Generator):
            raise TypeError(f"rng must be a numpy.random.Generator; got {rng!r}")
        self.activation = _check_activation(activation)
        self.norm = _check_choice("norm", norm, (None, *NORM_NAMES))
        self.norm_place = _check_choice("norm_place", norm_place, ("before", "after"))
        self.norm_backward = _check_norm_backward(norm_backward, self.norm)
        self.params, self.running = [], []
        hidden = len(self.sizes) - 2
        for i, (fan_in, fan_out) in enumerate(zip(self.sizes[:-1], self.sizes[1:], strict=True)):
            weight = initial_weight(init, fan_in, fan_out, rng=rng, std=init_std)
            layer = {"weight": weight, "bias": initial_bias(init, fan_in, fan_out, rng=rng)}
            if init_bias is not None:
                layer["bias"][:] = init_bias
            if norm and i < hidden:
                layer["gamma"] = np.ones(fan_out)
                if NORMS[norm].centres:
                    layer["beta"] = np.zeros(fan_out)
                if NORMS[norm].running:
                    self.running.append((np.zeros(fan_out), np.ones(fan_out)))
            self.params.append(layer)
        self.velocity = [{k: np.zeros_like(v) for k, v in p.items()} for p in self.params]

    def __repr__(self):
        inside = self.activation.name
        if self.norm:
            words = (f"{self.norm} norm", inside)
            inside = ", ".join(words if self.norm_place == "before" else words[::-1])
        first, *hidden, last = self.sizes
        return f"MLP({' → '.join([str(first), *(f'{n} {inside}' for n in hidden), str(last)])})"

    def forward(self, x, *, training, update_running=None):
        """Run a batch through the layers.

        Parameters
        ----------
        x : array_like, shape (batch, inputs)
        training : bool
            Whether batch norm uses the batch's own statistics, or the running ones.
        update_running : bool, optional
            Whether the running statistics move; by default `training`. False lets you look
            at a network in training mode without leaving a trace.

        Returns
        -------
        logits : ndarray, shape (batch, outputs)
        cache : Cache
            What `backward` needs.

        Raises
        ------
        ValueError
            If `x` has another shape.
        """
        x = np.asarray(x, dtype=np.float64)
        if x.ndim != 2 or x.shape[1] != self.sizes[0]:
            raise ValueError(f"x must have shape (batch, {self.sizes[0]}); got shape {x.shape}")
        update = training if update_running is None else update_running
        f, layers = self.activation.f, []
        with np.errstate(all="ignore"):
            for i, p in enumerate(self.params[:-1]):
                linear = x @ p["weight"] + p["bias"]
                before = self.norm and self.norm_place == "before"
                after = self.norm and self.norm_place == "after"
                pre = self._normalize(i, linear, training, update) if before else linear
                activation = f(pre)
                output = self._normalize(i, activation, training, update) if after else activation
                layers.append(LayerCache(x, linear, pre, activation, output))
                x = output
            logits = x @ self.params[-1]["weight"] + self.params[-1]["bias"]
        layers.append(LayerCache(x, logits, logits, logits, logits))
        return logits, Cache(tuple(layers), bool(training))

    def backward(self, cache, dlogits):
        """Send the loss's gradient back through the layers.

        Parameters
        ----------
        cache : Cache
            From `forward` on the same parameters; with batch norm, in training mode.
        dlogits : array_like, shape (batch, outputs)
            Gradient of the loss at the logits.

        Returns
        -------
        list of dict
            One per layer: the gradients of the layer's `params`, by the same names, and
            "pre_activation" of shape (batch, units), the gradient at what its activation saw.

        Raises
        ------
        ValueError
            If `dlogits` has another shape than the logits, or the statistics of `cache` are
            not the batch's.
        """
        d = np.asarray(dlogits, dtype=np.float64)
        if d.shape != cache.layers[-1].output.shape:
            raise ValueError(
                f"dlogits must have the shape of the logits, {cache.layers[-1].output.shape}; "
                f"got shape {d.shape}"
            )
        if self.running and not cache.training:
            raise ValueError("cache must come from forward(..., training=True); got training=False")
        grads = []
        with np.errstate(all="ignore"):
            for i, layer in reversed(list(enumerate(cache.layers))):
                p, grad = self.params[i], {}
                hidden = i < len(self.params) - 1
                if hidden and self.norm and self.norm_place == "after":
                    d = self._denormalize(i, layer.activation, d, grad)
                if hidden:
                    d = d * self.activation.grad(layer.pre_activation)
                grad["pre_activation"] = d
                if hidden and self.norm and self.norm_place == "before":
                    d = self._denormalize(i, layer.linear, d, grad)
                grad["weight"] = layer.inputs.T @ d
                grad["bias"] = d.sum(axis=0)
                d = d @ p["weight"].T
                grads.append(grad)
        return grads[::-1]

    def step(self, grads, *, lr, momentum=0.0):
        r"""Take one step of gradient descent, :math:`v \leftarrow mv+g,\ p \leftarrow p-\eta v`.

        Parameters
        ----------
        grads : list of dict
            From `backward`.
        lr : float
            Learning rate :math:`\eta`.
        momentum : float, default 0.0
            :math:`m`, PyTorch's convention: the velocity is not multiplied by the rate.
        """
        with np.errstate(all="ignore"):
            for p, v, g in zip(self.params, self.velocity, grads, strict=True):
                for name in p:
                    v[name] = momentum * v[name] + g[name]
                    p[name] -= lr * v[name]

    def _normalize(self, i, x, training, update):
        p, norm = self.params[i], NORMS[self.norm]
        parameters = [p[name] for name in ("gamma", "beta") if name in p]
        if not norm.running:
            return norm.f(x, *parameters)
        mean, var = self.running[i]
        y, *running = norm.f(
            x, *parameters, running_mean=mean, running_var=var, training=bool(training)
        )
        if update:
            self.running[i] = tuple(running)
        return y

    def _denormalize(self, i, x, dy, grad):
        """Return the gradient at the norm's input `x`, and note those of gamma and beta."""
        dx, *rest = self.norm_backward(dy, x, self.params[i]["gamma"])
        grad.update(zip(("gamma", "beta"), rest, strict=False))
        return dx


def _check_sizes(sizes):
    sizes = tuple(sizes)
    if len(sizes) < 2 or not all(isinstance(n, Integral) and n > 0 for n in sizes):
        raise ValueError(f"sizes must be two or more positive integers; got {sizes}")
    return tuple(int(n) for n in sizes)


def _check_choice(name, value, allowed):
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}; got {value!r}")
    return value


def _check_norm_backward(f, norm):
    if f is None:
        return NORMS[norm].backward if norm else None
    if norm is None or not callable(f):
        raise TypeError(f"norm_backward must be a function, for a network with a norm; got {f!r}")
    return f


def _check_activation(activation):
    if isinstance(activation, str):
        return ACTIVATIONS[_check_choice("activation", activation, tuple(ACTIVATIONS))]
    if isinstance(activation, Activation):
        return activation
    if isinstance(activation, tuple) and len(activation) == 2 and all(map(callable, activation)):
        return _Pair(getattr(activation[0], "__name__", "activation"), *activation)
    raise TypeError(
        f"activation must be a name, an Activation or a pair (f, grad); got {activation!r}"
    )


@dataclass(frozen=True)
class _Pair:
    """A reader's own activation: what `MLP` needs of an `Activation`."""

    name: str
    f: object
    grad: object
