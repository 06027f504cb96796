"""Chapter 2 asks whether it is enough for the gated layers that all inputs are half as large."""

from actnorm.evidence import Study
from actnorm.evidence.gated_units import COMMON, SQUARED, WHOLE, gated


def halved():
    """Give the standardized digits with every pixel divided by 2: no outlier is gone."""
    split = WHOLE()
    return split._replace(x_train=split.x_train / 2, x_test=split.x_test / 2)


STUDY = Study(
    "Plain or gated, with all pixels half as large, the outliers too: is the gap still there?",
    on="1344 digits halved, one hidden layer, 4210 parameters, Xavier, momentum 0.9",
    arms={
        "ReLU": {"activation": "relu"},
        "SiLU": {"activation": "silu"},
        "ReLU²": SQUARED,
        "SwiGLU": gated("silu", halved),
    },
    data=halved,
    rates=[0.008, 0.02, 0.03, 0.05, 0.07, 0.1, 0.2, 0.4, 0.8],
    **COMMON,
)
