"""Chapter 2 asks it again with more seeds, and with narrower steps next to the best rates."""

from actnorm.evidence import Study, three_curves

STUDY = Study(
    "Sigmoid, tanh or ReLU: which is ahead, and for how long, with narrower steps of the rate?",
    on=three_curves.STUDY.on,
    arms=three_curves.STUDY.arms,
    data=three_curves.STUDY.data,
    rates=[0.0125, 0.025, 0.05, 0.07, 0.1, 0.14, 0.2, 0.4, 0.57, 0.8, 1.13, 1.6],
    epochs=(3, 12, 48),
    seeds=72,
    **three_curves.STUDY.options,
)
