"""What an exercise says to the student.

Each exercise of the book ends in one call, ``check_…(answer)``. It answers
"not attempted yet" for ``...`` or `None`, a line with ✓ that says what was
verified, or raises `ExerciseError` with one sentence that names the likely
mistake.

`core` holds the mechanism; each chapter's checks stand in a file of their own,
named after the chapter's subject. Every function there that is decorated with
`core.exercise` is offered here: nothing else lists them.
"""

from importlib import import_module
from pkgutil import iter_modules

from actnorm.checks.core import ExerciseError, Result

CHECKS = {
    name: value
    for module in iter_modules(__path__, f"{__name__}.")
    for name, value in vars(import_module(module.name)).items()
    if hasattr(value, "exercise") and value.__module__ == module.name
}
globals().update(CHECKS)

__all__ = ["CHECKS", "ExerciseError", "Result", *sorted(CHECKS)]
