"""Whether a function that returns a zigzag bends by ReLU alone, or by something else."""

from __future__ import annotations

import contextlib
import dis
from types import CodeType

import numpy as np

from actnorm.checks.core import ExerciseError

__all__ = ["other_bends", "seen_to_bend"]

# What bends and is not ReLU, by the name under which code calls it.
BENT = {
    *("abs", "absolute", "fabs", "sign", "minimum", "min", "fmin"),
    *("mod", "remainder", "fmod", "divmod", "floor", "ceil", "trunc", "rint", "round"),
    *("sin", "cos", "arcsin", "arccos", "interp", "sqrt", "square", "power", "piecewise", "select"),
}


def other_bends(function):
    """Name what bends in a function of the student's, or in one that it calls; None if nothing."""
    todo, seen = [function], set()
    while todo:
        function = todo.pop()
        code = getattr(function, "__code__", None)
        if code is None:
            todo += filter(callable, [getattr(function, "func", None)])  # of a partial
            continue
        if code in seen or (function.__module__ or "").startswith("actnorm."):
            continue
        seen.add(code)
        for cell in function.__closure__ or ():
            with contextlib.suppress(ValueError):  # an empty cell
                todo.append(cell.cell_contents)
        bodies = [code]
        for body in bodies:
            bodies += [part for part in body.co_consts if isinstance(part, CodeType)]
            steps = [(step.opname, step.argrepr) for step in dis.get_instructions(body)]
            for name in body.co_names:
                if name in BENT and not (name == "round" and _called(name, body)):
                    return name
                todo.append(function.__globals__.get(name))
            if ("BINARY_OP", "%") in steps or ("BINARY_OP", "%=") in steps:
                return "%"
    return None


def _called(name, body):
    """Say whether it is the built-in, which rounds a number such as the depth, and no array."""
    loads = {step.opname for step in dis.get_instructions(body) if step.argval == name}
    return loads == {"LOAD_GLOBAL"}


def seen_to_bend(fold, x):
    """Call the function with an array that watches what is done to it; name what bends, or None.

    A mask is as good as ReLU if it keeps one sign of what it is multiplied with, and so is what
    replaces the rest by 0; a mask that picks between two lines is not.
    """
    found = []

    class Watched(np.ndarray):
        def __array_function__(self, function, types, args, kwargs):
            if function is np.where and len(args) == 3 and all(map(np.any, args[1:])):
                found.append("where")
            return super().__array_function__(function, types, args, kwargs)

        def __array_ufunc__(self, ufunc, method, *given, out=None, **options):
            given = [np.asarray(g) if isinstance(g, Watched) else g for g in given]
            if ufunc.__name__ in BENT:
                found.append(ufunc.__name__)
            elif ufunc is np.multiply and method == "__call__" and _gates(*given):
                found.append("a mask")
            if out is not None:
                options["out"] = tuple(np.asarray(o) if o is not None else o for o in out)
            value = getattr(ufunc, method)(*given, **options)
            if out is not None:
                return out[0]
            return value.view(Watched) if isinstance(value, np.ndarray) else value

        def __setitem__(self, where, value):
            if np.asarray(where).dtype == bool and np.any(value):
                found.append("a mask")
            super().__setitem__(where, value)

    with contextlib.suppress(ExerciseError):  # it gave what it should for an ordinary array
        fold(x.view(Watched), 1)
    return found[0] if found else None


def _gates(one, other):
    """Say whether one factor is a step, and does more than keep one sign of the other."""
    for step, values in ((one, other), (other, one)):
        step, values = np.asarray(step), np.asarray(values)
        levels = np.unique(step)
        if step.shape == values.shape and levels.size == 2 and 0 in levels:
            on, left = step != 0, values != 0  # where there is 0, a mask may be as it likes
            return not any(
                np.array_equal(on[left], kept[left]) for kept in (values > 0, values < 0)
            )
    return False
