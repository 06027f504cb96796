"""The checks of chapter 10, "Choose among its relatives".

Each truth is written here from its closed form, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

import numpy as np

from actnorm.checks.core import ExerciseError, as_array, as_function, compare, exercise
from actnorm.checks.runs import paired_runs, told

AXES = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}
PLAN = (
    "inside, at once",
    "inside, warm-up",
    "behind, at once",
    "behind, warm-up",
)


@exercise("one function for all norms")
def check_any_norm(norm, axes_of, group):
    """Check a norm over given axes, the axes of three norms, and group norm by reshaping."""
    f, g = as_function(norm, "norm"), as_function(group, "group")
    x = np.random.default_rng(10).normal(2, 3, size=(3, 4, 2, 5))
    for axes in AXES.values():
        got = as_array(f(x, axes), f"norm(x, {axes})", shape=x.shape)
        compare(got, _over(x, axes), name=f"norm(x, {axes})", mistakes=_mistakes(x, axes))
    rows = x.reshape(12, 10)
    got = as_array(f(rows, (1,)), "norm(x, (1,))", shape=rows.shape)
    compare(
        got,
        _over(rows, (1,)),
        name="norm(x, (1,))",
        otherwise="for an array of another number of axes it is wrong: do not assume four.",
    )
    _check_axes(axes_of)
    for groups in (2, 1, 4):
        got = as_array(g(x, groups), f"group(x, {groups})", shape=x.shape)
        split = x.reshape(3, groups, -1)
        turned = x.reshape(3, -1, groups, 2, 5)
        mistakes = {
            "the channels of one group are not neighbours: channel c belongs to group "
            "c // (C / G); reshape to (N, G, C / G, …), in this order.": _over(turned, (1, 3, 4)),
            "that averages over the batch too; each sample is on its own.": _over(
                x.reshape(3, groups, 4 // groups, 2, 5), (0, 2, 3, 4)
            ),
            "the pixels are left out of the average.": _over(
                x.reshape(3, groups, 4 // groups, 2, 5), (2,)
            ),
            "the groups are averaged, and what is in them is not.": _over(
                x.reshape(3, groups, 4 // groups, 2, 5), (1,)
            ),
        }
        compare(
            got,
            _over(split, (2,)).reshape(x.shape),
            name=f"group(x, {groups})",
            mistakes={} if groups != 2 else {k: v.reshape(x.shape) for k, v in mistakes.items()},
        )
    return "batch, layer and instance norm from their axes, and group norm for 1, 2 and 4 groups."


@exercise("the centring, folded into the weights")
def check_centred_weights(centre):
    """Check a function of a weight and a bias after which RMS norm does what layer norm did."""
    f = as_function(centre, "centre")
    rng = np.random.default_rng(11)
    weight, bias, x = rng.normal(1, 1, (5, 4)), rng.normal(2, 1, 4), rng.normal(size=(7, 5))
    returned = f(weight, bias)
    if not isinstance(returned, list | tuple) or len(returned) != 2:
        raise ExerciseError("centre should return two things: the new weight and the new bias.")
    new_weight = as_array(returned[0], "the new weight", shape=weight.shape)
    new_bias = as_array(returned[1], "the new bias", shape=bias.shape)
    inner = weight - weight.mean(axis=1, keepdims=True)
    compare(
        new_weight,
        inner,
        name="the new weight",
        mistakes={
            "it is as it was.": weight,
            "wrong axis: the mean goes over the units (the columns), not over the inputs.": weight
            - weight.mean(axis=0),
            "one mean for the whole matrix is not enough: each input adds a mean of its own.": (
                weight - weight.mean()
            ),
            "the centring is enough; do not divide, RMS norm will.": inner
            / weight.std(axis=1, keepdims=True),
        },
        otherwise="x @ new_weight should be x @ weight without its mean over the units, for every "
        "x; it is not.",
    )
    compare(
        new_bias,
        bias - bias.mean(),
        name="the new bias",
        mistakes={
            "the bias has a mean as well, which layer norm takes off.": bias,
            "layer norm takes off the mean of the bias, not the bias.": 0 * bias,
        },
    )
    h = x @ new_weight + new_bias
    assert np.allclose(h.mean(axis=1), 0)
    return "x @ weight + bias has mean 0 for every x, so RMS norm and layer norm are one."


@exercise("the place of the norm, and warm-up")
def check_warm_up(accuracies):
    """Check a two-by-two design: test accuracy, one number per seed.

    The check cannot know what is true of the student's runs; it sees to the plan, the seeds and
    the units, and says what the numbers can carry.
    """
    runs = paired_runs(accuracies, PLAN, name="accuracies")
    pre, pre_warm, post, post_warm = 100 * np.array(runs)
    return (
        f"warm-up adds {told(pre_warm - pre)} points with the norm inside and "
        f"{told(post_warm - post)} behind; the place alone, {told(pre - post)}, over {pre.size} "
        "seeds."
    )


def _over(x, axes, eps=1e-5):
    mean = x.mean(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(((x - mean) ** 2).mean(axis=axes, keepdims=True) + eps)


def _mistakes(x, axes):
    """Return sentence → outcome of the mistakes students make."""
    mean, std = x.mean(axis=axes, keepdims=True), x.std(axis=axes, keepdims=True)
    size = x[tuple(slice(None) if a in axes else slice(1) for a in range(x.ndim))].size
    others = tuple(a for a in range(x.ndim) if a not in axes)
    return {
        "the axes are those to average over; you kept them and averaged over the others.": _over(
            x, others
        ),
        "one mean for the whole array; average over the given axes only.": _over(x, None),
        "you divided by the variance; it is its root that has the unit of x.": (x - mean)
        / (std**2 + 1e-5),
        "the mean is not taken off.": x / np.sqrt(std**2 + 1e-5),
        "that is RMS norm: the mean is not taken off.": x
        / np.sqrt((x**2).mean(axis=axes, keepdims=True) + 1e-5),
        "the mean is taken off, but nothing is divided by the spread.": x - mean,
        "ε stands inside the root, next to the variance.": (x - mean) / (std + 1e-5),
        "ε is missing under the root.": (x - mean) / std,
        "the variance divides by n, not by n − 1.": (x - mean)
        / np.sqrt(std**2 * size / (size - 1) + 1e-5),
    }


def _check_axes(given):
    if not isinstance(given, dict) or set(given) != set(AXES):
        raise ExerciseError(
            "axes_of should be a dictionary with the three names batch, layer, instance."
        )
    for name, right in AXES.items():
        axes = given[name]
        try:
            found = tuple(sorted(int(a) % 4 for a in np.ravel(axes)))
        except (TypeError, ValueError):
            raise ExerciseError(f"axes_of[{name!r}] should be a tuple of axes.") from None
        if found == right:
            continue
        twin = next((other for other, a in AXES.items() if a == found), None)
        said = f"those are the axes of {twin} norm" if twin else f"{name} norm has other ones"
        if 0 in found and name != "batch":
            said = "axis 0 is the batch, and this norm must not look at other samples"
        raise ExerciseError(f"axes_of[{name!r}] is {axes!r}: {said}.")
