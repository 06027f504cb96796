"""Tiny Sphinx projects with stored outputs, so that no kernel is needed."""

from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from actnorm.explorers import ActivationExplorer

from ..explorers.page import state_of

# Warnings of Sphinx 7 and its extensions about each other; ours are errors all the same.
SPHINX_WARNINGS = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*:ResourceWarning"),
]
ROOT = Path(__file__).resolve().parents[2]
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
SVG = (
    '<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 360 216" width="360pt">'
    '<metadata>when and by whom</metadata><defs><clipPath id="p1"><rect/></clipPath></defs>'
    '<g id="axes_1" clip-path="url(#p1)"><use xlink:href="#p1" style="stroke: #0072B2"/></g></svg>'
)
CONF = """
extensions = {extensions}
html_theme = {theme!r}
html_math_renderer = "katex"
nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath", "amsmath", "attrs_block", "colon_fence", "deflist"]
bibtex_bibfiles = ["references.bib"]
exercise_style = "solution_follow_exercise"
html_context = {{"default_mode": "auto"}}
"""
THEMELESS = ["maths", "explorers", "figures", "folds"]
ACTIVATION_STATE = state_of(
    ActivationExplorer(name="tanh", x=0.5, figure="bend", title="A bend & <small>")
)
MATHS = r"""# T

Inline $\sigma(x)$ and

$$ \sigma' = \sigma(1-\sigma) $$ (eq-slope)

see {eq}`eq-slope`.

\begin{align}
a &= b \\
c &= d
\end{align}

```{math}
a = b \\
c = d
```
"""
ALT = {"mystnb": {"image": {"alt": 'The sigmoid, "S-shaped".'}}}
EXERCISE = """# T

:::{exercise} Largest slope
:label: ex-slope

Find it.
:::

:::{hint}
:class: dropdown

Look at zero.
:::

:::{solution-start} ex-slope
:class: dropdown
:::

It is 1/4.

:::{solution-end}
:::
"""


def notebook(*cells, state=None):
    """Write a notebook: a str is markdown, a (source, outputs, metadata) a code cell."""
    book = v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "p"}})
    for i, cell in enumerate(cells):
        if isinstance(cell, str):
            new = v4.new_markdown_cell(cell)
        else:
            source, outputs, *rest = cell
            new = v4.new_code_cell(source, outputs=outputs, metadata=rest[0] if rest else {})
        new.id = f"c{i}"
        book.cells.append(new)
    if state:
        widgets = {"version_major": 2, "version_minor": 0, "state": state}
        book.metadata["widgets"] = {STATE: widgets}
    return nbformat.writes(book)


def model(explorer, /, **state):
    """Embedded state of one widget."""
    traits = {"_explorer": explorer, "_esm": "LIVE()", "_css": "a{}", "layout": "IPY_MODEL_l"}
    traits |= {"_model_name": "AnyModel", "_view_count": None, "_dom_classes": []}
    return {"model_name": "AnyModel", "model_module": "anywidget", "state": traits | state}


def shown(model_id):
    """Output of a cell that shows a widget."""
    view = {"model_id": model_id, "version_major": 2, "version_minor": 0}
    return v4.new_output("display_data", {VIEW: view, "text/plain": "An explorer()"})


def drawn(svg=SVG):
    """Output of a cell that draws with matplotlib."""
    return v4.new_output("display_data", {"image/svg+xml": svg, "text/plain": "<Figure>"})


def build(
    folder,
    files,
    *,
    builder="html",
    modules=THEMELESS,
    theme="basic",
    extensions=(),
    force_all=True,
    keep_going=False,
    **settings,
):
    """Build a project of `files`; the first is the root. Return the output folder.

    `settings` are further values of its `conf.py`. With `keep_going` a warning fails at the end.
    """
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace

    source, out = folder / "book", folder / "_build" / builder
    source.mkdir(parents=True, exist_ok=True)
    names = ["myst_nb", "sphinx_exercise", *extensions, *(f"actnorm_sphinx.{m}" for m in modules)]
    conf = CONF.format(extensions=names, theme=theme)
    conf += "".join(f"{name} = {value!r}\n" for name, value in settings.items())
    (source / "conf.py").write_text(conf + f"root_doc = {Path(next(iter(files))).stem!r}\n")
    for name, text in files.items():
        path = source / name
        if (
            not path.exists() or path.read_text("utf-8") != text
        ):  # what is as it was stays untouched
            path.write_text(text, "utf-8")
    with docutils_namespace():
        app = Sphinx(
            source,
            source,
            out,
            folder / "_build/.doctrees",
            builder,
            status=None,
            warning=None,
            warningiserror=keep_going,
            keep_going=keep_going,
        )
        app.build(force_all)
    assert app.statuscode == 0, "a warning"
    return out


def failure(folder, files, **options):
    """Build a project that must not build; return what it says."""
    from sphinx.errors import ExtensionError

    with pytest.raises(ExtensionError) as caught:
        build(folder, files, **options)
    return str(caught.value)


ACTIVATION = model("activation", **ACTIVATION_STATE)
