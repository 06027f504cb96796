"""Batch normalization: each channel by the statistics of its batch."""

import math

import numpy as np

from actnorm.dtypes import as_real, beyond_float64, check_finite, exact_difference
from actnorm.normalization.blocks import gradient_dtype
from actnorm.normalization.columns import backward, forward, moments_given, moments_of
from actnorm.normalization.inputs import (
    centred_integers,
    check_channels,
    check_eps,
    check_same_shape,
    parameter,
)
from actnorm.normalization.moments import within_reach

__all__ = ["batch_norm", "batch_norm_backward"]


def batch_norm(
    x,
    gamma=None,
    beta=None,
    *,
    running_mean=None,
    running_var=None,
    training=True,
    momentum=0.1,
    eps=1e-5,
    ddof=1,
):
    r"""Normalize each channel by the mean and variance of its batch.

    .. math:: y = \gamma\,\frac{x-\mu_B}{\sqrt{\sigma_B^2+\epsilon}} + \beta

    Parameters
    ----------
    x : array_like, shape (N, C) or (N, C, ...)
        A batch of N samples with C channels; all further axes are averaged too.
    gamma, beta : array_like of shape (C,), or a number, optional
        Learnt scale and shift; None stands for 1 and 0, a number for C equal ones.
    running_mean, running_var : array_like of shape (C,), or a number, optional
        Statistics for evaluation, so far. In training None stands for the 0 and 1 that a
        fresh layer starts from.
    training : bool, default True
        True: normalize by the batch's own statistics, and move the running ones towards them.
        False: normalize by the running ones, which stay; no sample sees its batch-mates.
    momentum : float in [0, 1], default 0.1
        Weight of the *new* statistic, as in PyTorch: ``running += momentum * (new - running)``.
        (Keras' and the paper's momentum is the weight of the old one.)
    eps : float, default 1e-5
        Added to the variance; finite, at least 0.
    ddof : int, default 1
        The running variance divides by n - `ddof` (1: unbiased, as in PyTorch). The batch
        itself is always normalized by the variance that divides by n.

    Returns
    -------
    y : ndarray, shape of `x`
        float16, float32 and float64 are kept, other numbers give float64.
    running_mean, running_var : ndarray of float64, shape (C,)
        New arrays; the ones passed in are not changed. They stay float64: in float32, a
        running mean of 1e6 would be off by up to 0.03.

    Raises
    ------
    TypeError
        If an array is not real.
    ValueError
        If `x` has fewer than two axes or no value to average, a parameter has another length
        than C, `eps`, `momentum`, `ddof` or `running_var` is out of range, or a running
        statistic is missing in evaluation.

    Notes
    -----
    A constant feature gives exactly `beta`. So does a batch of one (one value per channel),
    which says nothing about spread: `running_var` is left alone then. PyTorch raises an error
    for such a batch; for a batch of identical samples it does as we do. NaN or an infinity
    makes its whole channel NaN, and the channel's running statistics too.

    The mean is taken off before anything is multiplied. The shorter
    ``x * scale + (beta - mean * scale)`` subtracts two numbers of size mean/std: with a mean
    of 1e6 and float32 no digit is right.

    References
    ----------
    .. [1] Ioffe and Szegedy (2015), arXiv:1502.03167.
    .. [2] Chan, Golub and LeVeque (1983), doi:10.1080/00031305.1983.10483115.

    Examples
    --------
    >>> y, mean, var = batch_norm([[1.0, 7.0], [3.0, 7.0]], gamma=[2.0, 2.0], beta=[0.0, 5.0])
    >>> y.round(4)
    array([[-2.,  5.],
           [ 2.,  5.]])
    >>> mean, var  # a tenth of the way from 0 to (2, 7), from 1 to (2, 0)
    (array([0.2, 0.7]), array([1.1, 0.9]))
    """
    x, compute, result = as_real(x)
    check_channels(x, training=training)
    gamma, beta = _per_channel(x, gamma, "gamma", 1.0), _per_channel(x, beta, "beta", 0.0)
    running_mean, running_var = _running(x, running_mean, running_var, training=training)
    eps, momentum, ddof = check_eps(eps), _check_momentum(momentum), _check_ddof(ddof)
    dtypes = {"compute": compute, "result": result}
    with np.errstate(all="ignore"):
        if training:
            values, offset = _by_channel(x)
            y, moments = normalized(values, gamma, beta, eps=eps, **dtypes)
            options = {"momentum": momentum, "ddof": ddof, "offset": offset}
            n = x.size // max(1, x.shape[1])
            running_mean, running_var = moved(running_mean, running_var, moments, n, **options)
        else:
            values, mean = _minus_running_mean(x, running_mean)
            moments = moments_given(mean, running_var, eps, compute)
            y = forward(values, moments, gamma, beta, **dtypes)
        return y.reshape(x.shape), running_mean, running_var


def normalized(x, gamma, beta, *, eps=1e-5, compute, result):
    """Return the output for a batch (samples, channels, pixels), unchecked, and its `Moments`."""
    centred = np.empty(x.shape, result) if result == compute else None
    moments = moments_of(x, eps, compute, centred=centred)
    options = {"compute": compute, "result": result, "centred": centred}
    return forward(x, moments, gamma, beta, **options), moments


def moved(running_mean, running_var, moments, n, *, momentum=0.1, ddof=1, offset=0.0):
    """Return the running statistics after a batch with `n` values per channel."""
    mean, var, _ = moments.unscaled()
    running_mean = running_mean + momentum * (mean + offset - running_mean)
    if n > max(ddof, 1):
        running_var = running_var + momentum * (var * (n / (n - ddof)) - running_var)
    return running_mean, running_var


def batch_norm_backward(dy, x, gamma=None, *, eps=1e-5):
    r"""Gradients of `batch_norm` in training mode.

    .. math::
        dx = \frac{\gamma}{\sqrt{\sigma_B^2+\epsilon}}
             \Bigl(dy - \overline{dy} - \hat x\;\overline{dy\,\hat x}\Bigr),\quad
        d\gamma = \sum dy\,\hat x,\quad d\beta = \sum dy

    Parameters
    ----------
    dy : array_like, shape of `x`
        Gradient of the loss at the output.
    x, gamma, eps
        As given to `batch_norm`.

    Returns
    -------
    dx : ndarray, shape of `x`
    dgamma, dbeta : ndarray, shape (C,)
        All in the dtype that `batch_norm` would return; sums are float64 inside.

    Raises
    ------
    TypeError, ValueError
        As `batch_norm`; also if `dy` has another shape than `x`.

    Notes
    -----
    The mean and the variance depend on every sample, so each of them takes a share of the
    gradient back: `dx` has mean 0 over the batch and, for ``eps=0``, nothing along `x_hat`. A
    batch of one has a zero gradient. For a constant feature with ``eps=0``, where there is no
    derivative, `dx` is 0 by convention (PyTorch: NaN). `dy` is centred before it is
    multiplied with `x_hat`, for the same reason as `x` in the forward pass.

    References
    ----------
    .. [1] Ioffe and Szegedy (2015), arXiv:1502.03167, section 3.

    Examples
    --------
    >>> dx, dgamma, dbeta = batch_norm_backward([[1.0], [0.0], [0.0]], [[1.0], [2.0], [4.0]])
    >>> dx.round(4), dgamma.round(4), dbeta
    (array([[ 0.2291],
           [-0.3436],
           [ 0.1145]]), array([-1.069]), array([1.]))
    """
    x, compute, result = as_real(x)
    dy, _, _ = as_real(dy, "dy")
    check_channels(x)
    check_same_shape(dy, x)
    gamma, eps = _per_channel(x, gamma, "gamma", 1.0), check_eps(eps)
    with np.errstate(all="ignore"):
        values, _ = _by_channel(x)
        dy, scaled_back = within_reach(dy)
        options = {"eps": eps, "compute": gradient_dtype(values[:1], compute), "result": result}
        dx, dgamma, dbeta = backward(dy.reshape(values.shape), values, gamma, **options)
        return scaled_back(dx.reshape(x.shape), dgamma.astype(result), dbeta.astype(result))


def _by_channel(x):
    """Return `x` as (samples, channels, pixels), and what was taken off large integers."""
    x, offset = centred_integers(x, (0, *range(2, x.ndim)))
    return _flat(x), offset if np.ndim(offset) == 0 else offset.ravel()


def _minus_running_mean(x, mean):
    """Return `x` as (samples, channels, pixels), and the mean that is still to be taken off."""
    if beyond_float64(x):
        x = exact_difference(x, mean.reshape(-1, *[1] * (x.ndim - 2)))
        mean = np.zeros_like(mean)
    return _flat(x), mean


def _flat(x):
    return x.reshape(*x.shape[:2], math.prod(x.shape[2:]))


def _per_channel(x, value, name, default):
    shape = x.shape[1:2]
    if value is None:
        return np.full(shape, default)
    value = parameter(value, name, shape)
    return value.astype(np.float64) if value.shape == shape else np.full(shape, value, np.float64)


def _running(x, mean, var, *, training):
    for name, value in (("running_mean", mean), ("running_var", var)):
        if value is None and not training:
            raise ValueError(f"{name} must be given when training=False; got None")
    given = var is not None
    mean = _per_channel(x, mean, "running_mean", 0.0)
    var = _per_channel(x, var, "running_var", 1.0)
    if given and (var < 0).any():
        raise ValueError(f"running_var must be at least 0; got {var.min()}")
    return mean, var


def _check_momentum(momentum):
    momentum = check_finite("momentum", momentum)
    if not 0 <= momentum <= 1:
        raise ValueError(f"momentum must lie between 0 and 1; got {momentum!r}")
    return momentum


def _check_ddof(ddof):
    if isinstance(ddof, bool) or not isinstance(ddof, int | np.integer):
        raise TypeError(f"ddof must be an integer; got {ddof!r}")
    if ddof < 0:
        raise ValueError(f"ddof must be at least 0; got {ddof}")
    return ddof
