"""The exponential linear units: ELU, SELU, CELU."""

import numpy as np

from actnorm.activations.elementwise import elementwise
from actnorm.activations.pieces import indicator, negative_part, positive_part, widen
from actnorm.dtypes import check_finite

__all__ = ["celu", "celu_grad", "elu", "elu_grad", "selu", "selu_grad"]


def _scaled_expm1(scale, x):
    """Return ``scale * (exp(x) - 1)``, over `x`."""
    np.expm1(x, out=x)
    x *= scale
    return x


def _scaled_exp(alpha, x):
    """Return ``alpha * exp(x)`` for ``x <= 0``, without underflow where `alpha` makes up for it."""
    if abs(alpha) <= 4:
        return alpha * np.exp(x)
    half = np.exp(x / 2)
    return alpha * half * half


@elementwise
def elu(x, *, alpha=1.0, out):
    r"""Exponential linear unit, :math:`x` for :math:`x > 0`, else :math:`\alpha(e^x - 1)`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.
    alpha : float, default 1.0
        Minus the value at -inf, any finite number.

    Returns
    -------
    ndarray, shape of `x`
        Values in [-alpha, inf).

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers or `alpha` is not a number.
    ValueError
        If `alpha` is not finite.

    Notes
    -----
    ``exp(x) - 1`` loses small values of `x` to cancellation: at -1e-17 nothing is left.

    References
    ----------
    .. [1] Clevert, Unterthiner and Hochreiter (2016), arXiv:1511.07289.

    Examples
    --------
    >>> elu([-1.0, 0.0, 1.0]).round(3)
    array([-0.632,  0.   ,  1.   ])
    """
    alpha = check_finite("alpha", alpha)
    x = widen(x, alpha)
    left = _scaled_expm1(alpha, negative_part(x))
    if 0 < alpha <= 1:  # the curve lies above the straight line
        return np.maximum(x, left, out=out)
    return np.add(positive_part(x, out), left, out=out)


@elementwise
def elu_grad(x, *, alpha=1.0):
    r"""Return the derivative of ELU, 1 for :math:`x > 0`, else :math:`\alpha e^x`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.
    alpha : float, default 1.0
        As in `elu`.

    Returns
    -------
    ndarray, shape of `x`
        At 0, a kink unless ``alpha = 1``, it is `alpha`, PyTorch's convention.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers or `alpha` is not a number.
    ValueError
        If `alpha` is not finite.

    Examples
    --------
    >>> elu_grad([-1.0, 0.0, 1.0], alpha=2.0).round(3)
    array([0.736, 2.   , 1.   ])
    """
    alpha = check_finite("alpha", alpha)
    x = widen(x, alpha)
    positive = indicator(x)
    return positive + (1 - positive) * _scaled_exp(alpha, negative_part(x))


_ALPHA = 1.6732632423543772
_SCALE = 1.0507009873554805


@elementwise
def selu(x, *, out):
    r"""Scaled ELU, :math:`\lambda x` for :math:`x > 0`, else :math:`\lambda\alpha(e^x - 1)`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Values in [-1.7581, inf).

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    :math:`\lambda = 1.0507…` and :math:`\alpha = 1.6733…` are chosen so that mean 0 and
    variance 1 are a fixed point of a layer with suitably initialized weights.

    References
    ----------
    .. [1] Klambauer, Unterthiner, Mayr and Hochreiter (2017), arXiv:1706.02515.

    Examples
    --------
    >>> selu([-1.0, 0.0, 1.0]).round(3)
    array([-1.111,  0.   ,  1.051])
    """
    left = _scaled_expm1(_SCALE * _ALPHA, negative_part(x))
    y = positive_part(x, out)
    y *= _SCALE
    y += left
    return y


@elementwise
def selu_grad(x):
    r"""Return the derivative of SELU, :math:`\lambda` or :math:`\lambda\alpha e^x`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        At the kink, ``x = 0``, it is :math:`\lambda\alpha`, PyTorch's convention.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Examples
    --------
    >>> selu_grad([-1.0, 0.0, 1.0]).round(3)
    array([0.647, 1.758, 1.051])
    """
    positive = indicator(x)
    return _SCALE * positive + _SCALE * _ALPHA * (1 - positive) * np.exp(negative_part(x))


@elementwise
def celu(x, *, alpha=1.0, out):
    r"""Continuously differentiable ELU: :math:`\alpha(e^{x/\alpha} - 1)` for :math:`x \le 0`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.
    alpha : float, default 1.0
        Minus the value at -inf, finite and positive.

    Returns
    -------
    ndarray, shape of `x`
        Values in [-alpha, inf).

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers or `alpha` is not a number.
    ValueError
        If `alpha` is not finite and positive.

    Notes
    -----
    The slope at 0 is 1 from both sides for every `alpha`; ELU has that for ``alpha = 1`` only.

    References
    ----------
    .. [1] Barron (2017), arXiv:1704.07483.

    Examples
    --------
    >>> celu([-1.0, 0.0, 1.0], alpha=2.0).round(3)
    array([-0.787,  0.   ,  1.   ])
    """
    alpha = check_finite("alpha", alpha, positive=True)
    x = widen(x, alpha)
    t = negative_part(x)
    if alpha != 1:
        t /= alpha
    nothing = t > -(2.0**-60) if alpha > 1 else False
    left = _scaled_expm1(alpha, t)
    if alpha > 1:  # the quotient may underflow where the value, which is x, does not
        np.copyto(left, negative_part(x), where=nothing)
    return np.maximum(x, left, out=out)  # the curve lies above the straight line


@elementwise
def celu_grad(x, *, alpha=1.0):
    r"""Return the derivative of CELU, 1 for :math:`x > 0`, else :math:`e^{x/\alpha}`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.
    alpha : float, default 1.0
        As in `celu`.

    Returns
    -------
    ndarray, shape of `x`
        Values in [0, 1]; continuous, 1 at ``x = 0``.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers or `alpha` is not a number.
    ValueError
        If `alpha` is not finite and positive.

    Notes
    -----
    The exponential magnifies the rounding of :math:`x/\alpha` by that number: for an `alpha`
    other than a power of two the tail has fewer digits.

    Examples
    --------
    >>> celu_grad([-1.0, 0.0, 1.0], alpha=2.0).round(3)
    array([0.607, 1.   , 1.   ])
    """
    alpha = check_finite("alpha", alpha, positive=True)
    return np.exp(negative_part(widen(x, alpha)) / alpha)
