"""Functions made of straight pieces: identity, step, and the rectifiers."""

import numpy as np

from actnorm.activations.elementwise import (
    check_finite,
    elementwise,
    indicator,
    negative_part,
    positive_part,
)


@elementwise
def identity(x):
    r"""Identity, :math:`f(x) = x`: no activation at all.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        A copy of `x`.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    Here for teaching: a network whose every layer uses it is one linear map.

    Examples
    --------
    >>> identity([-1.0, 2.0])
    array([-1.,  2.])
    """
    return x


@elementwise
def identity_grad(x):
    r"""Derivative of the identity, 1 everywhere.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Ones; NaN where `x` is NaN.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Examples
    --------
    >>> identity_grad([-1.0, 2.0])
    array([1., 1.])
    """
    return 1 + 0 * x.clip(0.0, 1.0)  # clipped, because 0 times inf is NaN


@elementwise
def step(x):
    r"""Heaviside step, 1 for :math:`x > 0` and 0 for :math:`x \le 0`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        0 or 1; 0 at the jump itself, so that ``step`` is ``relu_grad``.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    The threshold of the first neuron models, here for teaching.

    References
    ----------
    .. [1] McCulloch and Pitts (1943), doi:10.1007/BF02478259.

    Examples
    --------
    >>> step([-1.0, 0.0, 2.0])
    array([0., 0., 1.])
    """
    return indicator(x)


@elementwise
def step_grad(x):
    r"""Derivative of the step, 0: nothing for gradient descent to follow.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Zeros, at the jump too, where there is no derivative; NaN where `x` is NaN.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Examples
    --------
    >>> step_grad([-1.0, 0.0, 2.0])
    array([0., 0., 0.])
    """
    return 0 * x.clip(0.0, 1.0)  # clipped, because 0 times inf is NaN


@elementwise
def relu(x):
    r"""Rectified linear unit, :math:`\max(x, 0)`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Values in [0, inf).

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    References
    ----------
    .. [1] Nair and Hinton (2010), *Rectified linear units improve restricted Boltzmann
       machines*, ICML, pp. 807-814.

    Examples
    --------
    >>> relu([-1.0, 0.0, 2.0])
    array([0., 0., 2.])
    """
    return positive_part(x)


@elementwise
def relu_grad(x):
    r"""Derivative of ReLU, 1 for :math:`x > 0` and 0 for :math:`x \le 0`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        0 or 1. At the kink, ``x = 0``, it is 0, PyTorch's convention.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    At the kink any number between 0 and 1 is a subgradient; the choice is a convention.

    Examples
    --------
    >>> relu_grad([-1.0, 0.0, 2.0])
    array([0., 0., 1.])
    """
    return indicator(x)


@elementwise
def relu6(x):
    r"""ReLU capped at 6, :math:`\min(\max(x, 0), 6)`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Values in [0, 6].

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    References
    ----------
    .. [1] Krizhevsky (2010), *Convolutional deep belief networks on CIFAR-10*,
       unpublished manuscript, University of Toronto.

    Examples
    --------
    >>> relu6([-1.0, 3.0, 8.0])
    array([0., 3., 6.])
    """
    return x.clip(0.0, 6.0)


@elementwise
def relu6_grad(x):
    r"""Derivative of ReLU6, 1 for :math:`0 < x < 6`, else 0.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        0 or 1. At the kinks, ``x = 0`` and ``x = 6``, it is 0, PyTorch's convention.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Examples
    --------
    >>> relu6_grad([0.0, 3.0, 6.0])
    array([0., 1., 0.])
    """
    return indicator(x) * indicator(6 - x)


@elementwise
def leaky_relu(x, *, slope=0.01):
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
        return positive_part(x)  # 0 times -inf would be NaN, and the limit is 0
    # Of the two lines y = x and y = slope·x the function is the upper, or beyond 1 the lower.
    return (np.maximum if slope <= 1 else np.minimum)(x, slope * x)


@elementwise
def leaky_relu_grad(x, *, slope=0.01):
    r"""Derivative of leaky ReLU, 1 for :math:`x > 0` and `slope` for :math:`x \le 0`.

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
    positive = indicator(x)
    return positive + slope * (1 - positive)


@elementwise
def prelu(x, slope):
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
    # A slope of 0 leaves its 0 standing: 0 times -inf would be NaN, and the limit is 0.
    leak = np.multiply(slope, negative_part(x), where=slope != 0, out=np.zeros_like(x))
    return positive_part(x) + leak


@elementwise
def prelu_grad(x, slope):
    r"""Derivative of PReLU with respect to `x`: 1 for :math:`x > 0`, else `slope`.

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
