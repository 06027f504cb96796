"""Chapter 10 asks what batches of two cost each norm."""

from actnorm.data import Split, digits
from actnorm.evidence import Study

NORMS = {"no norm": None, "batch norm": "batch", "layer norm": "layer", "RMS norm": "rms"}
SIZES = 2, 8, 32


def few(seed):
    """Give 640 images to train on, another split for each seed."""
    x, y, *unseen = digits(seed=seed)
    return Split(x[:640], y[:640], *unseen)


STUDY = Study(
    "Batches of 2, 8 and 32: which norms mind?",
    on="640 digits, [64, 50, 10], momentum 0.9",
    arms={
        f"{name}, batches of {size}": {"norm": norm, "batch_size": size}
        for name, norm in NORMS.items()
        for size in SIZES
    },
    data=lambda: few,
    rates=[
        *(0.001, 0.0018, 0.003, 0.0048, 0.0075, 0.012, 0.019),
        *(0.03, 0.048, 0.075, 0.12, 0.19, 0.3, 0.5),
    ],
    epochs=(4, 16),
    seeds=24,
    sizes=[64, 50, 10],
    dtype="float32",
)
