"""Chapter 10 asks whether the lead of pre-norm over post-norm lasts: four times as long."""

from actnorm.data import digits
from actnorm.evidence import Study
from actnorm.evidence.placement import BATCH, DEPTH, PLACES, WIDTH, arm

STUDY = Study(
    "Twelve residual blocks, trained longer: does the lead of pre-norm over post-norm last?",
    on=f"digits, {DEPTH} residual blocks of {WIDTH} units, batches of {BATCH}",
    arms={name: arm(PLACES[name]) for name in ("pre-norm", "post-norm")},
    data=digits,
    rates=[0.01, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2],
    epochs=(8, 32),
    seeds=24,
)
