"""The interval of a difference, best against best, holds the truth as often as the book says."""

import re
from pathlib import Path

import numpy as np
import pytest

from actnorm.network import Sweep
from actnorm.network.interval import mean_interval

PAGE = Path(__file__).parents[1] / "chapters" / "how_we_measure.md"


def test_student_s_table():
    # t of 95 % for 1, 2, 5, 11 and 23 degrees of freedom, from any printed table
    for n, t in ((2, 12.706), (3, 4.303), (6, 2.571), (12, 2.201), (24, 2.069)):
        values = np.arange(n, dtype=float)
        low, high = mean_interval(values)
        half = t * values.std(ddof=1) / np.sqrt(n)
        assert (high - low) / 2 == pytest.approx(half, rel=2e-4)
        assert (low + high) / 2 == pytest.approx(values.mean())
    with pytest.raises(ValueError, match="two or more"):
        mean_interval([1.0])
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1; got 1"):
        mean_interval([1.0, 2.0], confidence=1)


def flat(rates):
    return np.zeros(rates)


def bent(rates):
    return -0.15 * (np.arange(rates) - 3.5) ** 2


def peaked(rates):
    return np.where(np.arange(rates) == 3, 0.0, -20.0)


def simulated(curve, rates, seeds, shared, trials, rng):
    """Draw scores (trials, rates, seeds) about a curve; a seed's noise has a part for all rates."""
    noise = np.sqrt(shared) * rng.normal(size=(trials, 1, seeds))
    noise = noise + np.sqrt(1 - shared) * rng.normal(size=(trials, rates, seeds))
    return curve(rates)[:, np.newaxis] + noise


def covered(one, other, *, rates=8, seeds=12, shared=0.0, trials=10_000):
    """Count how often the interval holds the difference of the true optima, which is 0."""
    rng, best = np.random.default_rng(rates + seeds), []
    for curve in (one, other):
        scores = simulated(curve, rates, seeds, shared, trials, rng)
        best.append(scores[np.arange(trials), scores.mean(axis=2).argmax(axis=1)])
    d = best[0] - best[1]
    half = mean_interval(np.arange(seeds))[1] - np.arange(seeds).mean()
    half = half / np.arange(seeds).std(ddof=1) * d.std(axis=1, ddof=1)  # t s / √n
    return 100 * np.mean(abs(d.mean(axis=1)) <= half)


def said(words):
    """Read the two numbers that the page gives after some words of its own."""
    page = " ".join(PAGE.read_text("utf-8").split())
    return tuple(map(int, re.search(rf"{words}[^.]*? in (\d+) to (\d+) of 100", page).groups()))


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        ("where the curves are alike or one bends gently", (bent, bent)),
        ("where the curves are alike or one bends gently", (flat, flat)),
        ("where the curves are alike or one bends gently", (bent, peaked)),
        ("In the worst case", (flat, peaked)),
    ],
)
def test_the_page_says_how_often_the_interval_holds_the_truth(words, pair):
    low, high = said(words)
    runs = [
        covered(*pair, rates=rates, seeds=seeds, shared=shared)
        for rates in (6, 8, 9)
        for seeds in (12, 24)
        for shared in (0.0, 0.3, 0.6)
    ]
    assert low - 1 < min(runs) < max(runs) < high + 1
    if pair == (flat, peaked):  # both numbers are reached
        assert min(runs) < low + 1
        assert max(runs) > high - 1


def test_the_page_says_what_fifteen_rates_do():
    page = " ".join(PAGE.read_text("utf-8").split())
    least = int(re.search(r"with fifteen rates[^.]* (\d+)\b", page)[1])
    runs = [covered(flat, peaked, rates=15, seeds=24, shared=shared) for shared in (0.0, 0.3)]
    assert least - 1 < min(runs) < least + 1


def test_a_sweep_gives_the_interval_that_was_simulated():
    rng, hits = np.random.default_rng(1), 0
    names, rates = ("flat", "peaked"), 0.001 * 2.0 ** np.arange(8)
    for _ in range(500):
        arms = [simulated(curve, 8, 24, 0.0, 1, rng)[0] for curve in (flat, peaked)]
        found = Sweep(names, rates, range(24), (1,), np.array(arms)[..., None]).compare(*names)
        hits += found.low <= 0 <= found.high
    assert abs(hits / 5 - covered(flat, peaked, seeds=24)) < 4
