"""The numbers with which "How we measure" qualifies its intervals."""

import re

import numpy as np
import pytest

from actnorm import evidence
from actnorm.data import breast_cancer


@pytest.fixture
def page(root):
    return " ".join((root / "chapters/how_we_measure.md").read_text("utf-8").split())


def lead(x, y, rng, *, splits=24, steps=400):
    """Give the mean lead of the z-score over min–max and its standard error, as in chapter 6.

    The splits draw the same samples anew, a quarter to test on. Softmax regression on two classes
    is written as what it is, logistic regression; each way at its best rate of the kept table.
    """
    drawn = np.stack([rng.permutation(len(x)) for _ in range(splits)])
    train, test = np.split(drawn, [3 * len(x) // 4], axis=1)
    seen, right = x[train], []
    standard = seen.mean(axis=1, keepdims=True), seen.std(axis=1, keepdims=True)
    unit = seen.min(axis=1, keepdims=True), np.ptp(seen, axis=1, keepdims=True)
    for (shift, scale), rate in ((standard, 2), (unit, 32)):
        one = ((0, 0), (0, 0), (1, 0))
        a, b = (np.pad((v - shift) / scale, one, constant_values=1) for v in (seen, x[test]))
        step = 2 * rate / np.linalg.svd(a, compute_uv=False)[:, :1, None] ** 2
        turned, target = np.ascontiguousarray(a.swapaxes(1, 2)), y[train][..., None]
        w = np.zeros((splits, a.shape[2], 1), x.dtype)
        for _ in range(steps):
            w -= step * (turned @ (1 / (1 + np.exp(-(a @ w))) - target))
        right.append((((b @ w)[..., 0] > 0) == y[test]).mean(axis=1))
    leads = right[0] - right[1]
    return leads.mean(), leads.std(ddof=1) / np.sqrt(splits)


def test_intervals_over_splits_that_overlap_are_too_narrow_by_as_much_as_the_page_says(page):
    told = re.search(r"a factor of about ([\d.]+) in a trial .{,120} on (\d+) pairs", page)
    said, pairs = map(float, told.groups())
    x_train, y_train, x_test, y_test = breast_cancer(seed=0, scaling="none")
    x, y = np.vstack([x_train, x_test]).astype(np.float32), np.concatenate([y_train, y_test])
    best = {w: evidence.load("feature_scaling").best(f"cells, {w}") for w in ("z-score", "min–max")}
    assert [best[way].rate for way in best] == [2, 32]
    rng, apart, taken = np.random.default_rng(0), [], []
    for _ in range(int(pairs)):
        halves = np.split(rng.permutation(len(x))[: len(x) // 2 * 2], 2)
        means, errors = np.transpose([lead(x[half], y[half], rng) for half in halves])
        apart.append(np.subtract(*means))
        taken.extend(errors)
    true = np.sqrt(np.mean(np.square(apart)) / 2)
    assert true / np.sqrt(np.mean(np.square(taken))) == pytest.approx(said, abs=0.1)


def test_arms_that_are_close_spread_as_unlike_as_the_page_says(page):
    assert "in our tables, up to about three times between arms within two points" in page
    ratios = []
    for name in evidence.STUDIES:
        table = evidence.load(name)
        if table.score != "test_accuracy":
            continue
        for epochs in table.epochs:
            arms = [table.best(arm, epochs=epochs) for arm in table.arms]
            arms = [(a.mean, a.scores.std(ddof=1)) for a in arms if a.mean > 0.5]  # that learn
            ratios += [
                spread / other
                for mean, spread in arms
                for close, other in arms
                if abs(mean - close) < 0.02
            ]
    assert len(ratios) > 500
    assert 2.5 < max(ratios) < 3.2
