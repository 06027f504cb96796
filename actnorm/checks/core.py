"""The mechanism of the checks: how any answer at all becomes one sentence.

A check is a function decorated with `exercise`. It receives the student's
answers (functions arrive wrapped, see `StudentFunction`), compares them with
the truth, and returns the sentence that says what was verified; whatever is
wrong it reports by ``raise ExerciseError(sentence)``. The decorator and the
helpers below see to the odd cases, so that a check holds only its subject::

    @exercise("the slope of softsign")
    def check_softsign_grad(softsign_grad):
        x = np.linspace(-5, 5, 101)
        f = as_function(softsign_grad, "softsign_grad")
        got = as_array(f(x), "softsign_grad(x)", shape=x.shape)
        compare(
            got, 1 / (1 + abs(x)) ** 2, at=x, name="softsign_grad",
            mistakes={"the square is missing: …": 1 / (1 + abs(x))},
        )
        return "softsign_grad agrees with 1/(1+|x|)² at 101 points."
"""

from __future__ import annotations

import dis
import functools
import inspect
import textwrap
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from actnorm.checks.patience import OutOfTime, Patience

__all__ = ["ExerciseError", "Result", "as_array", "as_function", "as_number", "compare", "exercise"]

RED, PLAIN = "\x1b[31m", "\x1b[0m"


class ExerciseError(AssertionError):
    """An answer that is not right yet; its message is one sentence for the student.

    In a notebook IPython shows that sentence alone, in red, instead of a
    traceback. Everywhere else it is an ordinary `AssertionError`: it fails a
    test, and fails a notebook that is run by a test.
    """

    def _render_traceback_(self):
        # IPython's hook: the lines it prints in place of a traceback.
        return [f"{RED}✗ {self}{PLAIN}"]


class _NotAttempted(Exception):
    """Raised inside a check when the answer is still the stub it was given as."""


@dataclass(frozen=True, repr=False)
class Result:
    """What a check answers when nothing is wrong.

    Attributes
    ----------
    exercise : str
        What the exercise asks for, in a few words.
    passed : bool
        `False` while the exercise is not attempted; a wrong answer raises instead.
    message : str
        What was verified, or what is still missing.
    """

    exercise: str
    passed: bool
    message: str

    def __repr__(self):
        said = f"{'✓' if self.passed else '○'} {self.exercise}: {self.message}"
        # The width of the book's column; a notebook's output is not wrapped by the page.
        return textwrap.fill(said, 74, subsequent_indent="  ", break_long_words=False)


def exercise(title: str):
    """Make a check out of a function that compares answers with the truth.

    Parameters
    ----------
    title : str
        What the exercise asks for, in a few words; opens every answer.

    Returns
    -------
    callable
        A decorator. The decorated check takes the answers positionally and
        ``seconds=10.0``, the patience with the student's own code, in all.
        It returns a `Result` or raises `ExerciseError`.
    """

    def decorate(check):
        names = list(inspect.signature(check).parameters)

        @functools.wraps(check)
        def checked(*answers, seconds=10.0):
            if len(answers) != len(names):
                raise ExerciseError(
                    f"{title}: the check takes {_count(len(names), 'answer')} "
                    f"({', '.join(names)}), and was given {len(answers)}."
                )
            blank = [n for n, a in zip(names, answers, strict=True) if _is_blank(a)]
            if blank:
                which = "" if len(blank) == len(names) else f" ({', '.join(blank)} still missing)"
                return Result(title, False, f"not attempted yet{which}.")
            patience = Patience(seconds)
            wrapped = [_wrap(a, n, patience) for n, a in zip(names, answers, strict=True)]
            try:
                return Result(title, True, check(*wrapped))
            except _NotAttempted:
                return Result(title, False, "not attempted yet.")

        checked.__signature__ = inspect.signature(check)
        checked.exercise = title  # by which `actnorm.checks` knows it
        return checked

    return decorate


class StudentFunction:
    """A student's function, safe to call: it answers, or says in a sentence why not.

    Calling it raises `ExerciseError` when the function raises, does not end in
    time, or forgets its ``return``. Floating-point warnings are kept silent: the
    check looks at the values. Arrays are handed over as copies, so that a
    function that overwrites its input cannot spoil the comparison.
    """

    def __init__(self, function, name, patience):
        self.function, self.name, self._patience = function, name, patience

    def __call__(self, *args, **kwargs):
        handed = [a.copy() if isinstance(a, np.ndarray) else a for a in args]
        try:
            value = self._patience.call(self.function, *handed, **kwargs)
        except OutOfTime as late:
            raise ExerciseError(
                f"{self.name} had not ended after {late.seconds:g} s: "
                "does a loop in it wait for something that never happens?"
            ) from None
        except NotImplementedError:
            raise _NotAttempted from None
        except (Exception, SystemExit) as error:
            raise ExerciseError(self._sentence(error)) from error
        if value is ... or (value is None and _is_stub(self.function)):
            raise _NotAttempted
        if value is None:
            raise ExerciseError(f"{self.name} returned None: is a `return` missing?")
        for mine, theirs in zip(args, handed, strict=True):
            if isinstance(mine, np.ndarray) and not np.array_equal(mine, theirs, equal_nan=True):
                raise ExerciseError(
                    f"{self.name} changed its input in place: work on a copy, "
                    "or the caller's data are gone."
                )
        return value

    def _sentence(self, error):
        code = getattr(self.function, "__code__", None)
        lines = [
            frame.lineno - code.co_firstlineno + 1
            for frame in traceback.extract_tb(error.__traceback__)
            if code and frame.filename == code.co_filename and frame.name == code.co_name
        ]
        where = f" in its line {lines[-1]}" if lines else ""
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        return f"{self.name} raised {what}{where}."


def as_function(answer, name):
    """Return the answer if it is a function, or say how to hand one over."""
    if isinstance(answer, StudentFunction):
        return answer
    raise ExerciseError(
        f"{name} should be a function, and is {_describe(answer)}: "
        f"give the function itself, `{name}`, not what it returns."
    )


def as_number(answer, name):
    """Return the answer as a float, or say why it is no finite real number."""
    if isinstance(answer, StudentFunction):
        raise ExerciseError(f"{name} should be a number, and is a function: call it first.")
    try:
        value = np.asarray(answer)
    except ValueError:
        value = None
    if value is None or value.shape != () or value.dtype.kind not in "iuf":
        raise ExerciseError(f"{name} should be a single number, and is {_describe(answer)}.")
    if not np.isfinite(value):
        raise ExerciseError(f"{name} should be a finite number, and is {float(value)}.")
    return float(value)


def as_array(answer, name, *, shape):
    """Return the answer as a float64 array of this shape, or say what it is instead.

    Lists and integers are welcome. Non-finite entries pass through: whether they
    are wrong is for `compare` to say.
    """
    if isinstance(answer, StudentFunction):
        raise ExerciseError(f"{name} should be an array, and is a function: call it first.")
    try:
        value = np.asarray(answer)
    except ValueError:  # rows of unequal length
        raise ExerciseError(f"{name} has rows of unequal length; it needs shape {shape}.") from None
    if value.dtype.kind not in "iuf":
        raise ExerciseError(f"{name} should hold real numbers, and is {_describe(answer)}.")
    if value.dtype.kind == "f" and value.dtype.itemsize < 8:
        raise ExerciseError(
            f"{name} came back as {value.dtype}, which keeps only "
            f"{np.finfo(value.dtype).precision} digits: stay in float64."
        )
    if value.shape != tuple(shape):
        hint = ": it should keep the shape of its input" if value.size == 1 else ""
        raise ExerciseError(f"{name} has shape {value.shape}, and {tuple(shape)} is needed{hint}.")
    return value.astype(np.float64)


def compare(
    got: np.ndarray,
    want: np.ndarray,
    *,
    name: str,
    at: np.ndarray | None = None,
    mistakes: Mapping[str, np.ndarray] | None = None,
    rtol: float = 1e-7,
    atol: float = 1e-12,
    tell: Callable[[float], str] = "{:.4g}".format,
    otherwise: str | None = None,
):
    """Raise `ExerciseError` unless `got` equals `want`, naming the mistake if it is a known one.

    Parameters
    ----------
    got, want : array_like of one shape
        What the student returned and what is right.
    name : str
        What the student's thing is called.
    at : array_like, optional
        The inputs, of the same shape, to say where the answer is off.
    mistakes : mapping of str to array_like, optional
        Sentence -> what that mistake would have returned; tried in order.
    rtol, atol : float
        An entry is right within ``atol + rtol*|want|``; mistakes are matched alike.
    tell : callable, default ``"{:.4g}".format``
        How numbers are printed.
    otherwise : str, optional
        The sentence when no known mistake fits; by default it names the worst
        entry and what would be right there, which gives a single number away.
    """
    got, want = np.asarray(got, np.float64), np.asarray(want, np.float64)

    def same(other):
        return np.isclose(got, other, rtol=rtol, atol=atol, equal_nan=True)

    right = same(want)
    if right.all():
        return
    for sentence, wrong in (mistakes or {}).items():
        if same(wrong).all():
            raise ExerciseError(f"{name}: {sentence}")
    if otherwise is not None:
        raise ExerciseError(f"{name}: {otherwise}")
    if got.shape == ():
        raise ExerciseError(f"{name} is {tell(got)}, where {tell(want)} is right.")
    # The worst entry is the clearest: NaN first, then the largest difference.
    distance = np.where(right, -1.0, np.nan_to_num(np.abs(got - want), nan=np.inf))
    worst = np.unravel_index(np.argmax(distance), got.shape)
    place = ", ".join(map(str, worst))
    where = f"x = {tell(np.asarray(at)[worst])}" if at is not None else f"index {place}"
    raise ExerciseError(
        f"{name} returned {tell(got[worst])} at {where}, where {tell(want[worst])} is right."
    )


def _is_blank(answer):
    parts = answer.values() if isinstance(answer, dict) else [answer]
    return any(part is None or part is ... for part in parts)


def _wrap(answer, name, patience):
    """Make functions safe to call, also those that are the values of a dictionary."""
    if isinstance(answer, dict):
        return {key: _wrap(value, f"{name}[{key!r}]", patience) for key, value in answer.items()}
    is_code = callable(answer) and not isinstance(answer, type)
    return StudentFunction(answer, name, patience) if is_code else answer


def _is_stub(function):
    """Say whether a function's body does nothing but return a constant (``...``, ``pass``)."""
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    idle = {"RESUME", "NOP", "LOAD_CONST", "POP_TOP", "RETURN_VALUE", "RETURN_CONST"}
    return all(step.opname in idle for step in dis.get_instructions(code))


def _count(n, noun):
    return f"{n} {noun}" + ("" if n == 1 else "s")


def _describe(answer):
    """Name an answer by what the student would call it."""
    if isinstance(answer, StudentFunction):
        return "a function"
    if isinstance(answer, str):
        return f"the text {answer[:40]!r}"
    if isinstance(answer, bool | np.bool_):
        return f"the truth value {answer}"
    if isinstance(answer, np.ndarray):
        return f"an array of shape {answer.shape} and dtype {answer.dtype}"
    if isinstance(answer, type):
        return f"the class {answer.__name__}"
    if isinstance(answer, list | tuple | dict | set):
        return f"a {type(answer).__name__} of length {len(answer)}"
    return f"of type {type(answer).__name__}"
