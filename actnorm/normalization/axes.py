"""The table of the norms: which axes each one averages over."""

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
from actnorm.normalization.rms import rms_norm, rms_norm_backward

__all__ = ["NORMS", "Norm"]


@dataclass(frozen=True)
class Norm:
    """What the book knows about one normalization layer."""

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
    centres: bool
    """Whether the mean is taken off."""
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
        centres=True,
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
        centres=True,
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
        centres=True,
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
        centres=True,
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
        centres=False,
        running=False,
        formula=r"\gamma\,\frac{x}{\sqrt{\overline{x^2}+\epsilon}}",
        year=2019,
        reference="zhang2019rms",
        why="Layer norm's centring costs time, and leaving it out seldom costs accuracy.",
    ),
)

NORMS = MappingProxyType({norm.name: norm for norm in _LIST})
"""Name → :class:`Norm`, in the order of their invention."""
