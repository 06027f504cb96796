"""Chapter 1 asks how much of what n ReLUs can do gradient descent finds, and what it costs."""

import numpy as np

from actnorm.data import digits
from actnorm.evidence import Study
from actnorm.network import MLP

POINTS = np.linspace(-3, 3, 121)[:, np.newaxis]
FINE = np.linspace(-3, 3, 1201)[:, np.newaxis]


def error(mlp, target=np.sin):
    """Give the root mean square distance from the sine, of each replicate."""
    off = mlp.forward(FINE, training=False)[0] - target(FINE)
    return np.sqrt(np.mean(off**2, axis=(-2, -1)))


def trained(units, init_bias=None):
    """Give an arm: full-batch gradient descent with momentum, `epochs` being steps."""

    def arm(rates, seeds, epochs):
        rng = [np.random.default_rng(seed) for seed in seeds]
        mlp = MLP([1, units, 1], init="pytorch", init_bias=init_bias, rng=rng)
        found = []
        for step in range(1, epochs[-1] + 1):
            out, cache = mlp.forward(POINTS, training=True)
            grads = mlp.backward(cache, 2 * (out - np.sin(POINTS)) / len(POINTS))
            mlp.step(grads, lr=rates, momentum=0.9)
            if step in epochs:
                found.append(error(mlp))
        return np.array(found)

    return arm


STUDY = Study(
    "A sine from n ReLUs: what does gradient descent find, at the best learning rate?",
    on="121 points of a sine, [1, n, 1], PyTorch's initialization, momentum 0.9, whole batches",
    arms={f"{n} ReLUs": trained(n) for n in (4, 8, 16, 32, 64)}
    | {"32 ReLUs, kinks at 0": trained(32, init_bias=0.0)},
    data=digits,  # not looked at: the arms bring their own
    rates=[0.0025, 0.005, 0.01, 0.02, 0.04, 0.048, 0.057, 0.068, 0.08, 0.096, 0.32],
    epochs=(300, 1200, 4800),
    seeds=24,
    epochs_are="steps",
    score=error,
    higher=False,
)
