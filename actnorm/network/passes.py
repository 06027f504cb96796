"""The passes of an `MLP`, unchecked, on inner arrays (batch, replicates, units)."""

import numpy as np

from actnorm.activations import log_softmax
from actnorm.network.cache import LayerCache
from actnorm.network.inputs import per_replicate
from actnorm.network.norms import denormalize, normalize
from actnorm.normalization import NORMS

__all__ = ["factors", "loss_and_gradient", "run_backward", "run_forward", "run_step"]


def run_forward(mlp, x, *, training, update):
    """Return a `LayerCache` per layer; the output of the last are the logits."""
    place, layers = mlp.norm_place if mlp.norm else None, []
    for i in range(len(mlp.params) - 1):
        linear, kept = _linear(mlp.inner(i), x), None
        pre = linear
        if place == "before":
            pre, kept = _normalize(mlp, i, linear, training, update)
        output = activation = mlp.activation.f(pre)
        if place == "after":
            output, kept = _normalize(mlp, i, activation, training, update)
        layers.append(LayerCache(x, linear, pre, activation, output, kept))
        x = output
    logits = _linear(mlp.inner(len(mlp.params) - 1), x)
    layers.append(LayerCache(x, logits, logits, logits, logits, None))
    return layers


def run_backward(mlp, layers, d):
    """Return the gradients of each layer's parameters, and that at its pre-activation."""
    place, grads, last = mlp.norm_place if mlp.norm else None, [], len(layers) - 1
    for i in range(last, -1, -1):
        layer, p, grad = layers[i], mlp.inner(i), {}
        if i < last:
            if place == "after":
                d, grad = _denormalize(mlp, p, layer.activation, layer.norm, d)
            d *= mlp.activation.grad(layer.pre_activation)  # of a hidden layer, d is our own
        grad["pre_activation"] = d
        if i < last and place == "before":
            d, more = _denormalize(mlp, p, layer.linear, layer.norm, d)
            grad |= more
        each = d.swapaxes(0, 1)
        grad["weight"] = np.matmul(layer.inputs.transpose(1, 2, 0), each)
        grad["bias"] = np.add.reduce(d, axis=0)
        if i:
            d = np.empty((*d.shape[:2], mlp.sizes[i]), mlp.dtype)
            np.matmul(each, p["weight"].swapaxes(1, 2), out=d.swapaxes(0, 1))
        grads.append(grad)
    return grads[::-1]


def run_step(params, velocity, grads, lr, momentum, decay):
    """Take a step in place; the options as `factors` gives them."""
    for p, v, g in zip(params, velocity, grads, strict=True):
        for name, value in p.items():
            of_weights, moving = name == "weight", v[name]
            moving *= momentum[of_weights]
            moving += g[name]
            if of_weights and decay is not None:
                moving += decay[1] * value
            value -= lr[of_weights] * moving


def factors(options, mlp):
    """Return lr, momentum and weight_decay as factors of vectors (first) and weights (second).

    No weight decay is None.
    """
    found = []
    for name, value in options.items():
        value = per_replicate(value, name, mlp.replicates).astype(mlp.dtype)
        if value.ndim == 0 or (value == value[0]).all():
            found.append((value.flat[0],) * 2)  # one number is quicker than many that are equal
        else:
            found.append((value[:, np.newaxis], value[:, np.newaxis, np.newaxis]))
    lr, momentum, decay = found
    return lr, momentum, decay if np.any(decay[1]) else None


def loss_and_gradient(logits, y):
    """Return `cross_entropy` of each row and its gradient, from one `log_softmax`.

    The gradient is that of the sum over the rows, in the precision of the logits.
    """
    log_p = log_softmax(logits)
    label = np.arange(0, log_p.size, log_p.shape[-1]) + y.ravel()
    losses = -log_p.ravel()[label].reshape(y.shape)
    gradient = np.exp(log_p, out=log_p)
    flat = gradient.reshape(-1)
    flat[label] = 0
    flat[label] = -np.einsum("...j->...", gradient).ravel()  # as `cross_entropy_grad`: not p - 1
    return losses, gradient


def _linear(p, x):
    out = np.empty((len(x), *p["bias"].shape), p["bias"].dtype)
    np.matmul(x.swapaxes(0, 1), p["weight"], out=out.swapaxes(0, 1))
    out += p["bias"]
    return out


def _normalize(mlp, i, x, training, update):
    norm, running = NORMS[mlp.norm], None
    if norm.running:
        running = mlp.running[i]
    y, kept, running = normalize(norm, x, mlp.inner(i), running, training=training)
    if norm.running and update and training:
        single = mlp.replicates is None
        mlp.running[i] = tuple(part[0] if single else part for part in running)
    return y, kept


def _denormalize(mlp, p, x, kept, dy):
    """Return the gradient at the norm's input `x`, and by name those of gamma and beta."""
    if mlp.norm_backward is None:
        return denormalize(NORMS[mlp.norm], dy, x, kept, p)
    each = ... if "C" in NORMS[mlp.norm].parameters else 0  # or one gamma for all units
    found = [mlp.norm_backward(dy[:, r], x[:, r], g[each]) for r, g in enumerate(p["gamma"])]
    dx, *rest = (np.stack(parts) for parts in zip(*found, strict=True))
    if each == 0:
        rest = [sums[:, np.newaxis] for sums in rest]
    grads = dict(zip(("gamma", "beta"), rest, strict=False))
    return dx.swapaxes(0, 1), {name: grads[name] for name in grads if name in p}
