"""Figures as they stand on slides: taken from what the notebooks gave, for `course/slides`.

The kernel draws each figure once more (`_ext/kernel/slides.py`), wide and with large type. Beside
the site, where no reader loads them, they are kept for `make slides`: a file for each page that
says, of the figure with this alt text, what stands in its place.
"""

import json
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from sphinx.errors import ExtensionError

from .figures import palette
from .svg import themed

MIME = "application/vnd.actnorm.slide"
NOT_SHOWN = {"exercise", "solution"}  # tags of cells whose figures are on no slide
FOLDER = "slides"  # beside that of the site


def take(notebook):
    """Take them out of a notebook that has run, {alt text: SVG}: nothing else knows them."""
    found = {}
    for cell in notebook.cells:
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        for output in cell.get("outputs", []):
            svg = output.get("data", {}).pop(MIME, None)
            if svg is None or NOT_SHOWN & set(cell.metadata.get("tags", ())):
                continue
            if not svg.startswith("<?xml"):
                raise ExtensionError(f"cell {cell.id}: its figure is not for a slide:\n{svg}")
            if alt in found:
                raise ExtensionError(f"cell {cell.id}: another figure has its alt text, {alt!r}")
            found[alt] = svg
    return found


def write(app, exception):
    """Write those of every page, when the site stands."""
    if exception or app.builder.format != "html" or app.config.nb_execution_mode != "cache":
        return
    cache = get_cache(app.config.nb_execution_cache_path)
    colours = palette(app.config.actnorm_palette)["light"]
    out = Path(app.outdir).parent / FOLDER
    out.mkdir(exist_ok=True)
    for docname in sorted(app.env.found_docs):
        source = Path(app.env.doc2path(docname))
        if source.suffix != ".ipynb":
            continue
        kept = cache.match_cache_notebook(nbformat.read(source, 4)).data["slides"]
        found = {
            alt: themed(svg, colours=colours, alt=alt, prefix=f"s{number}-")
            for number, (alt, svg) in enumerate(kept.items(), 1)
        }
        (out / f"{source.stem}.json").write_text(json.dumps(found), "utf-8")


def setup(app):
    """Connect it to the end of a build."""
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
