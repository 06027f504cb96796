"""The checks of chapter 10, "Choose a norm".

Each truth is written here from its closed form, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from actnorm.checks.answers import Design, Function, Value, forgotten_switch
from actnorm.checks.core import ExerciseError, exercise
from actnorm.checks.runs import paired_runs, told
from actnorm.checks.values import as_array, as_function, as_parts, compare

EPS = 1e-5


def _over(x, axes, eps=EPS):
    mean = x.mean(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(((x - mean) ** 2).mean(axis=axes, keepdims=True) + eps)


def _tensor(rng):
    # So small that its variance is near ε: a forgotten or misplaced one shows.
    return 1e-3 * rng.normal(2, 3, size=(3, 4, 2, 5))


def _norm_mistakes(x, axes):
    mean, std = x.mean(axis=axes, keepdims=True), x.std(axis=axes, keepdims=True)
    size = x[tuple(slice(None) if a in axes else slice(1) for a in range(x.ndim))].size
    others = tuple(a for a in range(x.ndim) if a not in axes)
    return {
        "the axes are those to average over; you kept them and averaged over the others.": _over(
            x, others
        ),
        "one mean for the whole array; average over the given axes only.": _over(x, None),
        "you divided by the variance; it is its root that has the unit of x.": (x - mean)
        / (std**2 + EPS),
        "the mean is not taken off.": x / np.sqrt(std**2 + EPS),
        "that is RMS norm: the mean is not taken off.": x
        / np.sqrt((x**2).mean(axis=axes, keepdims=True) + EPS),
        "the mean is taken off, but nothing is divided by the standard deviation.": x - mean,
        "ε stands inside the root, next to the variance.": (x - mean) / (std + EPS),
        "ε is missing under the root.": (x - mean) / std,
        "the variance divides by n, not by n − 1.": (x - mean)
        / np.sqrt(std**2 * size / (size - 1) + EPS),
        "the sign is turned.": -_over(x, axes),
    }


def _grouped(x, groups):
    return _over(x.reshape(len(x), groups, -1), (2,)).reshape(x.shape)


def _group_mistakes(x, groups):
    n, c, *pixels = x.shape
    split = x.reshape(n, groups, c // groups, *pixels)
    turned = x.reshape(n, c // groups, groups, *pixels)
    said = {
        "the channels of one group are not neighbours: channel c belongs to group "
        "c // (C / G); reshape to (N, G, C / G, …), in this order.": _over(turned, (1, 3, 4)),
        "that averages over the batch too; each sample is on its own.": _over(split, (0, 2, 3, 4)),
        "the pixels are left out of the average.": _over(split, (2,)),
        "the groups are averaged, and what is in them is not.": _over(split, (1,)),
        "each channel got its own mean (that is instance norm): average over the channels of a "
        "group, too.": _over(split, (3, 4)),
        "the groups share one mean (that is layer norm).": _over(split, (1, 2, 3, 4)),
    }
    right = _grouped(x, groups)
    said = {sentence: wrong.reshape(x.shape) for sentence, wrong in said.items()}
    return {k: v for k, v in said.items() if not np.allclose(v, right, rtol=1e-4)}


AXES = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}
NORM = Function(lambda rng: (_tensor(rng), AXES["layer"]), _over, _norm_mistakes)
WHICH = Value(
    lambda: AXES,
    lambda: {
        "axes_of['batch'] is (2, 3): those are the axes of instance norm.": AXES
        | {"batch": (2, 3)},
        "axes_of['layer'] is (0, 2, 3): axis 0 is the batch, and this norm must not look at other "
        "samples.": AXES | {"layer": (0, 2, 3)},
        "axes_of['instance'] is (1, 2, 3): those are the axes of layer norm.": AXES
        | {"instance": (1, 2, 3)},
        "give the axes that are averaged over, not the one that is kept.": AXES | {"batch": (1,)},
        "axes_of['layer'] is (1,): layer norm averages over the pixels, too.": AXES
        | {"layer": (1,)},
    },
)
GROUP = Function(lambda rng: (_tensor(rng), 2), _grouped, _group_mistakes)


@exercise("one function for all norms", norm=NORM, axes_of=WHICH, group=GROUP)
def check_any_norm(norm, axes_of, group):
    """Check a norm over given axes, the axes of three norms, and group norm by reshaping."""
    f, g = as_function(norm, "norm"), as_function(group, "group")
    x = _tensor(np.random.default_rng(10))
    for axes in AXES.values():
        got = as_array(f(x, axes), f"norm(x, {axes})", shape=x.shape)
        compare(got, NORM.right(x, axes), name=f"norm(x, {axes})", mistakes=NORM.mistakes(x, axes))
    rows = x.reshape(12, 10)
    got = as_array(f(rows, (1,)), "norm(x, (1,))", shape=rows.shape)
    compare(
        got,
        NORM.right(rows, (1,)),
        name="norm(x, (1,))",
        otherwise="for an array of another number of axes it is wrong: do not assume four.",
    )
    _check_axes(axes_of)
    for groups in (2, 1, 4):
        got = as_array(g(x, groups), f"group(x, {groups})", shape=x.shape)
        compare(
            got, GROUP.right(x, groups), name=f"group(x, {groups})",
            mistakes=GROUP.mistakes(x, groups),
        )  # fmt: skip
    return "batch, layer and instance norm from their axes, and group norm for 1, 2 and 4 groups."


def _check_axes(given):
    if not isinstance(given, Mapping) or set(given) != set(AXES):
        raise ExerciseError(
            "axes_of should be a dictionary with the three names batch, layer, instance."
        )
    for name, right in AXES.items():
        axes = given[name]
        try:
            whole = [int(axis) for axis in axes]
            if whole != list(axes) or not all(-4 <= axis < 4 for axis in whole):
                raise ValueError
        except (TypeError, ValueError):
            raise ExerciseError(
                f"axes_of[{name!r}] should be a tuple of axes from 0 to 3, and is {axes!r}."
            ) from None
        found = tuple(sorted(axis % 4 for axis in whole))
        if found == right:
            continue
        twin = next((other for other, a in AXES.items() if a == found), None)
        said = f"those are the axes of {twin} norm" if twin else f"{name} norm has other ones"
        if found == (1,):
            said = {
                "batch": "give the axes that are averaged over, not the one that is kept",
                "layer": "layer norm averages over the pixels, too",
            }.get(name, said)
        if 0 in found and name != "batch":
            said = "axis 0 is the batch, and this norm must not look at other samples"
        raise ExerciseError(f"axes_of[{name!r}] is {axes!r}: {said}.")


def _layer(rng):
    return rng.normal(1, 1, (5, 4)), rng.normal(2, 1, 4)


def _centred(weight, bias):
    return weight - weight.mean(axis=1, keepdims=True), bias - bias.mean()


def _centre_mistakes(weight, bias):
    inner, rest = _centred(weight, bias)
    weights = {
        "the weight is as it was.": weight,
        "wrong axis: the mean goes over the units (the columns), not over the inputs.": weight
        - weight.mean(axis=0),
        "one mean for the whole matrix is not enough: each input adds a mean of its own.": (
            weight - weight.mean()
        ),
        "the centring is enough; do not divide, RMS norm will.": inner
        / weight.std(axis=1, keepdims=True),
        "that is what is to be taken off; take it off.": 0 * weight
        + weight.mean(axis=1, keepdims=True),
    }
    biases = {
        "the bias has a mean as well, which layer norm takes off.": bias,
        "layer norm takes off the mean of the bias, not the bias.": 0 * bias,
        "the mean is the bias's own, not that of the weights.": bias - weight.mean(),
    }
    return {said: (wrong, rest) for said, wrong in weights.items()} | {
        said: (inner, wrong) for said, wrong in biases.items()
    }


CENTRE = Function(_layer, _centred, _centre_mistakes)


@exercise("the centring, folded into the weights", centre=CENTRE)
def check_centred_weights(centre):
    """Check a function of a weight and a bias after which RMS norm does what layer norm did."""
    f = as_function(centre, "centre")
    weight, bias = _layer(np.random.default_rng(11))
    returned = as_parts(f(weight, bias), 2)
    if returned is None:
        raise ExerciseError("centre should return two things: the new weight and the new bias.")
    right, mistakes = CENTRE.right(weight, bias), CENTRE.mistakes(weight, bias)
    other = (
        "x @ new_weight should be x @ weight without its mean over the units, for every x; it is "
        "not.",
        None,
    )
    for k, (name, given) in enumerate((("the new weight", weight), ("the new bias", bias))):
        compare(
            as_array(returned[k], name, shape=given.shape),
            right[k],
            name=name,
            mistakes={said: pair[k] for said, pair in mistakes.items()},
            otherwise=other[k],
        )
    return "x @ weight + bias has mean 0 for every x, so RMS norm and layer norm are one."


PLAN = (
    "pre-norm, at once",
    "pre-norm, warm-up",
    "post-norm, at once",
    "post-norm, warm-up",
)
WARM_UP = Design(
    PLAN,
    lambda rng: dict(
        zip(PLAN, rng.uniform([[0.8], [0.8], [0.1], [0.5]], 0.9, (4, 5)), strict=True)
    ),
    lambda runs: (
        forgotten_switch(runs, PLAN[0], PLAN[1])
        | forgotten_switch(runs, PLAN[2], PLAN[3])
        | forgotten_switch(runs, PLAN[0], PLAN[2])
    ),
)


@exercise("pre-norm, post-norm and warm-up", accuracies=WARM_UP)
def check_warm_up(accuracies):
    """Check a two-by-two design: test accuracy, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    runs = paired_runs(accuracies, PLAN, name="accuracies")
    pre, pre_warm, post, post_warm = 100 * np.array(runs)
    return (
        f"warm-up adds {told(pre_warm - pre)} percentage points with pre-norm and "
        f"{told(post_warm - post)} with post-norm; the place alone, {told(pre - post)}, over "
        f"{pre.size} seeds. Was each at its best learning rate?"
    )


def _queries_and_keys(rng):
    return rng.normal(1, 2, (2, 3, 4)), rng.normal(-1, 0.5, (2, 3, 4))


def _root_mean_square(x, axes=-1):
    return x / np.sqrt((x**2).mean(axis=axes, keepdims=True) + EPS)


def _products(q, k, power=0.5):
    return q @ k.swapaxes(-1, -2) / q.shape[-1] ** power


def _qk_scores(q, k):
    return _products(_root_mean_square(q), _root_mean_square(k))


def _qk_mistakes(q, k):
    q_hat, k_hat = _root_mean_square(q), _root_mean_square(k)
    length = [x / np.sqrt((x**2).sum(axis=-1, keepdims=True) + EPS) for x in (q, k)]
    plain = _products(q, k)
    return {
        "nothing is normalized.": plain,
        "the keys are not normalized.": _products(q_hat, k),
        "the queries are not normalized.": _products(q, k_hat),
        "that averages over the tokens; each token is on its own.": _products(
            _root_mean_square(q, -2), _root_mean_square(k, -2)
        ),
        "that averages over the heads as well; each head is on its own here.": _products(
            _root_mean_square(q, (0, 2)), _root_mean_square(k, (0, 2))
        ),
        "one number for the whole array; each token has its own.": _products(
            _root_mean_square(q, None), _root_mean_square(k, None)
        ),
        "the factor 1 / √d is missing.": _products(q_hat, k_hat, 0.0),
        "that is too small by √d: you divided by d and not by √d, or gave the rows length 1, which "
        "should have a mean square of 1.": _products(q_hat, k_hat, 1.0),
        "that is layer norm: RMS norm leaves the mean in.": _products(_over(q, -1), _over(k, -1)),
        "the rows have length 1: divide by the root of the mean square, not of the sum.": _products(
            *length
        ),
        "the scores are normalized; it is the queries and the keys that should be.": (
            _root_mean_square(plain)
        ),
        "queries and keys are exchanged: row i holds the scores of query i.": _products(
            k_hat, q_hat
        ),
    }


SCORES = Function(_queries_and_keys, _qk_scores, _qk_mistakes)


@exercise("QK-norm", scores=SCORES)
def check_qk_norm(scores):
    """Check the scores of attention with queries and keys normalized over the features."""
    f = as_function(scores, "scores")
    for shape in ((2, 3, 4), (4, 5, 3)):
        rng = np.random.default_rng(12)
        q, k = rng.normal(1, 2, shape), rng.normal(-1, 0.5, shape)
        heads, tokens, _ = shape
        got = as_array(f(q, k), "scores(q, k)", shape=(heads, tokens, tokens))
        compare(got, SCORES.right(q, k), name="scores(q, k)", mistakes=SCORES.mistakes(q, k))
    return "each token of each head on its own, and no score is larger than √d."
