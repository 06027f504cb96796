"""Chapter 8 asks at which batch sizes batch norm helps or costs: here batches of 2 to 8."""

from actnorm.data import digits
from actnorm.evidence import Study

SIZES = (2, 4, 8)


def once():
    """Take 1280 training images, which every one of the batch sizes divides."""
    split = digits()
    return split._replace(x_train=split.x_train[:1280], y_train=split.y_train[:1280])


STUDY = Study(
    "Batches of 2 to 8: with batch norm or without?",
    on="1280 digits, [64, 50, 10], momentum 0.9",
    arms={
        f"{'batch norm' if norm else 'no norm'}, batches of {size}": {
            "norm": norm,
            "batch_size": size,
        }
        for size in SIZES
        for norm in (None, "batch")
    },
    data=once,
    rates=[0.001 * 2**k for k in range(9)],
    epochs=(1, 4),
    seeds=24,
    sizes=[64, 50, 10],
    dtype="float32",
)
