"""Chapter 2 asks what makes tanh quicker than the sigmoid, its steepness or its centre."""

from dataclasses import replace
from functools import partial

from actnorm import ACTIVATIONS
from actnorm.activations import sigmoid, sigmoid_grad
from actnorm.evidence import Study
from actnorm.evidence._images import first_images


def stretched(height, middle):
    """Give the sigmoid at another height, moved: as wide as before."""
    return replace(
        ACTIVATIONS["sigmoid"],
        name=f"sigmoid times {height}, at 0 {middle}",
        f=lambda x: height * (sigmoid(x) - 0.5) + middle,
        grad=lambda x: height * sigmoid_grad(x),
    )


STUDY = Study(
    "Four curves of one width: does a steep one or a centred one learn better?",
    on="1344 digits, [64, 32, 32, 10], Xavier, momentum 0.9",
    arms={
        f"slope {slope}, {place}": {"activation": stretched(height, middle)}
        for slope, height in (("1/4", 1), ("1", 4))
        for place, middle in (("off centre", 0.5), ("centred", 0))
    },
    data=partial(first_images, 1344),
    rates=[0.0125, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2],
    epochs=(3, 12),
    seeds=24,
    sizes=[64, 32, 32, 10],
    init="xavier",
    momentum=0.9,
)
