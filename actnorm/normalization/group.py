"""Group normalization, and instance normalization, its case of one channel per group."""

from actnorm.normalization.samples import in_groups, in_groups_backward

__all__ = ["group_norm", "group_norm_backward", "instance_norm", "instance_norm_backward"]


def group_norm(x, gamma=None, beta=None, *, num_groups, eps=1e-5):
    r"""Normalize each sample by the mean and variance of groups of its channels.

    .. math:: y = \gamma\,\frac{x-\mu_g}{\sqrt{\sigma_g^2+\epsilon}} + \beta

    Parameters
    ----------
    x : array_like, shape (N, C) or (N, C, ...)
    gamma, beta : array_like of shape (C,), or a number, optional
        Learnt scale and shift, one per *channel*; None stands for 1 and 0.
    num_groups : int
        Number of groups of C / `num_groups` neighbouring channels each; divides C. 1 is
        layer norm over all axes but the first, C is instance norm.
    eps : float, default 1e-5
        Added to the variance; finite, at least 0.

    Returns
    -------
    ndarray, shape of `x`
        float16, float32 and float64 are kept, other numbers give float64.

    Raises
    ------
    TypeError
        If an array is not real or `num_groups` not an integer.
    ValueError
        If `num_groups` does not divide C, `x` has fewer than two axes or nothing to average,
        a parameter has another length than C, or `eps` is negative or not finite.

    Notes
    -----
    As `layer_norm`: no batch-mates, no running statistics, a constant group gives `beta`.
    With one value per group (``x`` of shape (N, C) and C groups) the output is `beta`
    whatever the input; PyTorch raises an error there.

    References
    ----------
    .. [1] Wu and He (2018), arXiv:1803.08494.

    Examples
    --------
    >>> group_norm([[1.0, 3.0, 10.0, 30.0]], num_groups=2, eps=0.0)
    array([[-1.,  1., -1.,  1.]])
    """
    return in_groups(x, gamma, beta, num_groups=num_groups, eps=eps)


def group_norm_backward(dy, x, gamma=None, *, num_groups, eps=1e-5):
    r"""Gradients of `group_norm`; the formulas are those of `layer_norm_backward`.

    Parameters
    ----------
    dy : array_like, shape of `x`
        Gradient of the loss at the output.
    x, gamma, num_groups, eps
        As given to `group_norm`.

    Returns
    -------
    dx : ndarray, shape of `x`
    dgamma, dbeta : ndarray, shape (C,)
        All in the dtype that `group_norm` would return; sums are float64 inside.

    Raises
    ------
    TypeError, ValueError
        As `group_norm`; also if `dy` has another shape than `x`.

    References
    ----------
    .. [1] Wu and He (2018), arXiv:1803.08494.

    Examples
    --------
    >>> x, dy = [[1.0, 2.0, 4.0] * 2], [[1.0, 0.0, 0.0] * 2]
    >>> dx, dgamma, dbeta = group_norm_backward(dy, x, num_groups=2)
    >>> dx.round(4)
    array([[ 0.2291, -0.3436,  0.1145,  0.2291, -0.3436,  0.1145]])
    """
    return in_groups_backward(dy, x, gamma, num_groups=num_groups, eps=eps)


def instance_norm(x, gamma=None, beta=None, *, eps=1e-5):
    r"""Normalize each channel of each sample by its own mean and variance.

    Parameters
    ----------
    x : array_like, shape (N, C, L) or (N, C, ...)
    gamma, beta : array_like of shape (C,), or a number, optional
        Learnt scale and shift; None stands for 1 and 0.
    eps : float, default 1e-5
        Added to the variance; finite, at least 0.

    Returns
    -------
    ndarray, shape of `x`
        float16, float32 and float64 are kept, other numbers give float64.

    Raises
    ------
    TypeError
        If an array is not real.
    ValueError
        If `x` has fewer than three axes or nothing to average, a parameter has another length
        than C, or `eps` is negative or not finite.

    Notes
    -----
    The same as `group_norm` with C groups. A channel with a single value gives `beta`;
    PyTorch raises an error there. Running statistics, which PyTorch offers, are left out:
    the point of the layer is that each picture brings its own.

    References
    ----------
    .. [1] Ulyanov, Vedaldi and Lempitsky (2016), arXiv:1607.08022.

    Examples
    --------
    >>> instance_norm([[[1.0, 3.0], [10.0, 30.0]]], eps=0.0)
    array([[[-1.,  1.],
            [-1.,  1.]]])
    """
    return in_groups(x, gamma, beta, channelwise=True, eps=eps)


def instance_norm_backward(dy, x, gamma=None, *, eps=1e-5):
    r"""Gradients of `instance_norm`; the formulas are those of `layer_norm_backward`.

    Parameters
    ----------
    dy : array_like, shape of `x`
        Gradient of the loss at the output.
    x, gamma, eps
        As given to `instance_norm`.

    Returns
    -------
    dx : ndarray, shape of `x`
    dgamma, dbeta : ndarray, shape (C,)

    Raises
    ------
    TypeError, ValueError
        As `instance_norm`; also if `dy` has another shape than `x`.

    References
    ----------
    .. [1] Ulyanov, Vedaldi and Lempitsky (2016), arXiv:1607.08022.

    Examples
    --------
    >>> dx, dgamma, dbeta = instance_norm_backward([[[1.0, 0.0, 0.0]]], [[[1.0, 2.0, 4.0]]])
    >>> dx.round(4)
    array([[[ 0.2291, -0.3436,  0.1145]]])
    """
    return in_groups_backward(dy, x, gamma, channelwise=True, eps=eps)
