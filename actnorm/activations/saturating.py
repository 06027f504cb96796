"""Functions that flatten out on both sides: tanh, softsign, hard sigmoid."""

import numpy as np

from actnorm.activations.elementwise import elementwise
from actnorm.activations.pieces import indicator

__all__ = ["hard_sigmoid", "hard_sigmoid_grad", "softsign", "softsign_grad", "tanh", "tanh_grad"]


@elementwise
def tanh(x, *, out):
    r"""Hyperbolic tangent, :math:`\tanh x = (e^x - e^{-x}) / (e^x + e^{-x})`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Values in [-1, 1], odd in `x`.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    A sigmoid stretched to be zero-centred: :math:`\tanh x = 2\sigma(2x) - 1`. That identity
    loses small values to cancellation, so NumPy's own `tanh` does the work.

    References
    ----------
    .. [1] LeCun, Bottou, Orr and Müller (1998), doi:10.1007/3-540-49430-8_2.

    Examples
    --------
    >>> tanh([-1.0, 0.0, 1.0]).round(3)
    array([-0.762,  0.   ,  0.762])
    """
    return np.tanh(x, out=out)


@elementwise
def tanh_grad(x):
    r"""Return the derivative of tanh, :math:`1 - \tanh^2 x = 1 / \cosh^2 x`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations, not the value of tanh there.

    Returns
    -------
    ndarray, shape of `x`
        Values in [0, 1]; 1 at ``x = 0`` only.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    Computed as :math:`4e^{-2|x|} / (1 + e^{-2|x|})^2`. The form
    ``1 - tanh(x)**2`` subtracts two equal numbers: it is 0, wrong by 100 %, from 19.1 on.

    Examples
    --------
    >>> tanh_grad([0.0, 20.0])
    array([1.0000000e+00, 1.6993417e-17])
    """
    # The derivative is even, and e^{-2|x|} can neither overflow nor round away.
    e = np.exp(-2 * np.abs(x))
    return 4 * e / (1 + e) ** 2


@elementwise
def softsign(x, *, out):
    r"""Softsign, :math:`x / (1 + |x|)`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Values in [-1, 1], odd in `x`.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    Approaches its limits like :math:`1/x`, far more slowly than tanh. Its second
    derivative jumps at 0; the first is continuous.

    References
    ----------
    .. [1] Bergstra, Desjardins, Lamblin and Bengio (2009), *Quadratic polynomials
       learn better image features*, technical report 1337, Université de Montréal.

    Examples
    --------
    >>> softsign([-1.0, 0.0, 3.0])
    array([-0.5 ,  0.  ,  0.75])
    """
    size = np.abs(x, out=out)
    finite = size.max(initial=0.0) < np.inf
    size += 1
    y = np.divide(x, size, out=size)
    if not finite:  # inf/inf is NaN
        np.copyto(y, np.sign(x), where=np.isinf(x))
    return y


@elementwise
def softsign_grad(x):
    r"""Return the derivative of softsign, :math:`1 / (1 + |x|)^2`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Values in [0, 1]; 1 at ``x = 0``, where the derivative is continuous.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    The reciprocal is squared, not the other way round: squaring first overflows at 1e154
    although the derivative there can still be represented.

    Examples
    --------
    >>> softsign_grad([-1.0, 0.0, 3.0])
    array([0.25  , 1.    , 0.0625])
    """
    return (1 / (1 + np.abs(x))) ** 2


@elementwise
def hard_sigmoid(x, *, out):
    r"""Hard sigmoid, :math:`\min(\max(x + 3, 0), 6) / 6`.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        Values in [0, 1]: exactly 0 up to -3, exactly 1 from 3 on.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Notes
    -----
    The slope is 1/6, PyTorch's; Keras 2 and the ONNX default use 1/5 and bend at ±2.5.
    Clipped before it is scaled: ``x / 6 + 0.5`` loses digits to cancellation near -3.

    References
    ----------
    .. [1] Howard et al. (2019), arXiv:1905.02244.

    Examples
    --------
    >>> hard_sigmoid([-4.0, 0.0, 1.5, 4.0])
    array([0.  , 0.5 , 0.75, 1.  ])
    """
    value = np.add(x, 3, out=out).clip(0.0, 6.0, out=out)
    value *= 1 / 6  # 6 times it is 1 exactly, in either precision
    return value


@elementwise
def hard_sigmoid_grad(x):
    r"""Return the derivative of the hard sigmoid, 1/6 between -3 and 3, else 0.

    Parameters
    ----------
    x : array_like, any shape
        Pre-activations.

    Returns
    -------
    ndarray, shape of `x`
        0 or 1/6. At the kinks, ``x = -3`` and ``x = 3``, it is 0, PyTorch's convention.

    Raises
    ------
    TypeError
        If `x` is not an array of real numbers.

    Examples
    --------
    >>> hard_sigmoid_grad([-3.0, 0.0, 3.0]).round(3)
    array([0.   , 0.167, 0.   ])
    """
    inside = indicator(3 - np.abs(x))
    inside /= 6
    return inside
