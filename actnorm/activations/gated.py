"""Functions that weight their input by a smooth gate: SiLU, Mish, and hard swish."""

import numpy as np

from actnorm.activations.elementwise import elementwise
from actnorm.activations.pieces import indicator, minus_root, patch

__all__ = ["hard_swish", "hard_swish_grad", "mish", "mish_grad", "silu", "silu_grad"]


def _lowest(x):
    """Return from where on exp(x) is subnormal, or exp(-x) overflows: there digits are lost."""
    return -87.0 if x.dtype == np.float32 else -708.0


@elementwise
def silu(x, *, out):
    r"""Sigmoid-weighted linear unit, :math:`x\,\sigma(x)`; also known as swish.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Smooth and not monotonic: the minimum is about -0.278, at x near -1.278.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    At -inf the value is the limit, 0, where ``x * sigmoid(x)`` gives NaN; and the left tail keeps
    its digits down to the last number that can be represented, at -751.

    References
    ----------
    .. [1] Elfwing, Uchibe and Doya (2018), arXiv:1702.03118.
    .. [2] Ramachandran, Zoph and Le (2017), arXiv:1710.05941.

    Examples
    --------
    >>> silu([-1.0, 0.0, 1.0]).round(3)
    array([-0.269,  0.   ,  0.731])
    """
    e = np.negative(x, out=out)
    np.exp(e, out=e)
    e += 1
    y = np.divide(x, e, out=e)
    return patch(y, x, _lowest(x), _times_exp)


def _times_exp(x):
    """Return ``x * exp(x)`` for very negative `x`: the last of it is left when exp(x) is not.

    In two halves, as exp(x) becomes subnormal, and loses its digits, long before the product does.
    """
    x = x.clip(-1000.0, 0.0)  # 0 from there on; -inf times 0 would be NaN
    half = np.exp(x / 2)
    return x * half * half


# Where the derivative is 0: the root of 1 + x + eˣ, as a sum of three numbers, of which the first
# is a float32, so that x minus the root is exact to the last digit in either precision.
_SILU_ROOT = (-1.2784645557403564, 1.297928265020314e-08, 7.021703633367596e-25)
_SILU_C = 0.27846454276107379511  # e to the root


@elementwise
def silu_grad(x):
    r"""Return the derivative of SiLU, :math:`\sigma(x)\,(1 + x\,\sigma(-x))`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Between about -0.0998 and 1.0998; 0 at x near -1.278.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    With :math:`e = e^x` the derivative is :math:`e\,(1 + x + e) / (1 + e)^2`, and near its
    zero :math:`x_0` the sum :math:`1 + x + e` cancels. Taking from it the same sum at
    :math:`x_0`, which is 0, leaves :math:`t + c\,(e^t - 1)` with :math:`t = x - x_0` and
    :math:`c = e^{x_0}`: the same number, as two terms of one sign.

    Examples
    --------
    >>> silu_grad([-100.0, 0.0, 100.0])
    array([-3.68287522e-42,  5.00000000e-01,  1.00000000e+00])
    """
    x = x.clip(-1000.0, 100.0)
    t = minus_root(x, _SILU_ROOT)
    h = _half_exp(x)
    e = h * h
    d = _difference(e, _SILU_C, t)
    return (t + d) / (1 + e) * h / (1 + e) * h


@elementwise
def mish(x, *, out):
    r"""Mish, :math:`x \tanh(\log(1 + e^x))`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Smooth and not monotonic: the minimum is about -0.309, at x near -1.192.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    With :math:`e = e^x` the hyperbolic tangent of the logarithm is the rational function
    :math:`e(e + 2) / (e(e + 2) + 2)`: one exponential instead of three functions in a row.

    References
    ----------
    .. [1] Misra (2020), arXiv:1908.08681.

    Examples
    --------
    >>> mish([-1.0, 0.0, 1.0]).round(3)
    array([-0.303,  0.   ,  0.865])
    """
    e = np.exp(x, out=out)
    n = e + 2
    n *= e
    np.add(n, 2, out=e)
    n /= e
    y = np.multiply(x, n, out=out)
    return patch(y, x, _lowest(x), _tails, high=40.0)  # e² is nothing, or overflows


def _tails(x):
    """Return ``x * exp(x)`` on the left, `x` on the right."""
    return np.where(x < 0, _times_exp(x), x)


# As for silu_grad: the root, e to the root, and the two coefficients that follow from them.
_MISH_ROOT = (-1.1924312114715576, -3.043937594950088e-09, -1.347533203363815e-25)
_MISH_C = 0.30348253528152892882
_MISH_K1 = 4.3034825352815289288  # c + 4
_MISH_K0 = 2.5363069322850393178  # c² + 4c + 6 + 4·root


@elementwise
def mish_grad(x):
    r"""Return the derivative of Mish.

    With :math:`e = e^x` it is
    :math:`e\,\bigl(e^3 + 4e^2 + 6e + 4 + 4x(e + 1)\bigr) / (e^2 + 2e + 2)^2`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Between about -0.113 and 1.088; 0 at x near -1.192.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    The sum in the numerator cancels near its zero :math:`x_0`. As in `silu_grad`, its value at
    :math:`x_0`, which is 0, is taken from it in closed form: with :math:`t = x - x_0`,
    :math:`c = e^{x_0}` and :math:`d = c\,(e^t - 1)` it is
    :math:`d\,(e^2 + (c + 4)\,e + c^2 + 4c + 6 + 4x_0) + 4t\,(e + 1)`, all of one sign.

    Examples
    --------
    >>> mish_grad([-100.0, 0.0, 100.0])
    array([-3.68287522e-42,  6.00000000e-01,  1.00000000e+00])
    """
    x = x.clip(-1000.0, 100.0)
    t = minus_root(x, _MISH_ROOT)
    h = _half_exp(x)
    e = h * h
    d = _difference(e, _MISH_C, t)
    n = e * (e + 2) + 2
    # Divided early, term by term: e³ overflows in float32.
    numerator = d * ((e * (e + _MISH_K1) + _MISH_K0) / n) + 4 * t * ((e + 1) / n)
    return numerator * h / n * h


def _half_exp(x):
    """Return exp(x / 2), of which the last factor is multiplied in last, as in `_times_exp`."""
    return np.exp(x / 2).clip(0.0, 2.0**30)  # nothing changes any more from there on


def _difference(e, c, t):
    """Return ``e - c`` for ``e = c·exp(t)`` without cancellation."""
    return np.copysign(np.maximum(e, c) * np.expm1(-np.abs(t)), t)


@elementwise
def hard_swish(x, *, out):
    r"""Hard swish, :math:`x \min(\max(x + 3, 0), 6) / 6`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        0 up to -3, `x` from 3 on; the minimum is -3/8, at -3/2.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    References
    ----------
    .. [1] Howard et al. (2019), arXiv:1905.02244.

    Examples
    --------
    >>> hard_swish([-4.0, -1.5, 0.0, 4.0])
    array([-0.   , -0.375,  0.   ,  4.   ])
    """
    value = np.add(x, 3, out=out).clip(0.0, 6.0, out=out)
    value *= 1 / 6  # 6 times it is 1 exactly, in either precision
    value *= x
    return patch(value, x, -np.finfo(x.dtype).max, lambda x: -np.zeros_like(x))  # 0 times inf


@elementwise
def hard_swish_grad(x):
    r"""Return the derivative of hard swish, :math:`(2x + 3) / 6` between -3 and 3.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        0 up to -3 and 1 from 3 on: at the kinks the outer value, PyTorch's convention.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    ``x / 3 + 0.5`` would be the same slope, but cancels with a rounding error near -3/2.

    Examples
    --------
    >>> hard_swish_grad([-3.0, 0.0, 3.0])
    array([0. , 0.5, 1. ])
    """
    inside = indicator(3 - np.abs(x))
    above = 1 - indicator(3 - x)
    return inside * (2 * x.clip(-3.0, 3.0) + 3) / 6 + above
