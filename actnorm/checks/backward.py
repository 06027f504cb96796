"""The checks of chapter 9: send the gradient back through batch norm."""

from __future__ import annotations

import numpy as np

from actnorm.checks.answers import Design, Function, forgotten_switch
from actnorm.checks.core import ExerciseError, exercise
from actnorm.checks.runs import paired_runs, told
from actnorm.checks.values import as_array, as_function, compare, shape_of

EPS = 0.5  # large, so that a forgotten or misplaced one shows


def _example(rng, eps=EPS):
    x, dy = rng.normal(3.0, 2.0, size=(6, 4)), rng.normal(0.7, 1.0, size=(6, 4))
    return dy, x, rng.uniform(0.5, 2.0, size=4), eps


def _std(x, eps, *, axis=0, ddof=0):
    return np.sqrt(x.var(axis=axis, keepdims=True, ddof=ddof) + eps)


def _x_hat(x, std, *, axis=0):
    return (x - x.mean(axis=axis, keepdims=True)) / std


def _back(dy, x, gamma, std, *, axis=0, mean=1.0, variance=1.0, seen=None):
    """Batch norm's dx with one decision changed; `mean` and `variance` weigh the two paths."""
    seen = _x_hat(x, std, axis=axis) if seen is None else seen
    through_mean = dy.mean(axis=axis, keepdims=True)
    through_variance = seen * (dy * seen).mean(axis=axis, keepdims=True)
    return gamma / std * (dy - mean * through_mean - variance * through_variance)


def _batch_backward(dy, x, gamma, eps):
    std = _std(x, eps)
    return _back(dy, x, gamma, std), (dy * _x_hat(x, std)).sum(axis=0), dy.sum(axis=0)


def _layer_backward(dy, x, gamma, eps):
    std = _std(x, eps, axis=1)
    x_hat = _x_hat(x, std, axis=1)
    dx = _back(gamma * dy, x, np.ones(1), std, axis=1)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


def _beta_mistakes(dy, gamma):
    total = dy.sum(axis=0)
    return {
        "it is the mean over the batch; each sample adds its share, so take the sum.": total
        / len(dy),
        "γ has no part in it: y = γ·x̂ + β, and β is added last.": gamma * total,
        "the sign is turned.": -total,
        "one sum for the whole array; each feature has its own β.": np.full_like(
            total, total.sum()
        ),
    }


def _gamma_mistakes(dy, x, gamma, eps):
    c, std = x - x.mean(axis=0), _std(x, eps)
    product = (dy * c / std).sum(axis=0)
    with np.errstate(all="ignore"):  # a variance of 0 without its ε
        return {
            "γ multiplies x̂, and you summed dy·x.": (dy * x).sum(axis=0),
            "γ multiplies x̂, and you summed dy·(x − μ): divide by √(σ² + ε) too.": (dy * c).sum(
                axis=0
            ),
            "γ multiplies x̂, and you summed dy·y or dy·γ·x̂.": gamma * product,
            "it is the mean over the batch; each sample adds its share, so take the sum.": product
            / len(x),
            "that is the sum of dy, which is dβ; dγ weighs it with x̂.": dy.sum(axis=0),
            "ε is missing in x̂, or is not the eps that was given.": (dy * c / _std(x, 0)).sum(
                axis=0
            ),
            "ε stands outside the root in x̂; it belongs inside, √(σ² + ε).": (
                dy * c / (_std(x, 0) + eps)
            ).sum(axis=0),
            "the variance in x̂ was divided by n − 1; batch norm's is divided by n.": (
                dy * c / _std(x, eps, ddof=1)
            ).sum(axis=0),
            "x̂ was divided by σ² + ε; divide by its square root.": (dy * c / std**2).sum(axis=0),
            "the sign is turned.": -product,
        }


def _path_mistakes(dy, x, gamma, std, *, axis=0):
    """Sentence → dx with a path through the statistics lost or miscounted."""
    n = x.shape[axis]

    def variant(**changed):
        return _back(dy, x, gamma, std, axis=axis, **changed)

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


def _x_mistakes(dy, x, gamma, eps):
    """Sentence → what that mistake returns for dx, for the mistakes students make."""
    std, one, n = _std(x, eps), np.ones_like(gamma), len(x)
    c, right = x - x.mean(axis=0), _back(dy, x, gamma, std)

    def variant(std=std, **changed):
        with np.errstate(all="ignore"):  # a variance of 0 without its ε
            return _back(dy, x, gamma, std, **changed)

    return {
        **_path_mistakes(dy, x, gamma, std),
        "γ is missing.": _back(dy, x, one, std),
        "γ was multiplied twice.": gamma * right,
        "the division by √(σ² + ε) is missing.": right * std,
        "you divided by σ² + ε; divide by its square root.": right / std,
        "that is the gradient at x̂, γ·dy; it has still to go back to x.": gamma * dy,
        "ε is missing under the root, or is not the eps that was given.": variant(_std(x, 0)),
        "ε under the root is not the eps that was given.": variant(_std(x, 1e-5)),
        "ε stands outside the root; it belongs inside, √(σ² + ε).": variant(_std(x, 0) + eps),
        "you divided the variance by n − 1; batch norm's forward pass divides it by n.": variant(
            _std(x, eps, ddof=1)
        ),
        "the two means were divided by n − 1; they are means over n samples.": variant(
            mean=n / (n - 1), variance=n / (n - 1)
        ),
        "wrong axis: the means run over the batch, axis 0, one for each feature.": variant(
            _std(x, eps, axis=1), axis=1
        ),
        "x stands where x̂ belongs in the last term.": variant(seen=x),
        "x − μ stands where x̂ belongs in the last term.": variant(seen=c),
        "one mean for the whole array; each feature needs its own.": gamma
        / std
        * (dy - dy.mean() - c / std * (dy * c / std).mean()),
        "the sign is turned.": -right,
    }


def _layer_x_mistakes(dy, x, gamma, eps):
    std, one = _std(x, eps, axis=1), np.ones(1)
    return {
        "γ stands outside. It differs along the axis that is averaged, so it has to be "
        "multiplied into dy before the means are taken.": _back(dy, x, gamma, std, axis=1),
        "that is batch norm's: the means run over the features now, axis 1.": _back(
            dy, x, gamma, _std(x, eps)
        ),
        "γ is missing.": _back(dy, x, one, std, axis=1),
        **_path_mistakes(gamma * dy, x, one, std, axis=1),
    }


def _layer_gamma_mistakes(dy, x, gamma, eps):
    product = _layer_backward(dy, x, gamma, eps)[1]
    return {
        "that x̂ is batch norm's; layer norm averages over the features.": (
            dy * _x_hat(x, _std(x, eps))
        ).sum(axis=0),
        "it is the mean over the batch; each sample adds its share, so take the sum.": product
        / len(x),
        "γ multiplies x̂, and you summed dy·γ·x̂.": gamma * product,
        "the sign is turned.": -product,
    }


PARTS = ("dx", "dgamma", "dbeta")


def _mistakes(right, x_mistakes, gamma_mistakes):
    """Join the mistakes of the three parts: sentence, with the part's name → all three."""

    def mistakes(dy, x, gamma, eps):
        answer = right(dy, x, gamma, eps)
        slips = (
            x_mistakes(dy, x, gamma, eps),
            gamma_mistakes(dy, x, gamma, eps),
            _beta_mistakes(dy, gamma),
        )
        return {
            f"{name}: {said}": (*answer[:k], wrong, *answer[k + 1 :])
            for k, (name, part) in enumerate(zip(PARTS, slips, strict=True))
            for said, wrong in part.items()
        } | {"dγ and dβ have changed places: return (dx, dγ, dβ).": (answer[0], *answer[:0:-1])}

    return mistakes


BATCH = Function(
    _example, _batch_backward, _mistakes(_batch_backward, _x_mistakes, _gamma_mistakes)
)
LAYER = Function(
    _example, _layer_backward, _mistakes(_layer_backward, _layer_x_mistakes, _layer_gamma_mistakes)
)


def _compare(f, fact, given):
    """Compare all three parts, from the simplest to the hardest."""
    got, right = _three(f(*given), given[1]), fact.right(*given)
    if np.allclose(got[1], right[2], rtol=1e-5) and np.allclose(got[2], right[1], rtol=1e-5):
        raise ExerciseError("dγ and dβ have changed places: return (dx, dγ, dβ).")
    mistakes = fact.mistakes(*given)
    for k in (2, 1, 0):
        own = f"{PARTS[k]}: "
        said = {s.removeprefix(own): v[k] for s, v in mistakes.items() if s.startswith(own)}
        compare(got[k], right[k], name=PARTS[k], mistakes=said)


@exercise("batch norm's backward pass", my_backward=BATCH)
def check_batch_norm_backward(my_backward):
    """Check ``my_backward(dy, x, gamma, eps)`` → ``(dx, dgamma, dbeta)`` for shape ``(N, C)``."""
    f = as_function(my_backward, "my_backward")
    dy, x, gamma, eps = BATCH.example(np.random.default_rng(9))
    _compare(f, BATCH, (dy, x, gamma, eps))
    constant = np.full_like(x, 3.0)
    dx, _, _ = _three(f(dy, constant, gamma, eps), x)
    right, _, _ = BATCH.right(dy, constant, gamma, eps)
    compare(dx, right, name="dx of a constant feature")
    return (
        "dx, dγ and dβ are right for a batch (6, 4), and for constant features. dx has no part "
        "along 1, and along x̂ only what ε lets through."
    )


@exercise("layer norm's backward pass", my_backward=LAYER)
def check_layer_norm_backward(my_backward):
    """Check ``my_backward(dy, x, gamma, eps)`` → ``(dx, dgamma, dbeta)`` of layer norm."""
    f = as_function(my_backward, "my_backward")
    _compare(f, LAYER, LAYER.example(np.random.default_rng(9)))
    return (
        "dx, dγ and dβ are right for a batch (6, 4): γ first, then the same formula along axis 1."
    )


BATCHES = ("batches of 2", "batches of 2, frozen", "batches of 8", "batches of 8, frozen")
BELOW = Design(
    BATCHES,
    lambda rng: dict(
        zip(BATCHES, rng.uniform([[0.4], [0.5], [0.85], [0.6]], 0.95, (4, 6)), strict=True)
    ),
    lambda runs: (
        forgotten_switch(runs, BATCHES[0], BATCHES[1])
        | forgotten_switch(runs, BATCHES[2], BATCHES[3])
        | forgotten_switch(runs, BATCHES[0], BATCHES[2])
    ),
)


@exercise("the layers below a batch of two", accuracies=BELOW)
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
        f"learning below the norm changes the accuracy by {in_twos} percentage points in batches "
        f"of 2, by {in_eights} in batches of 8, over {two.size} seeds."
    )


def _three(answer, x):
    """Take an answer apart into dx, dgamma and dbeta, or say what it is instead."""
    if not isinstance(answer, tuple | list) or len(answer) != 3:
        count = len(answer) if isinstance(answer, tuple | list) else "one array"
        raise ExerciseError(f"my_backward returned {count}: three are needed, (dx, dγ, dβ).")
    shapes = [shape_of(part) for part in answer]
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
