"""Chapter 1 asks what a bend is worth on wine if all 13 features may be used."""

from actnorm.data import wine
from actnorm.evidence import Study


def first_variety(seed):
    """Give a split of its own for each seed; the question is whether a wine is of variety 1."""
    whole = wine(seed=seed, test_size=0.4)
    return whole._replace(y_train=1 * (whole.y_train == 0), y_test=1 * (whole.y_test == 0))


def splits():
    """Give the function that makes the splits."""
    return first_variety


STUDY = Study(
    "The first variety's wines, by all 13 features: is a bend worth anything?",
    on="13 features of wine, one split per seed, batches of 32",
    arms={"one layer": {"sizes": [13, 2]}, "ReLU": {"sizes": [13, 16, 2]}},
    data=splits,
    rates=[0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56],
    epochs=(60, 240),
    seeds=24,
    batch_size=32,
)
