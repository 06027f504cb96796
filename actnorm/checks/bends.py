"""Whether a function that returns a zigzag bends by ReLU alone, or by something else.

The function is called twice with numbers that watch what is done to them: with an array, and with
an array of single numbers, which it may take one by one. So only what is done to x counts, and not
what is done to the depth or to an index. Only where a number is taken out of what watches it, as by
float(v), the names in the function have to tell.
"""

from __future__ import annotations

import contextlib
import dis
import operator
import sys
from types import CodeType

import numpy as np

__all__ = ["seen_to_bend"]

# What bends and is not ReLU, by the name of the function that does it, and what it is called here.
BENT = {
    name: name
    for name in (
        *("abs", "fabs", "sign", "minimum", "fmin", "fmod", "floor", "ceil", "trunc", "rint"),
        *("round", "around", "sin", "cos", "arcsin", "arccos", "interp", "sqrt", "square"),
        *("power", "piecewise", "digitize", "amin", "min", "asin", "acos"),
    )
} | {"absolute": "abs", "remainder": "%", "divmod": "%", "floor_divide": "//"}
_LARGER = "the larger of two lines"
_IDLE = ("TO_BOOL", "COPY", "NOP", "NOT_TAKEN")  # instructions that decide nothing


def seen_to_bend(fold, x):
    """Call the function with numbers that watch what is done to them; name what bends, or None.

    A mask is as good as ReLU if it keeps one sign of what it is multiplied with, and so is what
    replaces the rest by 0; a mask that picks between two lines is not, and neither is an if.
    """
    found = _Found()
    ones = np.array([_Seen(v, found, at) for at, v in enumerate(x)], dtype=object)
    for watched in (x.view(_array(found)), ones):
        # An answer was right for an ordinary array; one of these it need not be able to take.
        with contextlib.suppress(Exception):
            fold(watched, 1)
    if found:
        return found[0]
    return _named(fold.function) if found.taken_out else None


class _Found(list):
    """What bends, and whether a number was taken out of what watches it."""

    taken_out = False


def _named(function):
    """Name what bends in a function of the student's, or in one that it calls; None if nothing."""
    todo, seen = [function], set()
    while todo:
        function = todo.pop()
        code = getattr(function, "__code__", None)
        if code is None:  # of a partial, and of np.vectorize
            todo += [getattr(function, name, None) for name in ("func", "pyfunc")]
            todo = [each for each in todo if callable(each)]
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
            for name in body.co_names:
                if name in BENT and name != "round":  # so the depth is made whole
                    return BENT[name]
                todo.append(function.__globals__.get(name))
    return None


def _array(found):
    """Make a class of arrays that write down what bends them."""

    class Watched(np.ndarray):
        def __array_function__(self, function, types, args, kwargs):
            name, picked = function.__name__, ()
            if name in ("amin", "min") and isinstance(args[0], Watched):
                pass  # the ufunc, minimum, comes next
            elif name in BENT:
                found.append(BENT[name])
            elif name == "where" and len(args) == 3:
                picked = args[1:]
            elif name == "choose":
                picked = args[1]
            elif name == "select":
                picked = [*args[1], *args[2:], *kwargs.values()] if args[2:] or kwargs else ()
            elif name in ("amax", "max") and isinstance(args[0], list | tuple) and _lines(*args[0]):
                found.append(_LARGER)
            if len(picked) > 1 and all(map(np.any, picked)):
                found.append(name)
            return super().__array_function__(function, types, args, kwargs)

        def __array_ufunc__(self, ufunc, method, *given, out=None, **options):
            given = [np.asarray(g) if isinstance(g, Watched) else g for g in given]
            if ufunc.__name__ in BENT:
                bends = BENT[ufunc.__name__]
            elif ufunc in (np.maximum, np.fmax) and method == "__call__" and _lines(*given):
                bends = _LARGER
            elif ufunc is np.multiply and method == "__call__" and _gates(*given):
                bends = "a mask"
            else:
                bends = None
            if out is not None:
                options["out"] = tuple(np.asarray(o) if o is not None else o for o in out)
            value = getattr(ufunc, method)(*given, **options)
            if bends and np.ndim(value):  # one number of all points, such as x.min(), bends none
                found.append(bends)
            if out is not None:
                return out[0]
            return value.view(Watched) if isinstance(value, np.ndarray) else value

        def __setitem__(self, where, value):
            if np.asarray(where).dtype == bool and np.any(value):
                found.append("a mask")
            super().__setitem__(where, value)

    return Watched


def _lines(*values):
    """Say whether all of these vary: the larger of a line and a constant is a ReLU."""
    return len(values) > 1 and all(np.ptp(v) > 0 for v in values)


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


class _Seen:
    """A single number that writes down what bends it; what is computed from it does so too."""

    def __init__(self, value, found, at):
        self.value, self.found, self.at = value, found, at  # at: which of the points it is

    def __float__(self):
        self.found.taken_out = True
        return float(self.value)

    item = __float__

    def __bool__(self):
        return bool(self.value)

    def __getattr__(self, name):  # NumPy asks an object for the method: np.sin(v) for v.sin()
        if name not in BENT:
            raise AttributeError(name)
        return lambda *others: _Seen.bent(self, BENT[name])

    def bent(self, name):
        self.found.append(name)
        return self


def _plain(value):
    return value.value if isinstance(value, _Seen) else value


def _computes(operation, bends=None):
    def forward(self, *others):
        if bends:
            self.found.append(bends)
        return _Seen(operation(self.value, *map(_plain, others)), self.found, self.at)

    def backward(self, other):
        if bends:
            self.found.append(bends)
        return _Seen(operation(_plain(other), self.value), self.found, self.at)

    return forward, backward


for _name in ("add", "sub", "mul", "truediv", "pow", "mod", "floordiv"):
    _bends = {"pow": "power", "mod": "%", "floordiv": "//"}.get(_name)
    _there, _back = _computes(getattr(operator, _name), _bends)
    setattr(_Seen, f"__{_name}__", _there)
    setattr(_Seen, f"__r{_name}__", _back)
for _name in ("neg", "pos", "abs"):
    _there, _ = _computes(getattr(operator, _name), "abs" if _name == "abs" else None)
    setattr(_Seen, f"__{_name}__", _there)


def _compares(operation, chosen):
    def compare(self, other):
        caller = sys._getframe(1)
        if _is_comparison(caller):
            if _picks(caller):
                self.found.append("an if")
        elif isinstance(other, _Seen) and other.at == self.at and self.value and other.value:
            self.found.append(chosen)  # inside of min or max, and neither is 0
        return operation(self.value, _plain(other))

    return compare


for _name, _chosen in (("lt", "min"), ("le", "min"), ("gt", _LARGER), ("ge", _LARGER)):
    setattr(_Seen, f"__{_name}__", _compares(getattr(operator, _name), _chosen))


def _steps(frame):
    """Give the instructions of a frame, and the place of the one that it is at."""
    steps = list(dis.get_instructions(frame.f_code))
    return steps, next(i for i, step in enumerate(steps) if step.offset == frame.f_lasti)


def _is_comparison(frame):
    steps, at = _steps(frame)
    return steps[at].opname == "COMPARE_OP"


def _picks(frame):
    """Say whether a comparison decides between two lines: ReLU has 0 on one side, or nothing."""
    steps, at = _steps(frame)
    jump = next(step for step in steps[at + 1 :] if step.opname not in _IDLE)
    if not jump.opname.startswith("POP_JUMP"):
        return False
    here = steps.index(jump) + 1
    there = next(i for i, step in enumerate(steps) if step.offset == jump.argval)
    leaves = steps[there - 1].opname.startswith(("JUMP", "RETURN"))
    return leaves and not _is_zero(steps[here:]) and not _is_zero(steps[there:])


def _is_zero(steps):
    """Say whether what is loaded first is 0, or 0 times something, and not to subtract from."""
    steps = [step for step in steps if step.opname not in _IDLE][:4]
    constants = ("LOAD_CONST", "RETURN_CONST", "LOAD_SMALL_INT")
    loads = [step.opname.startswith("LOAD") for step in steps[1:]]
    zeros = [step.opname.startswith(constants) and step.argval == 0 for step in steps[:2]]
    if loads[:1] == [True]:
        return any(zeros) and steps[2].argrepr == "*" and not any(loads[1:])
    return zeros[0]
