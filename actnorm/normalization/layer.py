"""Layer normalization: each sample by its own statistics."""

from actnorm.normalization.samples import along, along_backward

__all__ = ["layer_norm", "layer_norm_backward"]


def layer_norm(x, gamma=None, beta=None, *, axis=-1, eps=1e-5):
    r"""Normalize each sample by the mean and variance of its own features.

    .. math:: y = \gamma\,\frac{x-\mu}{\sqrt{\sigma^2+\epsilon}} + \beta

    Parameters
    ----------
    x : array_like
        One sample per position along the axes that are not in `axis`.
    gamma, beta : array_like, or a number, optional
        Learnt scale and shift, one per feature: their shape is that of `x` along `axis`.
        None stands for 1 and 0.
    axis : int, tuple of int or None, default -1
        The features' axes. For images (N, C, H, W) the paper's choice is ``(1, 2, 3)``.
    eps : float, default 1e-5
        Added to the variance; finite, at least 0.

    Returns
    -------
    ndarray, shape of `x`
        float16, float32 and float64 are kept, other numbers give float64.

    Raises
    ------
    TypeError
        If an array is not real or `axis` not an integer.
    ValueError
        If `axis` is out of range or has no values, `gamma` or `beta` has another shape, or
        `eps` is negative or not finite.

    Notes
    -----
    No sample depends on its batch-mates, training and evaluation do the same thing, and
    there are no running statistics. A constant sample gives exactly `beta`. The variance
    divides by n. NaN or an infinity makes its own sample NaN, and no other.

    ``torch.nn.functional.layer_norm`` takes the shape of the last axes where we take `axis`.
    The mean is taken off first, twice, for the reason given at `standardize`.

    References
    ----------
    .. [1] Ba, Kiros and Hinton (2016), arXiv:1607.06450.

    Examples
    --------
    >>> layer_norm([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]], eps=0.0).round(4)
    array([[-1.2247,  0.    ,  1.2247],
           [-1.2247,  0.    ,  1.2247]])
    """
    return along(x, gamma, beta, axis=axis, eps=eps, statistic="mean and variance")


def layer_norm_backward(dy, x, gamma=None, *, axis=-1, eps=1e-5):
    r"""Gradients of `layer_norm`.

    With :math:`g=\gamma\,dy`, and means over the features,

    .. math::
        dx = \frac{g - \overline{g} - \hat x\;\overline{g\,\hat x}}{\sqrt{\sigma^2+\epsilon}},
        \quad d\gamma = \sum dy\,\hat x,\quad d\beta = \sum dy

    where the last two sum over the samples.

    Parameters
    ----------
    dy : array_like, shape of `x`
        Gradient of the loss at the output.
    x, gamma, axis, eps
        As given to `layer_norm`.

    Returns
    -------
    dx : ndarray, shape of `x`
    dgamma, dbeta : ndarray, shape of `x` along `axis`
        All in the dtype that `layer_norm` would return; sums are float64 inside.

    Raises
    ------
    TypeError, ValueError
        As `layer_norm`; also if `dy` has another shape than `x`.

    Notes
    -----
    Unlike in `batch_norm_backward`, `gamma` stays inside the means: it differs between the
    numbers that are averaged. For a constant sample with ``eps=0``, where there is no
    derivative, `dx` is 0 by convention.

    References
    ----------
    .. [1] Ba, Kiros and Hinton (2016), arXiv:1607.06450, supplementary material.

    Examples
    --------
    >>> dx, dgamma, dbeta = layer_norm_backward([[1.0, 0.0, 0.0]], [[1.0, 2.0, 4.0]])
    >>> dx.round(4)
    array([[ 0.2291, -0.3436,  0.1145]])
    """
    return along_backward(dy, x, gamma, axis=axis, eps=eps, statistic="mean and variance")
