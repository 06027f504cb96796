"""What the norms need beside their input: at most three times its size, the result included.

Memory is not time: `tracemalloc` counts NumPy's bytes the same on every machine.
"""

import tracemalloc

import numpy as np
import pytest

import actnorm as an
from actnorm.normalization import blocks, scaling

LIMIT = 3.1
SIZE = 400_000
SHAPES = {
    "matrix": (400, 1000),
    "narrow": (40_000, 10),
    "images": (40, 50, 10, 20),
    "one sample": (1, 4, 100_000),
    "one giant row": (1, SIZE),
}
DTYPES = [np.float32, np.float64]


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Let a block be as small a part of the input as it is of one that fills the memory."""
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 8 * 1024)


def makes_sense(name, shape):
    norm = an.NORMS[name]
    if norm.running and shape[0] == np.prod(shape[2:]) == 1:
        return False  # its statistics, in float64, are as many as its numbers
    return {"N", "C", "C/G"} & set(norm.axes) or len(shape) > 2


CASES = [(name, kind) for name in an.NORMS for kind in SHAPES if makes_sense(name, SHAPES[kind])]


def peak(call, x):
    """Return the peak of a call, in units of the input."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1] / x.nbytes
    finally:
        tracemalloc.stop()


def numbers(shape, dtype, *, nan=False):
    x = np.random.default_rng(0).normal(3, 1, size=shape).astype(dtype)
    if nan:
        x.flat[x.size // 3] = np.nan
    return x


@pytest.mark.parametrize("nan", [False, True], ids=["plain", "one NaN"])
@pytest.mark.parametrize("dtype", [np.float16, *DTYPES])
@pytest.mark.parametrize(("name", "kind"), CASES)
def test_forward(name, kind, dtype, nan):
    norm, x = an.NORMS[name], numbers(SHAPES[kind], dtype, nan=nan)
    assert peak(lambda: norm(x, 2.0, 1.0, num_groups=2), x) <= LIMIT


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", an.NORMS)
def test_forward_of_numbers_too_large_to_be_squared(name, dtype):
    norm, x = an.NORMS[name], numbers(SHAPES["images"], dtype)
    x *= dtype(np.finfo(dtype).max / 100)
    assert peak(lambda: norm(x, num_groups=2), x) <= LIMIT


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for name, kind in CASES if an.NORMS[name].running]
)
def test_evaluation(name, kind, dtype):
    x = numbers(SHAPES[kind], dtype)
    options = {"running_mean": 3.0, "running_var": 1.0, "training": False}
    assert peak(lambda: an.NORMS[name].f(x, 2.0, 1.0, **options), x) <= LIMIT


@pytest.mark.parametrize("nan", [False, True], ids=["plain", "one NaN"])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("name", "kind"), CASES)
def test_backward(name, kind, dtype, nan):
    norm, x = an.NORMS[name], numbers(SHAPES[kind], dtype, nan=nan)
    options = norm.options(x.ndim, num_groups=2)
    # Where gamma is as large as one sample, so are its gradient and the float64 sums for it.
    parameters = 2 * (1 + 8 / x.itemsize) * np.prod(norm.parameter_shape(x.shape)) / x.size
    assert peak(lambda: norm.backward(x, x, 2.0, **options), x) <= LIMIT + parameters


@pytest.mark.parametrize("infinite", [False, True], ids=["finite", "one infinity"])
@pytest.mark.parametrize("axis", [0, 1, None])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", scaling.__all__)
def test_scalers(name, dtype, axis, infinite):
    x = numbers(SHAPES["matrix"], dtype)
    if infinite:
        x[0, 0] = np.inf
    assert peak(lambda: getattr(an, name)(x, axis=axis), x) <= LIMIT
