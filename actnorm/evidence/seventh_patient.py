"""Chapter 11 asks which cures help six sigmoid layers, each at its best learning rate."""

from functools import partial

from actnorm.evidence import Study
from actnorm.evidence._images import first_images

STUDY = Study(
    "Six sigmoid layers: is it the rate, the activation, the weights or a norm?",
    on="1344 digits, 6 hidden layers of 32, batches of 64, momentum 0.9",
    arms={
        "as it is": {},
        "tanh": {"activation": "tanh"},
        "batch norm": {"norm": "batch"},
        "layer norm": {"norm": "layer"},
        "weights times 4": {"init_scale": 4.0},
    },
    data=partial(first_images, 1344),
    rates=[0.001, 0.002, 0.003, 0.005, 0.01, 0.015, 0.03, 0.05, 0.1, 0.15, 0.3, 0.5, 1],
    epochs=(8, 32),
    seeds=24,
    sizes=[64, *6 * [32], 10],
    activation="sigmoid",
    init="xavier",
    dtype="float32",
)
