"""Samples of a function and its derivative, with the kinks kept apart.

Joining samples across a kink draws a slope that the function never has: across ReLU's it is wrong
by up to 0.8. So each kink carries what the two curves come to on either side of it, and the
curves are drawn piece by piece.
"""

from typing import NamedTuple

import numpy as np

__all__ = ["Kink", "Piece", "Samples", "sample"]


LIMIT = 1_000_000  # samples: a wider interval is a slip, and would fill the memory


class Kink(NamedTuple):
    """What f and f′ come to on the left of `x`, are at `x`, and come to on the right."""

    x: float
    f_left: float
    f: float
    f_right: float
    grad_left: float
    grad: float
    grad_right: float


class Piece(NamedTuple):
    """One stretch without a kink inside; at a kink its last value is the limit."""

    x: np.ndarray
    f: np.ndarray
    grad: np.ndarray


class Samples(NamedTuple):
    """f and f′ on a regular grid, and the kinks within it."""

    x: np.ndarray
    f: np.ndarray
    grad: np.ndarray
    kinks: tuple[Kink, ...]

    def pieces(self):
        """Cut the samples at the kinks."""
        cuts = [k for k in self.kinks if self.x[0] < k.x < self.x[-1]]
        out = []
        for left, right in zip([None, *cuts], [*cuts, None], strict=True):
            inside = np.ones(self.x.shape, bool)
            columns = [[], [], []]
            tails = [[], [], []]
            if left is not None:
                inside &= self.x > left.x
                columns = [[left.x], [left.f_right], [left.grad_right]]
            if right is not None:
                inside &= self.x < right.x
                tails = [[right.x], [right.f_left], [right.grad_left]]
            rows = zip(columns, (self.x, self.f, self.grad), tails, strict=True)
            out.append(Piece(*(np.concatenate([head, v[inside], tail]) for head, v, tail in rows)))
        return out


def sample(f, grad, *, kinks=(), lo=-8, hi=8, per_unit=10, reach=0.0):
    """Evaluate `f` and `grad` on the grid of the whole multiples of ``1 / per_unit``.

    Parameters
    ----------
    f, grad : callable
        Elementwise function and derivative.
    kinks : sequence of float
        Where the derivative jumps.
    lo, hi : int
        Ends of the grid.
    per_unit : int, default 10
        Samples in one unit. A grid point is the double nearest to its decimal, 3/10 and not
        0.1 + 0.1 + 0.1, so that a slider's 0.3 is a grid point.
    reach : float, default 0.0
        How far beside a kink the limits are read: 0.0 takes the neighbouring doubles; a
        derivative by central differences needs more than its own step.

    Returns
    -------
    Samples
    """
    if not 0 < (hi - lo) * per_unit <= LIMIT:
        raise ValueError(
            f"lo and hi must be an interval of at most {LIMIT // per_unit}, got {lo} and {hi}"
        )
    x = np.arange(lo * per_unit, hi * per_unit + 1) / per_unit
    at = np.array([k for k in kinks if lo <= k <= hi], dtype=float)
    with np.errstate(under="ignore"):  # the doubles beside 0 are subnormal
        left = np.minimum(np.nextafter(at, -np.inf), at - reach)
        right = np.maximum(np.nextafter(at, np.inf), at + reach)
        columns = (at, f(left), f(at), f(right), grad(left), grad(at), grad(right))
    rows = zip(*(np.asarray(c, dtype=float).tolist() for c in columns), strict=True)
    return Samples(x, np.asarray(f(x)), np.asarray(grad(x)), tuple(Kink(*row) for row in rows))
