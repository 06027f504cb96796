"""The explorer of the norms' axes."""

import numpy as np

from actnorm import NORMS
from actnorm.explorers import NormAxesExplorer

from ..net import About, Cell, Handle, Mark


def spread(m):
    """What is taken off, and what is divided by, of the cells that Python marks."""
    values, norm = m.x[m.cells], NORMS[m.norm]
    mean = values.mean() if norm.centres else 0.0
    add_up = {"mean": np.mean, "sum": np.sum}[norm.squares]
    return mean, np.sqrt(add_up((values - mean) ** 2))


def cell(sample, channel, pixel, css=".actnorm-batch:nth-of-type(1) .actnorm-unit"):
    where = {"sample": sample, "channel": channel, "pixel": pixel}
    return Cell(css, ((sample - 1) * 6 + channel - 1) * 4 + pixel - 1, where)


AFTER = ".actnorm-batch:nth-of-type(2) .actnorm-unit"

ABOUT = About(
    make={
        "default": lambda: NormAxesExplorer(sample=2, channel=2),
        "rms": lambda: NormAxesExplorer(norm="rms", sample=4, channel=6, pixel=4, value=-4.5),
        "groups": lambda: NormAxesExplorer(norm="group", groups=3, batch=2, channel=5),
        "one by itself": lambda: NormAxesExplorer(np.arange(12.0).reshape(3, 4), batch=1),
    },
    marks=[
        Mark("the held value", ".actnorm-handle .actnorm-dot", lambda m: (m.value, None), x=0),
        Mark("the mean", ".actnorm-middle", lambda m: (spread(m)[0], None), x=0),
        Mark("one spread below", ".actnorm-spread", lambda m: (np.subtract(*spread(m)), None),
             x=0, at="start"),
        Mark("one spread above", ".actnorm-spread", lambda m: (sum(spread(m)), None),
             x=0, at="end"),
        Mark("the first value", ".actnorm-strokes", lambda m: (m.x[m.cells][0], None),
             x=0, at="start"),
        Mark("the last value", ".actnorm-strokes", lambda m: (m.x[m.cells][-1], None),
             x=0, at="end"),
    ],
    handles={"value of the held cell": Handle("value", axis=0)},
    cells=[
        cell(1, 1, 1), cell(1, 1, 2), cell(1, 1, 3), cell(3, 4, 2), cell(4, 6, 4),
        cell(2, 5, 1, AFTER), cell(2, 5, 3, AFTER), cell(4, 1, 4, AFTER),
    ],
)  # fmt: skip
