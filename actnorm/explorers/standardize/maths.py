"""Least squares on two features of which mu is taken off and which are divided by sigma.

The valley of its loss and the descent into it, in closed form from the features' moments; math.js
does the same.
"""

from typing import NamedTuple

import numpy as np

__all__ = ["Descent", "Valley", "descend", "path", "valley"]


class Valley(NamedTuple):
    """The loss over two weights: its Hessian's eigenvalues, steepest first, and its goal.

    `axes` holds the unit vector of the steepest direction; `reach` the way from the start, which
    is at weights 0, to the goal, along both directions.
    """

    moments: tuple
    steep: float
    flat: float
    axes: tuple
    goal: tuple
    reach: tuple

    @property
    def kappa(self):
        """The condition number."""
        return self.steep / self.flat


class Descent(NamedTuple):
    """Where gradient descent stands: shares left of the distance and of the avoidable loss."""

    distance: float
    loss: float
    needed: float


def valley(pair, mu, sigma):
    """Return the `Valley` of least squares without a bias on (x - mu) / sigma.

    `pair` holds `mean`, `cov` (variance, covariance, variance) and `cross` (covariances with the
    centred target).
    """
    (v1, c, v2), (s1, s2) = pair["cov"], sigma
    d1, d2 = (m - t for m, t in zip(pair["mean"], mu, strict=True))
    h11, h12, h22 = (
        (v1 + d1 * d1) / (s1 * s1),
        (c + d1 * d2) / (s1 * s2),
        (v2 + d2 * d2) / (s2 * s2),
    )
    g1, g2 = pair["cross"][0] / s1, pair["cross"][1] / s2
    # h11 h22 - h12² would lose the digits of a long valley; multiplied out it does not.
    det = (v1 * v2 - c * c + (v1 * d2 * d2 + v2 * d1 * d1 - 2 * c * d1 * d2)) / (s1 * s1 * s2 * s2)
    half = (h11 - h22) / 2
    root = np.sqrt(half * half + h12 * h12)
    steep = (h11 + h22) / 2 + root
    flat = det / steep
    if root == 0:
        u1, u2 = 1.0, 0.0
    elif half >= 0:
        u1 = np.sqrt((1 + half / root) / 2)
        u2 = h12 / root / (2 * u1)
    else:
        u2 = np.sqrt((1 - half / root) / 2)
        u1 = h12 / root / (2 * u2)
    a1, a2 = (u1 * g1 + u2 * g2) / steep, (u1 * g2 - u2 * g1) / flat
    goal = u1 * a1 - u2 * a2, u2 * a1 + u1 * a2
    return Valley((h11, h12, h22), steep, flat, (u1, u2), goal, (a1, a2))


def descend(seen, lr, steps):
    """Return the `Descent` after `steps` steps of `lr` times the largest stable step 2/λmax."""
    shrink = 1 - 2 * lr, 1 - 2 * lr * (seen.flat / seen.steep)
    left = [a * e**steps for a, e in zip(seen.reach, shrink, strict=True)]
    a1, a2 = seen.reach
    distance = np.sqrt((left[0] ** 2 + left[1] ** 2) / (a1 * a1 + a2 * a2))
    loss = (seen.steep * left[0] ** 2 + seen.flat * left[1] ** 2) / (
        seen.steep * a1 * a1 + seen.flat * a2 * a2
    )
    rates = abs(1 - 2 * lr), 2 * lr * (seen.flat / seen.steep)
    with np.errstate(divide="ignore"):  # one step may be enough: log 0
        slowest = max(
            np.log(rates[0]), np.log1p(-rates[1]) if rates[1] < 1 else np.log(rates[1] - 1)
        )
    needed = np.inf if slowest >= 0 else max(1.0, np.ceil(np.log(0.01) / slowest))
    return Descent(float(distance), float(loss), float(needed))


def path(seen, lr, steps):
    """Return the weights minus the goal after 0, 1, …, `steps` steps, shape (steps + 1, 2)."""
    k = np.arange(steps + 1)
    p = -seen.reach[0] * (1 - 2 * lr) ** k
    q = -seen.reach[1] * (1 - 2 * lr * (seen.flat / seen.steep)) ** k
    u1, u2 = seen.axes
    return np.stack([u1 * p - u2 * q, u2 * p + u1 * q], axis=1)
