"""Rectifiers that let something through on the negative side: leaky ReLU and PReLU."""

import numpy as np

from actnorm.activations.elementwise import elementwise
from actnorm.activations.pieces import indicator, negative_part, positive_part, widen
from actnorm.dtypes import check_finite

__all__ = ["leaky_relu", "leaky_relu_grad", "prelu", "prelu_grad"]


@elementwise
def leaky_relu(x, *, slope=0.01, out):
    r"""Leaky ReLU, :math:`x` for :math:`x > 0` and :math:`a x` for :math:`x \le 0`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.
    slope : float, default 0.01
        The slope :math:`a` on the negative side, any finite number; 0 gives ReLU.

    Returns
    -------
    ndarray, shape of `x`

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers or `slope` is not a number.
    ValueError
        If `slope` is not finite.

    References
    ----------
    .. [1] Maas, Hannun and Ng (2013), *Rectifier nonlinearities improve neural
       network acoustic models*, ICML workshop on deep learning.

    Examples
    --------
    >>> leaky_relu([-1.0, 0.0, 2.0])
    array([-0.01,  0.  ,  2.  ])
    """
    slope = check_finite("slope", slope)
    if slope == 0:
        return positive_part(x, out)  # 0 times -inf would be NaN, and the limit is 0
    x = widen(x, slope)
    # Of the two lines y = x and y = slope·x the function is the upper, or beyond 1 the lower.
    return (np.maximum if slope <= 1 else np.minimum)(x, slope * x, out=out)


@elementwise
def leaky_relu_grad(x, *, slope=0.01):
    r"""Return the derivative of leaky ReLU, 1 for :math:`x > 0` and `slope` for :math:`x \le 0`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.
    slope : float, default 0.01
        The slope on the negative side, any finite number.

    Returns
    -------
    ndarray, shape of `x`
        At the kink, ``x = 0``, it is `slope`, PyTorch's convention.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers or `slope` is not a number.
    ValueError
        If `slope` is not finite.

    Examples
    --------
    >>> leaky_relu_grad([-1.0, 0.0, 2.0])
    array([0.01, 0.01, 1.  ])
    """
    slope = check_finite("slope", slope)
    positive = indicator(widen(x, slope))
    return positive + slope * (1 - positive)


@elementwise
def prelu(x, slope, *, out):
    r"""Parametric ReLU: leaky ReLU whose slopes are learnt.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.
    slope : array_like, broadcastable to the shape of `x`
        The slopes on the negative side, finite. Broadcasting is NumPy's: for one slope per
        channel of an (N, C, H, W) array pass shape (C, 1, 1). (PyTorch takes shape (C,).)

    Returns
    -------
    ndarray, shape of `x`

    Raises
    ------
    TypeError
        If `x` or `slope` is not an array of real numbers.
    ValueError
        If `slope` is not finite or does not broadcast to the shape of `x`.

    Notes
    -----
    The derivative with respect to `slope` is ``min(x, 0)``, summed over what shares it.

    References
    ----------
    .. [1] He, Zhang, Ren and Sun (2015), arXiv:1502.01852.

    Examples
    --------
    >>> prelu([[-1.0, -1.0], [2.0, 2.0]], [0.25, 0.5])
    array([[-0.25, -0.5 ],
           [ 2.  ,  2.  ]])
    """
    _check_slopes(slope)
    leak = negative_part(x)
    leak *= slope
    none = slope == 0
    if none.any():  # 0 times -inf would be NaN, and the limit is 0
        np.copyto(leak, 0, where=none)
    return np.add(positive_part(x, out), leak, out=out)


@elementwise
def prelu_grad(x, slope):
    r"""Return the derivative of PReLU with respect to `x`: 1 for :math:`x > 0`, else `slope`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.
    slope : array_like, broadcastable to the shape of `x`
        The slopes on the negative side, finite.

    Returns
    -------
    ndarray, shape of `x`
        At the kink, ``x = 0``, it is `slope`, PyTorch's convention.

    Raises
    ------
    TypeError
        If `x` or `slope` is not an array of real numbers.
    ValueError
        If `slope` is not finite or does not broadcast to the shape of `x`.

    Examples
    --------
    >>> prelu_grad([-1.0, 0.0, 2.0], 0.25)
    array([0.25, 0.25, 1.  ])
    """
    _check_slopes(slope)
    positive = indicator(x)
    return positive + slope * (1 - positive)


def _check_slopes(slope):
    finite = np.isfinite(slope)
    if not finite.all():
        raise ValueError(f"slope must be finite; got {slope[~finite][0]}")
