"""GELU: the input weighted by the Gaussian's cumulative distribution."""

import numpy as np

from actnorm.activations.elementwise import elementwise
from actnorm.activations.gelu_tanh import gelu_tanh, gelu_tanh_grad
from actnorm.activations.pieces import indicator, minus_root, positive_part

__all__ = ["gelu", "gelu_grad"]

# exp(a²/2) Φ(-a) for a >= 0 as P(a) / Q(a), highest power first, up to where GELU underflows:
# relative error below 8e-9 for float32 and 2e-18 for float64. No coefficient is negative, so
# nothing cancels. benchmarks/fit_gelu.py recomputes them. (SciPy's ndtr is the alternative: in
# float32 it is several times slower, and it loses three digits in the tail, to the rounding of a².)
_TAIL = {
    np.dtype(np.float32): (
        (0.004133771422826337, 0.040762549732638535, 0.18363659023322754,
         0.43886405102623693, 0.5000000030286291),
        (0.010361715212146358, 0.10218274103941301, 0.4705250691191615, 1.20421437193454,
         1.6756130601478558, 1.0),
    ),
    np.dtype(np.float64): (
        (2.247881452734858e-07, 6.992487135842787e-06, 0.00010679282974747658,
         0.0010415692059540713, 0.0071336690471990975, 0.03571271927887197,
         0.13217986416336253, 0.35762056291621364, 0.6799701543740145, 0.8281589130962839,
         0.5),
        (5.634603207442598e-07, 1.752756596472539e-05, 0.0002682533868905931,
         0.002628354387791229, 0.018148019532728495, 0.09209428388356074,
         0.348677489043318, 0.9808940870701498, 2.0026283131175506, 2.818110502417216,
         2.4542023869954335, 1.0),
    ),
}  # fmt: skip

# (exp(a²/2) Φ(-a) - a/√(2π)) / (a₀ - a) likewise: the derivative with its zero divided out.
_SLOPE_TAIL = {
    np.dtype(np.float32): (
        (0.010478708425308752, 0.09592997273695056, 0.37862173436402125,
         0.7543200056555259, 0.6650779894771359),
        (0.026266081491284777, 0.22072118135929816, 0.7944050475171646, 1.3997954055730613, 1.0),
    ),
    np.dtype(np.float64): (
        (8.096405444786583e-07, 2.4399971977394578e-05, 0.0003556083295004131,
         0.00326702073038462, 0.0208133090864807, 0.09565490944345928, 0.3203602724811889,
         0.7715062983503796, 1.2807167466678493, 1.3303920243251972, 0.6650779951314343),
        (2.0294678810777094e-06, 5.963592290613889e-05, 0.0008474265439304866,
         0.007578712114103732, 0.04686005004510575, 0.20806848921060342,
         0.6687847919885158, 1.5308415577543888, 2.380841752586071, 2.265968028158057,
         1.0),
    ),
}  # fmt: skip

# a₀, as a sum of three numbers, of which the first is a float32 (as for silu_grad).
_ZERO = (0.7517915368080139, -1.211444945855772e-08, -2.869037074309186e-25)


@elementwise
def gelu(x, *, approximate="none", out):
    r"""Gaussian error linear unit, :math:`x\,\Phi(x)`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.
    approximate : {"none", "tanh"}, default "none"
        ``"tanh"`` gives the approximation
        :math:`\tfrac{x}{2}\bigl(1 + \tanh\bigl(\sqrt{2/\pi}\,(x + 0.044715\,x^3)\bigr)\bigr)`,
        which differs from :math:`x\,\Phi(x)` by up to 5e-4.

    Returns
    -------
    ndarray, shape of `x`
        Smooth and not monotonic: the minimum is about -0.170, at x near -0.752.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.
    ValueError
        If `approximate` is neither ``"none"`` nor ``"tanh"``.

    Notes
    -----
    :math:`\Phi` is the cumulative distribution of the standard normal. Computed as
    :math:`\max(x, 0) - |x|\,\Phi(-|x|)`, which is exact by symmetry: the usual
    ``0.5 * x * (1 + erf(x / sqrt(2)))`` cancels on the negative side and is 0 below -8.3
    (below -5.5 in float32), where GELU goes on to -38.6.

    References
    ----------
    .. [1] Hendrycks and Gimpel (2016), arXiv:1606.08415.

    Examples
    --------
    >>> gelu([-10.0, -1.0, 0.0, 1.0])
    array([-7.61985302e-23, -1.58655254e-01,  0.00000000e+00,  8.41344746e-01])
    """
    _check_approximate(approximate)
    if approximate == "tanh":
        return gelu_tanh(x)
    a = _distance(x, out)
    left = _rational(_TAIL, a)
    left *= a
    for factor in _gaussian(a):
        left *= factor
    return np.subtract(positive_part(x, out), left, out=out)


@elementwise
def gelu_grad(x, *, approximate="none", out):
    r"""Return the derivative of GELU, :math:`\Phi(x) + x\,\varphi(x)`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.
    approximate : {"none", "tanh"}, default "none"
        Which of the two functions to differentiate.

    Returns
    -------
    ndarray, shape of `x`
        Between about -0.13 and 1.13; 0 at x near -0.752.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.
    ValueError
        If `approximate` is neither ``"none"`` nor ``"tanh"``.

    Notes
    -----
    :math:`\varphi` is the density of the standard normal. The derivative on the right is one
    minus the derivative on the left, so that only the left tail has to be computed. Near its
    zero the two terms of the formula cancel; computed as the distance from the zero times a
    positive function, the derivative keeps its digits there.

    Examples
    --------
    >>> gelu_grad([-10.0, 0.0, 10.0])
    array([-7.6184001e-22,  5.0000000e-01,  1.0000000e+00])
    """
    _check_approximate(approximate)
    if approximate == "tanh":
        return gelu_tanh_grad(x)
    a = _distance(x, out)
    left = _rational(_SLOPE_TAIL, a)
    left *= minus_root(a, _ZERO)
    for factor in _gaussian(a):
        left *= factor
    right = indicator(x)
    return np.add(right, (2 * right - 1) * left, out=out)


def _check_approximate(approximate):
    if not isinstance(approximate, str) or approximate not in ("none", "tanh"):
        raise ValueError(f'approximate must be "none" or "tanh"; got {approximate!r}')


def _distance(x, out):
    """Return |x|, capped where the Gaussian tail has vanished (inf times 0 would be NaN)."""
    return np.abs(x, out=out).clip(0.0, 15.0 if x.dtype == np.float32 else 40.0, out=out)


def _rational(table, a):
    p, q = (_horner(coefficients, a) for coefficients in table[a.dtype])
    p /= q
    return p


def _horner(coefficients, a):
    value = coefficients[0] * a
    for coefficient in coefficients[1:-1]:
        value += coefficient
        value *= a
    value += coefficients[-1]
    return value


def _gaussian(a):
    """Return h, r and h, three factors of exp(-a²/2), each exact to its last digits.

    The rounding of a² alone would be magnified a²/2 times, 700 times in the tail; `r` takes it
    back. It follows from `a` rounded to sixteenths, whose square is exact. In two halves, the
    factor in front can be multiplied in before the product becomes subnormal.
    """
    sixteenths = 1.5 * 2.0 ** (np.finfo(a.dtype).nmant - 4)  # added, it leaves no smaller digits
    near = a + sixteenths
    near -= sixteenths
    square = a * a
    rest = near * near
    rest -= square
    distance = a - near
    near += a
    distance *= near
    rest += distance
    rest *= -0.5
    rest += 1
    square *= -0.25
    half = np.exp(square, out=square)
    return half, rest, half
