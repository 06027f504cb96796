"""A sheet for each chapter, to be filled in by hand before the figures are seen; answers apart.

Predictions and exercises are the chapter's own. The answers with their numbers come from the
reader's notebooks, which the build makes (`make notebooks`).
"""

import re
from pathlib import Path

import nbformat
import yaml

from .book import cells, page_of, pages, title_of
from .paper import axes, document, markdown
from .text import without_roles

PLAN = yaml.safe_load((Path(__file__).parent / "worksheets.yml").read_text("utf-8"))
COMPARED = re.compile(r"(?:Compare with your predictions|The answers to the four predictions)\W*\n")
TO_WRITE = re.compile(
    "(?i)write|a (wrong answer|guess) on paper|more than one|only what|one that you|every chapter"
)
OF_THE_PAGE = re.compile(r"The (?:folded )?cell\b(?:.+\n?)*")  # a solution on the code below it
SOURCE = "From “Activation and normalization”, chapter {chapter}. CC BY 4.0, the actnorm authors."
NAME = '<p class="name">Name <span></span> Date <span></span></p>'


def source_of(chapter):
    """Give the text of a chapter's file."""
    found = cells(page_of(chapter))
    return "\n\n".join(cell["source"] for cell in found if cell["cell_type"] == "markdown")


def predictions(notebook):
    """Give what stands before the questions, and the questions, with their numbers."""
    found = [cell.source for cell in notebook.cells if cell.source.startswith("## Predict")]
    text = _without_links(found[0])
    first = re.search(r"^1\. ", text, re.M).start()
    intro = text[:first].partition("\n")[2].strip()
    asked = re.split(r"^\d+\. ", text[first:], flags=re.M)[1:]
    return intro, [" ".join(question.split()) for question in asked]


def exercise(chapter, label):
    """Give title, text and solution of an exercise."""
    text = source_of(chapter)
    asked = re.search(
        rf"^:::\{{exercise\}} ([^\n]*)\n:label: {label}\n(.*?)\n:::$", text, re.M | re.S
    )
    solved = re.search(
        rf":::\{{solution-start\}} {label}\n.*?:::\n(.*?):::\{{solution-end\}}", text, re.S
    )
    if not asked or not solved or "{glue" in solved[1]:
        raise ValueError(f"chapter {chapter} has no exercise {label!r} that paper can show")
    solution = OF_THE_PAGE.sub("", solved[1])
    return asked[1], without_roles(asked[2].strip()), without_roles(solution.strip())


def answers(notebook):
    """Give the answers to the predictions from a reader's notebook, with their numbers."""
    found = [c.source for c in notebook.cells if c.cell_type == "markdown"]
    text = [source for source in found if COMPARED.search(source)][-1]
    text = text[[*COMPARED.finditer(text)][-1].end() :]
    text = re.sub(r"^> ?", "", text, flags=re.M).strip()
    text = re.split(r"^(?:#|---)", text, flags=re.M)[0]
    return _without_links(text)


def _without_links(text):
    return re.sub(r"\[([^\]]*)\]\([^)]*\)(?:\d+-\d\))?", r"\1", text)


def sheet(chapter, notebook):
    """Write the sheet of a chapter."""
    intro, asked = predictions(notebook)
    plan = PLAN[chapter]
    parts = [f"<h1>{chapter} · {title_of(page_of(chapter))}</h1>", NAME]
    parts += ["<h2>Predict, before you see a figure</h2>", markdown(_shortened(intro))]
    parts += ["<ol>"]
    parts += [f"<li>{markdown(q)}<div class='line'></div></li>" for q in asked]
    parts += ["</ol>", "<h2>Draw what you expect</h2>", '<div class="two">']
    for empty in plan["draw"]:
        picture = axes(empty["x"], empty["y"], cells=empty.get("cells", (8, 4)))
        parts += [f"<div>{markdown(empty['say'])}{picture}</div>"]
    parts += ["</div>"]
    for label in plan["exercises"]:
        title, text, _ = exercise(chapter, label)
        parts += [f"<h2>Exercise: {title}</h2>", markdown(text)]
    parts += [f"<footer>{SOURCE.format(chapter=chapter)}</footer>"]
    return document(f"Sheet {chapter}", "\n".join(parts))


def _shortened(intro):
    """Leave out what only says to write the answers down: the sheet has lines for that."""
    paragraphs = (re.split(r"(?<=[.;])\s+", part) for part in intro.split("\n\n"))
    kept = (" ".join(s for s in part if not TO_WRITE.match(s)) for part in paragraphs)
    return "\n\n".join(kept)


def answer_sheet(chapter, notebook):
    """Write the answers to a chapter's sheet."""
    parts = [f"<h1>Answers to sheet {chapter} · {title_of(page_of(chapter))}</h1>"]
    parts += ["<h2>Predictions</h2>", markdown(answers(notebook))]
    for label in PLAN[chapter]["exercises"]:
        title, _, solution = exercise(chapter, label)
        parts += [f"<h2>Exercise: {title}</h2>", markdown(solution)]
    drawn = "The drawings: compare with the chapter’s figures."
    parts += [f"<footer>{drawn} {SOURCE.format(chapter=chapter)}</footer>"]
    return document(f"Answers {chapter}", "\n".join(parts))


def sheets(out, notebooks):
    """Give all sheets, {path: HTML}; `notebooks` is the folder of the reader's notebooks."""
    found = {}
    for path in pages():
        chapter, made = int(path.name[:2]), notebooks / path.name
        if not made.exists():
            raise FileNotFoundError(f"{made} is missing: `make notebooks` makes it")
        notebook = nbformat.read(made, 4)
        found[out / f"{chapter:02d}-sheet.pdf"] = sheet(chapter, notebook)
        found[out / f"{chapter:02d}-answers.pdf"] = answer_sheet(chapter, notebook)
    return found
