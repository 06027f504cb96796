"""Trainings of single networks, recorded before the networks had a replicate axis.

python tests/network_recorded.py    # prints the table anew: only where the change is meant
"""

import json
import sys
from pathlib import Path

import numpy as np

from actnorm.data import digits, wine
from actnorm.network import MLP, train

TABLE = Path(__file__).with_suffix(".json")
CASES = {
    f"{data} {activation} {norm} {place} {init}": (data, activation, norm, place, init)
    for data, activation, norm, place, init in [
        ("wine", "relu", None, "before", "he"),
        ("wine", "tanh", None, "before", "pytorch"),
        ("wine", "prelu", "batch", "before", "he"),
        ("wine", "relu", "batch", "after", "xavier"),
        ("wine", "sigmoid", "layer", "before", "he"),
        ("wine", "relu", "layer", "after", "he"),
        ("wine", "gelu", "rms", "before", "normal"),
        ("wine", "relu", "rms", "after", "he"),
        ("digits", "relu", None, "before", "he"),
        ("digits", "relu", "batch", "before", "he"),
    ]
}


def trained(data, activation, norm, place, init):
    """Train one network for two epochs; the last batch is a small one."""
    split = {"wine": wine, "digits": digits}[data]()
    sizes = [split.x_train.shape[1], 16, 12, split.y_train.max() + 1]
    mlp = MLP(
        sizes, activation=activation, norm=norm, norm_place=place, init=init, init_std=0.3,
        rng=np.random.default_rng(5),
    )  # fmt: skip
    return mlp, train(
        mlp, split, epochs=2, batch_size=32, lr=0.05, momentum=0.9, rng=np.random.default_rng(6)
    )


def numbers(mlp, history):
    """Return what is recorded: the history, and a sum with signs over each parameter."""
    row = {name: values.tolist() for name, values in vars(history).items()}
    row["params"] = [
        {name: float(np.sum(np.cos(np.arange(p.size)) * p.ravel())) for name, p in layer.items()}
        for layer in mlp.params
    ]
    row["running"] = [[float(np.sum(part)) for part in layer] for layer in mlp.running]
    return row


if __name__ == "__main__":
    json.dump({name: numbers(*trained(*case)) for name, case in CASES.items()}, sys.stdout)
