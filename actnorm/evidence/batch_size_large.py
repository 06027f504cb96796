"""Chapter 8 asks at which batch sizes batch norm helps or costs: here batches of 16 to 256."""

from functools import partial

from actnorm.evidence import Study
from actnorm.evidence._images import first_images

IMAGES = 1280  # which every one of the batch sizes divides


def arms(*sizes):
    """Give each batch size with batch norm and without."""
    return {
        f"{name}, batches of {size}": {"norm": norm, "batch_size": size}
        for size in sizes
        for name, norm in (("no norm", None), ("batch norm", "batch"))
    }


STUDY = Study(
    "Batches of 16 to 256: with batch norm or without?",
    on="1280 digits, [64, 50, 10], momentum 0.9",
    arms=arms(16, 64, 256),
    data=partial(first_images, IMAGES),
    rates=[0.016 * 2**k for k in range(9)],
    epochs=(1, 4),
    seeds=24,
    sizes=[64, 50, 10],
    dtype="float32",
)
