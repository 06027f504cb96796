"""The tanh approximation of GELU, x σ(v) with v = x (A + B x²), and its derivative.

By symmetry only the left half is computed, as for GELU itself. There the exponential magnifies
the rounding of v up to 745 times, so that v is needed to more digits than a float64 has, and
float32 is computed in float64.
"""

import numpy as np

from actnorm.activations.pieces import indicator, minus_root, positive_part

# A = √(8/π) and B = 0.044715 A, each as a sum of two numbers, of which the first has so few bits
# that its product with a rounded x or x³ is exact. benchmarks/fit_gelu.py recomputes them.
_A = (1.5957691222429276, -6.37196839509747e-10)
_B = (0.07135486602783203, -4.975523178247366e-08)

# Where the derivative is 0, at -a₀, as a sum of three numbers; and exp(-v) there.
_ZERO = (0.7524614334106445, -1.1339628272762046e-08, 2.6178213808447144e-25)
_C = 0.29195521191476713459


def gelu_tanh(x):
    """Return ``max(x, 0) - a σ(-v)`` with ``a = |x|``."""
    a, half, rest = _tail(x)
    # σ(-v) = h / (h + 1/h) with h = exp(-v/2); the last h comes last: h² is subnormal too soon.
    return positive_part(x) - a / (half + 1 / half) * rest * half


def gelu_tanh_grad(x):
    """Return the derivative, ``σ(-v) σ(v) (1 + exp(-v) - a v')`` on the left, one minus it right.

    The bracket cancels near its zero. Its value there, which is 0, is taken from it in closed
    form: two terms of one sign are left, as for `silu_grad`.
    """
    a, half, rest = _tail(x)
    b = sum(_B)
    t = minus_root(a, _ZERO)
    zero = _ZERO[0] + _ZERO[1]
    q = b * (a * a + a * zero + zero * zero)
    bracket = _C * np.expm1(-t * (sum(_A) + q)) - t * (sum(_A) + 3 * q)
    e = 1 + half * half
    left = bracket / e * half / e * rest * half
    right = indicator(x)
    return right + (1 - 2 * right) * left


def _tail(x):
    """Return a, h and r with ``h * r * h = exp(-v(a))``, each exact to its last digits."""
    a = np.abs(x).astype(np.float64, copy=False).clip(0.0, 22.0)  # it has vanished from there on
    near = np.rint(64 * a) / 64  # 11 bits
    cube = near * near * near
    linear, cubic = _A[0] * near, _B[0] * cube  # exact, as is the sum of `high` and `lost`
    high = linear + cubic
    part = high - cubic
    lost = (linear - part) + (cubic - (high - part))
    slope = sum(_A) + sum(_B) * (a * a + a * near + near * near)
    low = lost + _A[1] * near + _B[1] * cube + (a - near) * slope
    v = high + low
    return a, np.exp(v / -2), 1 - (low - (v - high))
