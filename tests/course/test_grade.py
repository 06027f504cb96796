"""Assignments: data that nobody else can draw, and marks for every kind of table."""

import csv
import io
import json
import re
import subprocess
import sys

import numpy as np
import pytest

import actnorm
from course import grade as grading
from course.__main__ import main
from course.assignments import ASSIGNMENTS, key_of
from course.grade import RIGHT, UNKNOWN, TableError, grade, mark, number, sums
from course.hand_out import hand_out, students
from course.numbers import TOLERANCE
from course.secret import generator, new_key, read_key

from .conftest import ROOT

KEY = bytes(range(32))
TASKS = [(a.name, t.name) for a in ASSIGNMENTS.values() for t in a.tasks]
HEAD = "student,assignment,task,answer\n"


def table(*rows):
    return io.StringIO(HEAD + "".join(",".join(map(str, row)) + "\n" for row in rows))


def right(student, assignment, task):
    return key_of(KEY, assignment, student)[task].right


@pytest.mark.parametrize(("assignment", "task"), TASKS)
def test_right_and_every_named_mistake(assignment, task):
    for student in ("anna", "binh", "chi"):
        answers = key_of(KEY, assignment, student)[task]
        assert len(answers.mistakes) >= 3
        assert mark(KEY, student, assignment, task, f"{answers.right:.4f}") == (1, RIGHT)
        for sentence, value in answers.mistakes:
            assert mark(KEY, student, assignment, task, f"{value:.4f}") == (0, sentence)
        far = max(abs(n) for n in (answers.right, *dict(answers.mistakes).values())) + 1
        assert mark(KEY, student, assignment, task, str(far)) == (0, UNKNOWN)


def test_right_is_what_the_library_says():
    """The checks' truths are written out; the library computes them in another way."""
    data = ASSIGNMENTS["batch-norm"].data(KEY, "anna")
    eps = float(data["eps"][0])
    y, mean, var = actnorm.batch_norm(
        data["x"], data["gamma"], data["beta"], eps=eps,
        running_mean=data["running_mean"], running_var=data["running_var"],
    )  # fmt: skip
    dx, dgamma, dbeta = actnorm.batch_norm_backward(data["dy"], data["x"], data["gamma"], eps=eps)
    found = [y[0, 0], mean[0], var[0], dx[0, 0], dgamma[0], dbeta[0]]
    assert np.allclose(found, [a.right for a in key_of(KEY, "batch-norm", "anna").values()])

    data = ASSIGNMENTS["softmax"].data(KEY, "anna")
    z, labels = data["scores"], data["labels"]
    p = actnorm.softmax(z)
    rows = np.arange(len(labels))
    found = [
        -np.log(p[rows, labels]).mean(),
        100 * (p[0, labels[0]] - 1) / len(labels),
        100 * (p.max(axis=1).mean() - (p.argmax(axis=1) == labels).mean()),
    ]
    assert np.allclose(found, [a.right for a in key_of(KEY, "softmax", "anna").values()])

    data = ASSIGNMENTS["activations"].data(KEY, "anna")
    grads = np.concatenate([np.ravel(data["gradient_1"]), data["gradient_2"]])
    found = [
        actnorm.relu(data["a"] @ data["weight"] + data["bias"]).sum(),
        (data["upstream"] * actnorm.silu_grad(data["z"])).sum(),
        (data["upstream"] * actnorm.tanh_grad(data["z"])).sum(),
        grads[0] * min(1, data["limit"][0] / np.linalg.norm(grads)),
    ]
    assert np.allclose(found, [a.right for a in key_of(KEY, "activations", "anna").values()])


def test_another_students_answers_are_worth_nothing():
    names = [f"student{k}" for k in range(30)]
    rows = [
        (name, assignment, task, f"{right('anna', assignment, task):.4f}")
        for name in names
        for assignment, task in TASKS
    ]
    got = sum(points for *_, points, _ in grade(KEY, table(*rows)))
    assert got <= len(rows) / 50  # a chance hit, within the tolerance
    rows = [("anna", *row[1:]) for row in rows[: len(TASKS)]]
    assert sum(points for *_, points, _ in grade(KEY, table(*rows))) == len(TASKS)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("", "No answer."),
        ("   ", "No answer."),
        ("abc", "'abc' is not a number."),
        ("nan", "'nan' is not a number."),
        ("inf", "'inf' is not a number."),
        ("1_0", "'1_0' is not a number."),
        ("=1+1", "'=1+1' is not a number."),
        ("1e999", "'1e999' is not a number."),
        ("__import__('os')", "\"__import__('os')\" is not a number."),
    ],
)
def test_what_is_no_number_is_said_to_be_none(answer, said):
    assert mark(KEY, "anna", "softmax", "loss", answer) == (0, said)


@pytest.mark.parametrize(("text", "value"), [("1,5", 1.5), (" −2.5 ", -2.5), ("1e-3", 0.001)])
def test_numbers_as_people_write_them(text, value):
    assert number(text) == value


def test_names_that_do_not_exist():
    assert mark(KEY, "anna", "essay", "loss", "1") == (0, "There is no assignment 'essay'.")
    assert "no task 'essay'" in mark(KEY, "anna", "softmax", "essay", "1")[1]


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(TableError, match="'task'"):
        grade(KEY, io.StringIO("student,assignment,answer\n"))
    with pytest.raises(TableError, match="'student'"):
        grade(KEY, io.StringIO(""))


def test_of_several_rows_the_last_counts_and_files_may_follow_each_other():
    value = f"{right('anna', 'softmax', 'loss'):.4f}"
    first = HEAD + f"anna,softmax,loss,{value}\n"
    second = HEAD + "anna,softmax,loss,7\nbinh,softmax,loss\n"
    marked = grade(KEY, io.StringIO(first + second))
    assert [(row[0], row[4], row[5]) for row in marked] == [
        ("anna", 0, UNKNOWN),
        ("binh", 0, "No answer."),
    ]


def test_a_decimal_comma_that_was_not_quoted_is_read_all_the_same():
    value = f"{right('anna', 'softmax', 'loss'):.4f}".replace(".", ",")
    assert grade(KEY, table(("anna", "softmax", "loss", value)))[0][4:] == (1, RIGHT)


def test_points_are_added_up():
    rows = [("anna", "softmax", "loss", right("anna", "softmax", "loss"))]
    assert sums(grade(KEY, table(*rows))) == {"anna": {"softmax": (1, 3)}}


def test_a_million_rows():
    """50 students hand in 20,000 times: all are read, the last of each counts."""
    names = [f"s{k}" for k in range(50)]
    block = "".join(f"{name},softmax,loss,1.5\n" for name in names)
    last = "".join(f"{name},softmax,loss,{right(name, 'softmax', 'loss')!r}\n" for name in names)
    marked = grade(KEY, io.StringIO(HEAD + block * 20_000 + last))
    assert len(marked) == 50
    assert all(row[4] == 1 for row in marked)


def test_the_command_marks_a_file(tmp_path, capsys):
    main(["assignments", "--out", str(tmp_path), "--secret", str(tmp_path / "key")])
    here = tmp_path / "assignments/example/softmax"
    scores = np.loadtxt(here / "scores.csv", delimiter=",")
    labels = np.loadtxt(here / "labels.csv", dtype=int)
    loss = -actnorm.log_softmax(scores)[np.arange(len(labels)), labels].mean()
    rows = list(csv.DictReader((here / "answers.csv").read_text().splitlines()))
    assert [row["task"] for row in rows] == [t.name for t in ASSIGNMENTS["softmax"].tasks]
    (here / "answers.csv").write_text(HEAD + f"example,softmax,loss,{loss:.4f}\n")
    capsys.readouterr()
    grading.main([str(here / "answers.csv"), "--secret", str(tmp_path / "key")])
    said = capsys.readouterr().out
    assert f"example,softmax,loss,{loss:.4f},1,Right." in said
    assert "example,softmax,sum,,1,of 3" in said


def test_the_command_names_what_is_wrong(tmp_path, capsys):
    answers = tmp_path / "a.csv"
    answers.write_bytes(b"\xff\xfe\x00nonsense")
    (tmp_path / "key").write_text(KEY.hex())
    for arguments, said in (
        ([str(answers), "--secret", str(tmp_path / "none")], "there is no key"),
        ([str(answers), "--secret", str(tmp_path / "key")], "a.csv"),
    ):
        with pytest.raises(SystemExit):
            grading.main(arguments)
        assert said in capsys.readouterr().err


# What keeps the answers of one from the hands of another


def test_each_student_and_each_key_has_other_data():
    for plan in ASSIGNMENTS.values():
        found = [
            plan.data(key, student)
            for key in (KEY, bytes(32))
            for student in ("anna", "ann", "annab")
        ]
        whole = {np.concatenate([np.ravel(a) for a in data.values()]).tobytes() for data in found}
        assert len(whole) == 6


def test_names_do_not_run_into_each_other():
    a = generator(KEY, "ab", "c").integers(2**60)
    assert a == generator(KEY, "ab", "c").integers(2**60)
    assert a != generator(KEY, "a", "bc").integers(2**60)
    assert a != generator(KEY, "c", "ab").integers(2**60)


def test_a_key_is_random_and_long(tmp_path):
    assert new_key() != new_key()
    path = tmp_path / "course.key"
    assert read_key(path) == read_key(path)
    assert path.stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    path.write_text("1234\n")
    with pytest.raises(ValueError, match="at least 64 hexadecimal"):
        read_key(path)
    path.write_text("no key at all\n")
    with pytest.raises(ValueError, match="hexadecimal"):
        read_key(path)
    with pytest.raises(ValueError, match="at least 32 bytes"):
        generator(b"short", "anna")


def test_the_key_is_kept_out_of_git():
    assert "/course.key" in (ROOT / ".gitignore").read_text().splitlines()


def test_a_sheet_and_the_repository_do_not_give_the_data_of_another(tmp_path):
    """All that a student has: the folder, and this code. What is missing is the key.

    The code draws the student's own data only with the key; no file of the folder holds it or a
    seed, and without it (in another process, from the names alone) other data come out.
    """
    key = new_key()
    hand_out(tmp_path, key, "anna")
    files = [path for path in (tmp_path / "anna").rglob("*") if path.is_file()]
    assert len(files) > 15
    for path in files:
        text = path.read_text("utf-8")
        assert key.hex() not in text
        assert "seed" not in text.lower()
    guess = """
import json, numpy as np
from course.assignments import ASSIGNMENTS
plan = ASSIGNMENTS["softmax"]
guesses = [b"\\0" * 32, b"anna".ljust(32), b"softmax".ljust(32), b"actnorm".ljust(32)]
found = [plan.data(key, "anna") for key in guesses]
found += [plan.draw(np.random.default_rng(seed)) for seed in range(50)]
print(json.dumps([data["scores"].tolist() for data in found]))
"""
    done = subprocess.run(
        [sys.executable, "-c", guess], capture_output=True, text=True, check=True, cwd=ROOT
    )
    own = np.loadtxt(tmp_path / "anna/softmax/scores.csv", delimiter=",")
    assert np.array_equal(own, ASSIGNMENTS["softmax"].data(key, "anna")["scores"])
    for guessed in json.loads(done.stdout):
        assert np.mean(np.array(guessed) == own) < 0.1


def test_what_is_handed_out_is_what_is_marked(tmp_path):
    """The CSV keeps every digit: who computes from it gets the right number."""
    hand_out(tmp_path, KEY, "anna")
    for plan in ASSIGNMENTS.values():
        data = plan.data(KEY, "anna")
        for name, array in data.items():
            read = np.loadtxt(tmp_path / f"anna/{plan.name}/{name}.csv", delimiter=",")
            assert np.array_equal(read.reshape(array.shape), array)


def test_a_wrong_list_is_told_in_a_line(tmp_path):
    names = tmp_path / "names.txt"
    names.write_text("Ada Lovelace\n")
    command = [sys.executable, "-m", "course", "assignments", "--students", str(names)]
    command += ["--secret", str(tmp_path / "key"), "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "'Ada Lovelace' cannot be the name of a folder" in done.stderr


def test_names_of_students_are_names_of_folders(tmp_path):
    path = tmp_path / "students.txt"
    path.write_text("anna\n\nbinh@x.edu\n")
    assert students(path) == ["anna", "binh@x.edu"]
    for text, said in (
        ("", "names no student"),
        ("../x\n", "'../x'"),
        ("..", "'..'"),
        ("a\na\n", "'a' twice"),
    ):
        path.write_text(text)
        with pytest.raises(ValueError, match=re.escape(said)):
            students(path)


def test_the_tolerance_takes_four_decimals_and_no_more():
    assert 0.00005 < TOLERANCE < 0.005


def test_rubrics_have_four_criteria_and_three_levels():
    text = (ROOT / "course/rubrics.md").read_text("utf-8")
    tables = [part.split("\n\n")[1] for part in text.split("\n## ")[1:]]
    assert len(tables) == 2
    for rows in (part.strip().splitlines() for part in tables):
        assert len(rows) == 6
        assert all(row.count("|") == 5 for row in rows)
