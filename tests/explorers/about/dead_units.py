"""The explorer of dead units: made-up records, told as one string of letters per unit."""

import numpy as np

from actnorm.explorers import DeadUnitsExplorer
from actnorm.network import UnitRecord

SAID = {
    "x": 0.0,
    "o": 0.0,
    ".": 0.0004,
    "#": 1.0,
}  # dead; off, yet a gradient passes; hardly; fully
STEPS = [0, 1, 2, 5, 20, 22, 60, 100]


def told(*layers, loss=None, samples=1347):
    """Make a record from layers of units, "5x5#" for one that died and came back."""
    stories = [story for layer in layers for story in layer.split()]
    letters = np.array([list(story) for story in stories]).T
    on = np.vectorize(lambda letter: SAID[letter] if letter in SAID else int(letter) / 10)(letters)
    times = len(letters)
    return UnitRecord(
        steps=np.array(STEPS[:times]),
        layers=tuple(len(layer.split()) for layer in layers),
        samples=samples,
        on=on,
        dead=letters == "x",
        loss=np.geomspace(2.3, 0.01, times) if loss is None else np.asarray(loss),
        accuracy=np.linspace(0.1, 0.95, times),
    )


def one_layer():
    """One layer: a unit that is always on, one that dies twice, one that dies, one that hardly is on."""
    return DeadUnitsExplorer(
        {
            "lively": told("#### 5x5x 8xxx 12.."),
            "leaky": told("#### 5o5o 8ooo 12..", loss=[2.3, 9.0, np.nan, np.inf]),
            "silent": told("xxxx xxxx xxxx xxxx", loss=[2.3, 2.3, 2.3, 2.3]),
            "well": told("1234 2345 3456 4567"),
        },
        run="lively",
        step=5,
    )


def few_images():
    """A thousand has a comma, a dozen has none."""
    return DeadUnitsExplorer({"few": told("5xx #5x", samples=12)}, step=2)


def three_layers():
    """Three layers, in which units die and come back as often as a sentence can say."""
    return DeadUnitsExplorer(
        {
            "mixed": told("5x5x5x5x xxxxxxxx", "5xxxxxxx 3x3x3x3x", "9ooooooo"),
            "leaky": told("5o5o5o5o oooooooo", "5ooooooo 3o3o3o3o", "9ooooooo"),
        },
        step=100,
    )
