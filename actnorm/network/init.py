"""How the weights start: each scheme with the variance it was made to keep."""

import numpy as np

from actnorm.dtypes import check_finite
from actnorm.network.inputs import per_replicate

__all__ = ["INITS", "initial_bias", "initial_weight", "starts"]


def _zeros(rng, fan_in, fan_out, std):
    return np.zeros((fan_in, fan_out))


def _normal(rng, fan_in, fan_out, std):
    return std * rng.standard_normal((fan_in, fan_out))


def _xavier(rng, fan_in, fan_out, std):
    # Var = 2 / (fan_in + fan_out): between 1/fan_in (forward) and 1/fan_out (backward).
    bound = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-bound, bound, (fan_in, fan_out))


def _he(rng, fan_in, fan_out, std):
    # Var = 2 / fan_in: ReLU zeroes half of the second moment, the 2 gives it back.
    return np.sqrt(2 / fan_in) * rng.standard_normal((fan_in, fan_out))


def _pytorch(rng, fan_in, fan_out, std):
    # Var = 1 / (3 fan_in): nn.Linear's kaiming_uniform_(a=sqrt(5)), kept for its history.
    bound = 1 / np.sqrt(fan_in)
    return rng.uniform(-bound, bound, (fan_in, fan_out))


INITS = {
    "zeros": _zeros,
    "normal": _normal,
    "xavier": _xavier,
    "he": _he,
    "pytorch": _pytorch,
}


def initial_weight(scheme, fan_in, fan_out, *, rng, std=0.01):
    r"""Draw a weight matrix of shape (fan_in, fan_out).

    Parameters
    ----------
    scheme : {"zeros", "normal", "xavier", "he", "pytorch"}
        "zeros": all 0. "normal": :math:`N(0, \mathtt{std}^2)`.
        "xavier" [1]_: uniform with variance 2/(fan_in + fan_out).
        "he" [2]_: :math:`N(0, 2/\mathtt{fan\_in})`.
        "pytorch": ``torch.nn.Linear``'s default, uniform in
        :math:`\pm 1/\sqrt{\mathtt{fan\_in}}`.
    fan_in, fan_out : int
    rng : numpy.random.Generator
    std : float, default 0.01
        Standard deviation, for "normal" only.

    Returns
    -------
    ndarray of float64, shape (fan_in, fan_out)

    Raises
    ------
    TypeError
        If `std` is not a number.
    ValueError
        If `scheme` is unknown, or `std` negative or not finite.

    References
    ----------
    .. [1] Glorot and Bengio (2010), https://proceedings.mlr.press/v9/glorot10a.html.
    .. [2] He et al. (2015), doi:10.1109/ICCV.2015.123.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> float(initial_weight("he", 200, 300, rng=rng).var().round(3))  # 2/200
    0.01
    """
    if scheme not in INITS:
        raise ValueError(f"init must be one of {', '.join(map(repr, INITS))}; got {scheme!r}")
    if check_finite("std", std) < 0:
        raise ValueError(f"std must be at least 0; got {std!r}")
    return INITS[scheme](rng, fan_in, fan_out, std)


def initial_bias(scheme, fan_in, fan_out, *, rng):
    """Draw a bias of shape (fan_out,): zeros, or for "pytorch" what ``torch.nn.Linear`` draws.

    Parameters
    ----------
    scheme : str
        As in `initial_weight`.
    fan_in, fan_out : int
    rng : numpy.random.Generator
        Left alone where nothing is drawn.

    Returns
    -------
    ndarray of float64, shape (fan_out,)

    Examples
    --------
    >>> initial_bias("he", 4, 3, rng=np.random.default_rng(0))
    array([0., 0., 0.])
    """
    if scheme == "pytorch":
        return rng.uniform(-1, 1, fan_out) / np.sqrt(fan_in)
    return np.zeros(fan_out)


def starts(replicates, *options):
    """Return one tuple of the options' values for each network."""
    count, columns = replicates or 1, []
    for name, value in zip(("init", "init_scale", "init_std", "init_bias"), options, strict=True):
        if name == "init" and isinstance(value, list | tuple):
            column = list(value)
        elif name == "init" or value is None:
            column = [value] * count
        else:
            column = np.broadcast_to(per_replicate(value, name, replicates), count).tolist()
        if len(column) != count:
            raise ValueError(f"{name} must have one entry per network, {count}; got {len(column)}")
        columns.append(column)
    return list(zip(*columns, strict=True))
