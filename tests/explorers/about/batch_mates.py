"""The explorer of batch-mates: small networks made up here, so that their answers stay the same."""

import numpy as np

from actnorm.explorers import BatchMatesExplorer

from ..net import About, Handle, Mark

RNG_ROWS = 40


class Crowd:
    """A classifier whose answer leans on the batch's mean as far as `lean` says."""

    def __init__(self, lean, classes=3, sharp=3.0):
        self.lean, self.classes, self.sharp = lean, classes, sharp

    def forward(self, x, *, training, update_running):
        """Score each row by its distance from points on a circle."""
        centre = x.mean(axis=0) if training else np.zeros(x.shape[1])
        angle = 2 * np.pi * np.arange(self.classes) / self.classes
        towards = np.stack([np.cos(angle), np.sin(angle)])
        scores = self.sharp * (x - self.lean * centre)[:, :2] @ towards
        return scores.round(9), None  # a tie is one, however the product was rounded


def rows():
    x = np.random.default_rng(7).normal(size=(RNG_ROWS, 4))
    return np.round(x, 2)


def made(lean, classes=3, sharp=3.0, truth=0):
    crowd = Crowd(lean, classes, sharp)
    return BatchMatesExplorer(crowd, rows(), np.full(RNG_ROWS, truth), size=4, seed=1)


def leaning():
    """Companions decide."""
    return made(1.5)


def steady():
    """They have no say at all."""
    return made(0.0)


def wrong():
    """It is never what its label says."""
    return made(0.0, truth=1)


def ten():
    """Ten classes, between which it wavers."""
    return made(3.0, 10, 1.0)


ABOUT = About(
    trained=("default",),
    make={
        "default": lambda: BatchMatesExplorer(image=3),
        "leaning": leaning,
        "steady": steady,
        "ten": ten,
    },
    marks=[
        Mark("the answer now", ".actnorm-handle .actnorm-dot", lambda m: (m.draw, None), x=0),
    ],
    buttons={"Draw others": lambda m: {"draw": m.draw % m.draws + 1}},
    handles={"draw": Handle("draw", axis=0)},
    words={"training": {True: "training", False: "evaluation"}},
)
