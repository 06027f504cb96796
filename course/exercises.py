"""The exercises that become questions for a number."""

import numpy as np

from actnorm.checks import (
    backward,
    batch_mates,
    curves,
    depth,
    normalize,
    softmax,
    standardize,
    start,
)

from .numbers import Exercise

DECIMALS = "Give three decimals."


def _round(values, digits=1):
    return np.round(values, digits) + 0.0  # no −0


def row(values):
    """Write a list of numbers."""
    return ", ".join(f"{v:g}" for v in np.ravel(values)).replace("-", "−")


def table(columns):
    """Write numbers as a table: {heading: column}."""
    head = "| " + " | ".join(columns) + " |"
    lines = [head, "|" + "---|" * len(columns)]
    for values in zip(*columns.values(), strict=True):
        lines.append("| " + " | ".join(f"{v:g}".replace("-", "−") for v in values) + " |")
    return "\n".join(lines)


def _matrix(values):
    return (
        r"\begin{pmatrix}"
        + r"\\".join("&".join(f"{v:g}" for v in line) for line in np.atleast_2d(values))
        + r"\end{pmatrix}"
    )


def _layer(rng):
    return tuple(_round(rng.uniform(-2, 2, size)) for size in ((1, 3), (3, 3), (3,)))


def _ask_layer(a, weight, bias):
    return (
        "A layer with ReLU has three inputs and three units. Its input is one sample, "
        f"$a = {_matrix(a)}$, its weights and biases are\n\n"
        f"$$W = {_matrix(weight)}, \\qquad b = {_matrix(bias)}$$\n\n"
        f"What does its *first* unit give? {DECIMALS}"
    )


def _point(low, high):
    return lambda rng: (np.round(rng.uniform(low, high), 4),)


def _gradients(rng):
    sizes = (3, 2, 2)
    return [_round(rng.uniform(-4, 4, size)) for size in sizes], float(_round(rng.uniform(1, 3)))


def _ask_clip(grads, limit):
    lists = "; ".join(f"({row(g)})" for g in grads)
    return (
        f"The gradient of a network consists of three arrays: {lists}. It is clipped at a norm "
        f"of {limit:g}. What becomes of the very first number, {row(grads[0][0])}? {DECIMALS}"
    )


def _scores(rng):
    return (_round(rng.uniform(-2, 2, (2, 3))),)


def _ask_log(z):
    return (
        f"Two samples have the scores ({row(z[0])}) and ({row(z[1])}). What is the log-softmax of "
        f"the *first* score of the *first* sample, {row(z[0, 0])}? {DECIMALS}"
    )


def _parts(rng):
    return _round(rng.uniform(-3, 9, (5, 1))), _round(rng.uniform(-3, 9, (3, 1)))


def _ask_scaler(train, test):
    return (
        f"A feature has the values {row(train)} in the training set and {row(test)} in the test "
        f"set. Both are standardized. What becomes of the first *test* value, {row(test[0])}? "
        f"{DECIMALS}"
    )


def _ask_kappa(r):
    return (
        f"Two standardized features have the correlation {row(r)}. What is the condition number "
        f"of their covariance matrix? {DECIMALS}"
    )


def _few(rng):
    return (_round(rng.uniform(-4, 8, 5)),)


def _ask_unit(x):
    return (
        f"A batch of one feature is {row(x)}. With which $\\beta$ (and a positive $\\gamma$) do "
        "the outputs of batch norm run exactly from 0 to 1? ($\\epsilon = 10^{-5}$.) " + DECIMALS
    )


def _features(rng):
    x, gamma, beta = (
        _round(rng.uniform(low, high, size))
        for low, high, size in ((-3, 5, (4, 2)), (0.5, 3, 2), (-2, 2, 2))
    )
    return x, gamma, beta, 0.5


def _ask_batch_norm(x, gamma, beta, eps):
    columns = {"sample": range(1, len(x) + 1), "$x_1$": x[:, 0], "$x_2$": x[:, 1]}
    return (
        f"A batch of {len(x)} samples with two features passes batch norm in training mode, with "
        f"$\\gamma = ({row(gamma)})$, $\\beta = ({row(beta)})$ and $\\epsilon = {eps:g}$.\n\n"
        f"{table(columns)}\n\nWhat is the output for the *first* feature of the *first* sample? "
        f"{DECIMALS}"
    )


def _running(rng):
    return (
        _round(rng.uniform(-2, 2, 1)),
        _round(rng.uniform(0.5, 3, 1)),
        _round(rng.uniform(-3, 5, (4, 1))),
        float(rng.choice([0.1, 0.2, 0.3])),
    )


def _ask_running(what):
    def ask(mean, var, x, momentum):
        return (
            f"Batch norm (as in PyTorch, momentum {momentum:g}) has a running mean of {row(mean)} "
            f"and a running variance of {row(var)} for a feature. It sees a batch in training "
            f"mode, in which the feature is {row(x)}. What is the running {what} afterwards? "
            f"{DECIMALS}"
        )

    return ask


def _upstream(rng):
    return (
        _round(rng.uniform(-2, 3, (4, 2))),
        _round(rng.uniform(-3, 6, (4, 2))),
        _round(rng.uniform(0.5, 3, 2)),
        0.5,
    )


def _ask_backward(what):
    def ask(dy, x, gamma, eps):
        columns = {"sample": range(1, len(x) + 1)}
        for k in range(2):
            columns |= {f"$x_{k + 1}$": x[:, k], f"$dy_{k + 1}$": dy[:, k]}
        return (
            "A batch with two features passed batch norm in training mode, with "
            f"$\\gamma = ({row(gamma)})$ and $\\epsilon = {eps:g}$. The gradients $dy$ of the loss "
            f"at its outputs are in the table.\n\n{table(columns)}\n\nWhat is the gradient {what}? "
            f"{DECIMALS}"
        )

    return ask


def _value(result):
    return np.ravel(result)[0]


def _part(k):
    return lambda results: np.ravel(results[k])[0]


EXERCISES = {
    one.name: one
    for one in (
        Exercise("layer", "ex-layer", start.LAYER, _layer, _ask_layer, _value),
        Exercise(
            "silu-slope", "ex-silu", curves.SILU, _point(-3, 3),
            lambda x: f"What is the slope of SiLU, $x\\,\\sigma(x)$, at $x = {x:g}$? {DECIMALS}",
        ),
        Exercise(
            "tanh-slope", "ex-tail", curves.TANH, _point(0.2, 2),
            lambda x: f"What is the slope of tanh at $x = {x:g}$? {DECIMALS}",
        ),
        Exercise("clip", "ex-clip", depth.CLIP, _gradients, _ask_clip, _part(0)),
        Exercise("log-softmax", "ex-log", softmax.LOG_SOFTMAX, _scores, _ask_log, _value),
        Exercise("scaler", "ex-scaler", standardize.SCALER, _parts, _ask_scaler, _part(1)),
        Exercise("kappa", "ex-correlation", standardize.KAPPA, _point(-0.95, -0.1), _ask_kappa),
        Exercise("unit-interval", "ex-unit-interval", normalize.UNIT, _few, _ask_unit, _part(1)),
        Exercise(
            "batch-norm", "ex-images", normalize.BATCH_NORM, _features, _ask_batch_norm, _value
        ),
        Exercise(
            "running-mean", "ex-running", batch_mates.RUNNING, _running, _ask_running("mean"),
            _part(0),
        ),
        Exercise(
            "running-variance", "ex-running", batch_mates.RUNNING, _running,
            _ask_running("variance"), _part(1),
        ),
        Exercise(
            "backward-x", "ex-backward", backward.BATCH, _upstream,
            _ask_backward("at $x_1$ of the first sample"), _part(0), "dx: ",
        ),
        Exercise(
            "backward-gamma", "ex-backward", backward.BATCH, _upstream,
            _ask_backward("at the first $\\gamma$"), _part(1), "dgamma: ",
        ),
        Exercise(
            "backward-beta", "ex-backward", backward.BATCH, _upstream,
            _ask_backward("at the first $\\beta$"), _part(2), "dbeta: ",
        ),
    )
}  # fmt: skip
