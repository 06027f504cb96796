"""Chapter 8 asks at which batch sizes batch norm helps or costs: here batches of 2 to 8."""

from functools import partial

from actnorm.evidence import Study
from actnorm.evidence._images import first_images
from actnorm.evidence.batch_size_large import IMAGES, arms

STUDY = Study(
    "Batches of 2 to 8: with batch norm or without?",
    on="1280 digits, [64, 50, 10], momentum 0.9",
    arms=arms(2, 4, 8),
    data=partial(first_images, IMAGES),
    rates=[0.001 * 2**k for k in range(9)],
    epochs=(1, 4),
    seeds=24,
    sizes=[64, 50, 10],
    dtype="float32",
)
