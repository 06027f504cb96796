"""The standardize explorer."""

import numpy as np

from actnorm.explorers import StandardizeExplorer
from actnorm.explorers.standardize.maths import path

from ..net import About, Handle, Mark

X = np.array([[1.0, 300.0], [2.0, 100.0], [4.0, 900.0], [5.0, 100.0]])


def standardized():
    explorer = StandardizeExplorer(lr=0.4, steps=7)
    explorer.use_own()
    return explorer


def mu_at(m, k):
    """Give the stop of the held feature's μ."""
    i = m.held - 1
    return float(f"{m.shown['lo'][i] + k * m.shown['step'][i]:.10g}")


def strip(m, sign):
    """Give μ plus so many σ of the held feature, as far as the strip goes."""
    i = m.held - 1
    return float(np.clip(m.mu[i] + sign * m.sigma[i], mu_at(m, 0), mu_at(m, 100))), None


def cloud(m, side, which):
    """Give the first or the last point of one half of the target."""
    points = np.transpose(m.shown["points"])[np.array(m.shown["upper"]) == side]
    return (points[which, 0] - m.mu[0]) / m.sigma[0], None


def goal(m):
    """Give the least squares solution, from the moments of the data and NumPy alone."""
    hessian = np.empty((2, 2))
    hessian[0, 0], hessian[0, 1], hessian[1, 1] = m.valley.moments
    hessian[1, 0] = hessian[0, 1]
    return np.linalg.solve(hessian, np.array(m.shown["cross"]) / m.sigma)


def ended(m):
    """Give where the descent stands, if that is in sight."""
    along = path(m.valley, m.lr, m.steps)[-1][0]
    return along + goal(m)[0] if abs(along) < 2 * np.hypot(*m.valley.reach) else None


def own(m):
    """Give the data's own statistics, from the data alone."""
    from sklearn.datasets import load_wine

    x = load_wine().data[:, [0, 12]]
    return x.mean(axis=0), x.std(axis=0)


ABOUT = About(
    make={
        "default": StandardizeExplorer,
        "standardized": standardized,
        "first held, another pair": lambda: StandardizeExplorer(
            pair="cells: area, smoothness", held=1, mu=(500.0, 0.1), sigma=(200.0, 0.02), lr=0.95
        ),
        "too large a step": lambda: StandardizeExplorer(
            mu=(13.0, 747.0), sigma=(0.8, 300.0), lr=1.05, steps=3
        ),
        "own data": lambda: StandardizeExplorer(X, [0, 0, 1, 1], features=("a", "b"), steps=0),
    },
    marks=[
        Mark("μ", ".actnorm-handle .actnorm-dot", lambda m: strip(m, 0), 0),
        Mark("one σ below", ".actnorm-width", lambda m: strip(m, -1), 0, at="start"),
        Mark("one σ above", ".actnorm-width", lambda m: strip(m, 1), 0, at="end"),
        *[
            Mark(
                f"{at} of {name}", f".actnorm-cloud.is-{role}",
                lambda m, side=side, which=which: cloud(m, side, which), 1, at=at,
            )
            for role, name, side in (("muted", "the lower half", 0), ("input", "the upper half", 1))
            for at, which in (("start", 0), ("end", -1))
        ],
        Mark("mean and spread of the data", ".actnorm-contour.is-strong", lambda m: (0.0, None), 1),
        Mark("the start", ".actnorm-start", lambda m: (0.0, None), 3),
        Mark("the goal", ".actnorm-goal", lambda m: (goal(m)[0], None), 3),
        Mark("the way's start", ".actnorm-trail", lambda m: (0.0, None), 3, at="start"),
        Mark("the way's end", ".actnorm-trail", lambda m: (ended(m), None), 3, at="end"),
        Mark(
            "the last step", ".actnorm-cloud.is-gradient", lambda m: (ended(m), None), 3, at="end"
        ),
    ],
    buttons={
        "Own σ": lambda m: {"mu": [0, 0], "sigma": own(m)[1]},
        "Own μ": lambda m: {"mu": own(m)[0], "sigma": own(m)[1]},
        "Own μ and σ": lambda m: {"mu": own(m)[0], "sigma": own(m)[1]},
    },
    handles={"μ of the held feature": Handle("mu.1", axis=0)},
    stops={"mu": mu_at},
)  # fmt: skip
