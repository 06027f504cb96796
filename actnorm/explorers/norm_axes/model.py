"""A batch as cells: which of them a norm averages over, and what becomes of them."""

from functools import cache

import numpy as np
import traitlets

from actnorm.dtypes import as_real
from actnorm.explorers.base import Explorer
from actnorm.explorers.norm_axes.maths import EPS, how, normalize
from actnorm.explorers.traits import Choice, Number, Whole, choices, slider, stops
from actnorm.normalization import NORMS

__all__ = ["NormAxesExplorer"]

_MOST = (8, 12, 3, 3)  # samples, channels, pixels down and across, that a phone can show
_SIZES = (1e-3, 1e4)
_FINE = 64  # the example's values are whole multiples of 1/64


class NormAxesExplorer(Explorer, kind="norm-axes"):
    r"""Hold one cell of a batch, choose a norm, and see which cells it is averaged with.

    Each row is a sample, each column a channel, and each block its pixels. Below, the value of
    the held cell among those that it is averaged with; drag it, and see which outputs move. The
    cells are generated from `actnorm.NORMS`. Outputs are for :math:`\gamma=1`, :math:`\beta=0`
    and :math:`\epsilon=10^{-5}`; batch norm computes as in training.

    Parameters
    ----------
    x : array_like of shape (N, C, H, W) or (N, C), optional
        Your own tensor: up to 8 samples, 12 channels and 3 by 3 pixels. By default four
        handwritten digits, cut into quarters; the channels are the first six principal
        components of such quarters, so that a channel says how much of one pattern is there.
    norm : str, default "batch"
        A name in `actnorm.NORMS`.
    sample, channel, pixel : int, default 1
        The held cell, counted from 1; in a batch that ends before `sample`, its last one.
    groups : int, optional
        Number of groups for group norm, a divisor of C; by default its smallest beyond 1.
    batch : int, optional
        How many of the samples are in the batch, from the first on; by default all.
    value : float, optional
        The value of the held cell, by default its own. Holding another cell forgets it.

    Raises
    ------
    TypeError
        If `x` does not hold real numbers.
    ValueError
        If `x` has another shape, is too large, or is not finite; or if `actnorm.NORMS` holds a
        norm that measures something which has no picture here.
    traitlets.TraitError
        If a trait is set to what is not there.

    Notes
    -----
    The values of the example are rounded to multiples of 1/64; your own are not rounded.

    Examples
    --------
    >>> import numpy as np
    >>> from actnorm.explorers import NormAxesExplorer
    >>> explorer = NormAxesExplorer(np.arange(6.0).reshape(2, 3), norm="layer", sample=2)
    >>> explorer.cells.astype(int)
    array([[0, 0, 0],
           [1, 1, 1]])
    >>> explorer.y.round(2)
    array([[-1.22,  0.  ,  1.22],
           [-1.22,  0.  ,  1.22]])
    >>> explorer.value
    3.0
    """

    _data = {"x": "values"}  # noqa: RUF012
    _valued = None  # the cell that `value` was set for
    _norms = traitlets.List(read_only=True).tag(sync=True)
    _values = traitlets.List(read_only=True).tag(sync=True)
    _full = traitlets.Float(1.0, read_only=True).tag(sync=True)
    _eps = traitlets.Float(EPS, read_only=True).tag(sync=True)
    shape = traitlets.List(traitlets.Int(), read_only=True).tag(sync=True)
    norm = Choice("batch").tag(sync=True)
    sample = Whole(1).tag(sync=True)
    channel = Whole(1).tag(sync=True)
    pixel = Whole(1).tag(sync=True)
    groups = Whole(1).tag(sync=True)
    batch = Whole(1).tag(sync=True)
    value = Number().tag(sync=True)

    def __init__(
        self,
        x=None,
        *,
        norm="batch",
        sample=1,
        channel=1,
        pixel=1,
        groups=None,
        batch=None,
        value=None,
        **widget,
    ):
        x = _example() if x is None else _checked(x)
        n, c = x.shape[:2]
        self._x = x
        self.set_trait("shape", list(x.shape))
        self.set_trait("_values", x.ravel().tolist())
        self.set_trait("_norms", [_row(norm) for norm in NORMS.values()])
        self.set_trait("_full", float(np.abs(x).max()) or 1.0)  # what has the fullest colour
        if groups is None:
            groups = next(iter(_divisors(c)[1:-1]), 1)
        if value is not None:
            widget["value"] = value
        super().__init__(
            controls=_controls(x),
            norm=norm,
            sample=sample,
            channel=channel,
            pixel=pixel,
            groups=groups,
            batch=n if batch is None else batch,
            **widget,
        )

    @property
    def x(self):
        """The batch, shape (batch, C, …), with the held cell's value."""
        x = self._x[: self.batch].copy()
        x[self._at] = self.value
        return x

    @property
    def cells(self):
        """Which cells of the batch are averaged with the held one: booleans, shape of `x`."""
        groups = self.groups if "C/G" in NORMS[self.norm].axes else 1
        return NORMS[self.norm].cells(self.x.shape, self._at, num_groups=groups)

    @property
    def y(self):
        """What the norm makes of the batch."""
        x = self.x
        flat = normalize(x.reshape(*x.shape[:2], -1), NORMS[self.norm], self.groups)
        return flat.reshape(x.shape)

    @property
    def _at(self):
        """Index of the held cell in `x`."""
        pixel = np.unravel_index(self.pixel - 1, self._x.shape[2:]) if self._x.ndim > 2 else ()
        return (min(self.sample, self.batch) - 1, self.channel - 1, *map(int, pixel))

    @traitlets.default("value")
    def _own_value(self):
        return float(self._x[self._at])

    @traitlets.validate("groups")
    def _groups_divide(self, proposal):
        groups, c = proposal["value"], self.shape[1]
        if c % groups:
            allowed = ", ".join(map(str, _divisors(c)))
            raise traitlets.TraitError(
                f"groups must divide the {c} channels, that is be one of {allowed}; got {groups!r}"
            )
        return groups

    @traitlets.validate("value")
    def _value_is_of_a_cell(self, proposal):
        self._valued = self._at
        return proposal["value"]

    @traitlets.observe("sample", "channel", "pixel", "batch")
    def _another_cell_has_its_own_value(self, change):
        if self._valued != self._at:
            self.value = self._own_value()


def _row(norm):
    """Return what the figure needs of an entry of the table."""
    centres, squares = how(norm)
    return {
        "name": norm.name,
        "label": norm.label,
        "axes": list(norm.axes),
        "centres": centres,
        "squares": squares,
        "running": norm.running,
    }


def _divisors(c):
    return [g for g in range(1, c + 1) if c % g == 0]


def _controls(x):
    """Say what the controls offer for this tensor."""
    n, c, *pixels = x.shape
    size = 1.1 * (float(np.abs(x).max()) or 1.0)
    decade = 10.0 ** np.floor(np.log10(size))
    reach = float(f"{next(m * decade for m in (1, 2, 5, 10) if m * decade >= size):.6g}")
    step = float(f"{reach / (40 if f'{reach:e}'[0] == '2' else 50):.0e}")  # 1, 2 or 5, a decade's
    digits = max(0, 2 - int(np.floor(np.log10(reach) + 1e-9)))
    return {
        "norm": choices({norm.name: norm.label for norm in NORMS.values()}),
        "sample": slider(1, n, step=1),
        "channel": slider(1, c, step=1),
        "pixel": slider(1, np.prod(pixels, dtype=int), step=1),
        "value": slider(-reach, reach, step=step, digits=digits),
        "batch": slider(1, n, step=1),
        "groups": stops(_divisors(c)),
    }


@cache
def _example():
    """Four digits, cut into quarters: how much there is of each of six patterns."""
    from actnorm import data

    images = data.digits(scaling="none").x_train / 16
    # (image, row of quarters, row in it, column of quarters, column in it) → quarters as rows.
    quarters = images.reshape(-1, 2, 4, 2, 4).transpose(0, 1, 3, 2, 4).reshape(-1, 16)
    _, vectors = np.linalg.eigh(quarters.T @ quarters)
    patterns = vectors[:, ::-1][:, :6]
    largest = np.take_along_axis(patterns, np.abs(patterns).argmax(axis=0)[np.newaxis], axis=0)
    x = (quarters[:16] @ (patterns * np.sign(largest))).reshape(4, 2, 2, 6).transpose(0, 3, 1, 2)
    return np.round(x * _FINE) / _FINE


def _checked(x):
    """Check the reader's tensor."""
    x = as_real(x)[0].astype(float)
    small = all(1 <= size <= most for size, most in zip(x.shape, _MOST, strict=False))
    if x.ndim not in (2, 4) or not small:
        raise ValueError(
            "x must be of shape (N, C, H, W) or (N, C), with N from 1 to 8, C from 1 to 12, H and "
            f"W from 1 to 3; got shape {x.shape}"
        )
    if not np.isfinite(x).all():
        raise ValueError(f"x must be finite, got {x[~np.isfinite(x)][0]}")
    size = np.abs(x).max()
    if size != 0 and not _SIZES[0] <= size <= _SIZES[1]:
        raise ValueError(
            f"x must have a largest size from 0.001 to 10000, got {size:.4g}: change the unit"
        )
    return x
