"""The checks of chapter 4: right answers pass, usual mistakes are named."""

import numpy as np
import pytest

from actnorm.checks import ExerciseError, check_dead, check_momentum


def right(pre):
    on = pre > 0
    return on.any(axis=0).astype(int) + on.all(axis=0)


def by_loop(pre):
    return [0 if max(z) <= 0 else 2 if min(z) > 0 else 1 for z in pre.T]


RNG = np.random.default_rng(0)
WITH, SAME, LONG = (
    "learning rate 0.01, momentum 0.9",
    "the same learning rate",
    "the same effective learning rate",
)
SHARES = {
    WITH: RNG.uniform(0.4, 0.6, 6),
    SAME: RNG.uniform(0.0, 0.1, 6),
    LONG: RNG.uniform(0.7, 0.9, 6),
}


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (check_dead, right),
        (check_dead, by_loop),
        (check_dead, lambda pre: right(pre).astype(float)),
        (check_dead, lambda pre: np.select([(pre <= 0).all(0), (pre > 0).all(0)], [0, 2], 1)),
        (check_dead, lambda pre: 1 + np.sign(pre).min(0).clip(0) - (pre.max(axis=0) <= 0)),
        (
            check_dead,
            lambda z: np.where(z.max(0) <= 0, 0, np.where(z.min(0) > 0, 2, 1)).astype("f4"),
        ),
        (check_dead, lambda z: tuple(int(c.any()) + int(c.all()) for c in (z > 0).T)),
        (check_dead, lambda z: (z > 0).any(0, keepdims=True) * 1 + (z > 0).all(0, keepdims=True)),
        (check_momentum, SHARES | {SAME: [0.0] * 6}),  # no unit dies
        (check_momentum, SHARES | {SAME: [0.0] * 6, LONG: [0.0] * 6}),
        (check_momentum, SHARES | {LONG: [1.0] * 6}),  # all units die
        (check_momentum, SHARES),
        (check_momentum, {name: list(values) for name, values in SHARES.items()}),
    ],
)
def test_right_answers_pass(check, answer):
    assert check(answer).passed


def test_untouched_exercises_are_not_attempted():
    assert not check_dead(...).passed
    assert not check_dead(lambda pre: ...).passed
    assert not check_momentum(...).passed
    assert not check_momentum(SHARES | {SAME: ...}).passed


def test_momentum_says_what_the_runs_can_carry():
    said = " ".join(repr(check_momentum(SHARES)).split())
    more, fewer = 100 * (SHARES[WITH] - SHARES[SAME]), 100 * (SHARES[LONG] - SHARES[WITH])
    assert f"{more.mean():.0f} ± {more.std(ddof=1):.0f} percentage points more dead (6 of 6" in said
    assert f"{fewer.mean():.0f} ± {fewer.std(ddof=1):.0f} points fewer (6 of 6" in said
    assert said.endswith("What you hold equal decides.")


@pytest.mark.parametrize(
    ("share", "words"), [(0.0, "no unit is dead"), (1.0, "every unit is dead")]
)
def test_runs_that_show_nothing_are_said_to_show_nothing(share, words):
    said = " ".join(repr(check_momentum(dict.fromkeys(SHARES, [share] * 6))).split())
    assert words in said
    assert "±" not in said


@pytest.mark.parametrize(
    ("with_it", "long_run", "words", "verdict"),
    [
        ([0.33, 0.3, 0.35, 0.31, 0.4], [0.33, 0.31, 0.3, 0.36, 0.41], "fewer (3 of 5",
         "momentum kills against the same learning rate; against the same effective one these "
         "runs do not decide."),
        ([0.9, 0.95, 0.93, 0.99, 0.97], [0.8, 0.9, 0.7, 0.85, 0.8], "14 ± 7 points more (5 of 5",
         "momentum kills, whichever of the two is held equal."),
        ([0.01, 0.02, 0.03, 0.01, 0.0], [0.8, 0.9, 0.7, 0.85, 0.8],
         "percentage points fewer dead (5 of 5",
         "momentum spares, whichever of the two is held equal."),
        ([0.3, 0.5, 0.62, 0.3, 0.1], [0.29, 0.5, 0.6, 0.31, 0.13], "(2 of 5",
         "these runs decide neither."),
        ([0.3, 0.52, 0.6, 0.29, 0.11], [0.8, 0.9, 0.7, 0.85, 0.8], "points fewer (5 of 5",
         "momentum spares against the same effective learning rate; against the same one these "
         "runs do not decide."),
    ],
)  # fmt: skip
def test_momentum_s_verdict_follows_the_runs(with_it, long_run, words, verdict):
    low, high = [0.03, 0.05, 0.06, 0.03, 0.0], [0.3, 0.5, 0.6, 0.3, 0.1]
    runs = {WITH: with_it, SAME: low if "kills" in verdict else high, LONG: long_run}
    said = " ".join(repr(check_momentum(runs)).split())
    assert words in said
    assert said.endswith(verdict)


@pytest.mark.parametrize(
    ("check", "answer", "fragment"),
    [
        (check_dead, lambda z: (z >= 0).any(axis=0).astype(int) + (z >= 0).all(axis=0), "> 0"),
        (
            check_dead,
            lambda z: np.where(z.max(0) <= 0, 0, np.where(z.min(0) >= 0, 2, 1)),
            "no straight line",
        ),
        (
            check_dead,
            lambda z: np.where(z.max(0) < 0, 0, np.where(z.min(0) > 0, 2, 1)),
            "reaches 0 and no more is dead",
        ),
        (
            check_dead,
            lambda z: np.digitize((z > 0).mean(axis=0), [0.01, 0.99]),
            "wrongly sorted",
        ),
        (check_dead, lambda z: 2 - right(z), "turned round"),
        (check_dead, lambda z: 2 * (z > 0).all(axis=0) + (z <= 0).all(axis=0), "exchanged"),
        (
            check_dead,
            lambda z: np.where(z.mean(axis=0) <= 0, 0, np.where((z > 0).all(axis=0), 2, 1)),
            "the mean",
        ),
        (check_dead, lambda z: (z > 0).any(axis=0).astype(int), "straight line is missing"),
        (check_dead, lambda z: 1 + (z > 0).all(axis=0), "dead are missing"),
        (check_dead, lambda z: (z > 0).any(axis=0), "truth values"),
        (check_dead, lambda z: (z > 0).any(axis=1).astype(int), "per image"),
        (check_dead, lambda z: 0, "shape"),
        (check_dead, lambda z: np.array(3), "shape"),
        (check_dead, lambda z: np.full(9, 1.5), "wrongly sorted"),
        (check_dead, lambda z: ["dead"] * 9, "real numbers"),
        (check_dead, 3, "should be a function"),
        (check_momentum, [1, 2, 3], "dictionary"),
        (check_momentum, {WITH: SHARES[WITH]}, "no entry 'the same learning rate'"),
        (check_momentum, SHARES | {SAME: [0.1, 0.2]}, "at least five"),
        (check_momentum, SHARES | {SAME: [0.1, 0.2, 0.1, 0.3, 0.2]}, "same seeds"),
        (check_momentum, SHARES | {SAME: 100 * SHARES[LONG]}, "between 0 and 1"),
        (check_momentum, SHARES | {SAME: SHARES[LONG]}, "same numbers"),
        (check_momentum, SHARES | {SAME: SHARES[LONG], LONG: SHARES[SAME]}, "exchanged"),
    ],
)
def test_usual_mistakes_are_named(check, answer, fragment):
    with pytest.raises(ExerciseError) as caught:
        check(answer)
    said = str(caught.value)
    assert fragment in said
    assert "\n" not in said
