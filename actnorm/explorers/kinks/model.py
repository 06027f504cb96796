"""A curve built from a few kinks, with the reader's hands on each."""

import math
from numbers import Integral

import numpy as np
import traitlets

from actnorm.explorers.base import Explorer, Number, Numbers, Whole
from actnorm.explorers.kinks_targets import REACH, TARGETS, Target, own_target
from actnorm.explorers.kinks_words import Digits, Sum, best_fit, describe_kinks, off_by, value
from actnorm.explorers.words import fixed

__all__ = ["KinksExplorer"]

_COUNT = 8  # kinks that can still be told apart on a phone
_OWN = "your own"
_ROUGH = (-0.5, 0.5, 0.8, -0.4, -1.0)  # a first sketch of a sine, to be improved
_FAR = 1e7  # times the end of a slider: beyond it, but a best fit may ask for much


class KinksExplorer(Explorer):
    r"""Build a curve from kinks, :math:`y = c + \sum_j v_j\,\mathrm{relu}(x - b_j)`.

    Drag a kink along x, set by how much it turns the slope, and come as near to a target as you
    can. With `bend` off, each ReLU becomes the identity, and every sum a straight line.

    Parameters
    ----------
    target : str, callable or pair of array_like, optional
        What to draw: "sine" (the default), "bump", "|x| − 1", "step" or "tumours (measured)", the
        share of malignant tumours by size; or a function of an array; or your own points (x, y),
        2 to 400 of them.
    kinks : int or array_like, default 5
        How many kinks, spread evenly from the left end; or their places, 1 to 8 of them.
    turns : array_like, optional
        By how much each kink changes the slope, :math:`v_j`. By default a rough sketch of the
        sine, else zeros.
    level : float, optional
        Height before the first kink, :math:`c`. By default 0, with points of your own their mean.
    held : int, default 0
        The kink whose sliders are shown, counted from 0.
    bend : bool, default True
        Whether ReLU is in place; if not, the identity is.
    xlim : pair of float, default (-3, 3)
        Where a function is sampled.

    Raises
    ------
    TypeError
        If `target` is none of the above.
    ValueError
        If the target is not finite, or there are fewer than 1 or more than 8 kinks.
    traitlets.TraitError
        If a trait is set to something that is no finite number, has another length than the
        others, or is off the picture.

    Notes
    -----
    `kinks` and `turns` are tuples: set them as a whole.

    Examples
    --------
    >>> from actnorm.explorers import KinksExplorer
    >>> explorer = KinksExplorer("|x| − 1", kinks=[-3.0, 0.0])
    >>> explorer.use_best_fit()
    >>> [round(v, 6) for v in (explorer.level, *explorer.turns)]
    [2.0, -1.0, 2.0]
    >>> explorer.y([-2.0, 0.0, 2.5]).round(6)
    array([ 1. , -1. ,  1.5])
    """

    _explorer = traitlets.Unicode("kinks").tag(sync=True)
    _targets = traitlets.Dict().tag(sync=True)
    _view = traitlets.Dict().tag(sync=True)
    target = traitlets.Unicode("sine").tag(sync=True)
    kinks = Numbers().tag(sync=True)
    turns = Numbers().tag(sync=True)
    level = Number(0.0).tag(sync=True)
    held = Whole(0).tag(sync=True)
    bend = traitlets.Bool(True).tag(sync=True)

    def __init__(
        self,
        target=None,
        *,
        kinks=5,
        turns=None,
        level=None,
        held=0,
        bend=True,
        xlim=REACH,
        **layout,
    ):
        name = "sine" if target is None else target
        if isinstance(name, str):
            self._points = {label: _rounded(make()) for label, make in TARGETS.items()}
            width, heights = REACH, (-1.0, 1.0)
        else:
            points = _rounded(own_target(name, xlim))
            name, self._points = _OWN, {_OWN: points}
            width, heights = (points.x[0], points.x[-1]), (points.y.min(), points.y.max())
        self._view_of(width, heights)
        kinks = self._spread(kinks) if isinstance(kinks, Integral) else kinks
        count = len(kinks) if hasattr(kinks, "__len__") else 0
        if not 1 <= count <= _COUNT:
            raise ValueError(f"kinks must be 1 to {_COUNT}: how many, or their places; {kinks!r}")
        if turns is None:
            turns = _ROUGH if target is None and count == len(_ROUGH) else (0.0,) * count
        if level is None:
            level = 0.0 if target is None or name != _OWN else self._points[name].y.mean()
        self._count = count
        super().__init__(
            _targets={
                label: {"x": t.x.tolist(), "y": t.y.tolist(), "dots": t.dots}
                for label, t in self._points.items()
            },
            _view=self._seen,
            target=name,
            kinks=kinks,
            turns=turns,
            level=level,
            held=held,
            bend=bend,
            **layout,
        )

    @property
    def points(self):
        """The target: points x and y, rounded to six digits, and whether they are measurements."""
        return self._points[self.target]

    @property
    def rms(self):
        """Root mean square error at the target's points."""
        return off_by(self._sum, *self.points[:2])[0]

    def y(self, x):
        """Return the height of the curve at `x`."""
        return value(self._sum, x)

    def use_best_fit(self):
        """Set `level` and `turns` to the best for kinks at these places (least squares)."""
        level, turns = best_fit(self.kinks, self.bend, *self.points[:2])
        with self.hold_trait_notifications():
            self.level, self.turns = level, turns

    def spread_evenly(self):
        """Spread the kinks evenly from the left end."""
        self.kinks = self._spread(self._count)

    def describe(self):
        """Say in a few sentences what the picture shows."""
        lines = describe_kinks(
            self._sum, *self.points[:2], held=self.held, digits=Digits(*self._view["digits"])
        )
        places = ", ".join(fixed(b, self._view["digits"][0]) for b in self.kinks)
        head = f"A curve with kinks at x = {places}, to follow the target “{self.target}”."
        return " ".join([head, *lines])

    def _draw(self):
        from actnorm.explorers.kinks_still import draw_kinks

        return draw_kinks(self._sum, self.points, name=self.target, held=self.held, view=self._view)

    @property
    def _sum(self):
        return Sum(self.kinks, self.turns, self.level, self.bend)

    def _view_of(self, width, heights):
        """Fix the sliders' steps and ends, and the decimals, from the size of the target."""
        wide = width[1] - width[0]
        tall = heights[1] - heights[0]
        if not tall > 1e-12 * max(map(abs, heights)):
            tall = 1.0  # a level target has no size of its own
        step, turn, rise = (_round_step(s) for s in (wide / 100, 0.15 * tall / wide, tall / 40))
        self._seen = {
            "x": [float(n) for n in (_outward(width[0], step, -1), _outward(width[1], step, 1))],
            "turn": 100 * turn,
            "level": [
                _outward(heights[0] - tall / 2, rise, -1),
                _outward(heights[1] + tall / 2, rise, 1),
            ],
            "per_unit": [1 / step, 1 / turn, 1 / rise],
            "digits": [*map(_decimals, (step, turn)), _decimals(tall / 1000)],
        }

    def _spread(self, count):
        (lo, hi), per_unit = self._seen["x"], self._seen["per_unit"][0]
        if not 1 <= count <= _COUNT:
            raise ValueError(f"kinks must be 1 to {_COUNT}, got {count}")
        even = [round((lo + i * (hi - lo) / count) * per_unit) / per_unit for i in range(count)]
        return [min(max(b, lo), hi) for b in even]

    @traitlets.validate("kinks", "turns")
    def _there_are_as_many(self, proposal):
        name, row = proposal["trait"].name, proposal["value"]
        if len(row) != self._count:
            raise traitlets.TraitError(
                f"{name} must be {self._count} numbers, one per kink; got {list(row)}"
            )
        far = _FAR * self._seen["turn"]
        for number in row:
            self._in_range(name, number, *(self._seen["x"] if name == "kinks" else (-far, far)))
        return row

    @traitlets.validate("level")
    def _level_is_no_giant(self, proposal):
        far = _FAR * max(map(abs, self._seen["level"]))
        return self._in_range("level", proposal["value"], -far, far)

    @traitlets.validate("held")
    def _held_is_a_kink(self, proposal):
        return self._in_range("held", proposal["value"], 0, self._count - 1)

    @traitlets.validate("target")
    def _target_is_known(self, proposal):
        if proposal["value"] in self._points:
            return proposal["value"]
        raise traitlets.TraitError(
            f"target must be one of {', '.join(map(repr, self._points))} in this explorer, got "
            f"{proposal['value']!r}"
        )


def _rounded(points):
    """Round the points to six digits, as the page gets them: a thousandth of a pixel."""
    x, y = (np.array([float(f"{v:.6g}") for v in row]) for row in points[:2])
    return Target(x, y, points.dots)


def _round_step(size):
    """Return the largest of …, 1, 2, 5, 10, … that is not above `size`."""
    decade = 10.0 ** math.floor(math.log10(size))
    return float(f"{max(m * decade for m in (1, 2, 5) if m * decade <= size * 1.0001):.0e}")


def _outward(value, step, sign):
    """Round to a whole number of steps, away from the middle."""
    stops = sign * math.ceil(sign * value / step - 1e-9)
    return float(f"{stops * step:.12g}")


def _decimals(step):
    return max(0, math.ceil(-math.log10(step) - 1e-9))
