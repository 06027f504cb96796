"""The checks of chapter 7: normalize inside the network."""

from __future__ import annotations

import numpy as np

from actnorm.checks.core import ExerciseError, as_array, as_function, as_number, compare, exercise
from actnorm.checks.runs import paired_runs, told

EPS = 1e-5  # the book's ε, and PyTorch's


@exercise("γ and β for [0, 1]")
def check_unit_interval(x, gamma, beta):
    """Check that γ and β carry the normalized batch `x` exactly onto [0, 1].

    Parameters
    ----------
    x : array_like, shape (n,)
        One feature over one batch, before normalization.
    gamma, beta : float
        The student's answer.
    """
    x = as_array(x, "x", shape=(np.size(x),))
    gamma, beta = as_number(gamma, "gamma"), as_number(beta, "beta")
    x_hat = (x - x.mean()) / np.sqrt(x.var() + EPS)
    y = gamma * x_hat + beta
    lands = f"the outputs run from {y.min():.4g} to {y.max():.4g}"
    if np.allclose([y.min(), y.max()], [0, 1], rtol=0, atol=1e-6):
        mirrored = " (mirrored, since your γ is negative)" if gamma < 0 else ""
        return f"the {x.size} outputs run from 0 to 1{mirrored}. The next batch will not."
    width = np.ptp(x)
    if np.allclose([gamma, beta], [1 / width, -x.min() / width], rtol=1e-6):
        raise ExerciseError(f"{lands}: you measured the range of x, and γ and β act on x̂.")
    if np.allclose([gamma, beta], [1 / np.ptp(x_hat), -x_hat.min()], rtol=1e-6):
        raise ExerciseError(f"{lands}: γ multiplies before β is added, so β has to be scaled too.")
    if y.min() >= -1e-6 and y.max() <= 1 + 1e-6:
        raise ExerciseError(f"{lands}: inside [0, 1], but the ends are not reached.")
    raise ExerciseError(f"{lands}, and not from 0 to 1: where do the smallest and largest x̂ go?")


@exercise("batch norm, for features and for images")
def check_batch_norm(my_batch_norm):
    """Check ``my_batch_norm(x, gamma, beta, eps)`` for ``(N, C)`` and ``(N, C, H, W)``."""
    f = as_function(my_batch_norm, "my_batch_norm")
    rng = np.random.default_rng(7)
    # A small batch and a large eps, so that each mistake shows; W equals C, so
    # that a gamma laid along the wrong axis gives numbers instead of an error.
    for shape in ((6, 4), (4, 3, 2, 3)):
        x = rng.normal(3.0, 2.0, size=shape)
        gamma, beta = rng.uniform(0.5, 2.0, size=(2, shape[1]))
        got = as_array(f(x, gamma, beta, 0.5), f"my_batch_norm of shape {shape}", shape=shape)
        want = _batch_norm(x, gamma, beta)
        compare(got, want, name=f"shape {shape}", mistakes=_mistakes(x, gamma, beta))
    x = np.full((5, 2), 3.0)
    gamma, beta = np.array([1.5, 2.0]), np.array([-1.0, 4.0])
    got = as_array(f(x, gamma, beta, EPS), "my_batch_norm of a constant feature", shape=x.shape)
    compare(got, np.broadcast_to(beta, x.shape), name="a constant feature, which should give β")
    return "right for a batch (6, 4) and for images (4, 3, 2, 3); a constant feature gives β."


@exercise("the largest x̂ in a batch of n")
def check_bound(largest_x_hat):
    """Check ``largest_x_hat(n)``, the bound on a normalized value in a batch of `n`."""
    f = as_function(largest_x_hat, "largest_x_hat")
    n = np.array([2, 5, 64, 1000])
    got = np.array([as_array(f(int(k)), f"largest_x_hat({k})", shape=()) for k in n])
    compare(
        got,
        np.sqrt(n - 1),
        name="largest_x_hat",
        at=n,
        mistakes={
            "there is a bound: an outlier drags the mean and the variance along.": n * np.inf,
            "√n is never reached: the outlier drags the mean towards itself.": np.sqrt(n),
            "that holds for the unbiased variance; batch norm divides by n.": (n - 1) / np.sqrt(n),
            "n − 1 is its square: did you take the root of the variance?": n - 1.0,
            "that is the outlier's share before dividing by the spread.": 1 - 1 / n,
        },
    )
    return "√(n−1), for n = 2, 5, 64 and 1000: a batch of 64 has no x̂ beyond 7.94."


@exercise("the experiment")
def check_experiment(with_norm, without_norm):
    """Check two lists of test accuracies, one per seed, for what an experiment needs.

    The check cannot know what is true of the student's network; it sees to the
    seeds, the pairing and the units, and says what the numbers can carry.
    """
    runs = {"with_norm": with_norm, "without_norm": without_norm}
    a, b = paired_runs(runs, list(runs), name="runs")
    difference = 100 * (a - b)
    wins = int((difference > 0).sum())
    # Under no difference the sign is a coin: all seeds agreeing by chance is 2/2^n.
    chance = 2 / 2**a.size
    verdict = (
        f"all {a.size} agree in sign, which chance alone does once in {1 / chance:.0f} times"
        if wins in (0, a.size) and not (difference == 0).any()
        else f"the seeds disagree ({wins} of {a.size} for norm): these runs do not decide it"
    )
    return f"difference {told(difference, digits=1)} points over {a.size} seeds; {verdict}."


def _batch_norm(x, gamma, beta, *, axes=None, ddof=0, scale=None, centre=True):
    """Batch norm with one decision changed; `gamma` and `beta` lie along axis 1."""
    axes = tuple(i for i in range(x.ndim) if i != 1) if axes is None else axes
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True, ddof=ddof)
    divisor = np.sqrt(var + 0.5) if scale is None else scale(var)
    along = (-1,) + (1,) * (x.ndim - 2)
    return gamma.reshape(along) * (x - mean * centre) / divisor + beta.reshape(along)


def _mistakes(x, gamma, beta):
    """Sentence → what that mistake returns, for the mistakes students make."""
    eps, images = 0.5, x.ndim == 4
    along = (-1, 1, 1) if images else (-1,)
    g, b = gamma.reshape(along), beta.reshape(along)
    x_hat = _batch_norm(x, np.ones_like(gamma), np.zeros_like(beta))

    def variant(**changed):
        return _batch_norm(x, gamma, beta, **changed)

    said = {
        "you divided by σ² + ε; divide by its square root.": variant(scale=lambda v: v + eps),
        "ε stands outside the root; it belongs inside, √(σ² + ε).": variant(
            scale=lambda v: np.sqrt(v) + eps
        ),
        "ε is missing under the root.": variant(scale=np.sqrt),
        "you divided the variance by n − 1; batch norm normalizes with the biased one, "
        "divided by n.": variant(ddof=1),
        "the variance has lost its square, as in the notes, and is 0: average (x − μ)².": variant(
            scale=lambda v: np.sqrt(0 * v + eps)
        ),
        "γ and β are missing: that is x̂.": x_hat,
        "β was added before γ multiplied; y = γ·x̂ + β.": g * (x_hat + b),
        "the mean was not subtracted.": variant(centre=False),
        "the sign is turned: x − μ, not μ − x.": 2 * np.broadcast_to(b, x.shape) - variant(),
        "nothing was normalized: that is γ·x + β.": g * x + b,
        "one mean for the whole array; each feature needs its own.": variant(
            axes=tuple(range(x.ndim))
        ),
        "wrong axis: you averaged over the features of each example; average each feature "
        "over the batch.": variant(axes=tuple(range(1, x.ndim))),
    }
    if images:
        said |= {
            "each pixel got its own mean; one channel shares one, over batch, height and "
            "width.": variant(axes=(0,)),
            "each image got its own mean (that is instance norm); average over the batch "
            "too.": variant(axes=(2, 3)),
            "γ and β lie along the last axis (the width); give them shape (1, C, 1, 1).": gamma
            * x_hat
            + beta,
        }
    return said
