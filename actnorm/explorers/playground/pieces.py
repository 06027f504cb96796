"""A stretch of a function in few numbers: what travels, and the samples that it becomes.

A piece is [end, halvings, f, g, c0, c1, …]. It reaches from where the piece before ends to `end`:
f′ is the Chebyshev series with the coefficients c times 5e-8, and f the integral of it that begins
with f and, by a straight line of what rounding left, ends with g. In 2 ** halvings equal parts it
becomes samples; pieces.js computes the same.
"""

import numpy as np

__all__ = ["cubics", "pieces", "unpacked"]

_QUANTUM = 5e-8  # of f′; smaller digits do not travel
_DIGITS = 9  # of f
_WIDE, _NARROW = 16.0, 2.0**-7  # how wide a piece is, if no kink is near; and a part of it at least
_NODES, _MOST = 32, 17  # places at which f′ is looked at, coefficients that are kept
_INSIDE = np.arange(1, 8) / 8  # where between two samples the error is looked at
_ANGLES = np.pi * (np.arange(_NODES) + 0.5) / _NODES
_BASIS = np.cos(np.outer(np.arange(_MOST + 1), _ANGLES)) * 2 / _NODES
_SMALL = 40  # letters: what takes fewer is not cut in two


def pieces(f, grad, left, right, tolerance):
    """Return the pieces from one kink, or end, to the next."""
    width = min(_WIDE, 2.0 ** np.floor(np.log2(right - left)))
    edges = np.append(np.arange(left, right, width), right)
    found = []
    for a, b in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        found += _cut(f, grad, a, b, tolerance)
    return found


def _cut(f, grad, a, b, tolerance, whole=None):
    """Return one piece, or as many as are needed, or as take fewer letters."""
    whole = whole or _piece(f, grad, a, b, tolerance)
    if b - a <= _NARROW or (whole[1] and len(str(whole[0])) <= _SMALL):
        return [whole[0]]
    middle = (a + b) / 2
    first, second = (_piece(f, grad, *ends, tolerance) for ends in ((a, middle), (middle, b)))
    fewer = len(str(first[0])) + len(str(second[0])) < len(str(whole[0]))
    if whole[1] and not (first[1] and second[1] and fewer):
        return [whole[0]]
    return [
        *_cut(f, grad, a, middle, tolerance, first),
        *_cut(f, grad, middle, b, tolerance, second),
    ]


def _piece(f, grad, a, b, tolerance):
    """Return the piece from a to b, and whether it is near enough."""
    slopes = grad(a + (b - a) * (1 + np.cos(_ANGLES)) / 2)
    series = _BASIS @ slopes
    series[0] /= 2
    whole = np.round(series / _QUANTUM).astype(int).tolist()
    near = not whole.pop()
    while whole and not whole[-1]:
        whole.pop()
    if not whole and slopes.any():  # a unit far out on a tail is flat, but it is not dead
        whole = [float(f"{series[0] / _QUANTUM:.2g}")]
    ends = np.array(f(np.array([np.nextafter(a, b), np.nextafter(b, a)])), dtype=float)
    ends[abs(ends) < np.finfo(float).tiny] = 0.0  # a zero's, a step beside it
    found = [b, 0, *(float(f"{end:.{_DIGITS}g}") for end in ends), *whole]
    while near:
        x, ours, slopes = unpacked(a, found)
        at = (x[:-1, None] + np.diff(x)[:, None] * _INSIDE).ravel()
        errors = zip(cubics(x, ours, slopes, at), (f(at), grad(at)), strict=True)
        if max(abs(mine - right).max() for mine, right in errors) < tolerance:
            return found, True
        found[1] += 1
        near = (b - a) / 2 ** found[1] >= _NARROW
    return [b, 0, *found[2:]], False


def unpacked(a, piece):
    """Return the samples of the piece that begins at `a`: x, f and f′, both ends included.

    Examples
    --------
    >>> x, f, grad = unpacked(0.0, [4.0, 1, 3.0, 7.0, 20_000_000])
    >>> x.tolist(), f.tolist(), grad.tolist()
    ([0.0, 2.0, 4.0], [3.0, 5.0, 7.0], [1.0, 1.0, 1.0])
    """
    b, halvings, begin, end, *whole = piece
    parts = 2**halvings
    share = np.arange(parts + 1) / parts
    t = 2 * share - 1
    c = [_QUANTUM * each for each in whole] or [0.0]
    c += [0.0, 0.0]
    sums = [0.0] + [
        ((2 if k == 1 else 1) * c[k - 1] - c[k + 1]) / (2 * k) for k in range(1, len(c) - 1)
    ]
    low, high = ((b - a) / 2 * _series(sums, side) for side in (-1.0, 1.0))
    rest = end - begin - (high - low)
    f = begin + ((b - a) / 2 * _series(sums, t) - low) + rest * share
    return a + (b - a) * share, f, _series(c, t)


def _series(c, t):
    """Return the sum of c times Chebyshev's polynomials, by Clenshaw's recurrence."""
    one, two = 0.0 * t, 0.0 * t
    for each in c[:0:-1]:
        one, two = 2 * t * one - two + each, one
    return t * one - two + c[0]


def cubics(at, f, grad, x):
    """Return the cubics through samples with their slopes, and their derivatives, at `x`."""
    k = np.clip(np.searchsorted(at, x, side="right") - 1, 0, len(at) - 2)
    h = at[k + 1] - at[k]
    rise = (f[k + 1] - f[k]) / h
    third = (grad[k] + grad[k + 1] - 2 * rise) / (h * h)
    second = (3 * rise - 2 * grad[k] - grad[k + 1]) / h
    t = x - at[k]
    return (
        f[k] + t * (grad[k] + t * (second + t * third)),
        grad[k] + t * (2 * second + 3 * t * third),
    )
