"""The checks of chapter 4, "Find the dead units".

Each truth is written here from its definition, not taken from the library, so that a check and
the library cannot be wrong together.
"""

from __future__ import annotations

import numpy as np

from actnorm.checks.answers import Design, Function, forgotten_switch
from actnorm.checks.core import ExerciseError, exercise
from actnorm.checks.runs import paired_runs
from actnorm.checks.values import as_array, as_function, compare, shape_of
from actnorm.typeset import mean_and_spread

_IMAGES = 200  # one of them is less than a percent


def _pre_activations(rng):
    pre = rng.normal(0, 1, size=(_IMAGES, 9))
    pre[:, :2] = -np.abs(pre[:, :2])  # dead
    pre[:, 2:4] = np.abs(pre[:, 2:4])  # straight lines
    pre[4, 0] = 0.0  # still dead
    pre[7, 2] = 0.0  # bends after all
    pre[:, 4] = -np.abs(pre[:, 4])
    pre[9, 4] = 1e-9  # alive on one image
    pre[:, 5] = -np.abs(pre[:, 5])
    pre[3, 5] = 90.0 * _IMAGES  # alive on one image, and its mean is positive
    pre[:, 6] = np.abs(pre[:, 6])
    pre[3, 6] = -90.0 * _IMAGES  # alive on all but one, and its mean is negative
    return (pre,)


def _kinds(pre):
    on = pre > 0
    return on.any(axis=0).astype(float) + on.all(axis=0)


def _mistakes(pre):
    on, reached = pre > 0, pre >= 0
    mean, most = pre.mean(axis=0), (pre > 0).mean(axis=0)
    return {
        "z = 0 is off: the slope there is 0, so compare with > 0 and not with ≥ 0.": (
            reached.any(axis=0).astype(float) + reached.all(axis=0)
        ),
        "a unit with z = 0 on one image is off there, so it is no straight line: all of them need "
        "> 0, too.": on.any(axis=0).astype(float) + reached.all(axis=0),
        "a unit that reaches 0 and no more is dead: at z = 0 it is off.": (
            reached.any(axis=0).astype(float) + on.all(axis=0)
        ),
        "the order is turned round: 0 is dead and 2 the straight line.": 2 - _kinds(pre),
        "all and any are exchanged: dead means off for *all* images.": (
            on.all(axis=0) * 2.0 + (~on).all(axis=0) * 1.0
        ),
        "the mean of z does not tell: one image above 0 keeps a unit alive.": np.where(
            mean <= 0, 0.0, np.where(on.all(axis=0), 2.0, 1.0)
        ),
        "most images do not tell: one above 0 keeps a unit alive, one below makes it bend.": (
            np.where(most < 0.5, 0.0, np.where(on.all(axis=0), 2.0, 1.0))
        ),
        "alive and dead are told apart, the straight line is missing.": on.any(axis=0) * 1.0,
        "being on for all images is told, the dead are missing.": 1.0 + on.all(axis=0),
        "that is the number of images for which a unit is on; sort it into three kinds.": on.sum(
            axis=0
        ),
    }


KINDS = Function(_pre_activations, _kinds, _mistakes)


@exercise("three kinds of unit", kinds=KINDS)
def check_dead(kinds):
    """Check a function from pre-activations (images, units) to 0 dead, 1 bending, 2 linear."""
    f = as_function(kinds, "kinds")
    for seed in (7, 8):
        (pre,) = KINDS.example(np.random.default_rng(seed))
        got = f(pre)
        if getattr(got, "dtype", np.dtype(float)).kind == "b":
            raise ExerciseError(
                "kinds returned truth values, which tell two kinds apart; three are asked for: "
                "0 dead, 1 bends, 2 a straight line."
            )
        if (shape_of(got) or (None,))[0] == _IMAGES:
            raise ExerciseError(
                "kinds returned one number per image, and one per unit is asked for: look along "
                "the images, axis=0."
            )
        compare(
            as_array(got, "kinds(pre)", shape=(9,)),
            KINDS.right(pre),
            name="kinds",
            mistakes=KINDS.mistakes(pre),
            otherwise="a unit is wrongly sorted: 0 if z > 0 for no image, 2 if for all, 1 "
            "otherwise.",
        )
    return "2 dead units, 1 straight line and 6 that bend, with z = 0 sorted rightly."


PLAN = (
    "learning rate 0.01, momentum 0.9",
    "the same learning rate",
    "the same effective learning rate",
)
MOMENTUM = Design(
    PLAN,
    lambda rng: dict(
        zip(PLAN, rng.uniform([[0.4], [0.0], [0.7]], [[0.6], [0.1], [0.9]], (3, 6)), strict=True)
    ),
    lambda dead_of: (
        forgotten_switch(dead_of, PLAN[0], PLAN[1])
        | forgotten_switch(dead_of, PLAN[0], PLAN[2])
        | {
            "the two controls are the same numbers: η/(1 − m) is ten times η for m = 0.9.": (
                dead_of | {PLAN[2]: dead_of[PLAN[1]]}
            ),
            "momentum comes out below its own learning rate and above ten times that: are the two "
            "controls exchanged?": dead_of | {PLAN[1]: dead_of[PLAN[2]], PLAN[2]: dead_of[PLAN[1]]},
        }
    ),
)


@exercise("does momentum kill?", dead_of=MOMENTUM)
def check_momentum(dead_of):
    """Check three lists of shares of dead units, one number per seed, and say what they carry."""
    runs = paired_runs(
        dead_of, PLAN, name="dead_of", what="a share lies between 0 and 1",
        equal=[PLAN[1:]], idle=lambda share: share in (0, 1),
    )  # fmt: skip
    with_it, same, long_run = runs
    if np.array_equal(same, long_run) and np.ptp(same) > 0:
        raise ExerciseError(
            "the two controls are the same numbers: η/(1 − m) is ten times η for m = 0.9."
        )
    if all(np.ptp(run) == 0 and run[0] == with_it[0] for run in runs):
        units = "every unit is" if with_it[0] else "no unit is"
        return f"{units} dead in any of these runs, so they decide nothing."
    more, fewer = 100 * (with_it - same), 100 * (long_run - with_it)
    if more.mean() < 0 and fewer.mean() < 0 and _clear(more) and _clear(fewer):
        raise ExerciseError(
            "momentum comes out below its own learning rate and above ten times that: are the two "
            "controls exchanged?"
        )
    return (
        f"against the same learning rate momentum has {_said(more, 'percentage points {} dead')}, "
        f"against the same effective learning rate, η/(1 − m), {_said(-fewer, 'points {}')}. "
        + _verdict(more, fewer)
    )


def _clear(difference):
    """Say whether the mean is further from 0 than two of its standard errors."""
    return abs(difference.mean()) > 2 * difference.std(ddof=1) / np.sqrt(difference.size)


def _said(difference, words):
    """Say by how many points more or fewer units are dead, and how many seeds agree."""
    sign = np.sign(difference.mean()) or 1.0
    agree = np.count_nonzero(sign * difference > 0)
    said = words.format("more" if sign > 0 else "fewer")
    size = mean_and_spread(sign * difference, ".0f")
    return f"{size} {said} ({agree} of {difference.size} seeds agree)"


def _verdict(more, fewer):
    """Say what follows; `fewer` is how many fewer than at the same effective learning rate."""
    kills = [_clear(d) * np.sign(d.mean()) for d in (more, -fewer)]
    if kills == [1, -1]:
        return "What you hold equal decides."
    if not any(kills):
        return "By two standard errors these runs decide neither."
    verb = "kills" if 1 in kills else "spares"
    if all(kills):
        return f"In these runs momentum {verb}, whichever of the two is held equal."
    clear, open_ = ("", "effective ") if kills[0] else ("effective ", "")
    return (
        f"In these runs momentum {verb} against the same {clear}learning rate; against the same "
        f"{open_}one these runs do not decide."
    )
