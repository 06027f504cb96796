"""A reader's own functions as an explorer is given them: told apart, and checked at each call."""

from collections.abc import Mapping

import numpy as np

__all__ = ["act_on_each", "checked", "named", "pair_of"]


def named(functions, meant):
    """Return name → what was given for it; `meant` is the option that takes a name alone."""
    if functions is None:
        return {}
    if not isinstance(functions, Mapping):
        hint = f"; did you mean {meant}={functions!r}?" if isinstance(functions, str) else ""
        raise TypeError(
            "functions must map names to functions, like {'mine': f} or {'mine': (f, f_grad)}; "
            f"got {type(functions).__name__}{hint}"
        )
    for name in functions:
        if not isinstance(name, str) or not name.strip():
            raise TypeError(f"functions must have names as keys, got {name!r}")
    return functions


def pair_of(name, given):
    """Return a function and its derivative; None where only the function was given."""
    pair = given if isinstance(given, tuple) else (given, None)
    if len(pair) != 2 or not callable(pair[0]) or not (pair[1] is None or callable(pair[1])):
        raise TypeError(
            f"functions[{name!r}] must be a function or a pair (f, f_grad) of functions, "
            f"got {given!r}"
        )
    return pair


def checked(f, what, lo, hi):
    """Wrap a reader's function: it must give one finite real number per x, or an error says how."""

    def call(x):
        x = np.array(x, dtype=float)
        try:
            with np.errstate(all="ignore"):
                y = f(x.copy())
        except Exception as error:
            raise ValueError(
                f"{what} raised {type(error).__name__} on an array of x from {x.min():.3g} to "
                f"{x.max():.3g}: {error}. It must work on a whole NumPy array at once; "
                "np.where and np.maximum do what `if` does for one number."
            ) from error
        try:
            y = np.asarray(y)
            real = y.dtype.kind in "biuf"
        except Exception:  # a ragged list has no shape at all
            real = False
        if not real:
            raise ValueError(f"{what} must return real numbers, got {type(y).__name__} {y!r:.60}")
        if y.shape != x.shape:
            raise ValueError(
                f"{what} must return one value per x: for x of shape {x.shape} it returned "
                f"shape {y.shape}"
            )
        y = y.astype(float)
        if not np.isfinite(y).all():
            bad = np.flatnonzero(~np.isfinite(np.ravel(y)))[0]
            raise ValueError(
                f"{what} must be finite from {lo} to {hi}, but is {np.ravel(y)[bad]} at "
                f"x = {np.ravel(x)[bad]:.4g}"
            )
        return y

    return call


def act_on_each(f, x, name):
    """Refuse softmax and its like: f(x) must not depend on the other numbers in the array."""
    half = x[: x.size // 2]
    whole, alone = f(x)[: half.size], f(half)
    if not np.allclose(whole, alone, rtol=1e-6, atol=1e-9):
        i = np.argmax(np.abs(whole - alone))
        raise ValueError(
            f"functions[{name!r}] must act on each x alone, but its value at x = {half[i]:.4g} is "
            f"{whole[i]:.4g} or {alone[i]:.4g}, depending on the other numbers in the array"
        )
