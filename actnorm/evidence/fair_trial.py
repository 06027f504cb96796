"""Chapter 0 asks what one pair of runs can say: ReLU or tanh, 32 units or 64."""

from functools import partial

from actnorm.evidence import Study
from actnorm.evidence._images import first_images

STUDY = Study(
    "ReLU or tanh, 32 units or 64: what is left of the difference at the best learning rates?",
    on="1344 digits, one hidden layer, He, momentum 0.9",
    arms={
        "ReLU, 32 units": {"activation": "relu", "sizes": [64, 32, 10]},
        "tanh, 32 units": {"activation": "tanh", "sizes": [64, 32, 10]},
        "ReLU, 64 units": {"activation": "relu", "sizes": [64, 64, 10]},
    },
    data=partial(first_images, 1344),
    rates=[0.0063, 0.0125, 0.025, 0.05, 0.07, 0.1, 0.12, 0.14, 0.17, 0.2, 0.4, 0.8],
    epochs=(5, 20),
    seeds=96,
)
