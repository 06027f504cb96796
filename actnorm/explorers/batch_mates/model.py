"""One image in ever new batches: how a batch-norm network classifies it."""

from functools import cache
from math import isqrt

import numpy as np
import traitlets

from actnorm.activations import softmax
from actnorm.dtypes import as_real
from actnorm.explorers.base import Explorer
from actnorm.explorers.batch_mates.maths import packed_probabilities
from actnorm.explorers.digits import pack
from actnorm.explorers.traits import Flag, Whole, choices, slider, stops

__all__ = ["BatchMatesExplorer"]

_SIZES = (2, 4, 8, 16, 32)
_IMAGES, _POOL, _DRAWS = 8, 120, 60
_LEVELS = 8  # shades of ink in the small pictures
_LABEL = 10  # letters


class BatchMatesExplorer(Explorer, kind="batch-mates"):
    """Hold one image, draw the others of its batch anew, and see its predicted class.

    The bars are the probabilities that the network gives the held image in this batch; a tick
    on each is what it gives in evaluation mode. The dots below are the predictions so far.

    Parameters
    ----------
    model : MLP, optional
        A trained classifier with 2 to 12 classes, or anything with such a ``forward(x, *,
        training, update_running)``. It is asked, not changed: its running statistics stay. By
        default a network of 64, 50, 50 and 10 units with batch norm, trained on digits when first
        asked for (in about two seconds).
    x : array_like of shape (n, features), optional
        What it is asked about. The first eight rows are the images that can be held, the next
        up to 120 their possible companions; at least ten rows.
    y : array_like of int, shape (n,), optional
        The right classes, from 0 on.
    pixels : array_like of shape (n, rows, columns), optional
        How the rows of `x` look, up to 16 by 16. By default `x` itself: as a square if its
        features make one, else as a row of up to 16.
    labels : sequence of str, optional
        Names of the classes, up to 10 letters each; by default 0, 1, 2, …
    seed : int, default 0
        Draws the companions.
    image : int, default 1
        Which image is held, counted from 1.
    draw : int, default 1
        Which of the 60 draws of companions is shown, counted from 1.
    size : int, default 8
        How many are in the batch, the image included: 2, 4, 8, 16 or 32.
    training : bool, default True
        Whether the network answers in training mode.

    Raises
    ------
    TypeError
        If `model` has no ``forward``, or `y` holds no integers.
    ValueError
        If the arrays do not fit together, or the network's answers are not finite.
    traitlets.TraitError
        If a trait is set to what is not there.

    Notes
    -----
    What is shipped to a page is rounded: probabilities to multiples of 1/255 (the largest stays
    the only largest), pixels to nine shades. Larger batches keep the companions of smaller ones,
    and all images get the same companions in the same draw.

    Examples
    --------
    >>> from actnorm.data import digits
    >>> from actnorm.explorers import BatchMatesExplorer
    >>> from actnorm.network import MLP, train
    >>> data = digits()
    >>> model = MLP([64, 20, 10], norm="batch", rng=np.random.default_rng(0))
    >>> _ = train(model, data, epochs=1, rng=np.random.default_rng(1))
    >>> explorer = BatchMatesExplorer(model, data.x_test, data.y_test, size=4)
    >>> len(explorer.companions)
    3
    >>> explorer.training = False
    >>> alone = explorer.probabilities
    >>> explorer.draw = 7
    >>> bool((explorer.probabilities == alone).all())
    True
    """

    _data = {"model": "model"}  # noqa: RUF012
    _pictures = traitlets.Unicode(read_only=True).tag(sync=True)
    _mates = traitlets.Unicode(read_only=True).tag(sync=True)
    _answers = traitlets.Unicode(read_only=True).tag(sync=True)
    _alone = traitlets.Unicode(read_only=True).tag(sync=True)
    _truth = traitlets.List(traitlets.Int(), read_only=True).tag(sync=True)
    _grid = traitlets.List(traitlets.Int(), read_only=True).tag(sync=True)
    _levels = traitlets.Int(_LEVELS, read_only=True).tag(sync=True)
    labels = traitlets.List(traitlets.Unicode(), read_only=True).tag(sync=True)
    image = Whole(1).tag(sync=True)
    draw = Whole(1).tag(sync=True)
    size = Whole(8).tag(sync=True)
    training = Flag(True).tag(sync=True)

    def __init__(
        self, model=None, x=None, y=None, *, pixels=None, labels=None, seed=0, image=1, draw=1,
        size=8, training=True, **widget,
    ):  # fmt: skip
        self._model = model
        if model is None:
            if x is not None or y is not None:
                raise ValueError("x and y are asked of a model of yours; give it as well")
            model, x, y, pixels = _example()
        x, y, ink = _checked(model, x, y, pixels)
        pool = len(x) - _IMAGES
        self._sizes = [n for n in _SIZES if n - 1 <= pool]
        rng = np.random.default_rng(seed)
        chosen = [rng.permutation(pool)[: self._sizes[-1] - 1] for _ in range(_DRAWS)]
        self._chosen = np.array(chosen, dtype=np.uint8)
        alone, together = _ask(model, x, self._chosen, self._sizes)
        self._by_itself, self._in_company = map(packed_probabilities, (alone, together))
        count = alone.shape[-1]
        if y.min() < 0 or y.max() >= count:
            raise ValueError(f"y must hold classes from 0 to {count - 1}; got {y.min()}–{y.max()}")
        for name, value in (
            ("_pictures", pack(ink[: _IMAGES + self._chosen.max() + 1])),
            ("_mates", pack(self._chosen)),
            ("_answers", pack(self._in_company)),
            ("_alone", pack(self._by_itself)),
            ("_truth", y[:_IMAGES].tolist()),
            ("_grid", list(ink.shape[1:])),
            ("labels", _names(labels, count)),
        ):
            self.set_trait(name, value)
        controls = {
            "image": slider(1, _IMAGES, step=1),
            "draw": slider(1, _DRAWS, step=1),
            "size": stops(self._sizes) | choices(self._sizes),  # and none between
            "training": choices([True, False]),
        }
        start = {"image": image, "draw": draw, "size": size, "training": training}
        super().__init__(controls=controls, **start, **widget)

    @property
    def model(self):
        """The network that was given, or None for the example."""
        return self._model

    @property
    def sizes(self):
        """The sizes of batches that were tried."""
        return list(self._sizes)

    @property
    def draws(self):
        """How many times companions were drawn."""
        return _DRAWS

    @property
    def companions(self):
        """Rows of `x` that share the batch with the held image, in this draw."""
        return _IMAGES + self._chosen[self.draw - 1, : self.size - 1].astype(int)

    @property
    def probabilities(self):
        """What the network gives the held image now, to 1/255; shape (classes,)."""
        now = self._so_far()[-1] if self.training else self._by_itself[self.image - 1]
        return now / 255

    @property
    def answer(self):
        """The name of the class that the held image gets now."""
        return self.labels[int(self.probabilities.argmax())]

    @property
    def answers(self):
        """The names of the classes that it gets in training mode, in all the draws."""
        return [self.labels[k] for k in self._all_draws().argmax(axis=-1)]

    def _all_draws(self):
        return self._in_company[self._sizes.index(self.size), self.image - 1]

    def _so_far(self):
        return self._all_draws()[: self.draw]


def _ask(model, x, chosen, sizes):
    """Return the probabilities of each held image in evaluation mode, and in each company."""
    alone = softmax(_logits(model, x[:_IMAGES], training=False))
    if alone.ndim != 2 or not 2 <= alone.shape[1] <= 12:
        raise ValueError(f"model must tell 2 to 12 classes apart; its answer: shape {alone.shape}")
    together = np.empty((len(sizes), _IMAGES, len(chosen), alone.shape[1]))
    for s, size in enumerate(sizes):
        for k, row in enumerate(chosen):
            mates = x[_IMAGES + row[: size - 1].astype(int)]
            for i in range(_IMAGES):
                batch = np.vstack([x[i : i + 1], mates])
                together[s, i, k] = softmax(_logits(model, batch, training=True)[0])
    return alone, together


def _logits(model, batch, *, training):
    logits, _ = model.forward(batch, training=training, update_running=False)
    if not np.isfinite(logits).all():
        raise ValueError("model must give finite numbers; it gave NaN or an infinity")
    return np.asarray(logits, dtype=float)


def _checked(model, x, y, pixels):
    """Check what the reader gave; return inputs, labels and shades of ink, cut to size."""
    if not callable(getattr(model, "forward", None)):
        raise TypeError(f"model must be an actnorm.network.MLP or have its forward; got {model!r}")
    if x is None or y is None:
        raise ValueError("with a model of yours, give x and y: what it is asked about")
    x, y = as_real(x)[0].astype(float), np.asarray(y)
    if x.ndim != 2 or len(x) < _IMAGES + 2 or not np.isfinite(x).all():
        raise ValueError(
            f"x must be finite, of shape (n, features), n at least {_IMAGES + 2}; got {x.shape}"
        )
    if y.dtype.kind not in "iu":
        raise TypeError(f"y must hold integers; got dtype {y.dtype}")
    if y.shape != x.shape[:1]:
        raise ValueError(f"y must hold one class per row of x, {len(x)}; got shape {y.shape}")
    if pixels is None:
        side = isqrt(x.shape[1])
        pixels = x.reshape(len(x), *((side, side) if side * side == x.shape[1] else (1, -1)))
    pixels = as_real(pixels, "pixels")[0].astype(float)
    if pixels.ndim != 3 or len(pixels) != len(x) or not np.isfinite(pixels).all():
        raise ValueError(f"pixels must be finite, of shape ({len(x)}, rows, columns); got "
                         f"{pixels.shape}")  # fmt: skip
    if max(pixels.shape[1:]) > 16:
        raise ValueError(f"pixels must be 16 by 16 at most; got {pixels.shape[1:]}")
    kept = slice(_IMAGES + _POOL)
    low, span = pixels.min(), np.ptp(pixels) or 1.0
    ink = np.rint(_LEVELS * (pixels[kept] - low) / span).astype(np.uint8)
    return x[kept], y[kept], ink


def _names(labels, count):
    """Check the names of the classes."""
    labels = [str(k) for k in range(count)] if labels is None else list(labels)
    short = all(isinstance(name, str) and 0 < len(name.strip()) <= _LABEL for name in labels)
    if len(labels) != count or len(set(labels)) != count or not short:
        raise ValueError(
            f"labels must be {count} different names of 1 to {_LABEL} letters; got {labels!r}"
        )
    return labels


@cache
def _example():
    """Train a network with batch norm, in batches of 64, with no smaller one at the end."""
    from actnorm.data import digits
    from actnorm.network import MLP, train

    data, raw = digits(), digits(scaling="none")
    whole = data._replace(x_train=data.x_train[:1344], y_train=data.y_train[:1344])
    model = MLP([64, 50, 50, 10], norm="batch", rng=np.random.default_rng(0))
    train(model, whole, epochs=6, rng=np.random.default_rng(100))
    return model, data.x_test, data.y_test, raw.x_test.reshape(-1, 8, 8)
