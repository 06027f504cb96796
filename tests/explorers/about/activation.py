"""The activation explorer."""

import numpy as np

from actnorm.explorers import ActivationExplorer

from ..net import About, Handle, Mark


def snake():
    return ActivationExplorer({"snake": lambda x: x + np.sin(x) ** 2}, threshold=0.01)


def beside():
    """Three beside the chosen one, with a kink and a jump among them."""
    return ActivationExplorer(name="gelu", compare=("relu", "silu", "step"), x=0.0)


def other(n, seen):
    """Where the n-th of those beside the chosen one is, or None where there are fewer."""

    def at(m):
        there = list(seen(m).values())[1:]
        return (m.x, there[n]) if n < len(there) else None

    return at


def is_kink(m):
    return any(kink.x == m.x for kink in m._explored[m.name].samples.kinks)


ABOUT = About(
    make={
        "default": ActivationExplorer,
        "gelu": lambda: ActivationExplorer(name="gelu", x=-3.0),
        "at a kink": lambda: ActivationExplorer(name="relu", x=0.0),
        "at a jump": lambda: ActivationExplorer(name="step", x=0.0),
        "own function": snake,
        "beside others": beside,
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
        *(
            Mark(f"{what} of another one, {n}", ".actnorm-at", other(n, seen), 2, y, nth=2 * n + k)
            for n in range(3)
            for k, (what, seen, y) in enumerate(
                [("the value", lambda m: m.values, 1), ("the slope", lambda m: m.slopes, 3)]
            )
        ),
    ],
    handles={"x": Handle("x", axis=2, surface=".actnorm-picture")},
)
