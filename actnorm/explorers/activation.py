"""An activation above its derivative, with one point on both."""

import traitlets

from actnorm.explorers.base import Explorer, Number
from actnorm.explorers.functions import HI, LO, PER_UNIT, collect
from actnorm.explorers.words import describe_activation

__all__ = ["ActivationExplorer"]

_WIDEST = 0.5  # the largest threshold


class ActivationExplorer(Explorer):
    """Read a curve and its slope: f above f′, and a point that moves along both.

    Drag the point, or move the slider below; the tangent shows the slope. Where the slope is
    smaller than the threshold the unit is called saturated, and the picture is shaded.

    Parameters
    ----------
    functions : mapping of str to callable or pair of callables, optional
        Your own functions by name, ``{"mine": f}`` or ``{"mine": (f, f_grad)}``, offered before
        those of `actnorm.ACTIVATIONS`. Each takes an array and returns one finite number per
        element, from -8 to 8. Without ``f_grad`` the slope is taken by central differences, and
        kinks are searched for.
    name : str, optional
        The function shown first; by default the first offered.
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
        If `name`, `x` or `threshold` is set to something else than it allows.

    Examples
    --------
    >>> from actnorm.explorers import ActivationExplorer
    >>> explorer = ActivationExplorer(name="tanh", x=3.0)
    >>> round(explorer.slope, 4)
    0.0099
    >>> explorer.describe()[:50]
    'Curve and slope of tanh. f(3.0) = 0.995. f′(3.0) ='
    """

    _explorer = traitlets.Unicode("activation").tag(sync=True)
    _functions = traitlets.List().tag(sync=True)
    _grid = traitlets.Dict().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    x = Number(1.0).tag(sync=True)
    threshold = Number(0.05).tag(sync=True)

    def __init__(self, functions=None, *, name=None, x=1.0, threshold=0.05, **layout):
        self._explored = collect(functions)
        super().__init__(
            _functions=[_to_json(f) for f in self._explored.values()],
            _grid={"lo": LO, "hi": HI, "per_unit": PER_UNIT, "threshold": _WIDEST},
            name=next(iter(self._explored)) if name is None else name,
            x=x,
            threshold=threshold,
            **layout,
        )

    @property
    def value(self):
        """Value of f at `x`, from the function itself."""
        return self._at()[0]

    @property
    def slope(self):
        """Value of f′ at `x`, from the derivative itself; at a kink, the convention."""
        return self._at()[1]

    def describe(self):
        """Say in a few sentences what the picture shows."""
        f, grad, kink = self._at()
        lines = describe_activation(self.x, f, grad, kink, self.threshold)
        label = self._explored[self.name].label
        shaded = f"Shaded: slopes smaller than {self.threshold:.2f}."
        return " ".join([f"Curve and slope of {label}.", f"{lines[0]}.", lines[1], shaded])

    def _at(self):
        shown = self._explored[self.name]
        for kink in shown.samples.kinks:
            if kink.x == self.x:
                return kink.f, kink.grad, kink
        return float(shown.f(self.x)), float(shown.grad(self.x)), None

    def _draw(self):
        from actnorm.explorers.stills import draw_activation

        f, grad, kink = self._at()
        return draw_activation(
            self._explored[self.name], x=self.x, f=f, grad=grad, kink=kink, threshold=self.threshold
        )

    @traitlets.validate("name")
    def _name_is_offered(self, proposal):
        if proposal["value"] in self._explored:
            return proposal["value"]
        raise traitlets.TraitError(
            f"name must be one of {', '.join(self._explored)}; got {proposal['value']!r}"
        )

    @traitlets.validate("x")
    def _x_is_shown(self, proposal):
        return self._in_range("x", proposal["value"], LO, HI)

    @traitlets.validate("threshold")
    def _threshold_is_on_its_slider(self, proposal):
        return self._in_range("threshold", proposal["value"], 0.0, _WIDEST)


def _to_json(explored):
    """Pack samples for the page: six digits are far finer than a pixel."""
    _, f, grad, kinks = explored.samples
    return {
        "name": explored.name,
        "label": explored.label,
        "f": [float(f"{v:.6g}") for v in f.tolist()],
        "grad": [float(f"{v:.6g}") for v in grad.tolist()],
        "kinks": [list(kink) for kink in kinks],
    }
