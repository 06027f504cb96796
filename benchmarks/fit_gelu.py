"""Recompute the coefficients of ``actnorm/activations/gaussian.py`` with mpmath.

The scaled Gaussian tail ``exp(a²/2) Φ(-a)`` is fitted by a rational function P/Q over
[0, A], where A is the last `a` whose GELU can still be represented. Linearized least
squares, reweighted first by 1/Q (so that it is the error of P/Q that counts, Sanathanan and
Koerner 1963, doi:10.1109/TAC.1963.1105517), then towards the points with the largest
relative error (Lawson's way to the best uniform approximation).
"""

import mpmath as mp

ROUNDS = 12


def tail(a):
    return mp.erfc(a / mp.sqrt(2)) * mp.exp(a * a / 2) / 2


def nodes(end, count):
    """Chebyshev nodes of [0, end] in the variable a / (a + 2), which crowds them near 0."""
    top = end / (end + mp.mpf(2))
    s = [top * (1 - mp.cos(mp.pi * (2 * k + 1) / (2 * count))) / 2 for k in range(count)]
    return [2 * t / (1 - t) for t in s]


def fit(degree, end):
    """Return P, Q (coefficients, lowest power first; Q starts with 1) and the largest error."""
    a = nodes(end, 4 * degree)
    f = [tail(t) for t in a]
    lawson = weights = [mp.mpf(1)] * len(a)
    for _ in range(ROUNDS):
        rows = mp.matrix(len(a), 2 * degree)
        right = mp.matrix(len(a), 1)
        for i, (t, value) in enumerate(zip(a, f, strict=True)):
            right[i] = scale = mp.sqrt(lawson[i]) * weights[i]
            for j in range(degree):
                rows[i, j] = scale * t**j / value
                rows[i, degree + j] = -scale * t ** (j + 1)
        solution = list(mp.lu_solve(rows, right))
        p, q = solution[:degree], [mp.mpf(1), *solution[degree:]]
        weights = [1 / mp.polyval(q[::-1], t) for t in a]
        errors = [relative_error(p, q, t) for t in a]
        lawson = [
            w * (e / max(errors) + mp.mpf("0.02")) for w, e in zip(lawson, errors, strict=True)
        ]
        lawson = [w / max(lawson) for w in lawson]
    return p, q, max(relative_error(p, q, t) for t in nodes(end, 400))


def relative_error(p, q, t):
    return abs(mp.polyval(p[::-1], t) / mp.polyval(q[::-1], t) / tail(t) - 1)


if __name__ == "__main__":
    mp.mp.dps = 60
    for dtype, degree, end in (("float32", 5, 15), ("float64", 11, 40)):
        p, q, error = fit(degree, mp.mpf(end))
        print(f"{dtype}: largest relative error {mp.nstr(error, 3)}, highest power first")
        print("P", [float(c) for c in reversed(p)])
        print("Q", [float(c) for c in reversed(q)])
