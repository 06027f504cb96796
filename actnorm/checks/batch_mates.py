"""The checks of chapter 8, "Use batch norm without being bitten".

Each truth is written here from its closed form, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

import numpy as np

from actnorm.checks.core import ExerciseError, as_array, as_function, as_number, compare, exercise
from actnorm.checks.runs import paired_runs, told
from actnorm.network import MLP

PLAN = (
    "momentum 0.1, running",
    "momentum 0.1, recomputed",
    "momentum 0.001, running",
    "momentum 0.001, recomputed",
)


@exercise("an evaluation that can be trusted")
def check_evaluate(evaluate):
    """Check a function of a network, images, labels and a batch size that returns the accuracy."""
    f = as_function(evaluate, "evaluate")
    mlp, x, y = _network()
    before = [np.array(part) for pair in mlp.running for part in pair]
    right = np.mean(_logits(mlp, x).argmax(axis=1) == y)
    for size in (30, 7, 1, 200):
        got = as_number(f(mlp, x, y, size), f"evaluate(…, {size})")
        after = [np.array(part) for pair in mlp.running for part in pair]
        if not all(map(np.array_equal, before, after)):
            raise ExerciseError(
                "evaluate: the network is not what it was: its running statistics have moved. "
                "Looking at a network must not change it."
            )
        compare(
            got,
            right,
            name=f"evaluate(…, {size})",
            rtol=1e-12,
            mistakes=_mistakes(mlp, x, y, size, right),
            otherwise=f"{got:.4f}, where {right:.4f} is right for every batch size.",
        )
    return "the same accuracy for batches of 1, 7, 30 and all, and the network as it was."


@exercise("one step of the running statistics")
def check_running(update):
    """Check a function of running mean, running variance, batch and momentum."""
    f = as_function(update, "update")
    rng = np.random.default_rng(8)
    mean, var, x = rng.normal(size=3), rng.uniform(1, 3, 3), rng.normal(1, 2, size=(5, 3))
    for momentum in (0.1, 0.3, 1.0):
        returned = f(mean, var, x, momentum)
        if not isinstance(returned, list | tuple) or len(returned) != 2:
            raise ExerciseError("update should return two things: new mean, new variance.")
        got = [
            as_array(value, f"the new {name}", shape=(3,))
            for value, name in zip(returned, ("mean", "variance"), strict=True)
        ]
        m, v = x.mean(axis=0), x.var(axis=0, ddof=1)
        compare(
            got[0],
            mean + momentum * (m - mean),
            name="the new mean",
            mistakes={
                "that is the other convention: here momentum is the weight of the NEW mean.": m
                + momentum * (mean - m),
                "the old mean has to lose what the new one gains: its weight is 1 − momentum.": mean
                + momentum * m,
                "the mean goes over the batch, axis 0, one for each feature.": mean
                + momentum * (x.mean() - mean),
            },
        )
        biased, own = x.var(axis=0), ((x - mean) ** 2)
        compare(
            got[1],
            var + momentum * (v - var),
            name="the new variance",
            mistakes={
                "divided by n; the running variance takes the unbiased one, n − 1.": var
                + momentum * (biased - var),
                "that is the other convention: momentum is the weight of the NEW variance.": v
                + momentum * (var - v),
                "standard deviations are averaged there; average variances.": var
                + momentum * (np.sqrt(v) - var),
                "the distances are those from the batch's own mean, not from the running one.": var
                + momentum * (own.sum(axis=0) / (len(x) - 1) - var),
                "n / (n − 1) belongs to the new part only, not to the old one.": (
                    var + momentum * (biased - var)
                )
                * len(x)
                / (len(x) - 1),
            },
        )
    return "mean and unbiased variance, for momentum 0.1, 0.3 and 1."


@exercise("recomputed statistics")
def check_recomputed(accuracies):
    """Check a two-by-two design: test accuracy, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    runs = paired_runs(accuracies, PLAN, name="accuracies")
    quick, quick_new, slow, slow_new = 100 * np.array(runs)
    return (
        f"recomputing adds {told(quick_new - quick, digits=1)} points at momentum 0.1 and "
        f"{told(slow_new - slow, digits=1)} at 0.001, over {quick.size} seeds."
    )


def _network():
    """Build a network whose two modes disagree, and 200 sorted questions."""
    rng = np.random.default_rng(80)
    mlp = MLP([4, 12, 3], norm="batch", rng=rng)
    mlp.running = [(rng.normal(size=12), rng.uniform(0.5, 2, 12))]
    x = rng.normal(size=(200, 4))
    y = _logits(mlp, x).argmax(axis=1)
    y[::3] = rng.integers(3, size=len(y[::3]))
    order = np.argsort(y, kind="stable")
    return mlp, x[order], y[order]


def _logits(mlp, x, *, training=False):
    """Give the network's answer, written out."""
    hidden, last = mlp.params
    z = x @ hidden["weight"] + hidden["bias"]
    mean, var = (z.mean(axis=0), z.var(axis=0)) if training else mlp.running[0]
    z = hidden["gamma"] * (z - mean) / np.sqrt(var + 1e-5) + hidden["beta"]
    return np.maximum(z, 0) @ last["weight"] + last["bias"]


def _mistakes(mlp, x, y, size, right):
    """Return sentence → what that mistake returns, for batches of this size."""
    cuts = [slice(start, start + size) for start in range(0, len(x), size)]

    def hits(training):
        return [_logits(mlp, x[c], training=training).argmax(axis=1) == y[c] for c in cuts]

    whole = [h for h in hits(False) if len(h) == size]
    outcomes = {
        "the network answers in training mode: each image is judged in the company of its batch, "
        "and the labels come sorted.": np.concatenate(hits(True)).mean(),
        "a mean of the batches' accuracies: the last batch is smaller, and its images count for "
        "more than the others. Count right answers, and divide once.": np.mean(
            [h.mean() for h in hits(False)]
        ),
        "the last, smaller batch is left out; for the gradient that is wise, for a count it is "
        "not.": np.concatenate(whole).mean(),
        "that is the share of the wrong answers.": 1 - right,
        "that is a number of images; divide by their number.": right * len(x),
        "in per cent; a share between 0 and 1 is asked for.": 100 * right,
    }
    return {said: value for said, value in outcomes.items() if not np.isclose(value, right)}
