"""The softmax explorer."""

import numpy as np

from actnorm.explorers import SoftmaxExplorer

from ..net import About, Handle, Mark

CLASSES = ["cat", "dog", "fox"]


def five():
    return SoftmaxExplorer([1, 2, 3, 4, -5], offset=-55.0, temperature=2.2)


def marks(i):
    """What is drawn for one class; a state may have fewer."""

    def there(value):
        return lambda m: value(m) if i < len(m.logits) else None

    def sent(m):
        reach = m._controls["logits"]["max"]
        return float(np.clip(m.scores[i] / m.temperature, -reach, reach)), None

    return [
        Mark(
            f"score {i}",
            ".actnorm-handle .actnorm-dot",
            there(lambda m: (m.logits[i], None)),
            x=0,
            nth=i,
        ),
        Mark(f"what the exponential gets {i}", ".actnorm-sent", there(sent), x=0, nth=i),
        Mark(f"the way there {i}", ".actnorm-way", there(lambda m: (sent(m)[0], None)), x=0, nth=i,
             at="end"),
        Mark(
            f"the middle of bar {i}",
            ".actnorm-bars.is-solid",
            there(lambda m: (m.probabilities[i] / 2, None)),
            x=1,
            nth=i,
        ),
    ]  # fmt: skip


ABOUT = About(
    make={
        "default": lambda: SoftmaxExplorer([2.0, 1.0, -1.0], labels=CLASSES),
        "an overflow": lambda: SoftmaxExplorer(offset=800.0),
        "cold": lambda: SoftmaxExplorer(temperature=0.1),
        "two": lambda: SoftmaxExplorer([0.5, -0.5], offset=0.25),
        "five": five,
    },
    marks=[mark for i in range(5) for mark in marks(i)],
    handles={f"score of {name}": Handle(f"logits.{i}", axis=0) for i, name in enumerate(CLASSES)},
)
