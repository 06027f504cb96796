"""Options beyond what the input's dtype can hold, and what is no option at all."""

import itertools
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import actnorm
from actnorm import ACTIVATIONS

from .activations import NUMERIC, benchmark

INF = np.inf
SIZES = (5e-324, 1e-300, 1e-46, 1e-40, 1e-10, 0.3, 7.0, 1e10, 1e30, 1e39, 1e300, 1.7e308)
X = (
    -INF, -1e300, -1e38, -1e5, -740.0, -100.0, -20.0, -1.0, -1e-20, -1e-38, -3e-45, -0.0,
    0.0, 1e-20, 2.0, 1e38, INF,
)  # fmt: skip


accuracy = benchmark("accuracy")
CASES = {
    f"{entry.name}{suffix}": (f, name, formula, option.positive)
    for entry in ACTIVATIONS.values()
    for suffix, f, formula in (("", entry.f, entry.exact), ("_grad", entry.grad, entry.exact_grad))
    for name, option in entry.options.items()
    if not isinstance(option.values[0], str)
}
LEAKY = ACTIVATIONS["leaky_relu"]  # what PReLU is with one slope for all
CASES["prelu"] = (actnorm.prelu, "slope", LEAKY.exact, False)
CASES["prelu_grad"] = (actnorm.prelu_grad, "slope", LEAKY.exact_grad, False)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16], ids=lambda d: d.__name__)
@pytest.mark.parametrize("name", CASES)
def test_options_of_every_size(name, dtype):
    """An option may be far smaller or larger than the dtype's numbers: the value is still right."""
    f, option, formula, positive = CASES[name]
    info = np.finfo(dtype)
    with np.errstate(over="ignore"):
        x = np.array(X, dtype)
    for size, sign in itertools.product(SIZES, (1,) if positive else (1, -1)):
        with warnings.catch_warnings(), np.errstate(all="raise"):
            warnings.simplefilter("error")
            y = f(x, **{option: sign * size})
        assert y.dtype == dtype
        exact = accuracy.exactly(formula, {option: sign * size})
        with accuracy.mp.workdps(accuracy.DIGITS):
            wanted = [exact(accuracy.mp.mpf(v)) for v in x.tolist()]
        for v, got, right in zip(x.tolist(), y.tolist(), wanted, strict=True):
            if abs(right) > float(info.max):
                assert got == (INF if right > 0 else -INF), (v, sign * size)
            else:
                # The rounding of x / alpha is magnified by the exponential, as documented.
                magnified = min(abs(v) / size, 1000) if name == "celu_grad" else 0
                tolerance = abs(right) * (5 + magnified) * float(info.eps)
                tolerance = max(tolerance, 2 * float(info.smallest_subnormal))
                assert abs(got - right) <= tolerance, (v, sign * size, got, float(right))


def test_the_cases_of_the_field():
    x = np.array([-1, 0, 2], np.float32)
    np.testing.assert_array_equal(actnorm.celu(x, alpha=1e-46), [0, 0, 2])
    np.testing.assert_array_equal(actnorm.celu_grad(x, alpha=1e-46), [0, 1, 1])
    assert actnorm.elu(np.float32(1), alpha=1e39) == 1
    assert actnorm.leaky_relu(np.float32(0), slope=1e39) == 0
    np.testing.assert_array_equal(actnorm.prelu(x, 1e39), [-INF, 0, 2])
    np.testing.assert_array_equal(
        actnorm.prelu_grad(x, [1e-46, 0.1, 1e39]), np.float32([0, 0.1, 1])
    )


NOT_NUMBERS = (
    1 + 2j, np.complex128(1 + 2j), np.array(1j), [1, [2]], [0.1], np.array([0.1]), np.ma.masked,
    np.ma.masked_array(1.0), b"1", np.bytes_(b"1"), "0.1", None, True, np.True_,
    np.timedelta64(5, "s"), np.datetime64("2020-01-01"), object(),
)  # fmt: skip
EVERY_OPTION = [
    *((f, name) for f, name, _ in NUMERIC),
    (actnorm.softmax, "temperature"),
    (lambda x, **options: actnorm.softmax_vjp(x, x, **options), "temperature"),
]


@pytest.mark.parametrize("value", NOT_NUMBERS, ids=lambda v: type(v).__name__)
@pytest.mark.parametrize(("f", "option"), EVERY_OPTION)
def test_what_is_not_a_number_is_refused_by_name_and_in_silence(f, option, value):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(TypeError, match=rf"^{option} must be a finite .*number; got"):
            f([1.0], **{option: value})


@pytest.mark.parametrize("value", [Fraction(1, 2), Decimal("0.5"), np.float16(0.5), np.array(0.5)])
def test_every_kind_of_real_number_is_an_option(value):
    assert actnorm.elu(-1.0, alpha=value) == actnorm.elu(-1.0, alpha=0.5)


RAGGED = [[1.0, 2.0], [3.0]]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: actnorm.relu(RAGGED), "x"),
        (lambda: actnorm.gelu_grad(RAGGED), "x"),
        (lambda: actnorm.prelu([1.0], RAGGED), "slope"),
        (lambda: actnorm.softmax(RAGGED), "x"),
        (lambda: actnorm.softmax_vjp(RAGGED, [1.0]), "g"),
        (lambda: actnorm.log_softmax_vjp([1.0], RAGGED), "x"),
        (lambda: actnorm.logsumexp(RAGGED), "x"),
        (lambda: actnorm.cross_entropy(RAGGED, [0, 0]), "logits"),
        (lambda: actnorm.cross_entropy_grad([[1.0, 2.0]], RAGGED), "labels"),
    ],
)
def test_a_ragged_list_is_refused_by_name(call, name):
    with pytest.raises(TypeError, match=rf"^{name} must be an array; got a ragged list"):
        call()
