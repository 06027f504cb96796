"""The interval of a difference, best against best, holds the truth as often as the book says."""

import re
from pathlib import Path

import numpy as np
import pytest

from actnorm import evidence
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


def covered(one, other, *, rates=8, seeds=12, shared=0.0, spread=1, trials=10_000):
    """Count how often the interval holds the difference of the true optima, which is 0.

    The scores of the first spread `spread` times as much over the seeds as those of the other.
    """
    rng, best = np.random.default_rng(rates + seeds), []
    for curve, times in ((one, spread), (other, 1)):
        noise = simulated(flat, rates, seeds, shared, trials, rng)
        scores = curve(rates)[:, np.newaxis] + times * noise
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
    ("words", "pair", "spreads"),
    [
        ("where the curves are alike or one bends gently", (bent, bent), (1,)),
        ("where the curves are alike or one bends gently", (flat, flat), (1,)),
        ("where the curves are alike or one bends gently", (bent, peaked), (1,)),
        ("with the same spread over the seeds in both", (flat, peaked), (1,)),
        ("where the first spreads two to four times as much", (flat, peaked), (2, 4)),
    ],
)
def test_the_page_says_how_often_the_interval_holds_the_truth(words, pair, spreads):
    low, high = said(words)
    runs = [
        covered(*pair, rates=rates, seeds=seeds, shared=shared, spread=spread)
        for rates in (6, 8, 9)
        for seeds in (12, 24)
        for shared in (0.0, 0.3, 0.6)
        for spread in spreads
    ]
    assert low - 1 < min(runs) < max(runs) < high + 1
    if pair == (flat, peaked):  # both numbers are reached
        assert min(runs) < low + 1
        assert max(runs) > high - 1


def test_the_page_says_what_fifteen_rates_do():
    page = " ".join(PAGE.read_text("utf-8").split())
    least = re.search(r"With fifteen rates, the most we use, .*? (\d+) and (\d+)\b", page).groups()
    for said_least, spread in zip(map(int, least), (1, 4), strict=True):
        runs = [
            covered(flat, peaked, rates=15, seeds=24, shared=shared, spread=spread)
            for shared in (0.0, 0.3)
        ]
        assert said_least - 1 < min(runs) < said_least + 1
    assert max(len(evidence.load(name).rates) for name in evidence.STUDIES) == 15


def test_a_sweep_gives_the_interval_that_was_simulated():
    rng, hits = np.random.default_rng(1), 0
    names, rates = ("flat", "peaked"), 0.001 * 2.0 ** np.arange(8)
    for _ in range(500):
        arms = [simulated(curve, 8, 24, 0.0, 1, rng)[0] for curve in (flat, peaked)]
        found = Sweep(names, rates, range(24), (1,), np.array(arms)[..., None]).compare(*names)
        hits += found.low <= 0 <= found.high
    assert abs(hits / 5 - covered(flat, peaked, seeds=24)) < 4
