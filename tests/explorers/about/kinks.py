"""The kinks explorer."""

import numpy as np

from actnorm.explorers import KinksExplorer

from ..net import About, Handle, Mark


def one(m, j):
    """Give the place of a kink, and its height as far as the picture goes."""
    level = m._controls["level"]
    if j >= len(m.kinks):
        return None
    return m.kinks[j], float(np.clip(m.y(m.kinks[j]), level["min"], level["max"]))


def end(m, side):
    x = m._controls["kinks"][side]
    return x, float(m.y(x))


def piece(m, j, side):
    if j >= len(m.kinks):
        return None
    x = m._controls["kinks"][side]
    rest = x - m.kinks[j]
    return x, m.turns[j] * (max(0.0, rest) if m.bend else rest)


def worst(m, side):
    """Give both ends of the largest error, where there is but one."""
    x, y, _ = m.points
    error = np.abs(m.y(x) - y)
    i = error.argmax()
    if np.sort(error)[-2] > (1 - 1e-9) * error[i]:
        return None, None
    return x[i], float(y[i] if side == "start" else m.y(x[i]))


def fitted(m):
    """Give the least squares solution for the kinks as they are, from NumPy alone."""
    x, y, _ = m.points
    rest = np.subtract.outer(x, m.kinks)
    columns = np.column_stack([np.ones_like(x), np.maximum(rest, 0)])
    level, *turns = np.linalg.lstsq(columns, y, rcond=None)[0]
    return {"level": level, "turns": turns}


ABOUT = About(
    make={
        "default": KinksExplorer,
        "without the bend": lambda: KinksExplorer("bump", bend=False, turns=[1, -2, 0.5, 0, 1.5]),
        "measured, one kink": lambda: KinksExplorer(
            "tumours (measured)", kinks=[-0.5], turns=[0.4]
        ),
        "eight, the last held": lambda: KinksExplorer(
            "step", kinks=8, turns=[0.5, -1, 1, 0, 0, 2, -3, 1], held=7, level=0.4
        ),
        "own points, large": lambda: KinksExplorer(
            ([2e5, 3e5, 5e5, 6e5], [10, 40, 20, 30]), kinks=[2e5, 4e5], turns=[1e-4, -3e-4], held=1
        ),
    },
    marks=[
        *[
            Mark(
                f"kink {j + 1}", ".actnorm-handle .actnorm-dot", lambda m, j=j: one(m, j), 0, 1,
                nth=j,
            )
            for j in range(8)
        ],
        *[
            Mark(f"the curve's {at}", ".actnorm-curve", lambda m, s=s: end(m, s), 0, 1, at=at)
            for at, s in (("start", "min"), ("end", "max"))
        ],
        *[
            Mark(
                f"the largest error's {at}", ".actnorm-stem", lambda m, at=at: worst(m, at), 0, 1,
                at=at,
            )
            for at in ("start", "end")
        ],
        *[
            Mark(
                f"the {at} of piece {j + 1}", ".actnorm-piece", lambda m, j=j, s=s: piece(m, j, s),
                2, 3, at=at, nth=j,
            )
            for at, s in (("start", "min"), ("end", "max"))
            for j in (0, 3, 7)
        ],
        Mark(
            "the held piece", ".actnorm-piece.is-accent", lambda m: piece(m, m.held, "max"), 2, 3,
            at="end",
        ),
        Mark(
            "the held kink", ".actnorm-handle.is-held .actnorm-dot", lambda m: one(m, m.held), 0, 1
        ),
        *[
            Mark(
                f"the target's {at}", ":is(.actnorm-aim, .actnorm-dots)",
                lambda m, i=i: (m.points.x[i], m.points.y[i]), 0, 1, at=at,
            )
            for at, i in (("start", 0), ("end", -1))
        ],
    ],
    buttons={
        "Least-squares fit": fitted,
        "Spread evenly": lambda m: {"kinks": [-3.0, -1.8, -0.6, 0.6, 1.8]},
        "Linear only": lambda m: {"bend": False},
    },
    handles={f"kink {j + 1}": Handle(f"kinks.{j}", axis=0) for j in range(5)},
)  # fmt: skip
