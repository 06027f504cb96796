"""The activation explorer."""

import numpy as np

from actnorm.explorers import ActivationExplorer

from ..net import About, Handle, Mark


def snake():
    return ActivationExplorer({"snake": lambda x: x + np.sin(x) ** 2}, threshold=0.01)


def is_kink(m):
    return any(kink.x == m.x for kink in m._explored[m.name].samples.kinks)


ABOUT = About(
    make={
        "default": ActivationExplorer,
        "gelu": lambda: ActivationExplorer(name="gelu", x=-3.0),
        "at a kink": lambda: ActivationExplorer(name="relu", x=0.0),
        "at a jump": lambda: ActivationExplorer(name="step", x=0.0),
        "own function": snake,
    },
    marks=[
        Mark("the point", ".actnorm-handle .actnorm-dot", lambda m: (m.x, m.value), x=2, y=1),
        Mark("the slope", ".actnorm-mark.is-gradient", lambda m: (m.x, m.slope), x=2, y=3),
        Mark("the stem", ".actnorm-stem", lambda m: (m.x, m.slope), x=2, y=3, at="end"),
        Mark("the guide", ".actnorm-guide", lambda m: (m.x, None), x=2, at="start"),
        Mark(
            "the tangent, none at a kink",
            ".actnorm-tangent",
            lambda m: None if is_kink(m) else (None, m.slope),
            x=2,
            y=1,
            at="slope",
        ),
    ],
    handles={"x": Handle("x", axis=2, surface=".actnorm-picture")},
)
