"""The checks of chapter 8, "Use batch norm without being bitten".

Each truth is written here from its closed form, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

import numpy as np

from actnorm.checks.answers import Design, Function, forgotten_switch
from actnorm.checks.core import ExerciseError, exercise
from actnorm.checks.runs import paired_runs, told
from actnorm.checks.values import as_array, as_function, as_number, as_parts, compare, told_apart
from actnorm.network import MLP


def _network(rng=None, size=30):
    """Build a network whose two modes disagree, and 200 sorted questions."""
    rng = np.random.default_rng(80) if rng is None else rng
    mlp = MLP([4, 12, 3], norm="batch", rng=rng)
    mlp.running = [(rng.normal(size=12), rng.uniform(0.5, 2, 12))]
    x = rng.normal(size=(200, 4))
    y = _logits(mlp, x).argmax(axis=1)
    y[::3] = rng.integers(3, size=len(y[::3]))
    order = np.argsort(y, kind="stable")
    return mlp, x[order], y[order], size


def _logits(mlp, x, *, training=False):
    """Give the network's logits, written out."""
    hidden, last = mlp.params
    z = x @ hidden["weight"] + hidden["bias"]
    mean, var = (z.mean(axis=0), z.var(axis=0)) if training else mlp.running[0]
    z = hidden["gamma"] * (z - mean) / np.sqrt(var + 1e-5) + hidden["beta"]
    return np.maximum(z, 0) @ last["weight"] + last["bias"]


def _accuracy(mlp, x, y, size=None):
    return np.mean(_logits(mlp, x).argmax(axis=1) == y)


def _evaluate_mistakes(mlp, x, y, size):
    right = _accuracy(mlp, x, y)
    cuts = [slice(start, start + size) for start in range(0, len(x), size)]

    def hits(training):
        return [_logits(mlp, x[c], training=training).argmax(axis=1) == y[c] for c in cuts]

    whole = [h for h in hits(False) if len(h) == size] or hits(False)
    outcomes = {
        "the network is evaluated in training mode: each prediction depends on the rest of its "
        "batch, and the labels come sorted.": np.concatenate(hits(True)).mean(),
        "a mean of the batches' accuracies: the last batch is smaller, and its images count for "
        "more than the others. Count correct predictions, and divide once.": np.mean(
            [h.mean() for h in hits(False)]
        ),
        "the last, smaller batch is left out; for the gradient that is wise, for a count it is "
        "not.": np.concatenate(whole).mean(),
        "only the first batch was looked at.": hits(False)[0].mean(),
        "that is the share of the wrong predictions.": 1 - right,
        "that is a number of images; divide by their number.": right * len(x),
        "in per cent; a share between 0 and 1 is asked for.": 100 * right,
    }
    return {said: value for said, value in outcomes.items() if not np.isclose(value, right)}


EVALUATE = Function(_network, _accuracy, _evaluate_mistakes)


@exercise("an evaluation that can be trusted", evaluate=EVALUATE)
def check_evaluate(evaluate):
    """Check a function of a network, images, labels and a batch size that returns the accuracy."""
    f = as_function(evaluate, "evaluate")
    mlp, x, y, _ = _network()
    before = [np.array(part) for pair in mlp.running for part in pair]
    right = EVALUATE.right(mlp, x, y)
    for size in (30, 7, 1, 200):
        got = as_number(f(mlp, x, y, size), f"evaluate(…, {size})")
        after = [np.array(part) for pair in mlp.running for part in pair]
        if not all(map(np.array_equal, before, after)):
            raise ExerciseError(
                "evaluate: the network is not what it was: its running statistics have moved. "
                "Looking at a network must not change it."
            )
        said, wanted = told_apart(got, right)
        compare(
            got,
            right,
            name=f"evaluate(…, {size})",
            rtol=1e-6,
            mistakes=EVALUATE.mistakes(mlp, x, y, size),
            otherwise=f"{said}, where {wanted} is right for every batch size.",
        )
    return "the same accuracy for batches of 1, 7, 30 and all, and the network as it was."


def _statistics(rng, momentum=0.1):
    return rng.normal(size=3), rng.uniform(1, 3, 3), rng.normal(1, 2, size=(5, 3)), momentum


def _updated(mean, var, x, momentum):
    return (
        mean + momentum * (x.mean(axis=0) - mean),
        var + momentum * (x.var(axis=0, ddof=1) - var),
    )


def _running_mistakes(mean, var, x, momentum):
    right_mean, right_var = _updated(mean, var, x, momentum)
    n, m, v, biased = len(x), x.mean(axis=0), x.var(axis=0, ddof=1), x.var(axis=0)
    own = ((x - mean) ** 2).sum(axis=0) / (n - 1)
    means = {
        "that is the other convention: here momentum is the weight of the NEW mean.": m
        + momentum * (mean - m),
        "the old mean has to lose what the new one gains: its weight is 1 − momentum.": mean
        + momentum * m,
        "the mean goes over the batch, axis 0, one for each feature.": mean
        + momentum * (x.mean() - mean),
        "the new mean is as the old one was.": mean,
        "that is the mean of the batch alone.": m,
    }
    variances = {
        "divided by n; the running variance takes the unbiased one, n − 1.": var
        + momentum * (biased - var),
        "that is the other convention: momentum is the weight of the NEW variance.": v
        + momentum * (var - v),
        "standard deviations are averaged there; average variances.": var
        + momentum * (np.sqrt(v) - var),
        "the distances are those from the batch's own mean, not from the running one.": var
        + momentum * (own - var),
        "n / (n − 1) belongs to the new part only, not to the old one.": (
            var + momentum * (biased - var)
        )
        * n
        / (n - 1),
        "the old variance has to lose what the new one gains: its weight is 1 − momentum.": var
        + momentum * v,
        "the new variance is as the old one was.": var,
    }
    return {said: (wrong, right_var) for said, wrong in means.items()} | {
        said: (right_mean, wrong) for said, wrong in variances.items()
    }


RUNNING = Function(_statistics, _updated, _running_mistakes)


@exercise("one step of the running statistics", update=RUNNING)
def check_running(update):
    """Check a function of running mean, running variance, batch and momentum."""
    f = as_function(update, "update")
    for momentum in (0.1, 0.3, 1.0):
        given = _statistics(np.random.default_rng(8), momentum)
        returned = as_parts(f(*given), 2)
        if returned is None:
            raise ExerciseError("update should return two things: new mean, new variance.")
        mistakes = RUNNING.mistakes(*given)
        for k, name in enumerate(("the new mean", "the new variance")):
            compare(
                as_array(returned[k], name, shape=(3,)),
                RUNNING.right(*given)[k],
                name=name,
                mistakes={said: pair[k] for said, pair in mistakes.items()},
            )
    return "mean and unbiased variance, for momentum 0.1, 0.3 and 1."


PLAN = (
    "momentum 0.1, running",
    "momentum 0.1, recomputed",
    "momentum 0.001, running",
    "momentum 0.001, recomputed",
)


def _accuracies(rng):
    new = rng.uniform(0.93, 0.97, 6)
    lost = rng.uniform([[-0.002], [0.05]], [[0.004], [0.3]], (2, 6))
    return dict(zip(PLAN, (new - lost[0], new, new - lost[1], new), strict=True))


# At momentum 0.1 recomputing often changes no prediction at all.
MAY_BE_EQUAL = [PLAN[:2], PLAN[1:3], (PLAN[1], PLAN[3])]
EXCHANGED = "are the two lists of running averages exchanged?"
APART = "and cannot: the momentum has no part in statistics that are computed anew"
RECOMPUTED = Design(
    PLAN,
    _accuracies,
    lambda runs: (
        forgotten_switch(runs, PLAN[0], PLAN[2])
        | forgotten_switch(runs, PLAN[2], PLAN[3])
        | {APART: runs | {PLAN[2]: runs[PLAN[3]], PLAN[3]: runs[PLAN[2]]}}
        | {EXCHANGED: runs | {PLAN[0]: runs[PLAN[2]], PLAN[2]: runs[PLAN[0]]}}
    ),
)


@exercise("recomputed statistics", accuracies=RECOMPUTED)
def check_recomputed(accuracies):
    """Check a two-by-two design: test accuracy, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, to the one thing that can be proved, and says what the numbers can carry.
    """
    runs = paired_runs(accuracies, PLAN, name="accuracies", equal=MAY_BE_EQUAL)
    quick, quick_new, slow, slow_new = 100 * np.array(runs)
    apart = np.abs(quick_new - slow_new).mean()
    if apart > 2:  # other images for the statistics may change a prediction or two
        raise ExerciseError(
            f"accuracies: the two recomputed lists differ by {apart:.1f} percentage points on "
            f"average, {APART} from the same networks. Is a list exchanged, or are they other "
            "networks?"
        )
    if ((quick_new - quick) > (slow_new - slow) + 1).all():
        raise ExerciseError(
            "accuracies: at momentum 0.1 the running averages lag more than at 0.001, for every "
            f"seed: {EXCHANGED}"
        )
    same = (
        f" {PLAN[0]!r} and {PLAN[1]!r} hold the same numbers: that happens, but look whether the "
        "second are with new statistics."
    )
    return (
        f"recomputing adds {told(quick_new - quick, digits=1)} percentage points at momentum 0.1 "
        f"and {told(slow_new - slow, digits=1)} at 0.001, over {quick.size} seeds."
    ) + same * np.array_equal(quick, quick_new)
