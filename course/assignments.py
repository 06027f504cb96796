"""Three assignments that are handed in as numbers, each student's for data of their own.

The data are drawn from the teacher's key and the student's name (`secret`); a student gets them as
CSV and never learns the seed. Right numbers and those of the named mistakes come from the checks.
"""

from functools import lru_cache

import numpy as np

from actnorm.checks import backward, batch_mates, curves, depth, normalize, softmax, start
from actnorm.checks.answers import Function

from .tasks import Assignment, Task


@lru_cache(maxsize=4096)
def key_of(key, assignment, student):
    """Give the answers of one student: {task: Answer}."""
    plan = ASSIGNMENTS[assignment]
    data = plan.data(key, student)
    return {task.name: task.answer(data) for task in plan.tasks}


def _round(values, digits=2):
    return np.round(values, digits) + 0.0


def _curves(rng):
    return {
        "z": _round(rng.uniform(-4, 4, 40)),
        "upstream": _round(rng.normal(0.5, 1, 40)),
        "a": _round(rng.uniform(-2, 2, (20, 4))),
        "weight": _round(rng.uniform(-1.5, 1.5, (4, 4))),
        "bias": _round(rng.uniform(-1, 1, 4)),
        "gradient_1": _round(rng.uniform(-3, 3, (3, 4))),
        "gradient_2": _round(rng.uniform(-3, 3, 4)),
        "limit": _round(rng.uniform(1, 4, 1)),
    }


def _weighted(fact):
    """Make a fact about slopes one about the gradient that comes back through them."""
    return Function(
        fact.example,
        lambda z, up: np.sum(up * fact.right(z)),
        lambda z, up: {said: np.sum(up * wrong) for said, wrong in fact.mistakes(z).items()},
    )


def _scored(rng):
    """Draw scores of a classifier that is overconfident: twice too large for its labels."""
    z = _round(rng.normal(0, 2, (30, 5)))
    labels = (z / 2 + rng.gumbel(size=z.shape)).argmax(axis=1)
    # The first sample is undecided, so that its gradient is not nearly 0.
    p = np.exp(softmax.LOG_SOFTMAX.right(z))[np.arange(30), labels]
    first = int(np.argmax((p > 0.15) & (p < 0.85)))
    order = [first, *(k for k in range(30) if k != first)]
    return {"scores": z[order], "labels": labels[order]}


def _of_scores(make):
    """Make a fact about log-softmax one about a number that follows from it."""

    def mistakes(z, labels):
        found = softmax.LOG_SOFTMAX.mistakes(z).items()
        return {said: make(wrong, labels) for said, wrong in found}

    return Function(None, lambda z, labels: make(softmax.LOG_SOFTMAX.right(z), labels), mistakes)


def _mean_loss(log, labels):
    return -np.mean(log[np.arange(len(labels)), labels])


def _first_gradient(log, labels):
    with np.errstate(all="ignore"):
        return (np.exp(log[0, labels[0]]) - 1) / len(labels) * 100


def _gradient_slips(data):
    z, labels = data["scores"], data["labels"]
    p = np.exp(softmax.LOG_SOFTMAX.right(z))[0, labels[0]]
    n = len(labels)
    return {
        "the sign is turned: p − y, not y − p.": (1 - p) / n * 100,
        "that is the gradient of this sample's own loss; the mean divides it by N.": (p - 1) * 100,
        "that is p; the label has still to be taken off.": p / n * 100,
        "that is the gradient at the probability, −1/p; it has still to pass softmax.": -100
        / (p * n),
        "that is the diagonal of the Jacobian, p(1 − p).": p * (1 - p) / n * 100,
    }


def _gap(log, labels):
    p = np.exp(log)
    return 100 * (p.max(axis=1).mean() - np.mean(p.argmax(axis=1) == labels))


def _gap_slips(data):
    z, labels = data["scores"], data["labels"]
    p = np.exp(softmax.LOG_SOFTMAX.right(z))
    hit = p.argmax(axis=1) == labels
    sure = p.max(axis=1)
    return {
        "that is accuracy minus confidence.": 100 * (hit.mean() - sure.mean()),
        "that is the mean confidence; the accuracy has still to be taken off.": 100 * sure.mean(),
        "that is the accuracy.": 100 * hit.mean(),
        "as a share; percentage points are asked for.": sure.mean() - hit.mean(),
        "you took the probability of the label; confidence is that of the predicted class.": 100
        * (p[np.arange(len(labels)), labels].mean() - hit.mean()),
    }


def _batch(rng):
    return {
        "x": _round(rng.normal([3, -1, 0.5], [2, 1, 1.5], (8, 3))),
        "dy": _round(rng.normal(0.7, 1, (8, 3))),
        "gamma": _round(rng.uniform(0.5, 2, 3)),
        "beta": _round(rng.uniform(-1, 1, 3)),
        "eps": np.array([0.5]),
        "running_mean": _round(rng.normal(0, 1, 3)),
        "running_var": _round(rng.uniform(1, 3, 3)),
    }


def _norm_inputs(data):
    return data["x"], data["gamma"], data["beta"], float(data["eps"][0])


def _back_inputs(data):
    return data["dy"], data["x"], data["gamma"], float(data["eps"][0])


def _running_inputs(data):
    return data["running_mean"], data["running_var"], data["x"], 0.1


def _clip_inputs(data):
    return [data["gradient_1"], data["gradient_2"]], float(data["limit"][0])


def _layer_inputs(data):
    return data["a"], data["weight"], data["bias"]


LOSS = _of_scores(_mean_loss)
FIRST = Function(None, _of_scores(_first_gradient).right, lambda z, labels: {})
GAP = Function(None, _of_scores(_gap).right, lambda z, labels: {})
SCORES = ("scores", "labels")


def _scores_inputs(data):
    return tuple(data[name] for name in SCORES)


ASSIGNMENTS = {
    one.name: one
    for one in (
        Assignment(
            "activations",
            "Activations and gradients",
            "Chapters 0, 2 and 3. `z` and `upstream` belong together: pre-activations of 40 units, "
            "and the gradients that arrive at their outputs.",
            _curves,
            (
                Task(
                    "layer",
                    "The sum of all outputs of a ReLU layer for the batch `a` (20 samples), with "
                    "`weight` and `bias`.",
                    start.LAYER, _layer_inputs, np.sum,
                ),
                Task(
                    "silu",
                    "The sum over the 40 units of `upstream` times the slope of SiLU, "
                    "$x\\,\\sigma(x)$, at `z`.",
                    _weighted(curves.SILU), lambda d: (d["z"], d["upstream"]), float,
                ),
                Task(
                    "tanh",
                    "The same with tanh in place of SiLU.",
                    _weighted(curves.TANH), lambda d: (d["z"], d["upstream"]), float,
                ),
                Task(
                    "clip",
                    "A gradient consists of `gradient_1` and `gradient_2`. Clip it at a norm of "
                    "`limit`. What is the first number of `gradient_1` afterwards?",
                    depth.CLIP, _clip_inputs, lambda parts: parts[0][0, 0],
                ),
            ),
        ),
        Assignment(
            "softmax",
            "Softmax and cross-entropy",
            "Chapter 5. `scores` are those of 30 samples for five classes, `labels` their classes.",
            _scored,
            (
                Task(
                    "loss", "The mean cross-entropy over the 30 samples.",
                    LOSS, _scores_inputs, float,
                ),
                Task(
                    "gradient",
                    "The gradient of this *mean* loss at one score: of the first sample, for its "
                    "right class. Multiply it by 100.",
                    FIRST, _scores_inputs, float, more=_gradient_slips,
                ),
                Task(
                    "gap",
                    "Mean confidence minus accuracy over the 30 samples, in percentage points.",
                    GAP, _scores_inputs, float, more=_gap_slips,
                ),
            ),
        ),
        Assignment(
            "batch-norm",
            "Batch norm, forward and backward",
            "Chapters 7 to 9. A batch `x` of eight samples with three features; `dy` is the "
            "gradient of the loss at the outputs; `eps` is $\\epsilon$, large on purpose.",
            _batch,
            (
                Task(
                    "forward",
                    "Training mode: the output for the first feature of the first sample.",
                    normalize.BATCH_NORM, _norm_inputs, lambda y: np.asarray(y)[0, 0],
                ),
                Task(
                    "running-mean",
                    "The running mean of the first feature after this batch (PyTorch's convention, "
                    "momentum 0.1).",
                    batch_mates.RUNNING, _running_inputs, lambda r: r[0][0],
                ),
                Task(
                    "running-variance",
                    "And its running variance.",
                    batch_mates.RUNNING, _running_inputs, lambda r: r[1][0],
                ),
                Task(
                    "dx",
                    "The gradient at the first feature of the first sample of `x`.",
                    backward.BATCH, _back_inputs, lambda r: r[0][0, 0], "dx: ",
                ),
                Task(
                    "dgamma", "The gradient at the first $\\gamma$.",
                    backward.BATCH, _back_inputs, lambda r: r[1][0], "dgamma: ",
                ),
                Task(
                    "dbeta", "The gradient at the first $\\beta$.",
                    backward.BATCH, _back_inputs, lambda r: r[2][0], "dbeta: ",
                ),
            ),
        ),
    )
}  # fmt: skip
