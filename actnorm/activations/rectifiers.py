"""Functions made of straight pieces: identity, step, ReLU, ReLU6."""

from actnorm.activations.elementwise import elementwise
from actnorm.activations.pieces import indicator, positive_part

__all__ = [
    "identity",
    "identity_grad",
    "relu",
    "relu6",
    "relu6_grad",
    "relu_grad",
    "step",
    "step_grad",
]


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
    r"""Return the derivative of the identity, 1 everywhere.

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
def step(x, *, out):
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
    return indicator(x, out)


@elementwise
def step_grad(x):
    r"""Return the derivative of the step, 0: nothing for gradient descent to follow.

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
def relu(x, *, out):
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
    return positive_part(x, out)


@elementwise
def relu_grad(x, *, out):
    r"""Return the derivative of ReLU, 1 for :math:`x > 0` and 0 for :math:`x \le 0`.

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
    return indicator(x, out)


@elementwise
def relu6(x, *, out):
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
    return x.clip(0.0, 6.0, out=out)


@elementwise
def relu6_grad(x):
    r"""Return the derivative of ReLU6, 1 for :math:`0 < x < 6`, else 0.

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
