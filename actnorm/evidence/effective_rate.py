"""Chapter 7 asks what weight decay does to weights whose scale batch norm makes invisible."""

from functools import partial

from actnorm.evidence import Study
from actnorm.evidence._images import first_images

STUDY = Study(
    "Batch norm makes the weights' scale invisible. What is their decay good for, then?",
    on="1344 digits, [64, 50, 50, 10] with batch norm, momentum 0.9",
    arms={f"decay {decay:g}": {"weight_decay": decay} for decay in (0, 1e-4, 1e-3, 1e-2)},
    data=partial(first_images, 1344),
    rates=[0.001, 0.003, 0.005, 0.01, 0.015, 0.03, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 3.0, 10.0],
    epochs=(10, 50),
    seeds=24,
    sizes=[64, 50, 50, 10],
    norm="batch",
    dtype="float32",
)
