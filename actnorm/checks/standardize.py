"""The checks of chapter 6, "Standardize the data first".

Each truth is written here from its closed form, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

import numpy as np

from actnorm.checks.core import ExerciseError, as_array, as_function, compare, exercise
from actnorm.checks.runs import paired_runs, told

PLAN = ("raw", "centred", "scaled", "standardized")


@exercise("a scaler that does not peek")
def check_scaler(my_scaler):
    """Check ``my_scaler(train, test)``, which returns both, standardized honestly."""
    f = as_function(my_scaler, "my_scaler")
    rng = np.random.default_rng(6)
    train, test = rng.normal([3, -2, 40], [1, 5, 9], (5, 3)), rng.normal([4, 1, 60], 4, (4, 3))
    got = _both(f(train, test), train, test)
    compare(
        np.concatenate(got),
        np.concatenate(_scaled(train, test)),
        name="my_scaler",
        mistakes=_mistakes(train, test),
    )
    flat = train.copy(), test.copy()
    flat[0][:, 1] = 0.1  # five times 0.1 do not add up to 0.5: the mean may be off by a rounding
    for value, where in ((0.1, ""), (7.0, " in training, and not in the test part")):
        flat[1][:, 1] = value
        with_flat = np.concatenate(_both(f(*flat), *flat))[:, 1]
        if not np.isfinite(with_flat).all():
            raise ExerciseError(
                f"my_scaler gives {with_flat[~np.isfinite(with_flat)][0]} for a feature that is "
                f"constant{where}: its σ is 0, and something has to be done before dividing."
            )
        trained, unseen = with_flat[:5], with_flat[5:]
        if np.abs(trained).max() > 1e-6:
            raise ExerciseError(
                "my_scaler: a constant feature should give 0 in the training part, and gives "
                f"{trained[np.abs(trained).argmax()]:.4g}: is rounding being divided by rounding?"
            )
        if np.abs(unseen).max() > 1e-6:
            raise ExerciseError(
                "my_scaler: a feature that was constant in training has taught nothing; make it 0 "
                f"in the test part too (it gives {unseen[np.abs(unseen).argmax()]:.4g})."
            )
    return "training statistics for both parts, each feature by itself; a constant one gives 0."


@exercise("what correlation leaves")
def check_kappa(kappa_of):
    """Check ``kappa_of(r)`` for two standardized features of correlation `r`."""
    f = as_function(kappa_of, "kappa_of")
    r = np.array([0.0, 0.5, -0.5, 0.9, -0.998])
    got = np.array([as_array(f(float(v)), f"kappa_of({v:g})", shape=()) for v in r])
    size = np.abs(r)
    compare(
        got,
        (1 + size) / (1 - size),
        name="kappa_of",
        at=r,
        mistakes={
            "the largest comes first: with r < 0 the two eigenvalues change places.": (1 + r)
            / (1 - r),
            "that is 1/κ: the largest eigenvalue goes on top.": (1 - size) / (1 + size),
            "that is √κ, the length of the valley over its width.": np.sqrt(
                (1 + size) / (1 - size)
            ),
            "that is the determinant; κ is a quotient of eigenvalues.": 1 - r**2,
            "that is only the largest eigenvalue; divide by the smallest.": 1 + size,
        },
    )
    return "(1+|r|)/(1−|r|): 1 without correlation, 3 at ½, 19 at 0.9, 999 at −0.998."


@exercise("what the nearest neighbour sees")
def check_neighbour(accuracies):
    """Check a two-by-two design: test accuracies of four scalings, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, to the one thing that can be proved, and says what the numbers can carry.
    """
    runs = paired_runs(accuracies, PLAN, name="accuracies")
    raw, centred, scaled, standardized = 100 * np.array(runs)
    for one, other, names in (
        (raw, centred, "raw and centred"),
        (scaled, standardized, "scaled and standardized"),
    ):
        # A tie of two neighbours may fall the other way by a rounding, in an image or two.
        apart = np.abs(one - other).mean()
        if apart > 1:
            raise ExerciseError(
                f"{names} differ by {apart:.1f} points on average, and cannot: "
                "a shift of all samples changes no distance. Same splits? Test part shifted too?"
            )
    gain = standardized - raw
    wins = int((gain > 0).sum())
    return (
        f"centring changes nothing; scaling adds {told(gain, digits=1)} points, and helps "
        f"in {wins} of {gain.size} seeds."
    )


def _both(answer, train, test):
    """Return the student's two arrays, or say what is wrong with the pair."""
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        raise ExerciseError(
            "my_scaler should return two arrays, `return train_scaled, test_scaled`."
        )
    names = "the scaled training part", "the scaled test part"
    parts = zip(answer, names, (train, test), strict=True)
    return [as_array(part, name, shape=given.shape) for part, name, given in parts]


def _scaled(train, test, *, source=None, axis=0, ddof=0, centre=True, power=0.5):
    """Return both parts with one decision changed."""
    source = train if source is None else source
    mean = source.mean(axis=axis, keepdims=True) * centre
    divisor = source.var(axis=axis, ddof=ddof, keepdims=True) ** power
    return (train - mean) / divisor, (test - mean) / divisor


def _mistakes(train, test):
    """Sentence → what that mistake returns, for the mistakes students make."""

    def variant(**changed):
        return np.concatenate(_scaled(train, test, **changed))

    own = np.concatenate([_scaled(train, test)[0], _scaled(test, test)[0]])
    low, wide = train.min(axis=0), np.ptp(train, axis=0)
    rows = np.concatenate([_scaled(part, part, axis=1)[0] for part in (train, test)])
    return {
        "the test part has helped to choose μ and σ (they come from all the data): that is the "
        "leak.": variant(source=np.concatenate([train, test])),
        "the test part got a μ and σ of its own; use those of the training part, or the two "
        "parts are measured with two rulers.": own,
        "you divided by the variance; divide by its square root.": variant(power=1),
        "you divided the variance by n − 1; this book and scikit-learn divide by n.": variant(
            ddof=1
        ),
        "the mean was not subtracted.": variant(centre=False),
        "you centred, and did not divide.": variant(power=0),
        "one mean for the whole array; each feature needs its own.": variant(axis=None),
        "wrong axis: you averaged over the features of each sample; average each feature over the "
        "samples.": rows,
        "that is min-max scaling.": np.concatenate([(train - low) / wide, (test - low) / wide]),
    }
