"""What the maths accepts: real arrays, finite options, or a sentence saying what is allowed."""

import math

import numpy as np

__all__ = ["as_array", "as_real", "beyond_float64", "check_finite", "exact_difference"]


def as_real(x, name="x"):
    """Return `x` as an array, the dtype to compute in and the dtype to return."""
    x = as_array(x, name)
    if x.dtype.kind in "biu":
        compute = result = np.dtype(np.float64)
    elif x.dtype.kind == "f" and x.dtype.itemsize <= 8:
        result = x.dtype.newbyteorder("=")
        # Sixteen bits are for storage: no intermediate result may be rounded to them.
        compute = np.promote_types(result, np.float32)
    else:
        raise TypeError(
            f"{name} must hold real numbers (float16, float32, float64, integers or booleans); "
            f"got dtype {x.dtype}"
        )
    return x, compute, result


def as_array(x, name="x"):
    """Return `x` as a plain array, or say why it is none."""
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(
            f"{name} must be a plain array; got a masked array: "
            f"fill it ({name}.filled(value)) or drop the masked entries first"
        )
    try:
        return np.asarray(x)
    except ValueError:  # lists of different lengths: NumPy's own sentence names no argument
        raise TypeError(
            f"{name} must be an array; got a ragged list, whose rows have different lengths"
        ) from None


def check_finite(name, value, *, positive=False):
    """Raise unless the option is a finite real number (and, if asked, a positive one)."""
    allowed = "a finite positive number" if positive else "a finite number"
    try:
        array = as_array(value, name)
        # Complex numbers, bytes and times are no numbers here, although `float` takes some.
        if array.ndim or array.dtype.kind not in "iufO":
            raise TypeError
        number = float(value)
    except OverflowError:  # an integer beyond every float
        number = math.inf
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be {allowed}; got {value!r}") from None
    if not math.isfinite(number) or (positive and number <= 0):
        raise ValueError(f"{name} must be {allowed}; got {value!r}")
    return number


def beyond_float64(x):
    """Whether `x` holds integers that float64 would round."""
    wide = x.dtype.kind in "iu" and x.dtype.itemsize == 8 and x.size
    return bool(wide) and (int(x.max()) > 2**53 or int(x.min()) < -(2**53))


def exact_difference(x, y):
    """Return x - y of integers of any size, or of integers and floats, rounded once."""
    (high, low), (y_high, y_low) = _halves(x), _halves(y)
    return (high - y_high) + (low - y_low)


def _halves(x):
    """Split numbers into two that are each exact in float64."""
    if x.dtype.kind not in "iu":
        return x.astype(np.float64), 0.0
    low = x & x.dtype.type(2047)  # int64 and uint64 have 11 bits more than float64
    return (x - low).astype(np.float64), low.astype(np.float64)
