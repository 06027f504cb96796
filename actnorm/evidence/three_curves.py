"""Chapter 2 asks whether sigmoid, tanh or ReLU learns digits best, each at its learning rate."""

from functools import partial

from actnorm.evidence import Study
from actnorm.evidence._images import first_images

STUDY = Study(
    "Sigmoid, tanh or ReLU: which learns best, each at its best learning rate?",
    on="1344 digits, [64, 32, 32, 10], Xavier, momentum 0.9",
    arms={
        "sigmoid": {"activation": "sigmoid"},
        "tanh": {"activation": "tanh"},
        "ReLU": {"activation": "relu"},
    },
    data=partial(first_images, 1344),
    rates=[0.0125, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2],
    epochs=(3, 12, 48),
    seeds=24,
    sizes=[64, 32, 32, 10],
    init="xavier",
    momentum=0.9,
)
