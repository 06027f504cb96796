"""The checks of chapter 9: send the gradient back through batch norm."""

from __future__ import annotations

import numpy as np

from actnorm.checks.core import ExerciseError, as_array, as_function, compare, exercise
from actnorm.checks.runs import paired_runs, told

BATCHES = ("batches of 2", "batches of 2, frozen", "batches of 8", "batches of 8, frozen")
EPS = 0.5  # large, so that a forgotten or misplaced one shows


@exercise("batch norm's backward pass")
def check_batch_norm_backward(my_backward):
    """Check ``my_backward(dy, x, gamma, eps)`` → ``(dx, dgamma, dbeta)`` for shape ``(N, C)``."""
    f = as_function(my_backward, "my_backward")
    dy, x, gamma = _example()
    dx, dgamma, dbeta = _three(f(dy, x, gamma, EPS), x)
    total, product = dy.sum(axis=0), (dy * _x_hat(x)).sum(axis=0)
    if np.allclose(dgamma, total) and np.allclose(dbeta, product):
        raise ExerciseError("dγ and dβ have changed places: return (dx, dγ, dβ).")
    compare(dbeta, total, name="dbeta", mistakes=_beta_mistakes(dy, gamma))
    compare(dgamma, product, name="dgamma", mistakes=_gamma_mistakes(dy, x, gamma))
    compare(dx, _backward(dy, x, gamma), name="dx", mistakes=_x_mistakes(dy, x, gamma))
    flat = np.full_like(x, 3.0)
    dx, _, _ = _three(f(dy, flat, gamma, EPS), x)
    compare(dx, _backward(dy, flat, gamma), name="dx of a constant feature")
    return (
        "dx, dγ and dβ are right for a batch (6, 4), and for constant features. dx has no part "
        "along 1, and along x̂ only what ε lets through."
    )


@exercise("layer norm's backward pass")
def check_layer_norm_backward(my_backward):
    """Check ``my_backward(dy, x, gamma, eps)`` → ``(dx, dgamma, dbeta)`` of layer norm."""
    f = as_function(my_backward, "my_backward")
    dy, x, gamma = _example()
    dx, dgamma, dbeta = _three(f(dy, x, gamma, EPS), x)
    x_hat, g, one = _x_hat(x, axis=1), gamma * dy, np.ones(1)
    total, product = dy.sum(axis=0), (dy * x_hat).sum(axis=0)
    compare(dbeta, total, name="dbeta", mistakes=_beta_mistakes(dy, gamma))
    compare(
        dgamma,
        product,
        name="dgamma",
        mistakes={
            "that x̂ is batch norm's; layer norm averages over the features.": (dy * _x_hat(x)).sum(
                axis=0
            ),
            "it is the mean over the batch; each sample adds its share, so take the sum.": product
            / len(x),
        },
    )
    compare(
        dx,
        _backward(g, x, one, axis=1),
        name="dx",
        mistakes={
            "γ stands outside. It differs along the axis that is averaged, so it has to be "
            "multiplied into dy before the means are taken.": _backward(dy, x, gamma, axis=1),
            "that is batch norm's: the means run over the features now, axis 1.": _backward(
                dy, x, gamma
            ),
            "γ is missing.": _backward(dy, x, one, axis=1),
            **_path_mistakes(g, x, one, axis=1),
        },
    )
    return (
        "dx, dγ and dβ are right for a batch (6, 4): γ first, then the same formula along axis 1."
    )


@exercise("the layers below a batch of two")
def check_below(accuracies):
    """Check a design of four: batches of 2 and of 8, the layer below learning and frozen.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    runs = paired_runs(accuracies, BATCHES, name="accuracies")
    two, two_frozen, eight, eight_frozen = 100 * np.array(runs)
    in_twos = told(two - two_frozen, digits=1, agree=True)
    in_eights = told(eight - eight_frozen, digits=1, agree=True)
    return (
        f"learning below the norm changes the accuracy by {in_twos} points in batches of 2, by "
        f"{in_eights} in batches of 8, over {two.size} seeds."
    )


def _example():
    rng = np.random.default_rng(9)
    x, dy = rng.normal(3.0, 2.0, size=(6, 4)), rng.normal(0.7, 1.0, size=(6, 4))
    return dy, x, rng.uniform(0.5, 2.0, size=4)


def _three(answer, x):
    """Take an answer apart into dx, dgamma and dbeta, or say what it is instead."""
    if not isinstance(answer, tuple | list) or len(answer) != 3:
        count = len(answer) if isinstance(answer, tuple | list) else "one array"
        raise ExerciseError(f"my_backward returned {count}: three are needed, (dx, dγ, dβ).")
    shapes = [np.shape(part) for part in answer]
    if x.shape in shapes[1:] and shapes[0] == x.shape[1:]:
        raise ExerciseError(
            "the three came back in another order: dx, of the shape of x, stands first."
        )
    if shapes[0] == x.shape and x.shape in shapes[1:]:
        raise ExerciseError(
            "dγ or dβ has a number for each sample: all samples share one γ and one β, so their "
            "shares are added up over the batch."
        )
    wanted = {"dx": x.shape, "dgamma": x.shape[1:], "dbeta": x.shape[1:]}
    return [as_array(a, name, shape=s) for a, (name, s) in zip(answer, wanted.items(), strict=True)]


def _std(x, *, axis=0, ddof=0, eps=EPS):
    return np.sqrt(x.var(axis=axis, keepdims=True, ddof=ddof) + eps)


def _x_hat(x, *, axis=0, std=None):
    std = _std(x, axis=axis) if std is None else std
    return (x - x.mean(axis=axis, keepdims=True)) / std


def _backward(dy, x, gamma, *, axis=0, mean=1.0, variance=1.0, std=None, seen=None):
    """Batch norm's dx with one decision changed; `mean` and `variance` weigh the two paths."""
    std = _std(x, axis=axis) if std is None else std
    x_hat = _x_hat(x, axis=axis, std=std)
    seen = x_hat if seen is None else seen
    through_mean = dy.mean(axis=axis, keepdims=True)
    through_variance = seen * (dy * seen).mean(axis=axis, keepdims=True)
    return gamma / std * (dy - mean * through_mean - variance * through_variance)


def _beta_mistakes(dy, gamma):
    total = dy.sum(axis=0)
    return {
        "it is the mean over the batch; each sample adds its share, so take the sum.": total
        / len(dy),
        "γ has no part in it: y = γ·x̂ + β, and β is added last.": gamma * total,
        "the sign is turned.": -total,
    }


def _gamma_mistakes(dy, x, gamma):
    c = x - x.mean(axis=0)
    product = (dy * _x_hat(x)).sum(axis=0)
    return {
        "γ multiplies x̂, and you summed dy·x.": (dy * x).sum(axis=0),
        "γ multiplies x̂, and you summed dy·(x − μ): divide by √(σ² + ε) too.": (dy * c).sum(axis=0),
        "γ multiplies x̂, and you summed dy·y or dy·γ·x̂.": gamma * product,
        "it is the mean over the batch; each sample adds its share, so take the sum.": product
        / len(x),
        "that is the sum of dy, which is dβ; dγ weighs it with x̂.": dy.sum(axis=0),
        "ε is missing in x̂.": (dy * c / _std(x, eps=0)).sum(axis=0),
        "ε stands outside the root in x̂; it belongs inside, √(σ² + ε).": (
            dy * c / (_std(x, eps=0) + EPS)
        ).sum(axis=0),
        "the variance in x̂ was divided by n − 1; batch norm's is divided by n.": (
            dy * c / _std(x, ddof=1)
        ).sum(axis=0),
        "x̂ was divided by σ² + ε; divide by its square root.": (dy * c / _std(x) ** 2).sum(axis=0),
    }


def _path_mistakes(dy, x, gamma, *, axis=0):
    """Sentence → dx with a path through the statistics lost or miscounted."""
    n = x.shape[axis]

    def variant(**changed):
        return _backward(dy, x, gamma, axis=axis, **changed)

    return {
        "the mean and the variance were treated as constants. They were computed from x, so each "
        "takes a share back.": variant(mean=0, variance=0),
        "the path through the mean is missing: the gradients of a batch have to add up to "
        "0.": variant(mean=0),
        "the path through the variance is missing, −x̂·mean(dy·x̂): stretching the batch has to "
        "change nothing.": variant(variance=0),
        "sums in place of means: divide both by n.": variant(mean=n, variance=n),
        "the sum of dy in place of its mean: divide by n.": variant(mean=n),
        "the sum of dy·x̂ in place of its mean: divide by n.": variant(variance=n),
        "the path through the variance has the wrong sign.": variant(variance=-1),
        "the path through the mean has the wrong sign.": variant(mean=-1),
        "the path through the variance counts twice: d(c²) is 2c, and d√v is 1/(2√v); the two "
        "factors cancel.": variant(variance=2),
        "the path through the variance counts by half: d(c²) is 2c, and d√v is 1/(2√v); the two "
        "factors cancel.": variant(variance=0.5),
    }


def _x_mistakes(dy, x, gamma):
    """Sentence → what that mistake returns for dx, for the mistakes students make."""
    right, one, n = _backward(dy, x, gamma), np.ones_like(gamma), len(x)

    def variant(**changed):
        return _backward(dy, x, gamma, **changed)

    return {
        **_path_mistakes(dy, x, gamma),
        "γ is missing.": _backward(dy, x, one),
        "γ was multiplied twice.": gamma * right,
        "the division by √(σ² + ε) is missing.": right * _std(x),
        "you divided by σ² + ε; divide by its square root.": right / _std(x),
        "that is the gradient at x̂, γ·dy; it has still to go back to x.": gamma * dy,
        "ε is missing under the root.": variant(std=_std(x, eps=0)),
        "ε stands outside the root; it belongs inside, √(σ² + ε).": variant(
            std=_std(x, eps=0) + EPS
        ),
        "you divided the variance by n − 1; batch norm's forward pass divides it by n.": variant(
            std=_std(x, ddof=1)
        ),
        "the two means were divided by n − 1; they are means over n samples.": variant(
            mean=n / (n - 1), variance=n / (n - 1)
        ),
        "wrong axis: the means run over the batch, axis 0, one for each feature.": variant(axis=1),
        "x stands where x̂ belongs in the last term.": variant(seen=x),
        "x − μ stands where x̂ belongs in the last term.": variant(seen=x - x.mean(axis=0)),
        "one mean for the whole array; each feature needs its own.": gamma
        / _std(x)
        * (dy - dy.mean() - _x_hat(x) * (dy * _x_hat(x)).mean()),
        "the sign is turned.": -right,
    }
