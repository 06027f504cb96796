"""Chapter 1 asks what a bend is worth on all pairs of two features of wine, for variety 1."""

from itertools import combinations

import numpy as np

from actnorm.data import Split, wine
from actnorm.evidence import Study
from actnorm.network import MLP, train

PAIRS = list(combinations(range(13), 2))
SPLITS = 4


def split(task, seed):
    """Give one of the four splits of a task: is a wine of a variety, by two of its features."""
    variety, pair = divmod(task, len(PAIRS))
    whole, pair = wine(seed=seed, test_size=0.4), PAIRS[pair]
    parts = (whole.x_train, whole.y_train, whole.x_test, whole.y_test)
    return Split(*(p[:, list(pair)] if p.ndim == 2 else (p == variety).astype(int) for p in parts))


def trained(sizes):
    """Give an arm: the mean accuracy over the splits of a task, which takes a seed's place."""

    def arm(rates, tasks, epochs):
        runs = [
            (rate, task, s) for rate, task in zip(rates, tasks, strict=True) for s in range(SPLITS)
        ]
        parts = zip(*(split(task, s) for _, task, s in runs), strict=True)
        mlp = MLP(sizes, rng=[np.random.default_rng(s) for *_, s in runs])
        history = train(
            mlp, Split(*map(np.stack, parts)), epochs=epochs[-1], batch_size=32,
            lr=[rate for rate, *_ in runs], rng=[np.random.default_rng(100 + s) for *_, s in runs],
        )  # fmt: skip
        found = history.test_accuracy[:, np.array(epochs) - 1]
        return found.reshape(len(tasks), SPLITS, -1).mean(axis=1).T.round(3)

    return arm


ARMS = {"one layer": trained([2, 2]), "ReLU": trained([2, 16, 2])}
RATES = [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.024, 2.048]

STUDY = Study(
    "Every pair of features, is it variety 1: on how many of 78 tasks is a bend worth anything?",
    on="78 pairs of features of wine, variety 1, four splits each, batches of 32",
    arms=ARMS,
    data=wine,  # not looked at: the arms bring their own
    rates=RATES,
    epochs=(60, 240),
    seeds=len(PAIRS),
    seeds_are="tasks",
)
