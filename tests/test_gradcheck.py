"""Central differences, and the sentence that names the worst element."""

import numpy as np
import pytest

from actnorm.gradcheck import gradcheck, numerical_gradient


def test_ten_digits_of_a_known_gradient():
    x = np.random.default_rng(0).normal(size=(3, 4)) * 10
    np.testing.assert_allclose(
        numerical_gradient(lambda x: np.sin(x).sum(), x), np.cos(x), atol=1e-8
    )
    np.testing.assert_allclose(numerical_gradient(lambda x: x**3, 2.0), 12.0, rtol=1e-9)
    np.testing.assert_allclose(numerical_gradient(np.sum, [1, 2, 3]), 1.0, rtol=1e-9)


def test_a_quadratic_is_exact_for_any_step():
    x = np.array([1.0, -2.0])
    np.testing.assert_array_equal(numerical_gradient(lambda x: (x**2).sum(), x, h=0.5), 2 * x)


def test_the_argument_is_neither_changed_nor_shared():
    x = np.array([1.0, 2.0])
    kept = []

    def f(x):
        kept.append(x)
        x += 1
        return x.sum()

    np.testing.assert_allclose(numerical_gradient(f, x), 1.0, rtol=1e-9)
    assert x.tolist() == [1.0, 2.0]
    assert not any(np.shares_memory(k, x) for k in kept)


def test_empty_has_an_empty_gradient():
    assert numerical_gradient(np.sum, np.ones((0, 3))).shape == (0, 3)
    assert gradcheck(np.tanh, np.tanh, []) == 0.0


@pytest.mark.parametrize("grad", [np.cos, np.cos([0.5, -1.0])], ids=["function", "array"])
def test_right_gradients_pass_and_say_how_right(grad):
    assert 0 < gradcheck(np.sin, grad, [0.5, -1.0]) < 1e-9


def test_the_worst_element_is_named():
    x = np.array([[0.1, 0.2], [0.3, 0.4]])
    wrong = np.cos(x)
    wrong[0, 1] += 0.01
    wrong[1, 0] += 0.5
    message = r"wrong at 2 of 4 .*worst at index \(1, 0\), x = 0.3: grad says 1.4553.*say 0.95533"
    with pytest.raises(AssertionError, match=message) as caught:
        gradcheck(np.sin, wrong, x)
    assert "times" not in str(caught.value)


@pytest.mark.parametrize("factor", [-1.0, 2.0, 0.25])
def test_a_forgotten_factor_is_named(factor):
    with pytest.raises(AssertionError, match=f"everywhere grad is {factor:.4g} times"):
        gradcheck(np.sin, lambda x: factor * np.cos(x), [0.5, -1.0, 0.3])


def test_a_nan_is_an_error_and_the_worst():
    with pytest.raises(AssertionError, match=r"1 of 2 .*worst at index \(1,\).*grad says nan"):
        gradcheck(np.sin, [np.cos(0.5), np.nan], [0.5, -1.0])


def test_zero_d():
    with pytest.raises(AssertionError, match=r"worst at x = 0.5: grad says 0,"):
        gradcheck(np.sin, 0.0, 0.5)


def test_wrong_shapes_and_steps():
    with pytest.raises(
        ValueError, match=r"grad must have the shape of x, \(2,\); got shape \(3,\)"
    ):
        gradcheck(np.sin, np.zeros(3), [0.5, 1.0])
    with pytest.raises(ValueError, match=r"f must return one number; got shape \(2,\)"):
        numerical_gradient(np.sin, [0.5, 1.0])
    for h in (0, -1e-6, np.nan):
        with pytest.raises(ValueError, match=f"h must be .*got {h}"):
            numerical_gradient(np.sum, [0.5], h=h)


def test_masked_and_unreal_arrays_are_refused_and_not_unmasked():
    masked = np.ma.masked_array([0.5, -1.0], mask=[False, True])
    right = np.cos([0.5, -1.0])
    for name, call in {
        "x": lambda: numerical_gradient(lambda x: x.sum(), masked),
        "x, to gradcheck": lambda: gradcheck(np.sin, np.cos, masked),
        "grad": lambda: gradcheck(np.sin, np.ma.masked_array(right), [0.5, -1.0]),
        r"f\(x\)": lambda: numerical_gradient(lambda x: np.ma.masked_array([0.0]), 0.5),
        r"f\(x\) of gradcheck": lambda: gradcheck(lambda x: masked, right, [0.5, -1.0]),
    }.items():
        with pytest.raises(TypeError, match=name.split()[0].rstrip(",") + " must be a plain array"):
            call()
    for wrong in ([1 + 2j], ["a"]):
        with pytest.raises(TypeError, match="x must hold real numbers"):
            numerical_gradient(np.sum, wrong)
