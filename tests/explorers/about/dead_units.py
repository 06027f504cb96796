"""The explorer of dead units: made-up records, told as one string of letters per unit."""

import numpy as np

from actnorm.explorers import DeadUnitsExplorer
from actnorm.explorers.dead_units.maths import DEAD, shares
from actnorm.network import UnitRecord

from ..net import About, Cell, Handle, Mark

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
    """One layer: a unit that is always on, one that dies twice, one that dies, one hardly on."""
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


def one_image():
    """A single image, on which a unit is dead."""
    return DeadUnitsExplorer({"one": told("#xxx ####", samples=1)}, step=5)


def three_layers():
    """Three layers, in which units die and come back as often as a sentence can say."""
    return DeadUnitsExplorer(
        {
            "mixed": told("5x5x5x5x xxxxxxxx", "5xxxxxxx 3x3x3x3x", "9ooooooo"),
            "leaky": told("5o5o5o5o oooooooo", "5ooooooo 3o3o3o3o", "9ooooooo"),
        },
        step=100,
    )


def last_accuracy(m):
    return m._runs[m.run]["accuracy"][-1]


def percent(what, css, value, axis, **where):
    """Say where a curve in per cent starts or ends."""
    return Mark(what, css, lambda m: (None, 100 * value(m)), y=axis, **where)


def dead_share(layer, time):
    def share(m):
        start = sum(m.layers[:layer])
        return (m._bytes[m.run][time, start : start + m.layers[layer]] == DEAD).mean()

    return share


def on_share(time):
    return lambda m: shares(m._bytes[m.run][time, m.unit - 1])


LINE, OWN = ".actnorm-history .is-layer0", ".actnorm-curve.is-accent"
RIGHT = ".actnorm-curve.is-output"
ABOUT = About(
    trained=("default",),
    make={
        "default": lambda: DeadUnitsExplorer(unit=40),
        "leaky": lambda: DeadUnitsExplorer(run="raw pixels, 0.1, leaky ReLU", step=3),
        "one layer": one_layer,
        "three layers": three_layers,
    },
    marks=[
        percent("dead in layer 1 at first", LINE, dead_share(0, 0), 0, at="start"),
        percent("dead in layer 1 at last", LINE, dead_share(0, -1), 0, at="end"),
        percent("accuracy at last", RIGHT, last_accuracy, 0, at="end"),
        percent("the held unit at first", OWN, on_share(0), 2, at="start"),
        percent("the held unit at last", OWN, on_share(-1), 2, at="end"),
    ],
    handles={"training step": Handle("step", axis=1)},
    cells=[
        Cell(".actnorm-unit", 0, {"unit": 1}),
        Cell(".actnorm-unit", 9, {"unit": 10}),
        Cell(".actnorm-unit", 31, {"unit": 32}),
        Cell(".actnorm-unit", 32, {"unit": 33}),
        Cell(".actnorm-unit", 63, {"unit": 64}),
    ],
    play=("Play", "step"),
)
