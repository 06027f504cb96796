"""The logistic family: sigmoid, its logarithm, and softplus, whose derivative it is."""

import numpy as np

from actnorm.activations.elementwise import elementwise
from actnorm.activations.pieces import positive_part

__all__ = [
    "log_sigmoid",
    "log_sigmoid_grad",
    "sigmoid",
    "sigmoid_grad",
    "softplus",
    "softplus_grad",
]


@elementwise
def sigmoid(x, *, out):
    r"""Logistic sigmoid, :math:`\sigma(x) = 1 / (1 + e^{-x})`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations (dimensionless).

    Returns
    -------
    ndarray, shape of `x`
        Values in [0, 1]: the function never reaches 0 or 1, its rounded value does.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    Computed as :math:`e^x / (1 + e^x)`. The form with :math:`e^{-x}` overflows
    below -709 (in float32 below -88) and then returns 0 for numbers that can still be
    represented; this one underflows gradually, together with the result.

    References
    ----------
    .. [1] Rumelhart, Hinton and Williams (1986), doi:10.1038/323533a0.

    Examples
    --------
    >>> sigmoid([-2.0, 0.0, 2.0]).round(3)
    array([0.119, 0.5  , 0.881])
    """
    return _sigmoid(x, out)


@elementwise
def sigmoid_grad(x):
    r"""Return the derivative of the sigmoid, :math:`\sigma'(x) = \sigma(x)\,(1 - \sigma(x))`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations, not the sigmoid's value there.

    Returns
    -------
    ndarray, shape of `x`
        Values in [0, 1/4]; 1/4 at ``x = 0`` only.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    Computed as :math:`e^{-|x|} / (1 + e^{-|x|})^2`. The textbook's ``s * (1 - s)``
    subtracts two equal numbers as soon as `s` has rounded to 1: beyond ``x = 37`` it
    returns 0, which is wrong by 100 %, while on the left side it is right.

    Examples
    --------
    >>> sigmoid_grad([-40.0, 0.0, 40.0])
    array([4.24835426e-18, 2.50000000e-01, 4.24835426e-18])
    """
    e = _faded(x)  # the derivative is even
    return e / (1 + e) ** 2


@elementwise
def log_sigmoid(x, *, out):
    r"""Logarithm of the sigmoid, :math:`\log \sigma(x) = -\log(1 + e^{-x})`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Values in (-inf, 0]; near `x` itself for very negative `x`.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    The mirror image of softplus, ``log_sigmoid(x) = -softplus(-x)``, and computed like it.
    The logarithm of the sigmoid's value would give -inf below -745 and exactly 0 from 37 on.

    Examples
    --------
    >>> log_sigmoid([-1000.0, 0.0, 40.0])
    array([-1.00000000e+03, -6.93147181e-01, -4.24835426e-18])
    """
    return np.subtract(x.clip(-np.inf, 0.0, out=out), _above_relu(x), out=out)


@elementwise
def log_sigmoid_grad(x):
    r"""Return the derivative of the log-sigmoid, :math:`\sigma(-x)`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Values in [0, 1].

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    Not ``1 - sigmoid(x)``, which is 0 from 37 on.

    Examples
    --------
    >>> log_sigmoid_grad([-2.0, 0.0, 2.0]).round(3)
    array([0.881, 0.5  , 0.119])
    """
    return _sigmoid(-x)


@elementwise
def softplus(x, *, out):
    r"""Softplus, :math:`\log(1 + e^x)`: a ReLU without the corner.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Values in [0, inf), above ReLU by at most log 2.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    Computed as :math:`\max(x, 0) + \log(1 + e^{-|x|})`. As written in the textbook it
    overflows at 710 (in float32 at 89), and returns 0 below -37, where ``1 + e^x`` rounds to 1.

    References
    ----------
    .. [1] Dugas, Bengio, Belisle, Nadeau and Garcia (2001), *Incorporating second-order
       functional knowledge for better option pricing*, NIPS 13, pp. 472-478.

    Examples
    --------
    >>> softplus([-40.0, 0.0, 1000.0])
    array([4.24835426e-18, 6.93147181e-01, 1.00000000e+03])
    """
    return np.add(positive_part(x, out), _above_relu(x), out=out)


@elementwise
def softplus_grad(x):
    r"""Return the derivative of softplus: the sigmoid.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Values in [0, 1].

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Examples
    --------
    >>> softplus_grad([-2.0, 0.0, 2.0]).round(3)
    array([0.119, 0.5  , 0.881])
    """
    return _sigmoid(x)


def _sigmoid(x, out=None):
    # Above 40 the value rounds to 1; the cap keeps e^x from overflowing to inf/inf.
    e = x.clip(-np.inf, 40.0, out=out)
    np.exp(e, out=e)
    return np.divide(e, 1 + e, out=e)


def _faded(x):
    """Return exp(-|x|), which can neither overflow nor round away."""
    e = np.abs(x)
    np.negative(e, out=e)
    return np.exp(e, out=e)


def _above_relu(x):
    """Return what softplus has above ReLU, log(1 + exp(-|x|))."""
    e = _faded(x)
    return np.log1p(e, out=e)
