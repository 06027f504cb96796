"""A small multilayer perceptron with manual backprop, for the book's experiments."""

from .init import INITS, initial_weight
from .mlp import MLP, Cache, LayerCache
from .training import History, accuracy, train

__all__ = [
    "INITS",
    "MLP",
    "Cache",
    "History",
    "LayerCache",
    "accuracy",
    "initial_weight",
    "train",
]
