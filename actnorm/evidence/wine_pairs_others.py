"""Chapter 1 asks the same of the other two grape varieties, on all pairs of features."""

from actnorm.data import wine
from actnorm.evidence import Study
from actnorm.evidence.wine_pairs import ARMS, PAIRS, RATES

STUDY = Study(
    "Every pair of features, variety 2 or 3: on how many of 156 tasks is a bend worth anything?",
    on="78 pairs of features of wine, varieties 2 and 3, four splits each, batches of 32",
    arms=ARMS,
    data=wine,  # not looked at: the arms bring their own
    rates=RATES,
    epochs=(60, 240),
    seeds=range(len(PAIRS), 3 * len(PAIRS)),
    seeds_are="tasks",
)
