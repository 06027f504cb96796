"""Write a part of the course, or all of it, to `_build/course`: ``python -m course PART``."""

import argparse
import sys
from pathlib import Path

from . import canvas, formulas, hand_out, lists, moodle, paper
from . import slides as decks
from . import worksheets as sheets
from .book import ROOT, pages, places, title_of
from .contents import contents
from .exercises import EXERCISES
from .numbers import TOLERANCE
from .secret import generator, read_key

VARIANTS = 30
SITE = "https://actnorm.github.io/actnorm/chapters/"


def link(name):
    """Give the address of a place on the site."""
    return SITE + places()[name].address


def _save(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def quizzes(out, given):
    """Write the choice questions: Moodle XML, and text for text2qti (Canvas)."""
    whole = moodle.new()
    for path in pages():
        chapter = int(path.name[:2])
        moodle.category(whole, path.stem)
        for question in lists.questions(chapter):
            moodle.choice(whole, question, link)
        text = canvas.quiz(chapter, f"Chapter {chapter}: {title_of(path)}", link)
        _save(out / f"quizzes/canvas/{path.stem}.txt", text)
    _save(out / "quizzes/moodle.xml", moodle.written(whole))


def numbers(out, given):
    """Write the questions for a number: Moodle XML, 30 variants of each, from the teacher's key."""
    key, whole = read_key(given.secret), moodle.new()
    for exercise in EXERCISES.values():
        moodle.category(whole, f"numbers/{exercise.name}")
        for k in range(VARIANTS):
            variant = exercise.variant(generator(key, "numbers", exercise.name, k))
            moodle.numerical(
                whole,
                f"{variant.name}-{k + 1:02d}",
                variant.ask,
                right=variant.right,
                tolerance=TOLERANCE,
                praise=f"Right. [The exercise in the book]({link(exercise.label)}).",
                mistakes=[(number, said) for said, number in variant.mistakes],
            )
    _save(out / "numbers/moodle.xml", moodle.written(whole))


def assignments(out, given):
    """Write each student's data and sheets; and the rubrics for what is read by a person."""
    key = read_key(given.secret)
    names = hand_out.students(given.students) if given.students else ["example"]
    for student in names:
        hand_out.hand_out(out / "assignments", key, student)
    rubrics = (Path(__file__).parent / "rubrics.md").read_text("utf-8")
    _save(out / "assignments/rubrics.md", rubrics)


def worksheets(out, given):
    """Print a sheet and its answers for each chapter, and the formula sheet."""
    found = sheets.sheets(out / "worksheets", given.notebooks)
    paper.print_all(found | {out / "worksheets/formulas.pdf": formulas.sheet()})


def slides(out, given):
    """Write a deck for each chapter of the built book, and the one for a lecture."""
    made, vendored = decks.make(given.site, out / "slides")
    print(f"{len(made)} decks, {sum(made.values())} slides; reveal.js: {vendored / 1000:.0f} kB")


PARTS = {part.__name__: part for part in (quizzes, numbers, assignments, worksheets, slides)}


def main(arguments):
    """Read the command line and write what it asks for."""
    parser = argparse.ArgumentParser(prog="python -m course", description=__doc__)
    parser.add_argument("parts", nargs="+", choices=[*PARTS, "all"])
    parser.add_argument("--out", type=Path, default=ROOT / "_build/course")
    parser.add_argument(
        "--secret",
        type=Path,
        default=ROOT / "course.key",
        help="file with the teacher's key; made where there is none",
    )
    parser.add_argument("--students", type=Path, help="file with a student's name on each line")
    parser.add_argument(
        "--notebooks",
        type=Path,
        default=ROOT / "_build/notebooks",
        help="the reader's notebooks, from which the sheets take their numbers",
    )
    parser.add_argument(
        "--site",
        type=Path,
        default=ROOT / "_build/html",
        help="the built book, from which the slides are made",
    )
    given = parser.parse_args(arguments)
    for name in PARTS if "all" in given.parts else given.parts:
        PARTS[name](given.out, given)
        print(f"{name}: {given.out / name}")
    _save(given.out / "index.html", contents(given.out))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (ValueError, FileNotFoundError) as wrong:
        sys.exit(f"{wrong}")
