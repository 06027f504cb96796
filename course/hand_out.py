"""What a student gets: a sheet, the data as CSV, and a file to fill in. Never the seed."""

import csv
import re

import numpy as np

from .assignments import ASSIGNMENTS

NAME = re.compile(r"[\w.@-]+")
SHEET = """\
# {title}

For **{student}**. The data in this folder are yours alone: another student has other ones.

{about}

Compute these numbers, in any way you like. Write each into `answers.csv`, with four decimals, and
hand in that file. Mistakes that are known by name are named when it is marked.

| task | what is asked for |
|---|---|
{tasks}

The data: {files}. Read one with `np.loadtxt("x.csv", delimiter=",")`.
"""


def students(path):
    """Read the names of the students, one a line."""
    names = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    if not names:
        raise ValueError(f"{path} names no student; write one a line")
    for name in names:
        if not NAME.fullmatch(name) or set(name) == {"."}:
            raise ValueError(
                f"{path}: {name!r} cannot be the name of a folder; use letters, digits and . @ - _"
            )
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"{path} names {sorted(twice)[0]!r} twice")
    return names


def hand_out(folder, key, student):
    """Write a student's three folders."""
    for plan in ASSIGNMENTS.values():
        here = folder / student / plan.name
        here.mkdir(parents=True, exist_ok=True)
        data = plan.data(key, student)
        for name, array in data.items():
            np.savetxt(here / f"{name}.csv", array, delimiter=",", fmt="%g")
        tasks = "\n".join(f"| `{task.name}` | {task.ask} |" for task in plan.tasks)
        files = ", ".join(f"`{name}.csv`" for name in data)
        sheet = SHEET.format(
            title=plan.title, student=student, about=plan.about, tasks=tasks, files=files
        )
        (here / "sheet.md").write_text(sheet, "utf-8")
        with (here / "answers.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["student", "assignment", "task", "answer"])
            writer.writerows([student, plan.name, task.name, ""] for task in plan.tasks)
