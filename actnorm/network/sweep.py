"""Experiments that survive a second look: arms × learning rates × seeds, trained side by side."""

import re
from collections.abc import Mapping
from dataclasses import fields

import numpy as np

from actnorm.network.inputs import as_rates
from actnorm.network.mlp import MLP
from actnorm.network.table import Sweep
from actnorm.network.training import History, train
from actnorm.progress import track

__all__ = ["sweep"]

_TRAIN = ("batch_size", "momentum", "weight_decay")
_ORDER = 100  # added to a seed for the order of the samples: not the stream that drew the weights


def sweep(
    arms,
    data,
    *,
    rates,
    epochs,
    seeds=12,
    score="test_accuracy",
    higher=None,
    together=16,
    seeds_are="seeds",
    epochs_are="epochs",
    **common,
):
    """Train every arm at every learning rate with every seed, and return the table.

    Parameters
    ----------
    arms : mapping of str to mapping
        What is compared: a name, and options of `MLP` (but `rng`) and of `train` (`batch_size`,
        `momentum`, `weight_decay`). Also "start": a function that changes the fresh networks in
        place, such as ``lambda mlp: mlp.params[0]["weight"].__imul__(2)``. For what no `MLP` can
        be, an arm may be a function ``f(rates, seeds, epochs)`` of two arrays of length n, that
        returns scores of shape (budgets, n).
    data : Split, or callable
        Training and test part; or ``data(seed)``, for a split of each seed's own.
    rates : sequence of float, or float
        Learning rates, the same for all arms. The book's protocol asks for six or more over two
        decades or more, with each arm's optimum inside. Whoever wants to look at a single rate
        says so with a number that is no sequence.
    epochs : int or sequence of int
        One budget or several, ascending; a run is trained to the last and scored after each.
    seeds : int or sequence of int, default 12
        How many (0, 1, …) or which. A seed draws the same weights and the same order of the
        samples in every arm (of the same sizes) and at every rate: the runs are paired.
    score : {"test_accuracy", "accuracy", "test_loss", "loss"} or callable, default "test_accuracy"
        A row of `History`, or a function ``score(mlp, data)`` of R replicates and their data that
        returns R numbers.
    higher : bool, optional
        Whether more is better; by default unless the score is a loss.
    together : int, default 16
        How many networks are trained at once. More is hardly quicker, as their activations no
        longer fit the processor's caches.
    seeds_are, epochs_are : str, default "seeds" and "epochs"
        What the numbers of `seeds` and `epochs` count, where an arm that is a function takes them
        for something else: "tasks", "steps". The table and all that quotes it say so.
    **common
        Options of all arms, which an arm may override: `sizes`, `activation`, `dtype`, ….

    Returns
    -------
    Sweep
        Interrupted (the stop button), it holds what was finished, and says so.

    Raises
    ------
    TypeError
        If an option is unknown.
    ValueError
        If there is no arm, or `rates`, `seeds`, `epochs` or `score` are not as said.

    Notes
    -----
    A run whose loss is no longer finite is stopped. It keeps its place in the table with the worst
    score: 0 if that is an accuracy, else an infinity.

    Seed s draws the weights with ``default_rng(s)``, the order with ``default_rng(100 + s)``, so
    that any run can be repeated alone:
    ``train(MLP(…, rng=default_rng(s)), data, rng=default_rng(100 + s), lr=…)``.

    Examples
    --------
    >>> from actnorm.data import wine
    >>> table = sweep(
    ...     {"ReLU": {"activation": "relu"}, "sigmoid": {"activation": "sigmoid"}},
    ...     wine(), sizes=[13, 8, 3], rates=[0.001, 0.01, 0.1], seeds=3, epochs=(1, 4),
    ... )
    >>> table.scores.shape
    (2, 3, 3, 2)
    >>> table.best("sigmoid").rate, table.best("sigmoid").at_edge
    (0.1, True)
    """
    rates, budgets = as_rates(rates), _budgets(epochs)
    seeds = _seeds(seeds)
    plans = {name: _plan(arm, common) for name, arm in arms.items()}
    if not plans:
        raise ValueError("arms must hold at least one arm; got none")
    if not isinstance(together, int | np.integer) or together < 1:
        raise ValueError(f"together must be a positive integer; got {together!r}")
    higher, worst, name = _direction(score, higher)
    shape = (len(plans), len(rates), len(seeds), len(budgets))
    scores, diverged = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    # Seed by seed, so that an interrupted sweep has some seeds of everything.
    runs = [(r, s) for s in range(len(seeds)) for r in range(len(rates))]
    blocks = [runs[i : i + together] for i in range(0, len(runs), together)]
    jobs = [(i, plan, block) for block in blocks for i, plan in enumerate(plans.values())]
    try:
        for i, plan, block in track(jobs, label="sweep"):
            r, s = np.array(block).T
            if callable(plan):
                found = np.array(plan(rates[r], seeds[s], budgets), dtype=np.float64)
                broken = ~np.isfinite(found)
            else:
                found, broken = _trained(plan, data, rates[r], seeds[s], budgets, score)
            scores[i, r, s] = np.where(broken, worst, found).T
            diverged[i, r, s] = broken.T
    except KeyboardInterrupt:
        pass  # the table says how far it came
    return Sweep(
        tuple(plans), rates, seeds, budgets, scores, diverged, name, higher,
        {"arms": {name: _words(plan) for name, plan in plans.items()}, "numpy": np.__version__},
        seeds_are, epochs_are,
    )  # fmt: skip


def _plan(arm, common):
    if callable(arm):
        return arm
    if not isinstance(arm, Mapping):
        raise TypeError(f"arms must map names to options or functions; got {arm!r}")
    return common | dict(arm)


def _trained(plan, data, rates, seeds, budgets, score):
    """Return scores and which runs diverged, both (budgets, runs)."""
    options = dict(plan)
    start = options.pop("start", None)
    training = {name: options.pop(name) for name in _TRAIN if name in options}
    split = _splits(data, seeds) if callable(data) else data
    mlp = MLP(rng=[np.random.default_rng(seed) for seed in seeds], **options)
    if start is not None:
        start(mlp)
    rows = []

    def look(epoch, mlp):
        if epoch + 1 in budgets:
            rows.append(score(mlp, split))

    history = train(
        mlp, split, epochs=budgets[-1], lr=rates,
        rng=[np.random.default_rng(_ORDER + seed) for seed in seeds],
        on_epoch=look if callable(score) else None, **training,
    )  # fmt: skip
    at = np.array(budgets) - 1
    found = np.array(rows) if callable(score) else getattr(history, score)[:, at].T
    return found, np.isnan(history.loss)[:, at].T


def _splits(data, seeds):
    own = {seed: data(int(seed)) for seed in dict.fromkeys(seeds.tolist())}
    parts = zip(*(own[seed] for seed in seeds.tolist()), strict=True)
    return type(own[int(seeds[0])])(*map(np.stack, parts))


def _direction(score, higher):
    """Return whether more is better, what a diverged run scores, and the score's name."""
    if callable(score):
        higher = True if higher is None else bool(higher)
        return higher, -np.inf if higher else np.inf, getattr(score, "__name__", "score")
    allowed = [field.name for field in fields(History)]
    if score not in allowed:
        raise ValueError(
            f"score must be one of {', '.join(map(repr, allowed))} or a function; got {score!r}"
        )
    better = score.endswith("accuracy")
    if higher not in (None, better):
        raise ValueError(f"higher must be {better} for {score!r}; got {higher!r}")
    return better, 0.0 if better else np.inf, score


def _budgets(epochs):
    budgets = np.atleast_1d(np.asarray(epochs))
    right = budgets.ndim == 1 and budgets.size and budgets.dtype.kind in "iu"
    if not right or budgets[0] < 1 or (np.diff(budgets) <= 0).any():
        raise ValueError(f"epochs must be one or more budgets from 1 on, ascending; got {epochs!r}")
    return tuple(budgets.tolist())


def _seeds(seeds):
    chosen = np.arange(seeds) if np.ndim(seeds) == 0 else np.asarray(seeds)
    right = chosen.ndim == 1 and chosen.size and chosen.dtype.kind in "iu"
    if not right or chosen.min() < 0 or len(set(chosen.tolist())) < chosen.size:
        raise ValueError(f"seeds must be a number from 1 on, or different seeds; got {seeds!r}")
    return chosen


def _words(plan):
    if callable(plan):
        return _word(plan)
    return {key: _word(value) for key, value in plan.items()}


def _word(value):
    """Say what was asked for, the same in every process: by name, never by place in memory."""
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"({', '.join(map(_word, value))})"
    name = getattr(value, "__qualname__", None) or getattr(value, "name", None)
    return name or re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))
