"""A curve built from a few kinks, with the reader's hands on each."""

from numbers import Integral

import numpy as np
import traitlets

from actnorm.explorers.base import Explorer
from actnorm.explorers.kinks.maths import Sum, best_fit, off_by, value
from actnorm.explorers.kinks.targets import REACH, TARGETS, Target, own_target
from actnorm.explorers.steps import decimals, outward, snap, step_below
from actnorm.explorers.traits import Choice, Flag, Number, Numbers, Whole, choices, slider

__all__ = ["KinksExplorer"]

_COUNT = 8  # kinks that can still be told apart on a phone
_OWN = "your own"
_ROUGH = (-0.5, 0.5, 0.8, -0.4, -1.0)  # a first sketch of a sine, to be improved
_FAR = 1e7  # times the end of a slider: beyond it, but a best fit may ask for much


class KinksExplorer(Explorer, kind="kinks"):
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
    >>> KinksExplorer("bump", kinks=2, held=1)
    KinksExplorer(target='bump', kinks=(-3.0, 0.0), turns=(0.0, 0.0), level=0.0, held=1, bend=True)
    """

    _targets = traitlets.Dict(read_only=True).tag(sync=True)
    _error_digits = traitlets.Int(read_only=True).tag(sync=True)
    target = Choice().tag(sync=True)
    kinks = Numbers().tag(sync=True)
    turns = Numbers().tag(sync=True)
    level = Number(0.0).tag(sync=True)
    held = Whole(0).tag(sync=True)
    bend = Flag(True).tag(sync=True)

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
        **widget,
    ):
        name = "sine" if target is None else target
        if isinstance(name, str):
            self._points = {label: _rounded(make()) for label, make in TARGETS.items()}
            width, heights = REACH, (-1.0, 1.0)
        else:
            points = _rounded(own_target(name, xlim))
            name, self._points = _OWN, {_OWN: points}
            width, heights = (points.x[0], points.x[-1]), (points.y.min(), points.y.max())
        tall = _height(heights)
        controls = _controls(width, heights, tall)
        kinks = _places(kinks, controls["kinks"])
        self._count = len(kinks)
        if turns is None:
            rough = target is None and self._count == len(_ROUGH)
            turns = _ROUGH if rough else (0.0,) * self._count
        if level is None:
            level = self._points[name].y.mean() if name == _OWN else 0.0
        self.set_trait("_targets", {label: _to_json(t) for label, t in self._points.items()})
        self.set_trait("_error_digits", decimals(tall / 1000))
        super().__init__(
            controls={
                "target": choices(list(self._points)),
                **controls,
                "held": choices({j: str(j + 1) for j in range(self._count)}),
                "bend": {},
            },
            target=name,
            kinks=kinks,
            turns=turns,
            level=level,
            held=held,
            bend=bend,
            **widget,
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
        self.kinks = _spread(self._count, self._controls["kinks"])

    def __repr__(self):
        """Write the call that makes it again; of a target of your own, how many points it has."""
        return super().__repr__().replace(repr(_OWN), f"<{self.points.x.size} points>")

    @property
    def _sum(self):
        return Sum(self.kinks, self.turns, self.level, self.bend)

    @traitlets.validate("kinks", "turns")
    def _there_are_as_many(self, proposal):
        row = proposal["value"]
        if len(row) != self._count:
            raise traitlets.TraitError(
                f"{proposal['trait'].name} must be {self._count} numbers, one per kink; got "
                f"{list(row)}"
            )
        return row


def _rounded(points):
    """Round the points to six digits, as the page gets them: a thousandth of a pixel."""
    x, y = (np.array([float(f"{v:.6g}") for v in row]) for row in points[:2])
    return Target(x, y, points.dots)


def _to_json(target):
    return {"x": target.x.tolist(), "y": target.y.tolist(), "dots": target.dots}


def _height(heights):
    """Return the height of a target; a level one has no size of its own."""
    tall = float(heights[1] - heights[0])
    return tall if tall > 1e-12 * max(map(abs, heights)) else 1.0


def _controls(width, heights, tall):
    """Say what the sliders offer for a target of this size."""
    wide = width[1] - width[0]
    step, turn, rise = (step_below(s) for s in (wide / 100, 0.15 * tall / wide, tall / 40))
    low, high = outward(heights[0] - tall / 2, heights[1] + tall / 2, rise)
    steep = 100 * turn
    far, high_up = _FAR * steep, _FAR * max(abs(low), abs(high))
    return {
        "kinks": slider(*outward(*width, step), step=step, digits=decimals(step)),
        "turns": slider(-steep, steep, step=turn, digits=decimals(turn), allowed=(-far, far)),
        "level": slider(low, high, step=rise, digits=decimals(rise), allowed=(-high_up, high_up)),
    }


def _places(kinks, control):
    """Return where the kinks are: given as such, or as how many."""
    if isinstance(kinks, Integral) and not isinstance(kinks, bool) and 1 <= kinks <= _COUNT:
        return _spread(kinks, control)
    if hasattr(kinks, "__len__") and not isinstance(kinks, str) and 1 <= len(kinks) <= _COUNT:
        return kinks
    raise ValueError(f"kinks must be 1 to {_COUNT}: how many, or their places; got {kinks!r}")


def _spread(count, control):
    lo, hi = control["min"], control["max"]
    even = [snap(lo + i * (hi - lo) / count, control["step"]) for i in range(count)]
    return [min(max(b, lo), hi) for b in even]
