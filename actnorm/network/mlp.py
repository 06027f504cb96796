"""A multilayer perceptron, or many of them at once, whose backward pass is written out by hand."""

import numpy as np

from actnorm.dtypes import as_real
from actnorm.network.activation import as_activation
from actnorm.network.cache import Cache, LayerCache
from actnorm.network.init import initial_bias, initial_weight, starts
from actnorm.network.inputs import as_samples, check_choice, check_rng, check_sizes
from actnorm.network.norms import layer_norms, parameters
from actnorm.network.passes import factors, run_backward, run_forward, run_step
from actnorm.network.replicates import Replicates, inside
from actnorm.normalization import NORMS

__all__ = ["MLP"]


class MLP(Replicates):
    """Fully connected layers with an activation and, if wanted, a norm in each hidden one.

    Parameters
    ----------
    sizes : sequence of int
        Inputs, units of each hidden layer, outputs: ``[64, 32, 32, 10]`` has two hidden layers.
        The last layer is linear.
    rng : numpy.random.Generator, or a list of R of them
        Draws the initial weights, first layer first. A list makes R networks, replicates of one
        architecture, that are evaluated and trained together and know nothing of each other.
    activation : str, Activation or (f, grad), default "relu"
        A name in `actnorm.ACTIVATIONS`, or an elementwise function and its derivative.
    norm : str, optional
        The norm in each hidden layer: a name in `actnorm.NORMS`, of a norm that makes sense
        without pixels and groups, such as "batch".
    norm_place : {"before", "after"}, default "before"
        Before or after the activation.
    norm_backward : callable, optional
        A reader's own backward pass of the norm, ``f(dy, x, gamma)``, in place of the library's.
        It returns what `batch_norm_backward` returns.
    init : {"he", "xavier", "normal", "zeros", "pytorch"}, or a list of R, default "he"
        How the weights start, see `initial_weight`.
    init_scale : float, or R of them, default 1.0
        All initial weights are multiplied by it.
    init_std : float, or R of them, default 0.01
        Standard deviation of the weights for ``init="normal"``.
    init_bias : float, or R of them, optional
        What every bias starts from; by default 0, and for "pytorch" random numbers.
    dtype : {"float64", "float32"}, default "float64"
        What everything is computed in. The numbers drawn are the same, rounded.

    Attributes
    ----------
    params : list of dict
        One per layer: "weight" of shape (in, out), "bias" and, where there is a norm, "gamma"
        and (where it centres) "beta", all of shape (out,), or (1,) of a norm with one gamma for
        all units. Free to be changed. With replicates, each has R of them on a first axis.
    running : list of tuple
        Running mean and variance of each hidden layer, for a norm that keeps them, as batch norm.
    velocity : list of dict
        As `params`: what momentum remembers.
    replicates : int or None
        R; None for a single network, whose arrays have no replicate axis.

    Raises
    ------
    TypeError
        If `rng` is no Generator, or `activation` cannot be called.
    ValueError
        If a name is unknown, `sizes` has fewer than two entries or one that is not positive, or
        a list has not one entry per network.

    Notes
    -----
    The bias stays where batch norm makes it redundant, so that the redundancy can be seen: its
    gradient is 0 there. Everything overflows to inf or NaN in silence when training diverges.

    A replicate computes what a single network with its generator does, up to the order in which
    numbers are added. A training step holds at most about ``4 * sum(sizes)`` numbers per network
    and sample, and three per weight: 5.6 MB for 16 networks of [64, 32, 32, 10] and batches of 64.

    Examples
    --------
    >>> mlp = MLP([2, 3, 1], activation="tanh", rng=np.random.default_rng(0))
    >>> mlp
    MLP(2 → 3 tanh → 1)
    >>> logits, cache = mlp.forward(np.ones((5, 2)), training=True)
    >>> grads = mlp.backward(cache, np.ones((5, 1)))
    >>> {name: g.shape for name, g in grads[0].items()}
    {'pre_activation': (5, 3), 'weight': (2, 3), 'bias': (3,)}
    >>> many = MLP([2, 3, 1], activation="tanh", rng=[np.random.default_rng(s) for s in range(4)])
    >>> many.forward(np.ones((5, 2)), training=True)[0].shape
    (4, 5, 1)
    >>> bool((many[0].params[0]["weight"] == mlp.params[0]["weight"]).all())
    True
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
        init_scale=1.0,
        init_std=0.01,
        init_bias=None,
        dtype="float64",
    ):
        self.sizes = check_sizes(sizes)
        generators = check_rng(rng)
        self.replicates = None if isinstance(rng, np.random.Generator) else len(generators)
        self.activation = as_activation(activation)
        self.norm = check_choice("norm", norm, (None, *layer_norms()))
        self.norm_place = check_choice("norm_place", norm_place, ("before", "after"))
        self.norm_backward = _check_norm_backward(norm_backward, self.norm)
        self.dtype = np.dtype(check_choice("dtype", _name(dtype), ("float64", "float32")))
        begin = starts(self.replicates, init, init_scale, init_std, init_bias)
        self.params, self.running = [], []
        for i in range(len(self.sizes) - 1):
            drawn = [
                self._layer(i, generator, *start)
                for generator, start in zip(generators, begin, strict=True)
            ]
            layer = {k: np.stack([one[k] for one in drawn]).astype(self.dtype) for k in drawn[0]}
            if self.replicates is None:
                layer = {k: v[0] for k, v in layer.items()}
            self.params.append(layer)
            if "gamma" in layer and NORMS[self.norm].running:
                mean = np.zeros(layer["gamma"].shape)  # float64, see `batch_norm`
                self.running.append((mean, mean + 1))
        self.velocity = [{k: np.zeros_like(v) for k, v in p.items()} for p in self.params]

    def _layer(self, i, rng, init, scale, std, bias):
        """Draw one layer of one network."""
        fans = self.sizes[i : i + 2]
        weight = initial_weight(init, *fans, rng=rng, std=std) * scale
        layer = {"weight": weight, "bias": initial_bias(init, *fans, rng=rng)}
        if bias is not None:
            layer["bias"][:] = bias
        if self.norm and i < len(self.sizes) - 2:
            layer |= parameters(NORMS[self.norm], fans[1])
        return layer

    def __repr__(self):
        inside = self.activation.name
        if self.norm:
            words = (f"{self.norm} norm", inside)
            inside = ", ".join(words if self.norm_place == "before" else words[::-1])
        first, *hidden, last = self.sizes
        net = f"MLP({' → '.join([str(first), *(f'{n} {inside}' for n in hidden), str(last)])})"
        return net if self.replicates is None else f"{self.replicates} × {net}"

    def forward(self, x, *, training, update_running=None):
        """Run a batch through the layers.

        Parameters
        ----------
        x : array_like, shape (batch, inputs)
            With replicates also (R, batch, inputs): a batch for each.
        training : bool
            Whether batch norm uses the batch's own statistics, or the running ones.
        update_running : bool, optional
            Whether the running statistics move; by default `training`. False lets you look
            at a network in training mode without leaving a trace.

        Returns
        -------
        logits : ndarray, shape (batch, outputs), or (R, batch, outputs)
        cache : Cache
            What `backward` needs.

        Raises
        ------
        TypeError
            If `x` does not hold real numbers, or is masked.
        ValueError
            If `x` has another shape.
        """
        x = as_samples(x, self.sizes[0], self.replicates).astype(self.dtype, copy=False)
        update = training if update_running is None else update_running
        with np.errstate(all="ignore"):
            layers = run_forward(self, inside(x), training=bool(training), update=bool(update))
        seen, found = {id(layers[0].inputs): x}, []
        for layer in layers:  # one view of each array, so that those which are one stay one
            arrays = layer[:-1]
            views = {id(array): array for array in arrays}
            seen |= {key: self._outside(v) for key, v in views.items() if key not in seen}
            found.append(LayerCache(*(seen[id(array)] for array in arrays), layer.norm))
        return found[-1].output, Cache(tuple(found), bool(training))

    def backward(self, cache, dlogits):
        """Send the loss's gradient back through the layers.

        Parameters
        ----------
        cache : Cache
            From `forward` on the same parameters; with batch norm, in training mode.
        dlogits : array_like, shape of the logits
            Gradient of the loss at the logits; with replicates, of each one's own loss.

        Returns
        -------
        list of dict
            One per layer: the gradients of the layer's `params`, by the same names, and
            "pre_activation" of shape (batch, units), the gradient at what its activation saw.
            With replicates, R of each on a first axis.

        Raises
        ------
        TypeError
            If `dlogits` does not hold real numbers, or is masked.
        ValueError
            If `dlogits` has another shape than the logits, or the statistics of `cache` are
            not the batch's.
        """
        dlogits, _, _ = as_real(dlogits, "dlogits")
        shape = cache.layers[-1].output.shape
        if dlogits.shape != shape:
            raise ValueError(
                f"dlogits must have the shape of the logits, {shape}; got shape {dlogits.shape}"
            )
        if self.running and not cache.training:
            raise ValueError("cache must come from forward(..., training=True); got training=False")
        layers = [LayerCache(*map(inside, at[:-1]), at.norm) for at in cache.layers]
        with np.errstate(all="ignore"):
            grads = run_backward(self, layers, inside(dlogits.astype(self.dtype, copy=False)))
        for grad in grads:
            grad["pre_activation"] = self._outside(grad["pre_activation"])
            if self.replicates is None:
                grad |= {k: g[0] for k, g in grad.items() if k != "pre_activation"}
        return grads

    def step(self, grads, *, lr, momentum=0.0, weight_decay=0.0):
        r"""Take one step of gradient descent with momentum.

        .. math:: v \leftarrow mv + g + \lambda w,\qquad w \leftarrow w - \eta v

        Parameters
        ----------
        grads : list of dict
            From `backward`.
        lr : float, or one per replicate
            Learning rate :math:`\eta`.
        momentum : float, or one per replicate, default 0.0
            :math:`m`, PyTorch's convention: the velocity is not multiplied by the rate.
        weight_decay : float, or one per replicate, default 0.0
            :math:`\lambda`, added to the gradient as ``torch.optim.SGD`` does, but of the
            weights alone: biases, `gamma` and `beta` do not decay.

        Raises
        ------
        ValueError
            If an option has another shape.
        """
        options = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
        with np.errstate(all="ignore"):
            run_step(self.params, self.velocity, grads, *factors(options, self))


def _name(dtype):
    return dtype if isinstance(dtype, str) else np.dtype(dtype).name


def _check_norm_backward(f, norm):
    if f is not None and (norm is None or not callable(f)):
        raise TypeError(f"norm_backward must be a function, for a network with a norm; got {f!r}")
    return f
