"""A batch before and after batch norm, with the reader's hands on μ, σ, γ, β and ε."""

from functools import cache

import numpy as np
import traitlets

from actnorm.dtypes import as_real
from actnorm.explorers.base import Explorer
from actnorm.explorers.steps import decimals, outward, step_below
from actnorm.explorers.traits import Number, log_slider, slider

__all__ = ["BatchNormExplorer"]

_EDGE = 6.0  # outputs from -6 to 6 are in the picture, and inputs that many spreads from their mean
_FIXED = {
    "gamma": slider(-5, 5, step=0.1, digits=1, allowed=(-100, 100)),
    "beta": slider(-5, 5, step=0.1, digits=1, allowed=(-100, 100)),
    "eps": log_slider(1e-8, 100, per_decade=3, digits=1),
}


class BatchNormExplorer(Explorer, kind="batch-norm"):
    r"""Normalize a batch by hand: :math:`y = \gamma\,(x-\mu)/\sqrt{\sigma^2+\varepsilon} + \beta`.

    The batch is drawn above, what becomes of it below, and every sample is joined to where it
    lands. One sample can be dragged: an outlier pulls the batch's own mean and spread along,
    while `mu` and `sigma` stay as they are until `use_batch_statistics`.

    Parameters
    ----------
    x : array_like of shape (n,), optional
        The batch, 2 to 512 finite numbers. By default the pre-activations of one hidden unit of
        a fresh digits network for 64 images.
    mu : float, optional
        What is subtracted. By default 0, or the batch's mean if 0 lies far from the batch.
    sigma : float, optional
        What is divided by, 0 or more. By default 1, or the batch's standard deviation (divided by
        n) if 1 is far from that.
    gamma, beta : float, default 1.0 and 0.0
        Scale and shift, from -100 to 100 (their sliders go from -5 to 5).
    eps : float, default 1e-5
        Added to the variance, from 1e-8 to 100.
    sample : float, optional
        The sample that is held, in place of ``x[0]``.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    ValueError
        If `x` is not one-dimensional, has fewer than 2 or more than 512 values, or one that is
        not finite.
    traitlets.TraitError
        If a trait is set to something that is no finite number, or to one out of its range. `mu`,
        `sigma` and `sample` range over several spreads of `x`.

    Examples
    --------
    >>> from actnorm.explorers import BatchNormExplorer
    >>> bn = BatchNormExplorer([1.0, 2.0, 3.0, 4.0])
    >>> bn.use_batch_statistics()
    >>> bn.mu, round(bn.sigma, 4)
    (2.5, 1.118)
    >>> bn.y.round(3)
    array([-1.342, -0.447,  0.447,  1.342])
    """

    _data = {"x": "values"}  # noqa: RUF012
    _x = traitlets.List(read_only=True).tag(sync=True)
    _edge = traitlets.Float(_EDGE, read_only=True).tag(sync=True)
    mu = Number(0.0).tag(sync=True)
    sigma = Number(1.0).tag(sync=True)
    gamma = Number(1.0).tag(sync=True)
    beta = Number(0.0).tag(sync=True)
    eps = Number(1e-5).tag(sync=True)
    sample = Number(0.0).tag(sync=True)

    def __init__(
        self,
        x=None,
        *,
        mu=None,
        sigma=None,
        gamma=1.0,
        beta=0.0,
        eps=1e-5,
        sample=None,
        **widget,
    ):
        x = _pre_activations() if x is None else _batch(x)
        spread = _unit(x)
        controls = _controls(x, spread)
        if mu is None:
            lo, hi = controls["mu"]["allowed"]
            mu = 0.0 if lo <= 0 <= hi else x.mean()
        if sigma is None:
            sigma = 1.0 if spread / 10 <= 1.0 <= 4 * spread else spread
        self.set_trait("_x", x.tolist())
        super().__init__(
            controls=controls,
            mu=mu,
            sigma=sigma,
            gamma=gamma,
            beta=beta,
            eps=eps,
            sample=x[0] if sample is None else sample,
            **widget,
        )

    @property
    def x(self):
        """The batch as it is now, the held sample first."""
        return np.array([self.sample, *self._x[1:]])

    @property
    def batch_mean(self):
        """The batch's own mean."""
        return float(self.x.mean())

    @property
    def batch_std(self):
        """The batch's own standard deviation, divided by n as batch norm does."""
        return float(self.x.std())

    @property
    def x_hat(self):
        """The batch, centred by `mu` and divided by √(`sigma`² + `eps`)."""
        return (self.x - self.mu) / np.sqrt(self.sigma**2 + self.eps)

    @property
    def y(self):
        """The output, `gamma` times `x_hat` plus `beta`."""
        return self.gamma * self.x_hat + self.beta

    def use_batch_statistics(self):
        """Set `mu` and `sigma` to the batch's own."""
        with self.hold_trait_notifications():
            self.mu, self.sigma = self.batch_mean, self.batch_std


def _batch(x):
    """Check the reader's data."""
    given = as_real(x)[0]
    if given.ndim != 1 or not 2 <= given.size <= 512:
        raise ValueError(f"x must be one-dimensional with 2 to 512 values, got shape {given.shape}")
    x = given.astype(float)
    bad = np.flatnonzero(~np.isfinite(x))
    if bad.size:
        raise ValueError(f"x must be finite, but x[{bad[0]}] is {x[bad[0]]}")
    size, width = np.abs(x).max(), np.ptp(x)
    if max(size, width) > 1e100 or 0 < width < 1e-10 * size:
        raise ValueError(
            "x must have a spread that a double can resolve, at least 1e-10 of its size, and be no "
            f"larger than 1e100; got values from {x.min():.12g} to {x.max():.12g}"
        )
    return x


def _unit(x):
    """Return the spread of a batch; a constant one has none of its own."""
    spread = float(x.std())
    return spread if spread > 1e-12 * np.abs(x).max() else 1.0


def _controls(x, spread):
    """Say what the sliders offer for this batch."""
    centre = x.mean()
    step, digits = step_below(spread / 40), decimals(spread / 100)

    def from_to(lo, hi):
        return slider(*outward(lo, hi, step), step=step, digits=digits)

    # However far one of two samples is dragged, the batch's own mean stays within four spreads.
    return {
        "mu": from_to(centre - 4 * spread, centre + 4 * spread),
        "sigma": from_to(0.0, 4 * spread),
        **_FIXED,
        "sample": from_to(
            min(centre - _EDGE * spread, x.min()), max(centre + _EDGE * spread, x.max())
        ),
    }


@cache
def _pre_activations():
    """Pre-activations of one hidden unit of a fresh digits network, for 64 images.

    Raw pixels, PyTorch's initialization, no training: that is what a norm gets to see first, and
    without training no rounding of some processor's can grow into another picture.
    """
    from actnorm.data import digits
    from actnorm.network import MLP

    data = digits(scaling="none")
    network = MLP([64, 32, 10], init="pytorch", rng=np.random.default_rng(0))
    _, cache = network.forward(data.x_train[:64], training=False)
    return cache.pre_activations[0][:, 26]
