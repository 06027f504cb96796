"""The stacks of chapter 10's study go down the gradient of their loss, wherever the norm is."""

import numpy as np
import pytest

from actnorm.activations import cross_entropy
from actnorm.evidence.placement import PLACES, Average, DynamicTanh, Stacks

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(2, 5, 64)), RNG.integers(10, size=(2, 5))
CASES = [(place, Average(centres)) for place in PLACES.values() for centres in (True, False)]
PARTS = {
    "A": lambda stacks: stacks.blocks[3][0],
    "B": lambda stacks: stacks.blocks[7][1],
    "head": lambda stacks: stacks.head,
    "alpha": lambda stacks: stacks.alphas[4],
}


def precise(place, norm):
    stacks = Stacks(place, norm, [0, 1])
    for name in ("entry", "head", "alphas"):
        setattr(stacks, name, getattr(stacks, name).astype(np.float64))
    stacks.blocks = [[part.astype(np.float64) for part in block] for block in stacks.blocks]
    return stacks


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("place", "norm"), [*CASES, ("pre", DynamicTanh())])
def test_a_step_follows_the_gradient(place, norm, part):
    before, after = precise(place, norm), precise(place, norm)
    after.step(X, Y, np.ones(2))
    at = (0, *(min(2, size - 1) for size in PARTS[part](before).shape[1:]))
    losses = []
    for h in (1e-6, -1e-6):
        moved = precise(place, norm)
        PARTS[part](moved)[at] += h
        losses.append(cross_entropy(moved.forward(X)[0][0], Y[0]))
    slope = (losses[0] - losses[1]) / 2e-6
    taken = PARTS[part](before)[at] - PARTS[part](after)[at]
    assert taken == pytest.approx(slope, rel=1e-4, abs=1e-8)
