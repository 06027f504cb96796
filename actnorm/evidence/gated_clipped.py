"""Chapter 2 asks whether it is far-out inputs that the gated layers do not bear."""

import numpy as np

from actnorm.evidence import Study
from actnorm.evidence.gated_units import COMMON, SQUARED, WHOLE, gated


def clipped():
    """Give the standardized digits with every pixel clipped to ±2 standard deviations."""
    split = WHOLE()
    return split._replace(
        x_train=np.clip(split.x_train, -2, 2), x_test=np.clip(split.x_test, -2, 2)
    )


STUDY = Study(
    "Plain or gated, with pixels clipped at two standard deviations: is the gap still there?",
    on="1344 digits clipped at ±2, one hidden layer, 4210 parameters, Xavier, momentum 0.9",
    arms={
        "ReLU": {"activation": "relu"},
        "SiLU": {"activation": "silu"},
        "ReLU²": SQUARED,
        "SwiGLU": gated("silu", clipped),
    },
    data=clipped,
    rates=[0.0016, 0.0031, 0.0063, 0.0125, 0.025, 0.05, 0.07, 0.1, 0.14, 0.2, 0.4],
    **COMMON,
)
