"""A small book with one of everything that `page.js` looks after, built with the book's own set-up.

It stands in seconds, needs no kernel, and holds what the chapters happen not to: folds in folds,
ids that must be written with per cent signs, sections too short to reach the top.
"""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import v4

from ...ext.project import ROOT, notebook

TOC = """format: jb-book
root: index
chapters:
  - file: lesson
  - file: short
"""
INDEX = """# The front page

Straight <a href="lesson.html#ex-inner">into a fold</a>.

## What there is

Two pages.
"""
SHORT = """# Short

Nothing here has a heading of its own.
"""
ASK = """# Lesson

To <a href="#ex-hint">the hint</a>, to <a href="#ex-inner">the inner fold</a>, to the [](#tail).

## Code

It is short.
"""
CELL = 'x = 3  # a comment\nif x > 2:\n    print("<3 & ü", x)\n\nx'
HIDDEN = "secret = 1"
LONG = "words = '" + "wide " * 60 + "'"
TOLD = "3 is said\n"
FOLDS = f"""## Folds

:::{{hint}}
:class: dropdown
:name: ex-hint

Look at zero.

```python
{LONG}
```

::::{{admonition}} Within
:class: dropdown
:name: ex-inner

The bottom of it.
::::
:::

```pycon
>>> 1 + 1
2
>>> for i in "ab":
...     print(i)
a
b
```

```console
$ make book
The book is built.
$ make test
```

```text
plain <text> & $ 5
```
"""
MATHS = r"""## Đạo hàm

Inline $\sigma'(x) = \frac{1}{4}$ here, and

$$ \sigma' = \sigma(1-\sigma) $$
"""
SECTIONS = """## Filled {n}

{filler}

### Under {n}

{filler}
"""
# A short last part: its heading cannot be scrolled to the top.
TAIL = """(tail)=
## Tail one

End.

## Tail two

The very end.
"""
# Ids as other tools write them; a browser finds them, with per cent signs or without.
RAW = """```{raw} html
<details><summary>Raw</summary><p id="50%">half</p></details>
<details id="&#xE4; b"><summary>Raw too</summary><p>more</p></details>
```
"""
FILLER = "\n\n".join(["A line that only takes room."] * 25)


def coloured(*cells):
    """Write a notebook whose code is coloured as an executed one's is."""
    book = nbformat.reads(notebook(*cells), 4)
    book.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    return nbformat.writes(book)


def files():
    """Give {name of a file: its text}."""
    said = v4.new_output("stream", name="stdout", text=TOLD)
    sections = [SECTIONS.format(n=n, filler=FILLER) for n in ("one", "two")]
    lesson = coloured(
        ASK,
        (CELL, [said]),
        (HIDDEN, [], {"tags": ["hide-input"]}),
        FOLDS,
        RAW,
        MATHS,
        *sections,
        TAIL,
    )
    pages = {"index": coloured(INDEX), "lesson": lesson, "short": coloured(SHORT)}
    return {"_toc.yml": TOC} | {f"{name}.ipynb": text for name, text in pages.items()}


def build(folder):
    """Build the small book in a folder, as `make book` builds the large one; give the site."""
    config = (ROOT / "_config.yml").read_text("utf-8")
    (folder / "_config.yml").write_text(config.replace("notebooks: cache", "notebooks: off"))
    for name in ("_ext", "references.bib"):
        (folder / name).symlink_to(ROOT / name)
    for name, text in files().items():
        (folder / name).write_text(text, "utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", folder, "--warningiserror"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "_build" / "html"
