"""The explorer of gradients on their way back."""

import numpy as np

from actnorm.explorers import GradientFlowExplorer

from ..net import About, Mark


def silent():
    """Slopes that are 0 for nearly every input: nothing arrives, whatever the cartoon says."""
    return GradientFlowExplorer(
        activations={"far": (lambda x: np.maximum(x - 4, 0), lambda x: (x > 4).astype(float))},
        width=16,
    )


def steep():
    """Slopes of 2 everywhere: the cartoon grows, too."""
    return GradientFlowExplorer(
        activations={"double": (lambda x: 2 * x, lambda x: np.full_like(x, 2.0))}, width=16
    )


def decades(value):
    """Give the height of a value: what lies outside the picture is drawn just beyond its edge."""
    return float(np.clip(np.log10(value), -12.7, 6.7)) if value > 0 else -12.7


def at(layer, values):
    """Say where a layer's mark is, if there is such a layer."""
    return lambda m: (layer, decades(values(m)[layer - 1])) if layer <= m.depth else None


def end(values):
    return lambda m: (m.depth, decades(values(m)[-1]))


DOT, SQUARE, LINE = ".actnorm-mark.is-gradient", ".actnorm-flow-square", ".actnorm-curve"
CARTOON, THIN, BAND = (f".actnorm-flow-{name}" for name in ("cartoon", "thin", "band"))
ABOUT = About(
    make={
        "default": GradientFlowExplorer,
        "two layers": lambda: GradientFlowExplorer(activation="ReLU", depth=2, scale=2**0.5),
        "exploding": lambda: GradientFlowExplorer(activation="tanh", depth=20, scale=16.0),
        "nothing": silent,
    },
    marks=[
        Mark("layer 1", DOT, at(1, lambda m: m.gradient_rms), x=1, y=0),
        Mark("layer 7", DOT, at(7, lambda m: m.gradient_rms), x=1, y=0, nth=6),
        Mark("the last dot", DOT, at(20, lambda m: m.gradient_rms), x=1, y=0, nth=19),
        Mark("weights of layer 1", SQUARE, at(1, lambda m: m.weight_grad_rms), x=1, y=0),
        Mark("weights of layer 2", SQUARE, at(2, lambda m: m.weight_grad_rms), x=1, y=0, nth=1),
        Mark("the line", LINE, at(1, lambda m: m.gradient_rms), x=1, y=0, at="start"),
        Mark("its end", LINE, end(lambda m: m.gradient_rms), x=1, y=0, at="end"),
        Mark("the thin line", THIN, end(lambda m: m.weight_grad_rms), x=1, y=0, at="end"),
        Mark("the cartoon", CARTOON, at(1, lambda m: m.cartoon), x=1, y=0, at="start"),
        Mark("the cartoon's end", CARTOON, end(lambda m: m.cartoon), x=1, y=0, at="end"),
        Mark(
            "the lowest seed", BAND, at(1, lambda m: m.gradient_rms_range[0]), x=1, y=0, at="start"
        ),
    ],
)
