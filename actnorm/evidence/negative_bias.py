"""Chapter 4 asks what a negative bias does to a ReLU network at its own best learning rate."""

from functools import partial

from actnorm.evidence import Study
from actnorm.evidence._images import first_images

STUDY = Study(
    "All hidden biases begin below 0: does the network learn, at some learning rate?",
    on="1344 digits, [64, 32, 32, 10], plain SGD",
    arms={f"bias {bias}": {"init_bias": float(bias)} for bias in (0, -1, -3, -10)},
    data=partial(first_images, 1344),
    rates=[0.01, 0.02, 0.03, 0.1, 0.3, 0.5, 1.0, 1.75, 3.0],
    epochs=(4, 16, 64),
    seeds=24,
    sizes=[64, 32, 32, 10],
    momentum=0.0,
)
