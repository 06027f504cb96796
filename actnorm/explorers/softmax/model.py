"""Scores turned into probabilities, with the reader's hands on the scores."""

import math
from collections.abc import Iterable, Sized

import numpy as np
import traitlets

from actnorm.activations import softmax
from actnorm.explorers.base import Explorer
from actnorm.explorers.softmax.maths import jacobian, naive_softmax
from actnorm.explorers.traits import Number, Numbers, log_slider, slider

__all__ = ["SoftmaxExplorer"]

_REACH = (10, 50)  # how far a logit's slider goes if nothing asks for more, and at most
_LABEL = 10  # letters that fit beside a slider
_EXAMPLE = {"cat": 2.0, "dog": 1.0, "fox": -1.0}
_FIXED = {
    "temperature": log_slider(0.1, 10, per_decade=20, digits=2),
    "offset": slider(-800, 800, step=1),
}


class SoftmaxExplorer(Explorer, kind="softmax"):
    r"""Turn scores into probabilities, :math:`p_i = e^{z_i/T} / \sum_j e^{z_j/T}`.

    Drag a score and watch *all* probabilities move; the Jacobian says how fast. `offset` is added
    to all scores at once: softmax does not notice, but the formula as printed, computed in float64
    and in float32, overflows.

    Parameters
    ----------
    logits : array_like of shape (n,), optional
        The scores, 2 to 5 finite numbers from -50 to 50; what all share goes into `offset`. By
        default 2, 1 and -1. Their sliders go from -10 to 10, or as far as the largest needs.
    labels : sequence of str, optional
        Names of the classes, up to 10 letters each; by default A, B, C, …
    temperature : float, default 1.0
        What the scores are divided by, from 0.1 to 10.
    offset : float, default 0.0
        Added to all scores, from -800 to 800.

    Raises
    ------
    TypeError
        If `labels` are not strings.
    ValueError
        If there are fewer than 2 or more than 5 `logits`, or not one distinct, short label each.
    traitlets.TraitError
        If a trait is set to something that is no finite number, or is off its slider.

    Notes
    -----
    `logits` is a tuple: set it as a whole, ``explorer.logits = [3.0, 1.0, -1.0]``.

    Examples
    --------
    >>> from actnorm.explorers import SoftmaxExplorer
    >>> explorer = SoftmaxExplorer([2.0, 1.0, -1.0])
    >>> explorer.probabilities.round(3)
    array([0.705, 0.259, 0.035])
    >>> explorer.offset = 100
    >>> explorer.probabilities.round(3)
    array([0.705, 0.259, 0.035])
    >>> explorer.naive(np.float32)
    array([nan, nan, nan], dtype=float32)
    >>> explorer
    SoftmaxExplorer(logits=(2.0, 1.0, -1.0), labels=['A', 'B', 'C'], temperature=1.0, offset=100.0)
    """

    labels = traitlets.List(traitlets.Unicode(), read_only=True).tag(sync=True)
    logits = Numbers().tag(sync=True)
    temperature = Number(1.0).tag(sync=True)
    offset = Number(0.0).tag(sync=True)

    def __init__(self, logits=None, *, labels=None, temperature=1.0, offset=0.0, **widget):
        if logits is None:
            logits = list(_EXAMPLE.values())
            labels = list(_EXAMPLE) if labels is None else labels
        count = len(logits) if isinstance(logits, Sized) and np.iterable(logits) else 0
        if not 2 <= count <= 5:
            raise ValueError(f"logits must be 2 to 5 numbers, one per class; got {logits!r}")
        self.set_trait("labels", _checked("ABCDE"[:count] if labels is None else labels, count))
        super().__init__(
            controls={"logits": _reach(logits), **_FIXED},
            logits=logits,
            temperature=temperature,
            offset=offset,
            **widget,
        )

    @property
    def scores(self):
        """The logits with the offset added."""
        return np.array(self.logits) + self.offset

    @property
    def probabilities(self):
        """Softmax of the scores."""
        return softmax(self.scores, temperature=self.temperature)

    @property
    def jacobian(self):
        """Matrix of ∂pᵢ/∂zⱼ; every row and every column adds up to 0."""
        return jacobian(self.scores, self.temperature)

    def naive(self, dtype):
        """Return what the formula as printed gives in `dtype`, `numpy.float32` or `float64`."""
        return naive_softmax(self.scores, self.temperature, np.dtype(dtype).type)[2]

    @traitlets.validate("logits")
    def _one_per_label(self, proposal):
        logits = proposal["value"]
        if len(logits) != len(self.labels):
            raise traitlets.TraitError(
                f"logits must be {len(self.labels)} numbers, one per label; got {list(logits)}"
            )
        return logits


def _checked(labels, count):
    """Check the names of the classes."""
    given = list(labels) if isinstance(labels, Iterable) else [labels]
    if not all(isinstance(label, str) for label in given):
        raise TypeError(f"labels must be strings, got {labels!r}")
    short = all(label.strip() and len(label) <= _LABEL for label in given)
    if len(given) != count or len(set(given)) != count or not short:
        raise ValueError(
            f"labels must be {count} different names of 1 to {_LABEL} letters, got {labels!r}"
        )
    return given


def _reach(logits):
    """Say what the sliders of the logits offer; what is no number is for the trait to refuse."""
    try:
        largest = np.abs(np.asarray(logits, dtype=float)).max()
    except (TypeError, ValueError):
        largest = 0
    usual, most = _REACH
    reach = math.ceil(min(max(largest, usual), most)) if np.isfinite(largest) else usual
    return slider(-reach, reach, step=0.1, digits=1)
