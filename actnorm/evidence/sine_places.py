"""Chapter 1 asks whether it helps that the kinks are spread at the start, in narrow steps."""

from actnorm.data import digits
from actnorm.evidence import Study
from actnorm.evidence.sine_kinks import error, trained

STUDY = Study(
    "A sine from 32 ReLUs: does it matter where the kinks are at the start?",
    on="121 points of a sine, [1, 32, 1], PyTorch's initialization, momentum 0.9, whole batches",
    arms={"spread": trained(32), "kinks at 0": trained(32, init_bias=0.0)},
    data=digits,  # not looked at: the arms bring their own
    rates=[0.0025, 0.02, 0.04, 0.046, 0.052, 0.058, 0.065, 0.07, 0.075, 0.085, 0.32],
    epochs=(300, 1200),
    seeds=72,
    epochs_are="steps",
    score=error,
    higher=False,
)
