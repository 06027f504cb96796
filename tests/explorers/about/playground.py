"""The playground."""

from actnorm import ACTIVATIONS
from actnorm.explorers import PlaygroundExplorer

from ..net import About, Mark


def cursor(nth):
    return Mark("the step", ".actnorm-cursor", lambda m: (m.step, None), x=3, at="start", nth=nth)


ABOUT = About(
    make={
        "default": PlaygroundExplorer,
        "trained": lambda: PlaygroundExplorer(
            data="xor", activation="tanh", layers=2, units=4, beside="slower", step=200
        ),
        "a unit held": lambda: PlaygroundExplorer(activation="relu", held=(2, 3), step=30),
        "own points": lambda: PlaygroundExplorer(
            data="own",
            points=[(-1, 1, 0), (1, -1, 0), (1.5, 1, 1), (-1, -1.25, 1), (0, 0.05, 1)],
            activation="tanh",
            layers=2,
            step=75,
        ),
        "one unit alone": lambda: PlaygroundExplorer(
            data="moons", activation="relu", layers=1, units=1, beside="alone", step=1
        ),
        "no layers": lambda: PlaygroundExplorer(
            data="gaussians", layers=0, beside="momentum", momentum=0.0, noise=0.3, step=75
        ),
        "diverged": lambda: PlaygroundExplorer(
            activation="identity",
            layers=3,
            units=12,
            lr=10.0,
            beside="larger",
            step=60,
            look="layers",
        ),
    },
    marks=[cursor(1)],
    buttons={
        "Step": lambda m: {"step": m.step + m.speed},
        "New seed": lambda m: {"seed": m.seed + 1},
        "Copy code": lambda m: {},  # what it copies: test_playground_code.py
    },
    play=("Play", "step"),
    words={
        "data": {
            "circles": "circles",
            "xor": "exclusive or",
            "spirals": "two spirals",
            "moons": "moons",
            "gaussians": "two clouds",
            "own": "your own points",
            "wine": "wine (11 kB)",
            "digits": "digits (55 kB)",
        },
        "adds": {"disc": "● a disc", "square": "■ a square"},
        "statistics": {"running": "running statistics", "own": "the data’s own"},
        "inputs": {"raw": "raw", "centred": "centred", "standardized": "standardized"},
        "beside": {
            "alone": "nothing",
            "none": "no norm",
            "batch": "batch norm",
            "layer": "layer norm",
            "rms": "RMS norm",
            "he": "He initialization",
            "xavier": "Xavier initialization",
            "larger": "weights × 3",
            "smaller": "weights ÷ 3",
            "faster": "learning rate × 10",
            "slower": "learning rate ÷ 10",
            "momentum": "momentum 0.9",
            "standardized": "standardized inputs",
        }
        | {name: f"{entry.label} units" for name, entry in ACTIVATIONS.items()},
        "norm": {"none": "none", "batch": "batch", "layer": "layer", "rms": "RMS"},
        "place": {"before": "before the activation", "after": "after the activation"},
        "init": {"he": "He", "xavier": "Xavier", "pytorch": "PyTorch"},
        "speed": {
            1: "1 step a frame",
            5: "5 steps a frame",
            25: "25 steps a frame",
            100: "100 steps a frame",
        },
        "look": {"answers": "the answers", "layers": "the layers"},
    },
)
