"""Chapter 2 asks whether a gated hidden layer reads digits better than a plain one of its size."""

from functools import partial

import numpy as np

from actnorm import ACTIVATIONS
from actnorm.activations import softmax
from actnorm.evidence import Study
from actnorm.evidence._images import first_images
from actnorm.network.init import initial_weight

PLAIN, GATED = 56, 30  # units; 75·56 + 10 = 140·30 + 10 = 4210 parameters
BATCH, MOMENTUM = 64, 0.9
WHOLE = partial(first_images, 1344)
ORDER = 100  # as in `actnorm.network.sweep`: the same order of the samples as in the other arms


def transposed(stack):
    """Give each matrix of a stack transposed (`.mT`, which NumPy 1.26 does not have)."""
    return np.swapaxes(stack, -1, -2)


class Gated:
    """R networks whose one hidden layer is u ⊙ f(g), with u and g affine in the input."""

    def __init__(self, f, slope, sizes, rngs):
        self.f, self.slope = f, slope
        inputs, units, outputs = sizes

        def drawn(n, m):
            return np.stack([initial_weight("xavier", n, m, rng=rng) for rng in rngs])

        self.params = [drawn(inputs, units), drawn(inputs, units), drawn(units, outputs)]
        self.params += [np.zeros((len(rngs), 1, n)) for n in (units, units, outputs)]

    def forward(self, x):
        """Give the logits, and what the backward pass needs."""
        w_u, w_g, w_o, b_u, b_g, b_o = self.params
        u, g = x @ w_u + b_u, x @ w_g + b_g
        opened = self.f(g)
        h = u * opened
        return h @ w_o + b_o, (x, u, g, opened, h)

    def backward(self, cache, dlogits):
        """Give the gradients of all parameters, in their order."""
        x, u, g, opened, h = cache
        dh = dlogits @ transposed(self.params[2])
        du, dg = dh * opened, dh * u * self.slope(g)
        weights = [transposed(x) @ du, transposed(x) @ dg, transposed(h) @ dlogits]
        return weights + [d.sum(axis=-2, keepdims=True) for d in (du, dg, dlogits)]

    def accuracy(self, x, y):
        """Give the share of right answers of each network; NaN for one that diverged."""
        logits = self.forward(x)[0]
        right = (logits.argmax(axis=-1) == y).mean(axis=-1)
        return np.where(np.isfinite(logits).all(axis=(-2, -1)), right, np.nan)


def gated(name, data=WHOLE):
    """Give an arm whose gate is an activation of the registry."""

    def arm(rates, seeds, epochs):
        entry, split = ACTIVATIONS[name], data()
        rngs = [np.random.default_rng(seed) for seed in seeds]
        net = Gated(entry.f, entry.grad, (64, GATED, 10), rngs)
        orders = [np.random.default_rng(ORDER + seed) for seed in seeds]
        velocity, found = [0 * p for p in net.params], []
        for epoch in range(1, epochs[-1] + 1):
            order = np.stack([rng.permutation(len(split.y_train)) for rng in orders])
            for begin in range(0, order.shape[1], BATCH):
                rows = order[:, begin : begin + BATCH]
                logits, cache = net.forward(split.x_train[rows])
                dlogits = softmax(logits) - np.eye(10)[split.y_train[rows]]
                grads = net.backward(cache, dlogits / rows.shape[1])
                for p, v, grad in zip(net.params, velocity, grads, strict=True):
                    v *= MOMENTUM
                    v += grad
                    p -= rates[:, np.newaxis, np.newaxis] * v
            if epoch in epochs:
                found.append(net.accuracy(split.x_test, split.y_test))
        return np.array(found)

    def quiet(rates, seeds, epochs):
        with np.errstate(all="ignore"):  # some rates are too high
            return arm(rates, seeds, epochs)

    return quiet


def squared(z):
    """Give ReLU², of So et al. (2021)."""
    return np.maximum(z, 0) ** 2


SQUARED = {"activation": (squared, lambda z: 2 * np.maximum(z, 0))}
# What the studies of gated layers have in common.
COMMON = {
    "epochs": (5, 20),
    "seeds": 24,
    "sizes": [64, PLAIN, 10],
    "init": "xavier",
    "momentum": MOMENTUM,
    "batch_size": BATCH,
}
STUDY = Study(
    "Plain or gated, at the same number of parameters: which hidden layer reads digits best?",
    on="1344 digits, one hidden layer, 4210 parameters, Xavier, momentum 0.9",
    arms={
        "ReLU": {"activation": "relu"},
        "GELU": {"activation": "gelu"},
        "SiLU": {"activation": "silu"},
        "ReLU²": SQUARED,
        "GLU": gated("sigmoid"),
        "GEGLU": gated("gelu"),
        "SwiGLU": gated("silu"),
    },
    data=WHOLE,
    rates=[0.0016, 0.0031, 0.0063, 0.009, 0.0125, 0.015, 0.0177, 0.025, 0.05, 0.1, 0.2, 0.4],
    **COMMON,
)
