"""Two features made comparable by hand, and what that does to the descent into their loss."""

import traitlets

from actnorm.explorers.base import Explorer
from actnorm.explorers.standardize.maths import descend, path, valley
from actnorm.explorers.standardize.pairs import STOPS, WIDTHS, own_pair, real_pairs
from actnorm.explorers.traits import Choice, Number, Numbers, Whole, choices, log_slider, slider

__all__ = ["StandardizeExplorer"]

_FAR = 1e6
_FIXED = {
    # Its stops are each feature's own: `lo` and `step` of its pair say where they are.
    "mu": slider(0, STOPS, step=1, allowed=(-_FAR, _FAR)),
    "sigma": log_slider(*WIDTHS, per_decade=20, digits=2),
    "lr": slider(0.05, 1.05, step=0.05, digits=2),
    "steps": slider(0, 200, step=1),
}


class StandardizeExplorer(Explorer, kind="standardize"):
    r"""Move and stretch two features, :math:`x' = (x-\mu)/\sigma`, and watch a descent.

    On the left the data, on the right the loss of least squares over the two weights (the target
    is centred and there is no bias, so that two weights are all there is), with the path of
    gradient descent from weights 0.

    Parameters
    ----------
    x : array_like of shape (n, 2), optional
        Two features of 3 to 5000 samples, at most 1e5 in size and with standard deviations from
        0.001 to 1000. By default four pairs of real features to choose from.
    y : array_like of shape (n,), optional
        What is to be predicted; it comes with `x`.
    features : pair of str, optional
        Names of your features, up to 16 letters each.
    pair : str, optional
        Which of the pairs is shown.
    held : {1, 2}, default 2
        The feature whose μ and σ are on the sliders.
    mu, sigma : pair of float, default (0, 0) and (1, 1)
        What is taken off (-1e6 to 1e6), and what is divided by (0.001 to 1000), per feature.
    lr : float, default 0.8
        Step size, as a multiple (0.05 to 1.05) of the largest stable one, 2/λmax.
    steps : int, default 50
        How many steps are taken, 0 to 200.

    Raises
    ------
    TypeError
        If `x` or `y` does not hold real numbers, or only one of them is given.
    ValueError
        If the data have another shape, are not finite, or have no valley: a constant feature, two
        features on one line, or a target that neither of them tells anything about.
    traitlets.TraitError
        If a trait is set to something that it cannot be.

    Examples
    --------
    >>> from actnorm.explorers import StandardizeExplorer
    >>> explorer = StandardizeExplorer()
    >>> round(explorer.kappa, -3)
    31000.0
    >>> explorer.use_own()
    >>> round(explorer.kappa, 2)
    4.61
    >>> explorer.steps = 0
    >>> explorer.distance_left
    1.0
    """

    _data = {"x": "numbers", "y": "values"}  # noqa: RUF012
    _pairs = traitlets.List(read_only=True).tag(sync=True)
    pair = Choice().tag(sync=True)
    held = Whole(2).tag(sync=True)
    mu = Numbers().tag(sync=True)
    sigma = Numbers().tag(sync=True)
    lr = Number(0.8).tag(sync=True)
    steps = Whole(50).tag(sync=True)

    def __init__(
        self,
        x=None,
        y=None,
        *,
        features=("first", "second"),
        pair=None,
        held=2,
        mu=(0.0, 0.0),
        sigma=(1.0, 1.0),
        lr=0.8,
        steps=50,
        **widget,
    ):
        if (x is None) != (y is None):
            raise TypeError("x and y come together: two features, and what they are to predict")
        self._own = None if x is None else (x, y, tuple(features))
        pairs = list(real_pairs()) if x is None else [own_pair(x, y, features)]
        self.set_trait("_pairs", pairs)
        names = [each["name"] for each in pairs]
        super().__init__(
            controls={
                "pair": choices(names),
                "held": choices({1: "x₁", 2: "x₂"}),
                **_FIXED,
            },
            pair=names[0] if pair is None else pair,
            held=held,
            mu=mu,
            sigma=sigma,
            lr=lr,
            steps=steps,
            **widget,
        )

    @property
    def x(self):
        """Your own features, or None."""
        return self._own and self._own[0]

    @property
    def y(self):
        """What your own features are to predict, or None."""
        return self._own and self._own[1]

    @property
    def features(self):
        """The names of your own features, or None."""
        return self._own and self._own[2]

    @property
    def shown(self):
        """The pair of features in the picture, with their moments."""
        return next(p for p in self._pairs if p["name"] == self.pair)

    @property
    def valley(self):
        """Hessian, eigenvalues and goal of the loss, a named tuple."""
        return valley(self.shown, self.mu, self.sigma)

    @property
    def kappa(self):
        """The condition number of the loss's Hessian."""
        return float(self.valley.kappa)

    @property
    def weights(self):
        """The weights after `steps` steps of gradient descent from 0."""
        return path(self.valley, self.lr, self.steps)[-1] + self.valley.goal

    @property
    def distance_left(self):
        """Share of the way from the start to the best weights that is left after `steps` steps."""
        return descend(self.valley, self.lr, self.steps).distance

    def use_own(self, *, mu=True, sigma=True):
        """Set `mu` to the features' own means, `sigma` to their standard deviations, or both."""
        shown = self.shown
        with self.hold_trait_notifications():
            if mu:
                self.mu = shown["mean"]
            if sigma:
                self.sigma = shown["std"]

    @traitlets.validate("mu", "sigma")
    def _there_are_two(self, proposal):
        if len(proposal["value"]) != 2:
            raise traitlets.TraitError(
                f"{proposal['trait'].name} must be two numbers, one per feature; got "
                f"{list(proposal['value'])}"
            )
        return proposal["value"]
