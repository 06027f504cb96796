"""Recompute the numbers of ``actnorm/activations/gaussian.py`` and ``gelu_tanh.py`` with mpmath.

Two functions of a >= 0 are fitted by rational functions P/Q over [0, A], where A is the last
`a` whose GELU can still be represented: the scaled Gaussian tail t(a) = exp(a²/2) Φ(-a), and
(t(a) - a/√(2π)) / (a₀ - a), which is what remains of GELU's derivative when its zero a₀ has
been divided out. Linearized least squares, reweighted first by 1/Q (so that it is the error of
P/Q that counts, Sanathanan and Koerner 1963, doi:10.1109/TAC.1963.1105517), then towards the
points with the largest relative error (Lawson's way to the best uniform approximation).
"""

import mpmath as mp
import numpy as np

ROUNDS = 12


def tail(a):
    return mp.erfc(a / mp.sqrt(2)) * mp.exp(a * a / 2) / 2


def slope_tail(a, zero):
    return (tail(a) - a / mp.sqrt(2 * mp.pi)) / (zero - a)


def nodes(end, count):
    """Chebyshev nodes of [0, end] in the variable a / (a + 2), which crowds them near 0."""
    top = end / (end + mp.mpf(2))
    s = [top * (1 - mp.cos(mp.pi * (2 * k + 1) / (2 * count))) / 2 for k in range(count)]
    return [2 * t / (1 - t) for t in s]


def fit(target, p_terms, q_degree, end):
    """Return P, Q (coefficients, lowest power first; Q starts with 1) and the largest error."""
    a = nodes(end, 4 * q_degree)
    f = [target(t) for t in a]
    lawson = weights = [mp.mpf(1)] * len(a)
    for _ in range(ROUNDS):
        rows = mp.matrix(len(a), p_terms + q_degree)
        right = mp.matrix(len(a), 1)
        for i, (t, value) in enumerate(zip(a, f, strict=True)):
            right[i] = scale = mp.sqrt(lawson[i]) * weights[i]
            for j in range(p_terms):
                rows[i, j] = scale * t**j / value
            for j in range(1, q_degree + 1):
                rows[i, p_terms + j - 1] = -scale * t**j
        solution = list(mp.lu_solve(rows, right))
        p, q = solution[:p_terms], [mp.mpf(1), *solution[p_terms:]]
        weights = [1 / mp.polyval(q[::-1], t) for t in a]
        errors = [relative_error(target, p, q, t) for t in a]
        worst = max(errors)
        lawson = [w * (e / worst + mp.mpf("0.02")) for w, e in zip(lawson, errors, strict=True)]
        lawson = [w / max(lawson) for w in lawson]
    return p, q, max(relative_error(target, p, q, t) for t in nodes(end, 400))


def relative_error(target, p, q, t):
    return abs(mp.polyval(p[::-1], t) / mp.polyval(q[::-1], t) / target(t) - 1)


def in_three(zero):
    """Return the zero as a sum of three numbers, of which the first is a float32."""
    high = float(np.float32(float(zero)))
    middle = float(zero - high)
    return high, middle, float(zero - mp.mpf(high) - mp.mpf(middle))


def in_two(value, bits):
    """Return the value as a sum of two numbers, of which the first has so many bits."""
    mantissa, exponent = mp.frexp(value)
    high = mp.ldexp(mp.nint(mp.ldexp(mantissa, bits)), exponent - bits)
    return float(high), float(value - high)


def tanh_approximation():
    a, b = mp.sqrt(8 / mp.pi), mp.sqrt(8 / mp.pi) * mp.mpf("0.044715")
    print("gelu_tanh: A", in_two(a, 30), "B", in_two(b, 20))

    def v(x):
        return x * (a + b * x * x)

    zero = mp.findroot(lambda x: 1 + mp.exp(-v(x)) - x * (a + 3 * b * x * x), mp.mpf("0.7525"))
    print("gelu_tanh: zero", in_three(zero), "exp(-v) there", mp.nstr(mp.exp(-v(zero)), 20))


def main():
    mp.mp.dps = 60
    tanh_approximation()
    zero = mp.findroot(lambda a: tail(a) - a / mp.sqrt(2 * mp.pi), mp.mpf("0.75"))
    print("zero", in_three(zero))
    for dtype, terms, end in (("float32", 5, 15), ("float64", 11, 40)):
        for name, target, q_degree in (
            ("tail", tail, terms),
            ("slope tail", lambda a: slope_tail(a, zero), terms - 1),
        ):
            p, q, error = fit(target, terms, q_degree, mp.mpf(end))
            print(f"{dtype}, {name}: largest relative error {mp.nstr(error, 3)}")
            print("P", [float(c) for c in reversed(p)])
            print("Q", [float(c) for c in reversed(q)])


if __name__ == "__main__":
    main()
