"""Mark what was handed in: ``python -m course.grade ANSWERS.csv --secret course.key``.

In: a table with the columns student, assignment, task and answer (the filled-in `answers.csv` of
one student, or of all, one below the other). Out: the same rows with the points and what is to be
said, and the sums of each student. No code of a student is run.
"""

import argparse
import contextlib
import csv
import math
import sys
from collections import defaultdict
from pathlib import Path

from .assignments import ASSIGNMENTS, key_of
from .secret import read_key

COLUMNS = ["student", "assignment", "task", "answer"]
RIGHT, UNKNOWN = "Right.", "None of the usual mistakes gives this number."


class TableError(ValueError):
    """A table that cannot be marked at all."""


def number(text):
    """Read a number, with a point or a comma; None if it is none."""
    text = text.strip().replace("−", "-")
    if "," in text and "." not in text:
        text = text.replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def mark(key, student, assignment, task, answer):
    """Give the points of one answer and a sentence."""
    if assignment not in ASSIGNMENTS:
        return 0, f"There is no assignment {assignment!r}."
    answers = key_of(key, assignment, student)
    if task not in answers:
        return 0, f"The assignment {assignment!r} has no task {task!r}."
    if not answer.strip():
        return 0, "No answer."
    value = number(answer)
    if value is None:
        return 0, f"{answer.strip()[:40]!r} is not a number."
    said = answers[task].named(value)
    if said is None:
        return 0, UNKNOWN
    return (0, said) if said else (1, RIGHT)


def rows_of(lines):
    """Read the table; of several rows for one task the last counts."""
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise TableError(f"the table has no column {missing[0]!r}; it needs {', '.join(COLUMNS)}")
    last = {}
    for row in reader:
        if row["student"] and row["student"].lower() == "student":
            continue  # the heading of the next file, when files were put one below the other
        fields = [(row[name] or "").strip() for name in COLUMNS]
        last[tuple(fields[:3])] = fields[3] + ("," + ",".join(row[None]) if row.get(None) else "")
    return [(*names, answer) for names, answer in last.items()]


def grade(key, lines):
    """Mark a table; give rows (student, assignment, task, answer, points, said)."""
    return [(*row, *mark(key, *row)) for row in rows_of(lines)]


def sums(marked):
    """Add up the points: {student: {assignment: (points, of)}}."""
    found = defaultdict(dict)
    for student, assignment, *_, points, _ in marked:
        if assignment in ASSIGNMENTS:
            had, of = found[student].get(assignment, (0, len(ASSIGNMENTS[assignment].tasks)))
            found[student][assignment] = had + points, of
    return dict(found)


def main(arguments):
    """Read the command line, mark, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m course.grade", description=__doc__)
    parser.add_argument("answers", type=Path, help="what was handed in, CSV")
    parser.add_argument("--secret", type=Path, default=Path("course.key"), help="the key's file")
    parser.add_argument("--out", type=Path, help="write the table here and not to the screen")
    given = parser.parse_args(arguments)
    if not given.secret.exists():
        parser.error(f"there is no key in {given.secret}: it was made with the assignments")
    try:
        with given.answers.open(newline="", encoding="utf-8-sig") as file:
            marked = grade(read_key(given.secret), file)
    except (OSError, UnicodeDecodeError, csv.Error, TableError) as error:
        parser.error(f"{given.answers}: {error}")
    screen = contextlib.nullcontext(sys.stdout)
    with given.out.open("w", newline="", encoding="utf-8") if given.out else screen as file:
        writer = csv.writer(file)
        writer.writerow([*COLUMNS, "points", "said"])
        writer.writerows(marked)
        for student, points in sorted(sums(marked).items()):
            for assignment, (got, of) in points.items():
                writer.writerow([student, assignment, "sum", "", got, f"of {of}"])


if __name__ == "__main__":
    main(sys.argv[1:])
