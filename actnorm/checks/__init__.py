"""What an exercise says to the student.

Each exercise of the book ends in one call, ``check_…(answer)``. It answers
"not attempted yet" for ``...`` or `None`, a line with ✓ that says what was
verified, or raises `ExerciseError` with one sentence that names the likely
mistake.

`core` holds the mechanism; each chapter's checks stand in a file of their own,
named after the chapter's subject.
"""

from actnorm.checks.core import ExerciseError, Result

__all__ = ["ExerciseError", "Result"]
