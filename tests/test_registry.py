"""The list of activations: complete, consistent, and true to the functions it lists."""

import copy
import dataclasses
import pickle

import numpy as np
import pytest

import actnorm
from actnorm import ACTIVATIONS, Activation

every_entry = pytest.mark.parametrize("entry", ACTIVATIONS.values(), ids=ACTIVATIONS)


def test_it_lists_every_elementwise_function_and_nothing_else():
    with_gradient = {
        name
        for name in actnorm.activations.__all__
        if f"{name}_grad" in actnorm.activations.__all__ and name != "cross_entropy"
    }
    assert set(ACTIVATIONS) == with_gradient


def test_it_cannot_be_changed():
    with pytest.raises(TypeError):
        ACTIVATIONS["mine"] = ACTIVATIONS["relu"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        ACTIVATIONS["relu"].name = "mine"


@every_entry
def test_entries_are_complete(entry):
    assert isinstance(entry, Activation)
    assert ACTIVATIONS[entry.name] is entry
    assert entry.label
    assert entry.why.endswith(".")
    assert (entry.year is None) == (entry.reference is None)
    if entry.reference:
        assert entry.reference.startswith(tuple("abcdefghijklmnopqrstuvwxyz"))
        assert str(entry.year) in entry.reference
    assert all(isinstance(kink, float) for kink in entry.kinks)


@every_entry
def test_the_entry_is_the_function_of_that_name_with_its_defaults(entry):
    for f, suffix in ((entry.f, ""), (entry.grad, "_grad")):
        g = getattr(actnorm, entry.name + suffix)
        assert getattr(f, "func", f) is g  # what PReLU learns is bound to its first value
        assert g.__doc__.count("\n    Examples\n") == 1


@every_entry
def test_entries_pickle_and_copy(entry):
    for twin in (pickle.loads(pickle.dumps(entry)), copy.deepcopy(entry)):
        assert twin.name == entry.name
        np.testing.assert_array_equal(twin.f([-1.5, 0.5]), entry.f([-1.5, 0.5]))
        np.testing.assert_array_equal(twin.grad([-1.5, 0.5]), entry.grad([-1.5, 0.5]))


def test_labels_differ():
    assert len({entry.label for entry in ACTIVATIONS.values()}) == len(ACTIVATIONS)


@every_entry
def test_latex_is_balanced(entry):
    for text in (entry.formula, entry.grad_formula, entry.range):
        assert text.count("{") == text.count("}")
        assert text.count(r"\begin") == text.count(r"\end")
        assert text.count(r"\bigl") == text.count(r"\bigr")
        assert not text.startswith("f")  # the right-hand side only


BOUNDS = {r"-\infty": -np.inf, r"\infty": np.inf, r"-\lambda\alpha": -1.7580993408473766,
          r"-\alpha": -1.0, r"-\tfrac38": -0.375}  # fmt: skip


@every_entry
def test_values_stay_within_the_stated_range_and_fill_it(entry):
    x = np.concatenate([np.linspace(-60, 60, 240_001), [-1e9, 1e9]])
    y = entry.f(x)
    if entry.name == "step":
        assert set(y) == {0, 1}
        return
    low, high = (
        BOUNDS[text] if text in BOUNDS else float(text) for text in entry.range[1:-1].split(r",\,")
    )
    assert y.min() >= low - 5e-4  # some minima are printed with three decimals
    assert y.max() <= high
    if np.isfinite(low):
        assert y.min() <= low + 5e-4
    else:
        assert y.min() < -1e6
    if np.isfinite(high):
        assert y.max() >= high - 5e-4
    else:
        assert y.max() > 1e6
