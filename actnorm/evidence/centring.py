"""Chapter 10 asks if RMS norm, which leaves the mean in, loses anything against layer norm."""

from actnorm.evidence import Study
from actnorm.evidence._images import first_images


def split(seed):
    """Give another split for each seed."""
    return first_images(1344, seed=seed)


STUDY = Study(
    "Layer norm or RMS norm, before the ReLU or after it: is the mean missed?",
    on="1344 digits, [64, 50, 50, 10], momentum 0.9",
    arms={
        f"{name} {place} the ReLU": {"norm": norm, "norm_place": place}
        for place in ("before", "after")
        for name, norm in (("layer norm", "layer"), ("RMS norm", "rms"))
    },
    data=lambda: split,
    rates=[0.003, 0.01, 0.03, 0.06, 0.1, 0.2, 0.4, 1],
    epochs=(3, 12),
    seeds=24,
    sizes=[64, 50, 50, 10],
    dtype="float32",
)
