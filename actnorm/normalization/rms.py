"""Root mean square normalization: layer norm without the centring."""

from actnorm.normalization.samples import along, along_backward

__all__ = ["rms_norm", "rms_norm_backward"]


def rms_norm(x, gamma=None, beta=None, *, axis=-1, eps=1e-5):
    r"""Divide each sample by the root mean square of its own features.

    .. math:: y = \gamma\,\frac{x}{\sqrt{\overline{x^2}+\epsilon}} + \beta

    Parameters
    ----------
    x : array_like
        One sample per position along the axes that are not in `axis`.
    gamma, beta : array_like, or a number, optional
        Learnt scale and shift, one per feature: their shape is that of `x` along `axis`.
        None stands for 1 and 0; most networks have no `beta`.
    axis : int, tuple of int or None, default -1
        The features' axes.
    eps : float, default 1e-5
        Added to the mean square; finite, at least 0.

    Returns
    -------
    ndarray, shape of `x`
        float16, float32 and float64 are kept, other numbers give float64.

    Raises
    ------
    TypeError, ValueError
        As `layer_norm`.

    Notes
    -----
    Nothing is centred: a constant sample gives `gamma` times its sign (0 for a sample of
    zeros), and an output with mean 0 is not promised. NaN makes its own sample NaN, and no
    other; beside an infinity finite numbers go to 0, the limit, and itself to NaN.

    PyTorch's default `eps` is the spacing of the dtype at 1 (1.2e-7 in float32); ours is that
    of the other norms, and of LLaMA 2. Squares that would overflow are taken of numbers that
    were divided by a power of two, which is exact; PyTorch returns 0 there.

    References
    ----------
    .. [1] Zhang and Sennrich (2019), arXiv:1910.07467.

    Examples
    --------
    >>> rms_norm([[3.0, 4.0], [30.0, 40.0]], eps=0.0).round(4)
    array([[0.8485, 1.1314],
           [0.8485, 1.1314]])
    """
    return along(x, gamma, beta, axis=axis, eps=eps, statistic="mean square")


def rms_norm_backward(dy, x, gamma=None, *, axis=-1, eps=1e-5):
    r"""Gradients of `rms_norm`.

    With :math:`g=\gamma\,dy`, :math:`\hat x=x/\sqrt{\overline{x^2}+\epsilon}` and means over
    the features,

    .. math::
        dx = \frac{g - \hat x\;\overline{g\,\hat x}}{\sqrt{\overline{x^2}+\epsilon}},
        \quad d\gamma = \sum dy\,\hat x,\quad d\beta = \sum dy

    where the last two sum over the samples.

    Parameters
    ----------
    dy : array_like, shape of `x`
        Gradient of the loss at the output.
    x, gamma, axis, eps
        As given to `rms_norm`.

    Returns
    -------
    dx : ndarray, shape of `x`
    dgamma, dbeta : ndarray, shape of `x` along `axis`
        All in the dtype that `rms_norm` would return; sums are float64 inside.

    Raises
    ------
    TypeError, ValueError
        As `rms_norm`; also if `dy` has another shape than `x`.

    Notes
    -----
    For a sample of zeros with ``eps=0``, where there is no derivative, `dx` is 0 by convention.

    References
    ----------
    .. [1] Zhang and Sennrich (2019), arXiv:1910.07467.

    Examples
    --------
    >>> dx, dgamma, dbeta = rms_norm_backward([[1.0, 0.0]], [[3.0, 4.0]], eps=0.0)
    >>> dx.round(4), dgamma.round(4)  # nothing along x: its length does not matter
    (array([[ 0.181 , -0.1358]]), array([0.8485, 0.    ]))
    """
    return along_backward(dy, x, gamma, axis=axis, eps=eps, statistic="mean square")
