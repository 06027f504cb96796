"""Estimate how long each chapter takes to read, and write it under its title (`make format`).

A chapter says its minutes in one place, from where the page, the notebook, the teacher's table and
the data for search engines take them. They are computed here from what stands in the chapter. The
paces are chosen, not measured: of someone who reads to understand, with paper at hand. A number
that is off by one step stays, so that a sentence more or less does not change it.
"""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STEP = 5  # minutes
PACE = {  # minutes for one of them
    "words": 1 / 150,
    "formulas": 0.5,  # those on a line of their own; one within a sentence is a word
    "lines of code": 1 / 15,
    "plots": 1,
    "explorers": 4,
    "predictions": 1,
}
SAID = re.compile(r"(\*\*Time\*\*: about )(\d+)")
# Exercises have minutes of their own; further reading is not read here.
LEFT_OUT = re.compile(r"^## (?:Exercises|Further reading)\n.*?(?=^## |\Z)", re.M | re.S)


def counts(cells):
    """Count what takes time in a chapter's cells."""
    text = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    text = LEFT_OUT.sub("", text)
    asked = re.search(r"^## Predict\n.*?(?=^## |\Z)", text, re.M | re.S)
    prose = re.sub(r"\$\$.*?\$\$", "", text, flags=re.S)
    prose = re.sub(r"\$[^$]+\$|\{[\w:]+\}`[^`]*`", "x", prose)
    shown = [c for c in cells if c["cell_type"] == "code" and not _folded(c)]
    code = "\n".join("".join(c["source"]) for c in shown)
    return {
        "words": len(re.findall(r"[^\W\d_][\w’'-]*", prose)),
        "formulas": text.count("$$") // 2,
        "lines of code": sum(bool(line.strip()) for line in code.splitlines()),
        "plots": sum("mystnb" in c["metadata"] for c in shown),
        "explorers": code.count("Explorer("),
        "predictions": len(re.findall(r"^\d+\. ", asked[0], re.M)) if asked else 0,
    }


def _folded(cell):
    return {"claims", "hide-input", "remove-cell"} & set(cell["metadata"].get("tags", []))


def estimate(path):
    """Give the minutes that a chapter takes, in whole steps."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    minutes = sum(PACE[what] * count for what, count in counts(cells).items())
    return STEP * round(minutes / STEP)


def mended(path):
    """Give the chapter's text with the minutes it should state; the same text if they stand."""
    text, now = path.read_text("utf-8"), estimate(path)
    return SAID.sub(lambda m: m[0] if abs(int(m[2]) - now) < 2 * STEP else f"{m[1]}{now}", text, 1)


def main():
    """Write what has changed."""
    for path in sorted(ROOT.glob("chapters/[0-9][0-9]_*.ipynb")):
        if (text := mended(path)) != path.read_text("utf-8"):
            path.write_text(text, "utf-8")
            print(f"{path.name} takes about {estimate(path)} minutes to read now.")


if __name__ == "__main__":
    main()
