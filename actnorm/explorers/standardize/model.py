"""Two features made comparable by hand, and what that does to the descent into their loss."""

from functools import cache

import numpy as np
import traitlets

from actnorm.explorers.base import Explorer, Number, Numbers, Whole
from actnorm.explorers.standardize_words import descend, describe_descent, valley
from actnorm.explorers.words import fixed

__all__ = ["StandardizeExplorer"]

_FAR = 1e6  # of μ, from Python
_WIDTHS = (1e-3, 1e3)
_STEP = (0.05, 1.05)
_MOST = 200  # steps, and points in the picture
_STOPS = 100  # of μ's slider
_LABEL = 16  # letters of a feature's name
_ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


class StandardizeExplorer(Explorer):
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
    """

    _explorer = traitlets.Unicode("standardize").tag(sync=True)
    _pairs = traitlets.List().tag(sync=True)
    pair = traitlets.Unicode().tag(sync=True)
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
        **layout,
    ):
        if (x is None) != (y is None):
            raise TypeError("x and y come together: two features, and what they are to predict")
        pairs = list(_real_pairs()) if x is None else [_own(x, y, features)]
        self.set_trait("_pairs", pairs)
        super().__init__(
            pair=pairs[0]["name"] if pair is None else pair,
            held=held,
            mu=mu,
            sigma=sigma,
            lr=lr,
            steps=steps,
            **layout,
        )

    @property
    def shown(self):
        """The pair of features in the picture, with their moments."""
        return next(p for p in self._pairs if p["name"] == self.pair)

    @property
    def valley(self):
        """Hessian, eigenvalues and goal of the loss; see `standardize_words.Valley`."""
        return valley(self.shown, self.mu, self.sigma)

    @property
    def kappa(self):
        """The condition number of the loss's Hessian."""
        return float(self.valley.kappa)

    @property
    def weights(self):
        """The weights after `steps` steps of gradient descent from 0."""
        from actnorm.explorers.standardize_words import path

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

    def describe(self):
        """Say in a few sentences what the picture shows."""
        shown = self.shown
        taken = " and ".join(fixed(m, d) for m, d in zip(self.mu, shown["digits"], strict=True))
        over = " and ".join(fixed(s, 3) for s in self.sigma)
        head = (
            f"{shown['n']} samples, x₁ {shown['features'][0]} and x₂ {shown['features'][1]}: "
            f"{taken} are taken off, {over} are divided by."
        )
        lines = describe_descent(shown, self.mu, self.sigma, self.lr, self.steps)
        return " ".join([head, *lines])

    def _draw(self):
        from actnorm.explorers.standardize_still import draw_standardize

        return draw_standardize(
            self.shown, self.mu, self.sigma, held=self.held, lr=self.lr, steps=self.steps
        )

    @traitlets.validate("pair")
    def _pair_is_known(self, proposal):
        names = [p["name"] for p in self._pairs]
        if proposal["value"] in names:
            return proposal["value"]
        raise traitlets.TraitError(f"pair must be one of {names}, got {proposal['value']!r}")

    @traitlets.validate("mu", "sigma")
    def _both_are_in_range(self, proposal):
        name = proposal["trait"].name
        if len(proposal["value"]) != 2:
            raise traitlets.TraitError(
                f"{name} must be two numbers, one per feature; got {list(proposal['value'])}"
            )
        bounds = _WIDTHS if name == "sigma" else (-_FAR, _FAR)
        return tuple(self._in_range(name, v, *bounds) for v in proposal["value"])

    @traitlets.validate("held", "lr", "steps")
    def _is_in_its_range(self, proposal):
        name = proposal["trait"].name
        bounds = {"held": (1, 2), "lr": _STEP, "steps": (0, _MOST)}[name]
        return self._in_range(name, proposal["value"], *bounds)


def summarize(name, features, x, y):
    """Return a pair of features as the picture needs it: moments of all samples, some points.

    The moments are exact; of more than 200 samples every second, third, … is drawn.
    """
    mean, std = x.mean(axis=0), x.std(axis=0)
    cov = (x - mean).T @ (x - mean) / len(x)
    target = (y - y.mean()) / y.std()
    every = -(-len(x) // _MOST)
    lo, hi = np.minimum(0, x.min(axis=0)), np.maximum(0, x.max(axis=0))
    step = [_round_up((b - a) / _STOPS) for a, b in zip(lo, hi, strict=True)]
    return {
        "name": name,
        "features": list(features),
        "n": len(x),
        "mean": mean.tolist(),
        "std": std.tolist(),
        "cov": [float(cov[0, 0]), float(cov[0, 1]), float(cov[1, 1])],
        "cross": ((x - mean).T @ target / len(x)).tolist(),
        "span": [x.min(axis=0).tolist(), x.max(axis=0).tolist()],
        "points": x[::every].T.tolist(),
        "upper": (target[::every] > 0).astype(int).tolist(),
        "digits": [max(0, int(np.ceil(-np.log10(s / 30)))) for s in std],
        "lo": [float(np.floor(a / s) * s) for a, s in zip(lo, step, strict=True)],
        "step": step,
    }


def _round_up(size):
    decade = 10.0 ** np.floor(np.log10(size))
    return float(f"{next(m * decade for m in _ROUND if m * decade >= size * 0.999):.2g}")


@cache
def _real_pairs():
    """Four pairs, each with a trouble of its own: scale, mean, both at once, and correlation."""
    from actnorm import data

    parts = (load(scaling="none") for load in (data.wine, data.breast_cancer))
    wine, cells = ((np.concatenate(s[::2]), np.concatenate(s[1::2])) for s in parts)
    chosen = (
        (wine, (0, 12), "wine: alcohol, proline"),
        (wine, (0, 2), "wine: alcohol, ash"),
        (cells, (3, 4), "cells: area, smoothness"),
        (cells, (0, 2), "cells: radius, perimeter"),
    )
    return tuple(
        summarize(name, name.partition(": ")[2].split(", "), x[:, columns], 1.0 * (y == 0))
        for (x, y), columns, name in chosen
    )


def _own(x, y, features):
    """Check the reader's data."""
    x, y = (_numbers(name, v) for name, v in (("x", x), ("y", y)))
    if x.ndim != 2 or x.shape[1] != 2 or not 3 <= len(x) <= 5000:
        raise ValueError(f"x must be of shape (n, 2) with n from 3 to 5000, got shape {x.shape}")
    if y.shape != (len(x),):
        raise ValueError(f"y must have one number per row of x, {len(x)}; got shape {y.shape}")
    features = list(features)
    short = all(isinstance(f, str) and 1 <= len(f.strip()) <= _LABEL for f in features)
    if len(features) != 2 or not short:
        raise ValueError(f"features must be 2 names of 1 to {_LABEL} letters, got {features!r}")
    if abs(x).max() > 1e5:
        raise ValueError(f"x must be at most 1e5 in size, got {abs(x).max():.4g}: change the unit")
    for name, std in zip(features, x.std(axis=0), strict=True):
        if not _WIDTHS[0] <= std <= _WIDTHS[1]:
            raise ValueError(
                f"x must have standard deviations from 0.001 to 1000, got {std:.4g} for {name}: "
                "change the unit; a constant feature tells nothing"
            )
    if abs(np.corrcoef(x.T)[0, 1]) > 1 - 1e-6:
        raise ValueError("x must not have both features on one line: one of them is superfluous")
    if y.std() == 0 or abs(np.corrcoef(x.T, y)[2, :2]).max() < 1e-6:
        raise ValueError("y must go with at least one feature of x: here nothing can be learnt")
    return summarize("your data", features, x, y)


def _numbers(name, values):
    given = np.asarray(values)
    if given.dtype.kind not in "iufb":
        raise TypeError(f"{name} must hold real numbers, got dtype {given.dtype}")
    if not np.isfinite(given).all():
        raise ValueError(f"{name} must be finite, got {given[~np.isfinite(given)][0]}")
    return given.astype(float)
