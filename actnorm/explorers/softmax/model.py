"""Scores turned into probabilities, with the reader's hands on the scores."""

import math

import numpy as np
import traitlets

from actnorm.activations import softmax
from actnorm.explorers.base import Explorer, Number, Numbers
from actnorm.explorers.softmax_words import describe_softmax, jacobian, naive_softmax
from actnorm.explorers.words import fixed

__all__ = ["SoftmaxExplorer"]

_REACH = (10, 50)  # how far a logit's slider goes if nothing asks for more, and at most
_WARM = (0.1, 10.0)
_FAR = 800.0
_LABEL = 10  # letters that fit beside a slider
_EXAMPLE = {"cat": 2.0, "dog": 1.0, "fox": -1.0}


class SoftmaxExplorer(Explorer):
    r"""Turn scores into probabilities, :math:`p_i = e^{z_i/T} / \sum_j e^{z_j/T}`.

    Drag a score and watch *all* probabilities move; the Jacobian says how fast. `offset` is added
    to all scores at once: softmax does not notice, but the formula as printed, computed in float64
    and in float32, overflows.

    Parameters
    ----------
    logits : array_like of shape (n,), optional
        The scores, 2 to 5 finite numbers from -50 to 50. By default 2, 1 and -1.
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
    >>> explorer = SoftmaxExplorer([2.0, 1.0, -1.0], labels=["cat", "dog", "fox"])
    >>> explorer.probabilities.round(3)
    array([0.705, 0.259, 0.035])
    >>> explorer.offset = 100
    >>> explorer.probabilities.round(3)
    array([0.705, 0.259, 0.035])
    >>> explorer.naive(np.float32)
    array([nan, nan, nan], dtype=float32)
    """

    _explorer = traitlets.Unicode("softmax").tag(sync=True)
    labels = traitlets.List(traitlets.Unicode(), read_only=True).tag(sync=True)
    reach = traitlets.Int(read_only=True).tag(sync=True)
    logits = Numbers().tag(sync=True)
    temperature = Number(1.0).tag(sync=True)
    offset = Number(0.0).tag(sync=True)

    def __init__(self, logits=None, *, labels=None, temperature=1.0, offset=0.0, **layout):
        if logits is None:
            logits = list(_EXAMPLE.values())
            labels = list(_EXAMPLE) if labels is None else labels
        count = len(logits) if hasattr(logits, "__len__") else 0
        if not 2 <= count <= 5:
            raise ValueError(f"logits must be 2 to 5 numbers, one per class; got {logits!r}")
        labels = _checked("ABCDE"[:count] if labels is None else labels, count)
        self._widest = max(_REACH[0], math.ceil(_largest(logits)))
        self.set_trait("labels", labels)
        self.set_trait("reach", min(self._widest, _REACH[1]))
        super().__init__(logits=logits, temperature=temperature, offset=offset, **layout)

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

    def describe(self):
        """Say in a few sentences what the picture shows."""
        lines = describe_softmax(self.labels, self.scores, self.temperature)
        rows = zip(self.labels, self.logits, strict=True)
        scores = ", ".join(f"{label} {fixed(z, 1)}" for label, z in rows)
        added = f", {fixed(self.offset, 0)} added to all," if self.offset else ""
        head = f"Scores {scores}{added} become probabilities at temperature {self.temperature:g}."
        return " ".join([head, *lines])

    def _draw(self):
        from actnorm.explorers.softmax_still import draw_softmax

        return draw_softmax(
            self.labels,
            self.logits,
            self.scores,
            temperature=self.temperature,
            reach=self.reach,
        )

    @traitlets.validate("logits")
    def _logits_are_on_their_sliders(self, proposal):
        logits = proposal["value"]
        if len(logits) != len(self.labels):
            raise traitlets.TraitError(
                f"logits must be {len(self.labels)} numbers, one per label; got {list(logits)}"
            )
        for label, z in zip(self.labels, logits, strict=True):
            if abs(z) > self.reach:
                raise traitlets.TraitError(
                    f"logits must be from {-self.reach} to {self.reach} in this explorer (what all "
                    f"share goes into `offset`); got {z!r} for {label}"
                )
        return logits

    @traitlets.validate("temperature")
    def _temperature_is_on_its_slider(self, proposal):
        return self._in_range("temperature", proposal["value"], *_WARM)

    @traitlets.validate("offset")
    def _offset_is_on_its_slider(self, proposal):
        return self._in_range("offset", proposal["value"], -_FAR, _FAR)


def _checked(labels, count):
    """Check the names of the classes."""
    labels = list(labels)
    if not all(isinstance(label, str) for label in labels):
        raise TypeError(f"labels must be strings, got {labels!r}")
    short = all(label.strip() and len(label) <= _LABEL for label in labels)
    if len(labels) != count or len(set(labels)) != count or not short:
        raise ValueError(
            f"labels must be {count} different names of 1 to {_LABEL} letters, got {labels!r}"
        )
    return labels


def _largest(logits):
    """Return the largest size among the logits; what is no number is for the trait to refuse."""
    try:
        sizes = np.abs(np.asarray(logits, dtype=float))
    except (TypeError, ValueError):
        return 0
    return float(sizes.max()) if np.isfinite(sizes).all() else 0
