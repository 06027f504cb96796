"""The activation of a network: a name, an entry of the registry, or a reader's own pair."""

from collections.abc import Callable
from dataclasses import dataclass

from actnorm.activations import ACTIVATIONS, Activation
from actnorm.network.inputs import check_choice

__all__ = ["as_activation", "is_registered"]


@dataclass(frozen=True)
class Pair:
    """A reader's own activation: what `MLP` needs of an `Activation`."""

    name: str
    f: Callable
    grad: Callable


def as_activation(activation):
    """Return an `Activation`, or what a network needs of one."""
    if isinstance(activation, str):
        return ACTIVATIONS[check_choice("activation", activation, tuple(ACTIVATIONS))]
    if isinstance(activation, Activation | Pair):
        return activation
    if isinstance(activation, tuple) and len(activation) == 2 and all(map(callable, activation)):
        return Pair(getattr(activation[0], "__name__", "activation"), *activation)
    raise TypeError(
        f"activation must be a name, an Activation or a pair (f, grad); got {activation!r}"
    )


def is_registered(activation):
    """Whether the name alone brings the activation back."""
    return ACTIVATIONS.get(activation.name) is activation
