"""What a StandardizeExplorer computes and says.

`js/standardize_math.js` and `js/standardize_words.js` do the same;
`tests/test_explorer_standardize.py` holds them together.
"""

from typing import NamedTuple

import numpy as np

from actnorm.explorers.words import fixed, small

__all__ = ["Descent", "Valley", "amount", "descend", "describe_descent", "path", "valley"]

_NEAR = 5e-3  # closer than that to mean 0 and standard deviation 1 shows as 0.00 and 1.00
_NOISE = 1e-10  # what is left of 1 after rounding


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


def describe_descent(pair, mu, sigma, lr, steps):
    """Say what a StandardizeExplorer shows, one sentence per line."""
    seen = valley(pair, mu, sigma)
    left = descend(seen, lr, steps)
    long = np.sqrt(seen.kappa)
    shape = (
        "The valley is as wide as it is long"
        if long < 1.005
        else f"The valley is {amount(long)} times as long as wide"
    )
    state, note = _state(pair, mu, sigma)
    return [
        state,
        f"{shape}: κ = {amount(seen.kappa)}.{note}",
        _progress(left, lr, steps),
        _end(left, lr),
    ]


def amount(value):
    """Write a number of 1 or more, of any size, in about three figures."""
    if value >= 1e9:
        return fixed(value)
    if value >= 1e6:
        return f"{fixed(value / 1e6, 0 if value >= 1e8 else 1)} million"
    return fixed(value, 0 if value >= 99.5 else 1 if value >= 9.95 else 2)


def _state(pair, mu, sigma):
    (v1, c, v2), (s1, s2) = pair["cov"], sigma
    means = [(m - t) / s for m, t, s in zip(pair["mean"], mu, sigma, strict=True)]
    stds = [np.sqrt(v1) / s1, np.sqrt(v2) / s2]
    centred = max(abs(m) for m in means) < _NEAR
    scaled = max(abs(s - 1) for s in stds) < _NEAR
    raw = tuple(mu) == (0, 0) and tuple(sigma) == (1, 1)
    name = {
        (True, True): "Standardized",
        (True, False): "Centred",
        (False, True): "Scaled, not centred",
        (False, False): "Raw" if raw else "Neither centred nor scaled",
    }[centred, scaled]
    note = f" All of that is correlation, r = {fixed(c / np.sqrt(v1 * v2), 3)}."
    both = (f"{small(a, 2)} and {small(b, 2)}" for a, b in (means, stds))
    line = "{}: x₁′ and x₂′ have means {} and standard deviations {}.".format(name, *both)
    return line, note if centred and scaled else ""


def _progress(left, lr, steps):
    after = f"After {steps} step{'' if steps == 1 else 's'}"
    if lr > 1 and steps:
        far = f"{amount(left.distance)} times as far from the goal as at the start"
        return f"{after} the weights are {far}."
    gone = (1 - v if 1 - v > _NOISE else 0.0 for v in (left.distance, left.loss))
    way, loss = (f"{small(100 * v, 1)}%" for v in gone)
    return f"{after}: {way} of the way to the goal, {loss} of the avoidable loss is gone."


def _end(left, lr):
    if lr > 1:
        return "The step is too large: each one overshoots by more than it corrects."
    if left.needed == np.inf:
        return "It never arrives: across the valley it bounces for ever."
    needed = amount(left.needed) if left.needed > 99 else fixed(left.needed, 0)
    return f"For 99% of the way, {needed} steps are enough."
