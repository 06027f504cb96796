"""Chapter 7 asks what batch norm adds to ten sigmoid layers beside a better initialization."""

from actnorm.data import digits
from actnorm.evidence import Study


def begin(*, matched=False, scale=1.0):
    """Give what changes fresh weights: into tanh layers in disguise if matched, times a scale."""

    def start(mlp):
        for i, layer in enumerate(mlp.params[:-1]):
            factor = (2 if i == 0 else 4) if matched else 1
            layer["weight"] *= factor * scale
            if matched and i > 0:
                layer["bias"] -= layer["weight"].sum(axis=-2) / 2

    return start


SCALES = {"": 1.0, ", weights ÷ 4": 0.25, ", weights × 16": 16.0}

STUDY = Study(
    "Ten sigmoid layers: what does batch norm add that a better initialization does not?",
    on="digits, ten layers of 50 sigmoid units, batches of 100, momentum 0.9",
    arms={
        "plain": {},
        **{
            name + words: {"norm": norm, "start": begin(matched=norm is None, scale=scale)}
            for words, scale in SCALES.items()
            for name, norm in (("batch norm", "batch"), ("better initialization", None))
        },
    },
    data=digits,
    rates=[0.002, 0.0035, 0.006, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 1.75, 3.0],
    epochs=(3, 10, 40),
    seeds=12,
    sizes=[64] + [50] * 10 + [10],
    activation="sigmoid",
    init="xavier",
    batch_size=100,
    dtype="float32",
)
