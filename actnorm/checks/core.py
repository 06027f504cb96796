"""The mechanism of the checks: how any answer at all becomes one sentence.

A check is a function decorated with `exercise`. It receives the student's
answers (functions arrive wrapped, see `StudentFunction`), compares them with
the truth (see `values`), and returns the sentence that says what was verified; whatever is
wrong it reports by ``raise ExerciseError(sentence)``. What is right and what the
named mistakes give is said once, as functions of the exercise's inputs (see
`answers`). The decorator and the helpers below see to the odd cases, so that a
check holds only its subject::

    def points(rng):
        return (np.linspace(-5, 5, 101),)

    SLOPE = Function(
        points,
        lambda x: 1 / (1 + abs(x)) ** 2,
        lambda x: {"the square is missing: …": 1 / (1 + abs(x))},
    )

    @exercise("the slope of softsign", softsign_grad=SLOPE)
    def check_softsign_grad(softsign_grad):
        f = as_function(softsign_grad, "softsign_grad")
        (x,) = points(None)
        got = as_array(f(x), "softsign_grad(x)", shape=x.shape)
        compare(got, SLOPE.right(x), at=x, name="softsign_grad", mistakes=SLOPE.mistakes(x))
        return "softsign_grad agrees with 1/(1+|x|)² at 101 points."
"""

from __future__ import annotations

import dis
import functools
import inspect
import textwrap
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np

from actnorm.checks.patience import OutOfTime, Patience

__all__ = ["ExerciseError", "NotAttempted", "Result", "StudentFunction", "described", "exercise"]

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


class NotAttempted(Exception):
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


def exercise(title: str, **facts):
    """Make a check out of a function that compares answers with the truth.

    Parameters
    ----------
    title : str
        What the exercise asks for, in a few words; opens every answer.
    **facts
        For each answer, by its name: what is right and what the named mistakes give, see
        `answers`. They become the check's attribute ``facts``.

    Returns
    -------
    callable
        A decorator. The decorated check takes the answers, by place or by name, and
        ``seconds=10.0``, the patience with the student's own code, in all.
        It returns a `Result` or raises `ExerciseError`.
    """

    def decorate(check):
        signature = inspect.signature(check)
        names = list(signature.parameters)

        @functools.wraps(check)
        def checked(*answers, seconds=10.0, **named):
            try:
                answers = signature.bind(*answers, **named).args
            except TypeError:
                given = [*map(described, answers), *named]
                raise ExerciseError(
                    f"{title}: the check takes {_count(len(names), 'answer')} "
                    f"({', '.join(names)}), and was given {len(given)} ({', '.join(given)})."
                ) from None
            blank = [n for n, a in zip(names, answers, strict=True) if _is_blank(a)]
            if blank:
                which = "" if len(blank) == len(names) else f" ({', '.join(blank)} still missing)"
                return Result(title, False, f"not attempted yet{which}.")
            patience = Patience(seconds)
            wrapped = [_wrap(a, n, patience) for n, a in zip(names, answers, strict=True)]
            try:
                return Result(title, True, check(*wrapped))
            except NotAttempted:
                return Result(title, False, "not attempted yet.")

        checked.__signature__ = signature
        checked.exercise = title  # by which `actnorm.checks` knows it
        checked.facts = facts
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
        """Call the student's function and return what it returns."""
        handed = [_copied(a) for a in args]
        try:
            value = self._patience.call(self._settled, *handed, **kwargs)
        except OutOfTime as late:
            raise ExerciseError(
                f"{self.name} had not ended after {late.seconds:g} s: "
                "does a loop in it wait for something that never happens?"
            ) from None
        except NotImplementedError:
            raise NotAttempted from None
        except (Exception, SystemExit) as error:
            raise ExerciseError(self._sentence(error)) from error
        if value is ... or (value is None and _is_stub(self.function)):
            raise NotAttempted
        if value is None:
            raise ExerciseError(f"{self.name} returned None: is a `return` missing?")
        for mine, theirs in zip(args, handed, strict=True):
            if not _same(mine, theirs):
                raise ExerciseError(
                    f"{self.name} changed its input in place: work on a copy, "
                    "or the caller's data are gone."
                )
        return value

    def overflows(self, *args):
        """Say whether NumPy would warn of an overflow in it, were warnings not kept silent here."""
        heard = []

        def listened_to(*handed):
            with np.errstate(over="call", call=lambda *said: heard.append(said)):
                return self.function(*handed)

        StudentFunction(listened_to, self.name, self._patience)(*args)
        return bool(heard)

    def _settled(self, *args, **kwargs):
        """Call the function; what a generator or `map` would give only later is asked for now."""
        value = self.function(*args, **kwargs)
        return list(islice(value, 10_000)) if isinstance(value, Iterator) else value

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


def _copied(given):
    """Copy an array, and each array of a list."""
    if isinstance(given, list):
        return [_copied(part) for part in given]
    return given.copy() if isinstance(given, np.ndarray) else given


def _same(mine, theirs):
    """Say whether an array, or a list of arrays, is still what was handed over."""
    if isinstance(mine, list):
        return len(mine) == len(theirs) and all(map(_same, mine, theirs))
    return not isinstance(mine, np.ndarray) or np.array_equal(mine, theirs, equal_nan=True)


def _is_blank(answer):
    # Not None inside a dictionary: a setting may be None.
    return (
        answer is None
        or answer is ...
        or (isinstance(answer, Mapping) and any(part is ... for part in answer.values()))
    )


def _wrap(answer, name, patience):
    """Make functions safe to call, also those that are the values of a dictionary."""
    if isinstance(answer, Mapping):
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


def described(answer):
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
    if answer is None:
        return "None"
    if isinstance(answer, list | tuple | dict | set):
        return f"a {type(answer).__name__} of length {len(answer)}"
    return f"of type {type(answer).__name__}"
