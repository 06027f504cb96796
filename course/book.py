"""The chapters as files, and every place in them that has a name."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = ROOT / "chapters"
NAMED = re.compile(
    r"^\((?P<anchor>[\w-]+)\)=$"
    r"|^#+ (?P<heading>.*)"
    r"|^:{3,}\{exercise\} *(?P<exercise>.*)\n:label: *(?P<label>\S+)"
    r'|figure="(?P<figure>[\w-]+)",\s*title="(?P<title>[^"]*)"',
    re.M,
)


@dataclass(frozen=True)
class Place:
    """A named place: a section, an exercise or a live figure."""

    name: str
    kind: str
    page: str
    title: str

    @property
    def chapter(self):
        """Number of the chapter, None on other pages."""
        return int(self.page[:2]) if self.page[:2].isdigit() else None

    @property
    def address(self):
        """Address of the place, seen from another chapter."""
        return f"{self.page}.html#{'figure-' if self.kind == 'figure' else ''}{self.name}"


def pages():
    """Give the files of the lessons, in order."""
    return sorted(CHAPTERS.glob("[0-9][0-9]_*.ipynb"))


def page_of(chapter):
    """Give the file of one lesson."""
    (path,) = CHAPTERS.glob(f"{chapter:02d}_*.ipynb")
    return path


def cells(path):
    """Give a page's cells, each with its source as one text; a Markdown file is one cell."""
    if path.suffix == ".md":
        return [{"id": path.stem, "cell_type": "markdown", "source": path.read_text("utf-8")}]
    found = json.loads(path.read_text("utf-8"))["cells"]
    return [cell | {"source": "".join(cell["source"])} for cell in found]


def title_of(path):
    """Give a page's title, without what follows its colon."""
    return re.search(r"^# (.*)", cells(path)[0]["source"], re.M)[1].partition(":")[0]


def section(path, heading):
    """Give the Markdown under the heading that begins with `heading`, without its subsections."""
    text = "\n\n".join(c["source"] for c in cells(path) if c["cell_type"] == "markdown")
    found = re.search(rf"^## {heading}[^\n]*\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return found[1].strip() if found else ""


@cache
def places():
    """Give every named place of the book: {name: Place}."""
    found = {}
    for path in [*pages(), *sorted(CHAPTERS.glob("*.md"))]:
        heading, waiting = "", []
        for cell in cells(path):
            for match in NAMED.finditer(cell["source"]):
                if cell["cell_type"] == "markdown" and match["anchor"]:
                    waiting.append(match["anchor"])
                    found[match["anchor"]] = Place(match["anchor"], "section", path.stem, heading)
                elif cell["cell_type"] == "markdown" and match["heading"]:
                    heading = match["heading"].strip()
                    for name in waiting:
                        found[name] = Place(name, "section", path.stem, heading)
                    waiting = []
                elif match["label"]:
                    name = match["label"]
                    found[name] = Place(name, "exercise", path.stem, match["exercise"].strip())
                elif match["figure"]:
                    name = match["figure"]
                    found[name] = Place(name, "figure", path.stem, match["title"])
    return found
