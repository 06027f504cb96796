"""The checks of chapter 6, "Standardize the data first".

Each truth is written here from its closed form, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from actnorm.checks.answers import Design, Function, same_numbers
from actnorm.checks.core import ExerciseError, exercise
from actnorm.checks.runs import never, paired_runs, told
from actnorm.checks.values import as_array, as_function, as_parts, compare, shape_of


def _parts(rng):
    return rng.normal([3, -2, 40], [1, 5, 9], (5, 3)), rng.normal([4, 1, 60], 4, (4, 3))


def _scaled(train, test, *, source=None, axis=0, ddof=0, centre=True, power=0.5):
    """Return both parts with one decision changed; a constant feature becomes 0."""
    source = train if source is None else source
    mean = source.mean(axis=axis, keepdims=True) * centre
    divisor = source.var(axis=axis, ddof=ddof, keepdims=True) ** power
    constant = np.ptp(train, axis=0) == 0
    divisor = np.where(constant, 1, divisor)
    return tuple(np.where(constant, 0, (part - mean) / divisor) for part in (train, test))


def _scaler_mistakes(train, test):
    constant = np.ptp(train, axis=0) == 0
    sigma, low, wide = train.std(axis=0), train.min(axis=0), np.ptp(train, axis=0)
    divisor, right = np.where(constant, 1, wide), _scaled(train, test)
    exact = np.where(sigma == 0, 1, sigma)
    alike = (np.ptp(part, axis=0) == 0 for part in (train, test))
    return {
        "the test set has helped to choose μ and σ (they come from all the data): that is the "
        "leak.": _scaled(train, test, source=np.concatenate([train, test])),
        "the test set got a μ and σ of its own; use those of the training set, or the two "
        "parts are measured with two rulers.": (right[0], _scaled(test, test)[0]),
        "you divided by the variance; divide by its square root.": _scaled(train, test, power=1),
        "you divided the variance by n − 1; this book and scikit-learn divide by n.": _scaled(
            train, test, ddof=1
        ),
        "the mean was not subtracted.": _scaled(train, test, centre=False),
        "you centred, and did not divide.": _scaled(train, test, power=0),
        "one mean for the whole array; each feature needs its own.": _scaled(
            train, test, axis=None
        ),
        "wrong axis: you averaged over the features of each sample; average each feature over the "
        "samples.": tuple(_scaled(part, part, axis=1)[0] for part in (train, test)),
        "that is min-max scaling.": tuple((part - low) / divisor for part in (train, test)),
        SWAPPED: right[::-1],
        "is rounding being divided by rounding?": tuple(
            (part - train.mean(axis=0)) / exact for part in (train, test)
        ),
        "a feature that was constant in training has taught nothing": (
            right[0],
            np.where(constant, test - low, right[1]),
        ),
        OWN: tuple(np.where(flat, 0, part) for flat, part in zip(alike, right, strict=True)),
        SMALL: tuple(np.where(sigma < 0.1, 0, part) for part in right),
    }


OWN = (
    "whether a feature is constant is for the training set to say; here the test set is a single "
    "sample, and is standardized like any other."
)
SMALL = (
    "a feature whose σ is below 0.001 is not constant, only small in its unit; divide by its σ as "
    "you do with the others."
)
SWAPPED = "the two parts came back in the other order: the training set first."
SCALER = Function(_parts, _scaled, _scaler_mistakes)


@exercise("a scaler that does not peek", my_scaler=SCALER)
def check_scaler(my_scaler):
    """Check ``my_scaler(train, test)``, which returns both, standardized honestly."""
    f = as_function(my_scaler, "my_scaler")
    train, test = SCALER.example(np.random.default_rng(6))
    answer = _pair(f(train, test))
    mistakes = SCALER.mistakes(train, test)
    shapes = [shape_of(part) for part in answer]
    if shapes == [test.shape, train.shape]:
        raise ExerciseError(f"my_scaler: {SWAPPED}")
    compare(
        _flat(_both(answer, train, test)),
        _flat(SCALER.right(train, test)),
        name="my_scaler",
        mistakes={said: _flat(parts) for said, parts in mistakes.items() if said != SWAPPED},
    )
    unit = np.array([1, 1e-4, 1])
    for parts, said in (((train, test[:1]), OWN), ((train * unit, test * unit), SMALL)):
        got, want = _both(f(*parts), *parts), SCALER.right(*parts)
        compare(_flat(got), _flat(want), name="my_scaler", rtol=1e-4, otherwise=said)
    # Neither 7 times 0.1 nor 7 times 0.3 add up to what a seventh of is 0.1 or 0.3: a mean that is
    # off by a rounding, and a σ of 10⁻¹⁷. That of 7 times 7 is 0.
    rng = np.random.default_rng(7)
    train, test = rng.normal(size=(7, 4)), rng.normal(size=(5, 4))
    train[:, 1:] = 0.1, 0.3, 7.0
    varies = np.arange(5.0, 10.0)[:, None]
    for unseen, where in ((train[0, 1:], ""), (varies, " in training, and not in the test set")):
        test[:, 1:] = unseen
        got = np.concatenate(_both(f(train, test), train, test))[:, 1:]
        if not np.isfinite(got).all():
            raise ExerciseError(
                f"my_scaler gives {got[~np.isfinite(got)][0]} for a feature that is "
                f"constant{where}: its σ is 0, and something has to be done before dividing."
            )
        trained, tested = got[:7], got[7:]
        if np.abs(trained).max() > 1e-6:
            raise ExerciseError(
                "my_scaler: a constant feature should give 0 in the training set, and gives "
                f"{trained.flat[np.abs(trained).argmax()]:.4g}: is rounding being divided by "
                "rounding?"
            )
        if np.abs(tested).max() > 1e-6:
            raise ExerciseError(
                "my_scaler: a feature that was constant in training has taught nothing; make it 0 "
                f"in the test set too (it gives {tested.flat[np.abs(tested).argmax()]:.4g})."
            )
    return "training statistics for both parts, each feature by itself; a constant one gives 0."


def _correlations(rng):
    return (float(rng.uniform(-0.99, 0.99)),)


def _kappa_mistakes(r):
    size = np.abs(r)
    return {
        "the largest comes first: with r < 0 the two eigenvalues change places.": (1 + r) / (1 - r),
        "that is 1/κ: the largest eigenvalue goes on top.": (1 - size) / (1 + size),
        "that is √κ, the length of the valley over its width.": np.sqrt((1 + size) / (1 - size)),
        "that is κ², the quotient of the squares.": ((1 + size) / (1 - size)) ** 2,
        "that is the determinant; κ is a quotient of eigenvalues.": 1 - r**2,
        "that is only the largest eigenvalue; divide by the smallest.": 1 + size,
        "that is the difference of the two eigenvalues; κ is their quotient.": 2 * size,
    }


KAPPA = Function(_correlations, lambda r: (1 + np.abs(r)) / (1 - np.abs(r)), _kappa_mistakes)


@exercise("what correlation leaves", kappa_of=KAPPA)
def check_kappa(kappa_of):
    """Check ``kappa_of(r)`` for two standardized features of correlation `r`."""
    f = as_function(kappa_of, "kappa_of")
    r = np.array([0.0, 0.5, -0.5, 0.9, -0.998])
    got = np.array([as_array(f(float(v)), f"kappa_of({v:g})", shape=()) for v in r])
    # In float32 1 − 0.998 keeps four digits.
    compare(got, KAPPA.right(r), name="kappa_of", at=r, rtol=2e-4, mistakes=KAPPA.mistakes(r))
    return "(1+|r|)/(1−|r|): 1 without correlation, 3 at ½, 19 at 0.9, 999 at −0.998."


PLAN = ("raw", "centred", "scaled", "standardized")


def _accuracies(rng):
    raw, scaled = rng.uniform([[0.65], [0.92]], [[0.8], [1.0]], (2, 6))
    return {"raw": raw, "centred": raw, "scaled": scaled, "standardized": scaled}


def _neighbour_mistakes(runs):
    raw, scaled = runs["raw"], runs["scaled"]
    wrong = {
        "raw and centred differ by": {"centred": scaled, "scaled": raw},
        "scaled and standardized differ by": {"standardized": raw},
    }
    same = {"centred": raw, "scaled": raw, "standardized": raw}
    return {said: runs | change for said, change in wrong.items()} | {
        same_numbers("raw", "scaled"): runs | same
    }


NEIGHBOUR = Design(PLAN, _accuracies, _neighbour_mistakes)


@exercise("what the nearest neighbour sees", accuracies=NEIGHBOUR)
def check_neighbour(accuracies):
    """Check a two-by-two design: test accuracies of four scalings, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, to the one thing that can be proved, and says what the numbers can carry.
    """
    runs = paired_runs(
        accuracies, PLAN, name="accuracies", equal=[*combinations(PLAN, 2)], idle=never
    )
    raw, centred, scaled, standardized = 100 * np.array(runs)
    for one, other, names in (
        (raw, centred, "raw and centred"),
        (scaled, standardized, "scaled and standardized"),
    ):
        # A tie of two neighbours may fall the other way by a rounding, in an image or two.
        apart = np.abs(one - other).mean()
        if apart > 1:
            raise ExerciseError(
                f"{names} differ by {apart:.1f} percentage points on average, and cannot: "
                "a shift of all samples changes no distance. Same splits? Test set shifted too?"
            )
    if np.array_equal(raw, scaled):
        raise ExerciseError(f"accuracies: {same_numbers('raw', 'scaled')}")
    gain = standardized - raw
    wins = int((gain > 0).sum())
    return (
        f"centring changes nothing; scaling adds {told(gain, digits=1)} percentage points, and "
        f"helps in {wins} of {gain.size} seeds."
    )


def _pair(answer):
    """Return the student's answer as a pair, or say what it should be."""
    answer = as_parts(answer, 2)
    if answer is None:
        raise ExerciseError(
            "my_scaler should return two arrays, `return train_scaled, test_scaled`."
        )
    return answer


def _both(answer, train, test):
    """Return the student's two arrays, or say what is wrong with one of them."""
    names = "the scaled training set", "the scaled test set"
    parts = zip(_pair(answer), names, (train, test), strict=True)
    return [as_array(part, name, shape=given.shape) for part, name, given in parts]


def _flat(parts):
    return np.concatenate([np.ravel(part) for part in parts])
