"""The page "Accessibility": every criterion of WCAG 2.2 once, and every test it names is there."""

import re

from .book import ROOT

PAGE = (ROOT / "chapters/accessibility.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\d[^|]*?) \| ([^|]*?) \| ([^|]*?) ?\|$", PAGE, re.M)
NUMBERS = {
    "1.1": [1],
    "1.2": [1, 2, 3, 4, 5],
    "1.3": [1, 2, 3, 4, 5],
    "1.4": [1, 2, 3, 4, 5, 10, 11, 12, 13],
    "2.1": [1, 2, 4],
    "2.2": [1, 2],
    "2.3": [1],
    "2.4": [1, 2, 3, 4, 5, 6, 7, 11],
    "2.5": [1, 2, 3, 4, 7, 8],
    "3.1": [1, 2],
    "3.2": [1, 2, 3, 4, 6],
    "3.3": [1, 2, 3, 4, 7, 8],
    "4.1": [2, 3],
}
CRITERIA = [f"{guideline}.{n}" for guideline, numbers in NUMBERS.items() for n in numbers]
EXCUSES = ("Does not apply", "Do not apply", "By eye", "There are none", "the browser's own")


def listed():
    """Give the number of each criterion of the page; `1.2.1–1.2.5` stands for five."""
    for name, _, _ in ROWS:
        for first, last in re.findall(r"(\d+\.\d+\.\d+)(?:–(\d+\.\d+\.\d+))?", name):
            part, start = first.rsplit(".", 1)
            end = last.rsplit(".", 1)[1] if last else start
            yield from (f"{part}.{number}" for number in range(int(start), int(end) + 1))


def test_every_criterion_is_listed_once():
    assert list(listed()) == CRITERIA


def test_every_test_it_names_exists():
    tests = "\n".join(p.read_text("utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^def (test_\w+)\(", tests, re.M))
    assert set(re.findall(r"`(test_\w+)`", PAGE)) <= there


def test_what_no_test_checks_says_why():
    for name, what, checked in ROWS:
        assert checked or any(excuse in what for excuse in EXCUSES), name
