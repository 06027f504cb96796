"""The mechanism of the checks, with the oddest answers a student can give."""

import re
import shutil
import subprocess
import sys
import threading
import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from actnorm.checks import CHECKS, ExerciseError, Result
from actnorm.checks.core import exercise
from actnorm.checks.values import as_array, as_function, as_number, compare

ROOT = Path(__file__).parents[1]
X = np.linspace(-2, 2, 9)


@exercise("double it")
def check_double(double):
    f = as_function(double, "double")
    got = as_array(f(X), "double(x)", shape=X.shape)
    compare(got, 2 * X, at=X, name="double", mistakes={"you squared it.": X**2})
    return "double agrees with 2x at 9 points."


@exercise("one number")
def check_number(answer):
    compare(as_number(answer, "answer"), 0.25, name="answer", mistakes={"the square.": 0.0625})
    return "it is 1/4."


@exercise("a pair")
def check_pair(first, second):
    as_number(first, "first")
    as_function(second, "second")
    return "both are there."


def sentence(check, *answers, **options):
    """What a wrong answer is told; it has to be one sentence on one line."""
    with pytest.raises(ExerciseError) as caught:
        check(*answers, **options)
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith((".", "?"))
    return said


def no_return(x):
    x * 2


def ellipsis_inside(x):
    twice = 2 * x  # begun, not finished
    return twice if twice is None else ...


def not_implemented(x):
    raise NotImplementedError


def stub(x): ...


def stub_with_docstring(x):
    """Return twice x."""


def test_a_new_check_is_one_function_in_one_file(tmp_path):
    """In a copy of the library, a file with a check is all it takes."""
    shutil.copytree(ROOT / "actnorm", tmp_path / "actnorm")
    (tmp_path / "actnorm" / "checks" / "gates.py").write_text(
        "from actnorm.checks.core import exercise\n"
        "from actnorm.checks.values import as_number\n"
        "@exercise('a gate')\n"
        "def check_gate(gate):\n"
        "    return f'{as_number(gate, chr(103)):g}.'\n"
    )
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from actnorm.checks import check_gate;"
        "import actnorm.checks as c; assert 'check_gate' in c.__all__;"
        "assert 'as_number' not in vars(c); print(check_gate(3))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(tmp_path)], capture_output=True, text=True
    )
    assert done.stdout == "✓ a gate: 3.\n", done.stderr


def test_every_check_of_a_chapter_is_offered_under_a_name_of_its_own():
    said = [
        name
        for path in (ROOT / "actnorm" / "checks").glob("*.py")
        for name in re.findall(r"^def (check_\w+)", path.read_text("utf-8"), re.M)
    ]
    assert sorted(said) == sorted(CHECKS)
    assert all(check.exercise and check.__doc__ for check in CHECKS.values())


def test_right_answer_says_what_was_verified():
    result = check_double(lambda x: x + x)
    assert result.passed
    assert repr(result) == "✓ double it: double agrees with 2x at 9 points."
    assert not hasattr(result, "_repr_html_")


def test_a_long_answer_fits_the_column():
    lines = repr(Result("double it", True, "twice the input, " * 12)).splitlines()
    assert len(lines) > 2
    assert max(map(len, lines)) <= 76
    assert all(line.startswith("  ") for line in lines[1:])


@pytest.mark.parametrize(
    "answer",
    [None, ..., stub, stub_with_docstring, ellipsis_inside, not_implemented, lambda x: ...],
)
def test_not_attempted_is_no_error(answer):
    result = check_double(answer)
    assert result == Result("double it", False, "not attempted yet.")
    assert repr(result) == "○ double it: not attempted yet."


def test_half_an_answer_says_which_half_is_missing():
    assert repr(check_pair(1.0, ...)) == "○ a pair: not attempted yet (second still missing)."
    assert not check_pair(None, ...).passed
    assert check_pair(1.0, np.sin).passed


def test_known_mistake_is_named():
    assert sentence(check_double, lambda x: x**2) == "double: you squared it."
    assert sentence(check_number, 0.0625) == "answer: the square."


def test_unknown_mistake_shows_the_worst_point():
    said = sentence(check_double, lambda x: 2 * x + (x == 1.5))
    assert said == "double returned 4 at x = 1.5, where 3 is right."
    assert "nan at x = -2" in sentence(check_double, np.log)


@pytest.mark.parametrize(
    ("answer", "fragment"),
    [
        (no_return, "returned None: is a `return` missing?"),
        (lambda x: 1 / 0, "raised ZeroDivisionError: division by zero"),
        (lambda: 1, "raised TypeError"),
        (lambda x: sys.exit(3), "raised SystemExit: 3"),
        (lambda x: "text", "should hold real numbers, and is the text 'text'"),
        (lambda x: x > 0, "should hold real numbers, and is an array of shape (9,) and dtype bool"),
        (lambda x: 2j * x, "dtype complex128"),
        (lambda x: [[1.0], [1.0, 2.0]], "rows of unequal length"),
        (lambda x: 1.0, "has shape (), and (9,) is needed: it should keep the shape of its input"),
        (lambda x: x[:-1], "has shape (8,), and (9,) is needed"),
        (lambda x: (2 * x).astype(np.float16), "came back as float16, which keeps only 3 digits"),
        (lambda x: np.ma.masked_array(2 * x, x > 1), "is a masked array"),
        (lambda x: (2 * x)[:, None], "has shape (9, 1), and (9,) is needed"),
        (lambda x: lambda: x, "should hold real numbers, and is of type function"),
        (lambda x: x.__imul__(2), "changed its input in place"),
        (2 * X, "should be a function, and is an array of shape (9,)"),
        ("double", "should be a function, and is the text 'double'"),
        (int, "should be a function, and is the class int"),
        (3, "should be a function, and is of type int"),
        ([1, 2], "should be a function, and is a list of length 2"),
    ],
)
def test_odd_functions_get_a_sentence(answer, fragment):
    assert fragment in sentence(check_double, answer)


@pytest.mark.parametrize(
    ("answer", "fragment"),
    [
        ("0.25", "should be a single number, and is the text '0.25'"),
        (True, "the truth value True"),
        ([0.25, 0.25], "a list of length 2"),
        (np.ma.masked_array([0.25], [True]), "is a masked array"),
        (0.25001, "is 0.25001, where 0.25 is right"),
        ([[1], [1, 2]], "a list of length 2"),
        (np.array([0.25, 1]), "an array of shape (2,) and dtype float64"),
        (float("nan"), "should be a finite number, and is nan"),
        (1j, "of type complex"),
        (lambda: 0.25, "is a function: call it first"),
        (0.5, "answer is 0.5, where 0.25 is right"),
    ],
)
def test_odd_numbers_get_a_sentence(answer, fragment):
    assert fragment in sentence(check_number, answer)


@pytest.mark.parametrize(
    "answer", [0.25, np.float32(0.25), np.array(0.25), [0.25], Fraction(1, 4), Decimal("0.25")]
)
def test_numbers_of_any_real_kind_are_welcome(answer):
    assert check_number(answer).passed


def test_wrong_number_of_answers():
    assert "takes 2 answers (first, second), and was given 1" in sentence(check_pair, 1)
    assert "was given 2 (of type int, third)" in sentence(check_pair, 1, third=2)


def test_answers_may_be_given_by_name():
    assert check_pair(second=np.sin, first=1.0).passed


def test_none_inside_a_dictionary_is_an_answer():
    @exercise("settings")
    def check_settings(settings):
        return str(settings)

    assert check_settings({"norm": None}).passed
    assert not check_settings({"norm": ...}).passed


def test_equal_numbers_are_not_said_to_differ():
    said = sentence(check_double, lambda x: 2 * x * (1 + 2e-5))
    assert said == "double returned -4.0001 at x = -2, where -4 is right."


def test_the_line_that_raised_is_named():
    def double(x):
        y = 2 * x
        return y[99]

    assert "in its line 3." in sentence(check_double, double)


def endless(x):
    while True:
        x = -x


def endless_and_stubborn(x):
    while True:
        try:
            x = -x
        except Exception:
            continue


def endless_generator(x):
    while True:
        x = -x
        if x is None:
            yield x


def test_generators_and_maps_are_asked_for_what_they_hold():
    assert check_double(lambda x: (2 * v for v in x)).passed
    assert check_double(lambda x: map(float, 2 * x)).passed


@pytest.mark.parametrize("answer", [endless, endless_and_stubborn, endless_generator])
def test_a_function_that_never_ends_is_stopped(answer):
    before = threading.active_count()
    assert "had not ended after 0.2 s" in sentence(check_double, answer, seconds=0.2)
    assert threading.active_count() == before  # the loop is gone, not merely abandoned


def test_a_function_stuck_in_compiled_code_is_left_behind():
    release = threading.Event()

    def stuck(x):
        threading.Event.wait(release)  # like compiled code, which no exception reaches

    try:
        assert "had not ended after 0.1 s" in sentence(check_double, stuck, seconds=0.1)
    finally:
        release.set()


def test_the_patience_is_shared_by_all_calls():
    @exercise("many calls")
    def check_many(f):
        for _ in range(1000):
            f(0.0)
        return "never."

    def slow(x):
        time.sleep(0.02)
        return x

    assert "had not ended after 0.1 s" in sentence(check_many, slow, seconds=0.1)


def test_overflow_in_an_answer_is_silent():
    # pytest turns every warning into an error here, so silence is verified.
    result = check_double(lambda x: 2 * x + 0 * (np.exp(1e3 * abs(x[-1])) > 0))
    assert result.passed


def test_an_error_still_fails_outside_a_notebook():
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from actnorm.checks import ExerciseError; raise ExerciseError('off by one.')",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "off by one." in run.stderr


def test_a_notebook_shows_one_red_line():
    from IPython.core.interactiveshell import InteractiveShell

    shown = []

    class Shell(InteractiveShell):
        def _showtraceback(self, etype, evalue, stb):
            shown.append((etype, stb))

    shell = Shell()
    try:
        shell.run_cell(
            "from actnorm.checks import ExerciseError\nraise ExerciseError('off by one.')"
        )
    finally:
        shell.history_manager.end_session()
    assert shown == [(shown[0][0], ["\x1b[31m✗ off by one.\x1b[0m"])]
    assert shown[0][0].__name__ == "ExerciseError"
