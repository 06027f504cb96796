"""Without make: the README's commands for Windows are make's own, and the workflow tries them."""

import re

import yaml

from .book import ROOT

README = (ROOT / "README.md").read_text("utf-8")
TOLD = re.search(r"```bat\n(.*?)```", README, re.S)[1].splitlines()
# What of a line of the Makefile is make's own: where it lies, and what makes it quicker.
MAKES_OWN = r"^\$\(BIN\)/|^JUPYTER_CONFIG_PATH=\S+ \$\(BIN\)/| -n 2| --dist loadgroup| \$\(.*"
SAME = ("book", "notebooks", "lab", "test-code", "test-notebooks", "test-pages")
COURSE = ("quizzes", "assignments", "worksheets", "slides")


def commands(target):
    """Give what a target of the Makefile types."""
    text = (ROOT / "Makefile").read_text("utf-8")
    recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text, re.M)[1]
    lines = [re.sub(MAKES_OWN, "", line.strip()) for line in recipe.splitlines()]
    return [line for line in lines if line.startswith(("jupyter", "python", "pytest"))]


def test_they_are_what_make_types():
    told = [line.replace("\\", "/") for line in TOLD]
    for target in SAME:
        assert commands(target)
        assert [line for line in commands(target) if line not in told] == [], target


def test_the_course_is_one_of_them():
    """All parts by one word, after the pages and notebooks that they are made from."""
    made = [line.split()[3:] for target in COURSE for line in commands(target)]
    made = {part for parts in made for part in parts if part.isalpha()}
    course = (ROOT / "course/__main__.py").read_text("utf-8")
    parts = re.search(r"^PARTS = .* in \((.*?)\)\}$", course, re.M)[1]
    assert made == set(parts.split(", "))
    assert TOLD.index("python -m course all") > TOLD.index(commands("book")[0])


def test_they_are_tried():
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))["jobs"]
    runs = "\n".join(step.get("run", "") for step in jobs["windows"]["steps"])
    tried = {re.sub(r"^call | \|\| exit /b$", "", line) for line in runs.splitlines()}
    assert len(tried) >= 10
    assert tried <= set(TOLD) | {""}
