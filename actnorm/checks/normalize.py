"""The checks of chapter 7: normalize inside the network."""

from __future__ import annotations

import numpy as np

from actnorm.checks.answers import Design, Function, forgotten_switch
from actnorm.checks.core import ExerciseError, exercise
from actnorm.checks.runs import paired_runs, told
from actnorm.checks.values import as_array, as_function, as_number, compare, shape_of, told_apart

EPS = 1e-5  # the book's ε, and PyTorch's


def _x_hat(x):
    return (x - x.mean()) / np.sqrt(x.var() + EPS)


def _unit(x):
    gamma = 1 / np.ptp(_x_hat(x))
    return gamma, -_x_hat(x).min() * gamma


def _unit_mistakes(x):
    x_hat, wide = _x_hat(x), np.ptp(x)
    gamma = 1 / np.ptp(x_hat)
    return {
        "you measured the range of x, and γ and β act on x̂.": (1 / wide, -x.min() / wide),
        "γ multiplies before β is added, so β has to be scaled too.": (gamma, -x_hat.min()),
        "γ is the width of x̂; it has to be one over it.": (1 / gamma, -x_hat.min() / gamma),
        "those would undo the normalization: γ = σ and β = μ.": (
            np.sqrt(x.var() + EPS),
            x.mean(),
        ),
        "the upper end is taken to 0 and the lower one to −1.": (gamma, -x_hat.max() * gamma),
        "the middle is taken to 0; β is ½ too small.": (
            gamma,
            -gamma * (x_hat.max() + x_hat.min()) / 2,
        ),
    }


UNIT = Function(lambda rng: (rng.gamma(2.0, size=64),), _unit, _unit_mistakes)


@exercise("γ and β for [0, 1]", gamma_and_beta=UNIT)
def check_unit_interval(x, gamma, beta):
    """Check that γ and β carry the normalized batch `x` exactly onto [0, 1].

    Parameters
    ----------
    x : array_like, shape (n,)
        One feature over one batch, before normalization.
    gamma, beta : float
        The student's answer.
    """
    shape = shape_of(x)
    x = as_array(x, "x", shape=(64,) if shape is None else shape).ravel()
    if not np.isfinite(x).all() or np.unique(x).size < 2:
        raise ExerciseError("x should be the batch itself: finite numbers, not all the same.")
    gamma, beta = as_number(gamma, "gamma"), as_number(beta, "beta")
    with np.errstate(over="ignore"):
        y = gamma * _x_hat(x) + beta
    if np.allclose([y.min(), y.max()], [0, 1], rtol=0, atol=1e-5):
        mirrored = " (mirrored, since your γ is negative)" if gamma < 0 else ""
        return f"the {x.size} outputs run from 0 to 1{mirrored}. The next batch will not."
    lands = f"the outputs run from {told_apart(y.min(), 0.0)[0]} to {told_apart(y.max(), 1.0)[0]}"
    for sentence, wrong in UNIT.mistakes(x).items():
        if np.allclose([gamma, beta], wrong, rtol=1e-5):
            raise ExerciseError(f"{lands}: {sentence}")
    if y.min() >= -1e-5 and y.max() <= 1 + 1e-5:
        raise ExerciseError(f"{lands}: inside [0, 1], but the ends are not reached.")
    raise ExerciseError(f"{lands}, and not from 0 to 1: where do the smallest and largest x̂ go?")


def _batch(rng, shape=(4, 3, 2, 3), eps=0.5):
    # A small batch and a large eps, so that each mistake shows; W equals C, so
    # that a gamma laid along the wrong axis gives numbers instead of an error.
    return rng.normal(3.0, 2.0, size=shape), *rng.uniform(0.5, 2.0, size=(2, shape[1])), eps


def _batch_norm(x, gamma, beta, eps, *, axes=None, ddof=0, scale=None, centre=True):
    """Batch norm with one decision changed; `gamma` and `beta` lie along axis 1."""
    axes = tuple(i for i in range(x.ndim) if i != 1) if axes is None else axes
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True, ddof=ddof)
    divisor = np.sqrt(var + eps) if scale is None else scale(var)
    along = (-1,) + (1,) * (x.ndim - 2)
    return gamma.reshape(along) * (x - mean * centre) / divisor + beta.reshape(along)


def _mistakes(x, gamma, beta, eps):
    images = x.ndim == 4
    along = (-1, 1, 1) if images else (-1,)
    g, b = gamma.reshape(along), beta.reshape(along)

    def variant(gamma=gamma, beta=beta, **changed):
        with np.errstate(all="ignore"):  # a variance of 0 without its ε
            return _batch_norm(x, gamma, beta, eps, **changed)

    x_hat = variant(np.ones_like(gamma), np.zeros_like(beta))
    said = {
        "you divided by σ² + ε; divide by its square root.": variant(scale=lambda v: v + eps),
        "ε stands outside the root; it belongs inside, √(σ² + ε).": variant(
            scale=lambda v: np.sqrt(v) + eps
        ),
        "ε is missing under the root, or is not the eps that was given.": variant(scale=np.sqrt),
        "ε under the root is not the eps that was given.": variant(
            scale=lambda var: np.sqrt(var + 1e-5)
        ),
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
        "wrong axis: you averaged over the features of each sample; average each feature "
        "over the batch.": variant(axes=tuple(range(1, x.ndim))),
        "γ and β have changed places.": variant(beta, gamma),
    }
    if images:
        pixels = variant(np.ones_like(gamma), np.zeros_like(beta), axes=(0,))
        said |= {
            "each pixel got its own mean; one channel shares one, over batch, height and "
            "width.": variant(axes=(0,)),
            "each image got its own mean (that is instance norm); average over the batch "
            "too.": variant(axes=(2, 3)),
            "γ and β lie along the last axis (the width); give them shape (1, C, 1, 1).": gamma
            * x_hat
            + beta,
            "that is the formula for features, used on images: each pixel got its own mean, and γ "
            "and β lie along the width; average over all axes but 1, and give γ and β shape "
            "(1, C, 1, 1).": gamma * pixels + beta,
        }
    return said


BATCH_NORM = Function(_batch, _batch_norm, _mistakes)


@exercise("batch norm, for features and for images", my_batch_norm=BATCH_NORM)
def check_batch_norm(my_batch_norm):
    """Check ``my_batch_norm(x, gamma, beta, eps)`` for ``(N, C)`` and ``(N, C, H, W)``."""
    f = as_function(my_batch_norm, "my_batch_norm")
    rng = np.random.default_rng(7)
    for shape in ((6, 4), (4, 3, 2, 3)):
        given = _batch(rng, shape)
        got = as_array(f(*given), f"my_batch_norm of shape {shape}", shape=shape)
        compare(
            got, BATCH_NORM.right(*given), name=f"shape {shape}",
            mistakes=BATCH_NORM.mistakes(*given),
        )  # fmt: skip
    x = np.full((5, 2), 3.0)
    gamma, beta = np.array([1.5, 2.0]), np.array([-1.0, 4.0])
    got = as_array(f(x, gamma, beta, EPS), "my_batch_norm of a constant feature", shape=x.shape)
    compare(got, np.broadcast_to(beta, x.shape), name="a constant feature, which should give β")
    return "right for a batch (6, 4) and for images (4, 3, 2, 3); a constant feature gives β."


BOUND = Function(
    lambda rng: (int(rng.integers(3, 2000)),),
    lambda n: np.sqrt(n - 1),
    lambda n: {
        "there is a bound: an outlier drags the mean and the variance along.": n * np.inf,
        "√n is never reached: the outlier drags the mean towards itself.": np.sqrt(n),
        "that holds for the unbiased variance; batch norm divides by n.": (n - 1) / np.sqrt(n),
        "n − 1 is its square: did you take the root of the variance?": n - 1.0,
        "that is the outlier's share before dividing by the standard deviation.": 1 - 1 / n,
        "that is the standard deviation of the batch; divide the outlier by it.": np.sqrt(n - 1)
        / n,
        "that is what the others come to; the outlier itself is asked for.": 1 / np.sqrt(n - 1),
    },
)


@exercise("the largest x̂ in a batch of n", largest_x_hat=BOUND)
def check_bound(largest_x_hat):
    """Check ``largest_x_hat(n)``, the bound on a normalized value in a batch of `n`."""
    f = as_function(largest_x_hat, "largest_x_hat")
    n = np.array([2, 5, 64, 1000])
    got = np.array([as_array(f(int(k)), f"largest_x_hat({k})", shape=()) for k in n])
    compare(got, BOUND.right(n), name="largest_x_hat", at=n, mistakes=BOUND.mistakes(n))
    return "√(n−1), for n = 2, 5, 64 and 1000: a batch of 64 has no x̂ beyond 7.94."


ARMS = ("with_batch_of_three", "without_it")
EXPERIMENT = Design(
    ARMS,
    lambda rng: dict(zip(ARMS, rng.uniform([[0.9], [0.85]], 0.97, (2, 6)), strict=True)),
    lambda runs: forgotten_switch(runs, *ARMS),
)


@exercise("the experiment", runs=EXPERIMENT)
def check_experiment(with_batch_of_three, without_it):
    """Check two lists of test accuracies, one per seed, for what an experiment needs.

    The check cannot know what is true of the student's network; it sees to the
    seeds, the pairing and the units, and says what the numbers can carry.
    """
    given = dict(zip(ARMS, (with_batch_of_three, without_it), strict=True))
    a, b = paired_runs(given, ARMS, name="runs")
    difference = 100 * (a - b)
    wins = int((difference > 0).sum())
    # Under no difference the sign is a coin: all seeds agreeing by chance is 2/2^n.
    chance = 2 / 2**a.size
    verdict = (
        f"all {a.size} agree in sign, which chance alone does once in {1 / chance:.0f} times"
        if wins in (0, a.size) and not (difference == 0).any()
        else f"the seeds disagree ({ARMS[0]} is higher in {wins} of {a.size}): these runs do not "
        "decide it"
    )
    return (
        f"difference {told(difference, digits=1)} percentage points over {a.size} seeds; {verdict}."
    )
