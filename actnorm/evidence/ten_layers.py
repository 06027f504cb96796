"""Chapter 3 asks which initializations let ten layers learn, and how long it takes the others."""

from actnorm.data import digits
from actnorm.evidence import Study


def changed(scale, centre):
    """Give a start: all hidden weights times `scale`; the mean of ½ is taken off by the biases."""

    def start(mlp):
        for i, layer in enumerate(mlp.params[:-1]):
            layer["weight"] *= scale
            if centre and i > 0:
                layer["bias"] -= layer["weight"].sum(axis=-2) / 2

    return start


def sigmoid(scale, centre):
    """Give an arm: ten sigmoid layers with Xavier's weights, changed."""
    return {"activation": "sigmoid", "init": "xavier", "start": changed(scale, centre)}


STUDY = Study(
    "Ten hidden layers: which initializations let them learn, each at its best learning rate?",
    on="digits, [64, ten times 50, 10], momentum 0.9",
    arms={
        "sigmoid, Xavier": sigmoid(1, False),
        "sigmoid, Xavier, centred": sigmoid(1, True),
        "sigmoid, 4 × Xavier": sigmoid(4, False),
        "sigmoid, 4 × Xavier, centred": sigmoid(4, True),
        "tanh, PyTorch": {"activation": "tanh", "init": "pytorch"},
        "tanh, Xavier": {"activation": "tanh", "init": "xavier"},
        "ReLU, PyTorch": {"activation": "relu", "init": "pytorch"},
        "ReLU, Xavier": {"activation": "relu", "init": "xavier"},
        "ReLU, He": {"activation": "relu", "init": "he"},
    },
    data=digits,
    rates=[
        0.002, 0.0035, 0.005, 0.008, 0.0125, 0.02, 0.03, 0.05, 0.08, 0.125, 0.2, 0.32, 0.5, 0.8,
        1.25,
    ],
    epochs=(7, 30),
    seeds=12,
    sizes=[64, *[50] * 10, 10],
    batch_size=100,
)  # fmt: skip
