"""An activation above its derivative, with one point on both."""

import traitlets

from actnorm.explorers.activation.functions import HI, LO, PER_UNIT, collect
from actnorm.explorers.base import Explorer
from actnorm.explorers.traits import Choice, Choices, Number, choices, several, slider

__all__ = ["ActivationExplorer"]

_WIDEST = 0.5  # the largest threshold
_BESIDE = 3  # curves beside the chosen one that can still be told apart without colour


class ActivationExplorer(Explorer, kind="activation"):
    """Read a curve and its slope: f above f′, and a point that moves along both.

    Drag the point, or move the slider below; the tangent shows the slope. Where the slope is
    smaller than the threshold the unit is called saturated, and the picture is shaded. Others can
    be drawn beside it, on the same axes.

    Parameters
    ----------
    functions : mapping of str to callable or pair of callables, optional
        Your own functions by name, ``{"mine": f}`` or ``{"mine": (f, f_grad)}``, offered before
        those of `actnorm.ACTIVATIONS`. Each takes an array and returns one finite number per
        element, from -8 to 8. Without ``f_grad`` the slope is taken by central differences, and
        kinks are searched for.
    name : str, optional
        The function shown first; by default the first offered.
    compare : tuple of str, optional
        Functions drawn beside it, by name: up to three.
    x : float, default 1.0
        Position of the point, from -8 to 8.
    threshold : float, default 0.05
        Slopes smaller than this, in absolute value, count as saturated; from 0 to 0.5.

    Raises
    ------
    TypeError
        If `functions` is no mapping from names to functions or pairs of them.
    ValueError
        If one of them raises, returns another shape than it was given, is not finite everywhere
        from -8 to 8, or does not act on each element alone.
    traitlets.TraitError
        If `name`, `compare`, `x` or `threshold` is set to something else than it allows.

    Examples
    --------
    >>> from actnorm.explorers import ActivationExplorer
    >>> explorer = ActivationExplorer(name="tanh", x=3.0)
    >>> round(explorer.slope, 4)
    0.0099
    >>> explorer
    ActivationExplorer(name='tanh', compare=(), x=3.0, threshold=0.05)
    >>> explorer.compare = ("softsign",)
    >>> {name: round(slope, 4) for name, slope in explorer.slopes.items()}
    {'tanh': 0.0099, 'softsign': 0.0625}
    """

    _data = {"functions": "functions"}  # noqa: RUF012
    _functions = traitlets.Dict(read_only=True).tag(sync=True)
    name = Choice().tag(sync=True)
    compare = Choices().tag(sync=True)
    x = Number(1.0).tag(sync=True)
    threshold = Number(0.05).tag(sync=True)

    def __init__(self, functions=None, *, name=None, compare=(), x=1.0, threshold=0.05, **widget):
        self._explored = collect(functions)
        self._own = functions
        sent = {name: _to_json(f) for name, f in self._explored.items()}
        self.set_trait("_functions", sent)
        offered = {name: f.label for name, f in self._explored.items()}
        controls = {
            "name": choices(offered, data="_functions"),
            "compare": several(offered, most=_BESIDE, data="_functions"),
            "x": slider(LO, HI, step=1 / PER_UNIT, digits=2),
            "threshold": slider(0, _WIDEST, step=0.01, digits=2),
        }
        start = {"name": next(iter(offered)) if name is None else name, "compare": compare}
        super().__init__(controls=controls, x=x, threshold=threshold, **start, **widget)

    @property
    def functions(self):
        """The reader's own functions by name, or None."""
        return self._own

    @property
    def value(self):
        """Value of f at `x`, from the function itself."""
        return self._at(self.name)[0]

    @property
    def slope(self):
        """Value of f′ at `x`, from the derivative itself; at a kink, the convention."""
        return self._at(self.name)[1]

    @property
    def values(self):
        """Value at `x` of every function shown, by name; the chosen one first."""
        return {name: self._at(name)[0] for name in self._shown()}

    @property
    def slopes(self):
        """Slope at `x` of every function shown, by name; the chosen one first."""
        return {name: self._at(name)[1] for name in self._shown()}

    def _shown(self):
        return dict.fromkeys([self.name, *self.compare])

    def _at(self, name):
        shown = self._explored[name]
        for kink in shown.samples.kinks:
            if kink.x == self.x:
                return kink.f, kink.grad, kink
        return float(shown.f(self.x)), float(shown.grad(self.x)), None


def _short(value):
    """Write a sample for the page: nine decimals, and six digits of what is small."""
    return (round(value, 9) if abs(value) >= 1e-4 else float(f"{value:.6g}")) + 0.0


def _to_json(explored):
    """Pack samples for the page, where they become steps that are far finer than a pixel."""
    _, f, grad, kinks = explored.samples
    return {
        "label": explored.label,
        "f": [_short(v) for v in f.tolist()],
        "grad": [_short(v) for v in grad.tolist()],
        "kinks": [list(kink) for kink in kinks],
    }
