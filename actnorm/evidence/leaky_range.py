"""Chapter 4 asks what leaky ReLU changes at the rates at which ReLU units die."""

from actnorm.evidence import Study
from actnorm.evidence.dead_unit_fixes import raw

STUDY = Study(
    "At which learning rates does leaky ReLU give a better network than ReLU, and at which none?",
    on="1344 raw digits, [64, 32, 32, 10], plain SGD",
    arms={"ReLU": {}, "leaky ReLU": {"activation": "leaky_relu"}},
    data=raw,
    rates=[0.003, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.3],
    epochs=(4, 16, 64),
    seeds=24,
    sizes=[64, 32, 32, 10],
    momentum=0.0,
)
