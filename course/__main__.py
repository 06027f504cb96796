"""Write a part of the course, or all of it, to `_build/course`: ``python -m course PART``."""

import argparse
import sys
from pathlib import Path

from . import canvas, lists, moodle
from .book import ROOT, pages, places, title_of

SITE = "https://actnorm.github.io/actnorm/chapters/"


def link(name):
    """Give the address of a place on the site."""
    return SITE + places()[name].address


def _save(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def quizzes(out, secret):
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


PARTS = {part.__name__: part for part in (quizzes,)}


def main(arguments):
    """Read the command line and write what it asks for."""
    parser = argparse.ArgumentParser(prog="python -m course", description=__doc__)
    parser.add_argument("parts", nargs="+", choices=[*PARTS, "all"])
    parser.add_argument("--out", type=Path, default=ROOT / "_build/course")
    parser.add_argument("--secret", type=Path, help="file with the teacher's key (made if missing)")
    given = parser.parse_args(arguments)
    for name in PARTS if "all" in given.parts else given.parts:
        PARTS[name](given.out, given.secret)
        print(f"{name}: {given.out / name}")


if __name__ == "__main__":
    main(sys.argv[1:])
