"""Chapter 8 asks whether batch norm stands better before the activation or after it."""

from dataclasses import replace
from functools import partial

from actnorm import ACTIVATIONS
from actnorm.activations import sigmoid, sigmoid_grad
from actnorm.evidence import Study
from actnorm.evidence._images import first_images


def shifted(height):
    """Give the sigmoid with its middle at 0, and times a height: what a norm behind it changes."""
    return replace(
        ACTIVATIONS["sigmoid"],
        name=f"{height} (sigmoid - 1/2)",
        f=lambda x: height * (sigmoid(x) - 0.5),
        grad=lambda x: height * sigmoid_grad(x),
    )


STUDY = Study(
    "Does batch norm stand better before the activation or after it?",
    on="1344 digits, [64, 50, 50, 10], batch norm",
    arms={
        f"{name}, norm {place} it": {"activation": name, "norm_place": place}
        for name in ("relu", "sigmoid")
        for place in ("before", "after")
    }
    | {
        "sigmoid − ½, norm before it": {"activation": shifted(1)},
        "4 (sigmoid − ½), norm before it": {"activation": shifted(4)},
    },
    data=partial(first_images, 1344),
    rates=[0.0125, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2],
    epochs=(3, 12),
    seeds=24,
    sizes=[64, 50, 50, 10],
    norm="batch",
    norm_place="before",
    dtype="float32",
)
