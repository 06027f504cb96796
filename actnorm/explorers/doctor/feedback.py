"""What the doctor's page answers: a grade and a sentence for every patient and every choice.

Grades of a diagnosis: "right", "symptom" (seen rightly, but not the cause), "wrong". Grades of a
cure: "cure", "other" (helps, for another reason), "none" (changes nothing), "failed".
`tests/test_explorer_doctor.py` holds the sentences to what was measured.
"""

__all__ = ["CURE_SAYS", "DIAGNOSIS_SAYS", "GRADES"]

GRADES = {
    "right": "✓ Right.",
    "symptom": "◐ The right symptom, but not the cause.",
    "wrong": "✗ No.",
    "cure": "✓ Cured.",
    "other": "◐ It helps, but not at the root.",
    "none": "○ This changes nothing.",
    "failed": "✗ No cure.",
}

_NO_NORM = {
    "mode": ("wrong", "There is no batch norm in it, so both modes are one and the same."),
    "few": ("wrong", "There is no batch norm in it that a small batch could harm."),
}
_NOT_EVEN = ("wrong", "It does not even fit the images it was trained on.")

DIAGNOSIS_SAYS = (
    {
        "inputs": (
            "wrong",
            "Raw pixels would flatten the first tanh layer alone, since tanh hands on nothing "
            "beyond ±1. Here all three layers are flat.",
        ),
        "rate": (
            "wrong",
            "The first step moves the weights by a fifth of a per cent, and the units were flat "
            "before it.",
        ),
        "start": (
            "right",
            "Before any step z has a spread of 8 in the first layer and 5 in those above, and a "
            "tanh is flat beyond 3. The weights are about five times as large as they should be.",
        ),
        "flat": (
            "symptom",
            "Six slopes of ten are below 0.01, before the first step. But something made z so "
            "large.",
        ),
        "vanish": (
            "wrong",
            "The first layer gets more gradient than the last: large weights outdo the flat "
            "slopes.",
        ),
        "overfit": (
            "symptom",
            "The gap between training and test is real. But the loss began at three times ln 10: "
            "it was ill before it had learned anything.",
        ),
        **_NO_NORM,
    },
    {
        "inputs": (
            "right",
            "Before any step z has a spread of 12 in the first layer, and the others hand it on "
            "unchanged: a start that fits, fed with numbers that are too large.",
        ),
        "rate": (
            "symptom",
            "The first step moves the weights by a fifth, which is far too much. But with "
            "standardized pixels the same rate is just right: the inputs make the gradient large.",
        ),
        "start": (
            "wrong",
            "With weights that start too large the spread grows from layer to layer. Here it is "
            "the same in all three.",
        ),
        "flat": (
            "symptom",
            "Most units are dead in the end. But before the first step only 3 of 96 were: ask "
            "what killed them.",
        ),
        "vanish": (
            "symptom",
            "It fades in the end, because the units die. Before the first step all layers get "
            "the same.",
        ),
        "overfit": _NOT_EVEN,
        **_NO_NORM,
    },
    {
        "inputs": (
            "wrong",
            "Training goes well, and batch norm holds the spread of z at 1 in every layer.",
        ),
        "rate": (
            "wrong",
            "The first step moves the weights by less than half a per cent, and the loss falls.",
        ),
        "start": (
            "wrong",
            "Before the first step the spread of z is 1 and the loss is near ln 10.",
        ),
        "flat": (
            "wrong",
            "Half of the slopes are flat: that is what ReLU does to numbers with the mean 0. "
            "No unit is dead.",
        ),
        "vanish": ("wrong", "The first layer gets as much gradient as the last, and more."),
        "overfit": (
            "symptom",
            "Right in training and wrong in the test: so it looks. But an overfitted network "
            "gives an image the same answer whoever stands beside it, and this one does not.",
        ),
        "mode": (
            "right",
            "Training goes well, and yet an image’s answer depends on the images beside it: in "
            "evaluation mode it could not.",
        ),
        "few": (
            "symptom",
            "Batch norm it is, but the training is fine, so its batches are large enough. It is "
            "in the test that an image should not depend on its batch at all.",
        ),
    },
    {
        "inputs": (
            "symptom",
            "Numbers that are too large, yes. But inputs would make them large in all layers "
            "alike; here they grow almost fourfold from each layer to the next.",
        ),
        "rate": (
            "symptom",
            "The first steps are too large. But the loss was in the hundreds before the first of "
            "them.",
        ),
        "start": (
            "right",
            "Before any step the spread of z is 8, then 29, then 107. The weights multiply it in "
            "every layer, and the loss starts in the hundreds instead of near 2.3.",
        ),
        "flat": (
            "symptom",
            "A whole layer is dead after one epoch, and then nothing below it can learn. But "
            "before the first step not one unit was dead.",
        ),
        "vanish": (
            "wrong",
            "At the start the first layer gets 17 times the gradient of the last: it explodes. "
            "It is zero only when a whole layer is dead.",
        ),
        "overfit": _NOT_EVEN,
        **_NO_NORM,
    },
    {
        "inputs": ("wrong", "Batch norm holds the spread of z at 1 when the training begins."),
        "rate": (
            "wrong",
            "The first step moves the weights by less than a hundredth of a per cent: rather too "
            "little than too much.",
        ),
        "start": (
            "wrong",
            "Before the first step the spread of z is 1 and the loss is near ln 10.",
        ),
        "flat": (
            "symptom",
            "Many units are flat in the end. But before the first step none is dead, and half "
            "of the slopes flat is what ReLU does to numbers with the mean 0.",
        ),
        "vanish": (
            "symptom",
            "The first step moves the first layer by two millionths of its size. But on 256 "
            "images, on which the gradients here are drawn, nothing vanishes. So what is special "
            "about the training’s own batches?",
        ),
        "overfit": _NOT_EVEN,
        "mode": (
            "symptom",
            "Batch norm it is. But it is tested in evaluation mode, and no image changes its "
            "answer in other company; the training itself fails.",
        ),
        "few": (
            "right",
            "Of two numbers, standardized, one becomes +1 and the other −1, whatever they were. "
            "So a small change below the norm changes nothing above it: no gradient gets back.",
        ),
    },
    {
        "inputs": (
            "wrong",
            "Before the first step z has a spread of 1.4 in the first layer: exactly what He’s "
            "start makes of standardized inputs.",
        ),
        "rate": (
            "right",
            "Before the first step all is well: spread, slopes, loss. That step then moves the "
            "weights by 7 to 9 per cent, where one would do, and after one epoch units lie dead.",
        ),
        "start": (
            "wrong",
            "Before the first step the spread is about 1.3 in every layer and the loss near "
            "ln 10: no better start could be wished for.",
        ),
        "flat": (
            "symptom",
            "Two units of three are dead in the end. None was before the first step: ask what "
            "killed them.",
        ),
        "vanish": (
            "symptom",
            "It is zero in the end, because the whole last layer is dead. Before the first step "
            "all layers get about the same.",
        ),
        "overfit": _NOT_EVEN,
        **_NO_NORM,
    },
)

_SCALED = ("none", "Its inputs are standardized already: the same run, to the last digit.")
_HE = ("none", "It starts from He’s weights already: the same run, to the last digit.")
_RELU = ("none", "It has ReLU units already: the same run, to the last digit.")
_NORM = ("none", "It has batch norm already: the same run, to the last digit.")
_MODE = ("none", "Without batch norm the two modes are the same: not a digit differs.")
_BATCH = ("none", "It trains on batches of 64 already: the same run, to the last digit.")

CURE_SAYS = (
    {
        "standardize": _SCALED,
        "rate": ("failed", "Smaller steps leave the flat units flat, and the rest learns less."),
        "start": ("cure", "z has a spread near 1 again, where tanh has a slope."),
        "relu": (
            "failed",
            "Tanh had at least kept the numbers within ±1. Without it they grow from layer to "
            "layer: this is now patient 4.",
        ),
        "leaky": (
            "failed",
            "No unit is flat any more, and it is no better: now the numbers grow from layer to "
            "layer, and the loss starts in the hundreds.",
        ),
        "batch": (
            "other",
            "Batch norm divides z by its spread, however large the weights have made it.",
        ),
        "eval": _MODE,
        "larger": _BATCH,
    },
    {
        "standardize": ("cure", "The steps fit, and hardly a unit dies."),
        "rate": (
            "other",
            "The steps now fit the large gradients. But the inputs still share one sign, and "
            "some units still die.",
        ),
        "start": _HE,
        "relu": _RELU,
        "leaky": (
            "failed",
            "No unit can die, so nothing stops the growth: the loss is soon no number any more.",
        ),
        "batch": (
            "other",
            "Batch norm standardizes behind the first layer what was not standardized before it.",
        ),
        "eval": _MODE,
        "larger": _BATCH,
    },
    {
        "standardize": _SCALED,
        "rate": ("failed", "It learns more slowly, and is tested as badly as before."),
        "start": _HE,
        "relu": _RELU,
        "leaky": ("failed", "It learns as well as before, and is tested as badly as before."),
        "batch": _NORM,
        "eval": (
            "cure",
            "Nothing was wrong with the network; it was the test. Not one weight differs.",
        ),
        "larger": _BATCH,
    },
    {
        "standardize": _SCALED,
        "rate": (
            "other",
            "The units survive the first steps, so it learns something. But it still starts "
            "with a loss in the hundreds.",
        ),
        "start": ("cure", "The spread now stays the same from layer to layer."),
        "relu": _RELU,
        "leaky": (
            "other",
            "No layer dies, so it can work its way down from a loss in the hundreds. It would "
            "rather not have started there.",
        ),
        "batch": (
            "other",
            "Batch norm divides z by its spread in every layer, so that nothing can pile up.",
        ),
        "eval": _MODE,
        "larger": _BATCH,
    },
    {
        "standardize": _SCALED,
        "rate": ("failed", "There was hardly a gradient; now there are smaller steps along it."),
        "start": _HE,
        "relu": _RELU,
        "leaky": (
            "failed",
            "No unit is dead, but what reaches the units is still +1 or −1, and no gradient "
            "gets back through the norm.",
        ),
        "batch": _NORM,
        "eval": ("none", "It is tested in evaluation mode already."),
        "larger": (
            "cure",
            "With 16 images a standardized number depends on all of them, and the gradient "
            "gets back. For more it would need more than its 128 images.",
        ),
    },
    {
        "standardize": _SCALED,
        "rate": ("cure", "The first step now moves the weights by about 1 per cent."),
        "start": _HE,
        "relu": _RELU,
        "leaky": (
            "failed",
            "No unit can die, so nothing stops the growth: the loss is soon no number any more.",
        ),
        "batch": (
            "other",
            "Batch norm bounds what a step can do to z. The steps stay too large, and many units "
            "die all the same.",
        ),
        "eval": _MODE,
        "larger": _BATCH,
    },
)
