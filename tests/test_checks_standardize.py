"""The checks of chapter 6: right answers pass, usual mistakes are named."""

from fractions import Fraction

import numpy as np
import pytest

from actnorm.checks import ExerciseError, check_kappa, check_neighbour, check_scaler


def right(train, test):
    flat = np.ptp(train, axis=0) == 0
    mean, std = train.mean(axis=0), np.where(flat, 1, train.std(axis=0))
    return tuple(np.where(flat, 0, (part - mean) / std) for part in (train, test))


def by_hand(train, test):
    scaled = [np.zeros(train.shape).tolist(), np.zeros(test.shape).tolist()]
    for j, column in enumerate(train.T):
        mean = sum(column) / len(column)
        sigma = (sum((v - mean) ** 2 for v in column) / len(column)) ** 0.5
        if max(column) > min(column):
            for part, out in zip((train, test), scaled, strict=True):
                for i, row in enumerate(part):
                    out[i][j] = (row[j] - mean) / sigma
    return scaled


def nearly_zero(train, test):
    sigma = np.std(train, 0)
    keep = sigma > 1e-12 * np.abs(train).max(0)
    mask = np.where(keep, 1 / np.where(keep, sigma, 1), 0)
    return (train - train.mean(0)) * mask, (test - train.mean(0)) * mask


def by_broadcast(train, test):
    both = np.concatenate([train, test]) - np.einsum("ij->j", train) / len(train)
    moves = (train != train[0]).any(axis=0)
    sigma = np.sqrt(np.einsum("ij,ij->j", *[both[: len(train)]] * 2) / len(train))
    return np.split(np.divide(both, sigma, where=moves, out=np.zeros_like(both)), [len(train)])


def each_by_its_own(train, test):
    """Build the scaled parts, a feature being 0 wherever the part itself does not vary."""
    mean, std = train.mean(axis=0), train.std(axis=0)
    return tuple(
        np.where(np.ptp(part, axis=0) == 0, 0, (part - mean) / std) for part in (train, test)
    )


def own_divisor(train, test):
    mean, std = train.mean(axis=0), train.std(axis=0)
    parts = [(part, np.ptp(part, axis=0) == 0) for part in (train, test)]
    return tuple((part - mean) * ~flat / np.where(flat, 1, std) for part, flat in parts)


def below(limit, *, divided_by_1=False):
    """Build a scaler that takes a feature of a smaller σ for a constant one."""

    def f(train, test):
        flat, (mean, std) = train.std(axis=0) < limit, (train.mean(axis=0), train.std(axis=0))
        keep = 1 if divided_by_1 else ~flat
        return tuple((part - mean) * keep / np.where(flat, 1, std) for part in (train, test))

    return f


def edited(mean="train.mean(axis=0)", std="train.std(axis=0)", test_mean=None, test_std=None):
    """Build a scaler with one of its decisions changed."""

    def f(train, test):
        names = {"np": np, "train": train, "test": test, "both": np.concatenate([train, test])}
        m, s = eval(mean, names), eval(std, names)
        m2, s2 = eval(test_mean or mean, names), eval(test_std or std, names)
        return (train - m) / s, (test - m2) / s2

    return f


def kappa(r):
    return (1 + abs(r)) / (1 - abs(r))


RNG = np.random.default_rng(0)
RAW, SCALED = RNG.uniform(0.7, 0.8, 6), RNG.uniform(0.9, 1, 6)
RUNS = {"raw": RAW, "centred": RAW, "scaled": SCALED, "standardized": SCALED}


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (check_scaler, right),
        (check_scaler, lambda train, test: list(right(train, test))),
        (check_scaler, by_hand),
        (check_scaler, nearly_zero),
        (check_scaler, by_broadcast),
        (check_scaler, below(1e-10)),
        (check_kappa, lambda r: np.linalg.cond([[1, r], [r, 1]])),
        (check_kappa, lambda r: max(1 + r, 1 - r) / min(1 + r, 1 - r)),
        (check_kappa, lambda rho: np.divide(*np.linalg.eigvalsh([[1, rho], [rho, 1]])[::-1])),
        (check_kappa, lambda r: Fraction(1 + abs(Fraction(r))) / (1 - abs(Fraction(r)))),
        (check_kappa, lambda r: np.float32(1 + abs(r)) / np.float32(1 - abs(r))),
        (check_kappa, kappa),
        (check_neighbour, RUNS),
        (check_neighbour, RUNS | {"centred": (RAW + 0.002).tolist()}),
    ],
)
def test_right_answers_pass(check, answer):
    assert check(answer).passed


@pytest.mark.parametrize("check", [check_scaler, check_kappa, check_neighbour])
def test_untouched_exercises_are_not_attempted(check):
    assert not check(...).passed


def test_stubs_and_gaps_are_not_attempted():
    assert not check_scaler(lambda train, test: ...).passed
    assert not check_kappa(lambda r: ...).passed
    assert not check_neighbour(RUNS | {"scaled": ...}).passed


def test_design_says_what_the_runs_can_carry():
    said = " ".join(repr(check_neighbour(RUNS)).split())
    gain = 100 * (SCALED - RAW)
    assert f"{gain.mean():+.1f} ± {gain.std(ddof=1):.1f} percentage points" in said
    assert "6 of 6 seeds" in said


@pytest.mark.parametrize(
    ("check", "answer", "fragment"),
    [
        (check_scaler, edited(mean="both.mean(axis=0)", std="both.std(axis=0)"), "the leak"),
        (
            check_scaler,
            edited(test_mean="test.mean(axis=0)", test_std="test.std(axis=0)"),
            "two rulers",
        ),
        (check_scaler, edited(std="train.var(axis=0)"), "the variance; divide"),
        (check_scaler, edited(std="train.std(axis=0, ddof=1)"), "n − 1"),
        (check_scaler, edited(mean="0"), "not subtracted"),
        (check_scaler, edited(std="1"), "did not divide"),
        (check_scaler, edited(mean="train.mean()", std="train.std()"), "one mean for the whole"),
        (
            check_scaler,
            edited(
                "train.mean(axis=1)[:, None]",
                "train.std(axis=1)[:, None]",
                "test.mean(axis=1)[:, None]",
                "test.std(axis=1)[:, None]",
            ),
            "wrong axis",
        ),
        (
            check_scaler,
            edited("train.min(axis=0)", "np.ptp(train, axis=0)"),
            "min-max",
        ),
        (check_scaler, edited(), "constant"),
        (check_scaler, edited(std="np.where((s := train.std(axis=0)) == 0, 1, s)"), "rounding"),
        (check_scaler, lambda *parts: tuple(map(np.nan_to_num, edited()(*parts))), "rounding"),
        (check_scaler, edited(std="train.std(axis=0) + 1e-8"), "has taught nothing"),
        (check_scaler, lambda train, test: right(train, test)[::-1], "other order"),
        (
            check_scaler,
            edited(std="np.where(np.ptp(train, axis=0) == 0, 1, train.std(axis=0))"),
            "has taught nothing",
        ),
        (check_scaler, each_by_its_own, "for the training set to say"),
        (check_scaler, own_divisor, "for the training set to say"),
        (check_scaler, below(0.1), "only small in its unit"),
        (check_scaler, below(1e-3), "only small in its unit"),
        (check_scaler, below(0.1, divided_by_1=True), "only small in its unit"),
        (check_scaler, edited(mean="train.mean(axis=0) + 1"), "is right"),
        (check_scaler, lambda train, test: train, "two arrays"),
        (check_scaler, lambda train, test: (train[:2], test), "shape"),
        (check_scaler, 3.0, "should be a function"),
        (check_kappa, lambda r: (1 + r) / (1 - r), "change places"),
        (check_kappa, lambda r: (1 - abs(r)) / (1 + abs(r)), "1/κ"),
        (check_kappa, lambda r: kappa(r) ** 0.5, "√κ"),
        (check_kappa, lambda r: 1 - r**2, "determinant"),
        (check_kappa, lambda r: 1 + abs(r), "only the largest"),
        (check_kappa, lambda r: 2.0, "is right"),
        (check_neighbour, "yes", "dictionary of 4 lists"),
        (check_neighbour, {"raw": RAW}, "no entry"),
        (check_neighbour, RUNS | {"raw": RAW[:4]}, "at least five"),
        (check_neighbour, RUNS | {"raw": RAW[:5]}, "same seeds"),
        (check_neighbour, RUNS | {"raw": 100 * RAW}, "between 0 and 1"),
        (check_neighbour, RUNS | {"raw": [0.7] * 6}, "of its own seed"),
        (check_neighbour, RUNS | {"centred": RAW - 0.1}, "changes no distance"),
        (check_neighbour, RUNS | {"raw": [[1], [1, 2]]}, "unequal"),
    ],
)
def test_usual_mistakes_are_named(check, answer, fragment):
    with pytest.raises(ExerciseError) as caught:
        check(answer)
    said = str(caught.value)
    assert fragment in said
    assert "\n" not in said
