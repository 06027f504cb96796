"""A multilayer perceptron whose backward pass is written out by hand."""

from dataclasses import dataclass

import numpy as np

from ..activations import ACTIVATIONS
from ..normalization import batch_norm, batch_norm_backward
from .init import initial_weight

__all__ = ["MLP", "Cache", "LayerCache"]


@dataclass(frozen=True)
class LayerCache:
    """What one layer leaves behind for its backward pass; arrays of shape (batch, units).

    Attributes
    ----------
    inputs : ndarray
        What came in.
    linear : ndarray
        ``inputs @ weight + bias``.
    pre_activation : ndarray
        What the activation saw: `linear`, or its norm where the norm comes first.
    activation : ndarray
        What the activation made of it.
    output : ndarray
        What the next layer gets: `activation`, or its norm where the norm comes after.
    """

    inputs: np.ndarray
    linear: np.ndarray
    pre_activation: np.ndarray
    activation: np.ndarray
    output: np.ndarray


@dataclass(frozen=True)
class Cache:
    """What a forward pass leaves behind: a `LayerCache` per layer, the linear last one included."""

    layers: tuple
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
    """Fully connected layers with an activation and, if wanted, a norm in each hidden one."""

    def __init__(
        self,
        sizes,
        *,
        rng,
        activation="relu",
        norm=None,
        norm_place="before",
        init="he",
        init_std=0.01,
        init_bias=0.0,
    ):
        self.sizes = tuple(sizes)
        self.norm, self.norm_place = norm, norm_place
        self.activation = ACTIVATIONS[activation] if isinstance(activation, str) else activation
        self.params, self.running = [], []
        for i, (fan_in, fan_out) in enumerate(zip(self.sizes, self.sizes[1:], strict=False)):
            weight = initial_weight(init, fan_in, fan_out, rng=rng, std=init_std)
            layer = {"weight": weight, "bias": np.full(fan_out, float(init_bias))}
            if norm and i < len(self.sizes) - 2:
                layer |= {"gamma": np.ones(fan_out), "beta": np.zeros(fan_out)}
                self.running.append((np.zeros(fan_out), np.ones(fan_out)))
            self.params.append(layer)
        self.velocity = [{k: np.zeros_like(v) for k, v in p.items()} for p in self.params]

    def forward(self, x, *, training):
        """Return the logits of `x` and the cache that `backward` needs."""
        caches = []
        for i, p in enumerate(self.params[:-1]):
            linear = x @ p["weight"] + p["bias"]
            if self.norm and self.norm_place == "before":
                pre = self._normalize(i, linear, training)
                activation = output = self.activation.f(pre)
            elif self.norm:
                pre = linear
                activation = self.activation.f(pre)
                output = self._normalize(i, activation, training)
            else:
                pre, activation = linear, self.activation.f(linear)
                output = activation
            caches.append(LayerCache(x, linear, pre, activation, output))
            x = output
        p = self.params[-1]
        logits = x @ p["weight"] + p["bias"]
        caches.append(LayerCache(x, logits, logits, logits, logits))
        return logits, Cache(tuple(caches), training)

    def _normalize(self, i, x, training):
        p, (mean, var) = self.params[i], self.running[i]
        y, mean, var = batch_norm(
            x, p["gamma"], p["beta"], running_mean=mean, running_var=var, training=training
        )
        if training:
            self.running[i] = mean, var
        return y

    def backward(self, cache, dlogits):
        """Return the loss's gradients, one dict per layer, from its gradient at the logits."""
        grads = [None] * len(self.params)
        d = dlogits
        for i in reversed(range(len(self.params))):
            p, layer, grad = self.params[i], cache.layers[i], {}
            if i < len(self.params) - 1:
                if self.norm and self.norm_place == "after":
                    d, grad["gamma"], grad["beta"] = batch_norm_backward(
                        d, layer.activation, p["gamma"]
                    )
                d = d * self.activation.grad(layer.pre_activation)
                grad["pre_activation"] = d
                if self.norm and self.norm_place == "before":
                    d, grad["gamma"], grad["beta"] = batch_norm_backward(
                        d, layer.linear, p["gamma"]
                    )
            else:
                grad["pre_activation"] = d
            grad["weight"], grad["bias"] = layer.inputs.T @ d, d.sum(axis=0)
            grads[i] = grad
            d = d @ p["weight"].T
        return grads

    def step(self, grads, *, lr, momentum=0.0):
        """One step of stochastic gradient descent, v = momentum v + g, p = p - lr v."""
        for p, v, g in zip(self.params, self.velocity, grads, strict=True):
            for name in p:
                v[name] = momentum * v[name] + g[name]
                p[name] -= lr * v[name]
