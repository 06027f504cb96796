"""The table of the norms: what each one measures, and over which axes."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from actnorm.normalization.batch import batch_norm, batch_norm_backward
from actnorm.normalization.group import (
    group_norm,
    group_norm_backward,
    instance_norm,
    instance_norm_backward,
)
from actnorm.normalization.inputs import check_groups
from actnorm.normalization.layer import layer_norm, layer_norm_backward
from actnorm.normalization.moments import STATISTICS
from actnorm.normalization.rms import rms_norm, rms_norm_backward


@dataclass(frozen=True)
class Norm:
    """What the book knows about one normalization layer.

    All are called alike, ``f(x, gamma, beta, eps=...)`` and ``backward(dy, x, gamma, eps=...)``,
    with the axes or groups as `options` gives them. What `f` returns, or, of a norm with running
    statistics, the first of it, is the output; `backward` returns dx, dgamma and dbeta.
    """

    name: str
    """Key in `NORMS`."""
    label: str
    """Name in prose and on axes."""
    f: Callable
    """The function."""
    backward: Callable
    """Its backward pass."""
    axes: tuple[str, ...]
    """Axes of an (N, C, H, W) tensor averaged over; "C/G": the channels of one group."""
    parameters: tuple[str, ...]
    """Axes along which gamma and beta have a number each."""
    statistic: str
    """What is measured over the axes, a key of `STATISTICS`: networks and figures follow it."""
    running: bool
    """Whether evaluation uses running statistics instead of the input's own."""
    formula: str
    """LaTeX of the output, right-hand side only."""
    year: int
    """Year of the reference."""
    reference: str
    """Key in ``references.bib``."""
    why: str
    """What it was invented to mend, in one sentence."""

    def __post_init__(self):
        if self.statistic not in STATISTICS:
            allowed = ", ".join(map(repr, STATISTICS))
            raise ValueError(f"statistic must be one of {allowed}; got {self.statistic!r}")

    @property
    def centres(self):
        """Whether the mean is taken off."""
        return STATISTICS[self.statistic].centres

    @property
    def squares(self):
        """How the squares are added up: "mean" or "sum"."""
        return STATISTICS[self.statistic].squares

    def __call__(self, x, gamma=None, beta=None, *, num_groups=1, eps=1e-5):
        """Normalize (N, C) or (N, C, ...) over `axes`, by the input's own statistics.

        Parameters
        ----------
        x : array_like, shape (N, C) or (N, C, ...)
        gamma, beta : array_like, or a number, optional
            Of the shape that `parameter_shape` gives.
        num_groups : int, default 1
            Divides C; only group norm heeds it.
        eps : float, default 1e-5

        Returns
        -------
        ndarray, shape of `x`

        Examples
        --------
        >>> NORMS["rms"]([[3.0, 4.0]], eps=0.0).round(4)
        array([[0.8485, 1.1314]])
        """
        options = self.options(np.ndim(x), num_groups=num_groups)
        y = self.f(x, gamma, beta, eps=eps, **options)
        return y[0] if self.running else y

    def options(self, ndim, *, num_groups=1):
        """Give what `f` and `backward` need to average an (N, C, ...) array over `axes`.

        Examples
        --------
        >>> NORMS["layer"].options(4), NORMS["group"].options(4, num_groups=2)
        ({'axis': (1, 2, 3)}, {'num_groups': 2})
        >>> NORMS["batch"].options(4)
        {}
        """
        if "C/G" in self.axes:
            return {"num_groups": num_groups}
        return {"axis": tuple(range(1, ndim))} if "C" in self.axes else {}

    def parameter_shape(self, shape):
        """Give the shape of gamma and beta for an input of shape (N, C, ...).

        Examples
        --------
        >>> NORMS["layer"].parameter_shape((8, 3, 5)), NORMS["batch"].parameter_shape((8, 3, 5))
        ((3, 5), (3,))
        """
        channels, pixels = "C" in self.parameters, "H" in self.parameters
        return shape[1:2] * channels + shape[2:] * pixels

    def cells(self, shape, at, *, num_groups=1):
        """Mark the cells of a tensor that share their statistics with one of them.

        Parameters
        ----------
        shape : tuple of int
            Shape (N, C) or (N, C, ...) of the tensor.
        at : tuple of int
            Index of the one cell.
        num_groups : int, default 1
            Divides C; only group norm heeds it.

        Returns
        -------
        ndarray of bool, of shape `shape`

        Raises
        ------
        ValueError
            If `at` is not an index of such a tensor, or `num_groups` does not divide C.

        Examples
        --------
        >>> NORMS["batch"].cells((2, 3), at=(0, 1)).astype(int)
        array([[0, 1, 0],
               [0, 1, 0]])
        >>> NORMS["group"].cells((2, 4), at=(0, 1), num_groups=2).astype(int)
        array([[1, 1, 0, 0],
               [0, 0, 0, 0]])
        """
        if len(shape) < 2 or len(at) != len(shape):
            raise ValueError(f"at must have one index per axis of shape {tuple(shape)}; got {at!r}")
        if not all(0 <= i < n for i, n in zip(at, shape, strict=True)):
            raise ValueError(f"at must lie inside the shape {tuple(shape)}; got {at!r}")
        per_group = shape[1] // check_groups(num_groups, shape[1])
        first = at[1] // per_group * per_group
        where = [slice(i, i + 1) for i in at]
        if "N" in self.axes:
            where[0] = slice(None)
        if "C" in self.axes:
            where[1] = slice(None)
        elif "C/G" in self.axes:
            where[1] = slice(first, first + per_group)
        where[2:] = [slice(None)] * (len(shape) - 2)  # every norm averages over the pixels
        marked = np.zeros(shape, dtype=bool)
        marked[tuple(where)] = True
        return marked


_LIST = (
    Norm(
        name="batch",
        label="batch norm",
        f=batch_norm,
        backward=batch_norm_backward,
        axes=("N", "H", "W"),
        parameters=("C",),
        statistic="mean and variance",
        running=True,
        formula=r"\gamma\,\frac{x-\mu_B}{\sqrt{\sigma_B^2+\epsilon}} + \beta",
        year=2015,
        reference="ioffe2015batch",
        why="Deep networks learnt slowly, and those of saturating units hardly at all.",
    ),
    Norm(
        name="layer",
        label="layer norm",
        f=layer_norm,
        backward=layer_norm_backward,
        axes=("C", "H", "W"),
        parameters=("C", "H", "W"),
        statistic="mean and variance",
        running=False,
        formula=r"\gamma\,\frac{x-\mu}{\sqrt{\sigma^2+\epsilon}} + \beta",
        year=2016,
        reference="ba2016layer",
        why="Batch norm needs large batches, and fits recurrent networks badly.",
    ),
    Norm(
        name="instance",
        label="instance norm",
        f=instance_norm,
        backward=instance_norm_backward,
        axes=("H", "W"),
        parameters=("C",),
        statistic="mean and variance",
        running=False,
        formula=r"\gamma\,\frac{x-\mu}{\sqrt{\sigma^2+\epsilon}} + \beta",
        year=2016,
        reference="ulyanov2016instance",
        why="A picture's own contrast should not decide how it is stylized.",
    ),
    Norm(
        name="group",
        label="group norm",
        f=group_norm,
        backward=group_norm_backward,
        axes=("C/G", "H", "W"),
        parameters=("C",),
        statistic="mean and variance",
        running=False,
        formula=r"\gamma\,\frac{x-\mu_g}{\sqrt{\sigma_g^2+\epsilon}} + \beta",
        year=2018,
        reference="wu2018group",
        why="With few samples per batch, batch norm's statistics are mostly noise.",
    ),
    Norm(
        name="rms",
        label="RMS norm",
        f=rms_norm,
        backward=rms_norm_backward,
        axes=("C", "H", "W"),
        parameters=("C", "H", "W"),
        statistic="mean square",
        running=False,
        formula=r"\gamma\,\frac{x}{\sqrt{\overline{x^2}+\epsilon}}",
        year=2019,
        reference="zhang2019rms",
        why="Layer norm's centring costs time, and leaving it out seldom costs accuracy.",
    ),
)

NORMS = MappingProxyType({norm.name: norm for norm in _LIST})
"""Name → :class:`Norm`, in the order of their invention."""

__all__ = ["NORMS", "Norm", *(f.__name__ for n in _LIST for f in (n.f, n.backward))]
