"""The reader's notebooks: every chapter once more, for any front end that shows Markdown.

They are written when the pages are, from the same sources and with the same numbers; or by the
builder `notebooks` without any page, which needs no node. What checks the book (cells of claims)
and what answers its exercises stays on the page.
"""

import re
from pathlib import Path

import nbformat
from sphinx.builders.dummy import DummyBuilder
from sphinx.errors import ExtensionError
from sphinx.util import docname_join

from actnorm import __version__

from .address import places, wheel
from .plain import Plain

FOLDER = "notebooks"
WRITERS = ("html", "notebooks")
ABOUT = """\
> This is the notebook of [{title}]({address}), for whoever wants to run and change it. It needs no
> extension. Hints and solutions are folded on the page. Run the cells from top to bottom; the cell
> below installs `actnorm` where it is missing. Figures with sliders stay in the file where
> *Settings → Save Widget State Automatically* is on."""
# Plain Python, without a magic's own syntax: marimo and converters to scripts read it too.
INSTALL = """\
try:
    import actnorm
except ModuleNotFoundError:
    get_ipython().run_line_magic("pip", "install --quiet {wheel}")
else:
    if actnorm.__version__ != "{version}":
        print("Made with actnorm {version}; here is", actnorm.__version__)\
"""
CITING = "cite=True"  # an output's citations, which a page alone can show
# Tags of cells that are the book's own business.
LEFT_OUT = {"claims", "solution", "remove-cell"}


class NotebooksBuilder(DummyBuilder):
    """Read the book, run its notebooks, and write the reader's; no page."""

    name = "notebooks"
    epilog = "The notebooks are in %(outdir)s."

    def get_target_uri(self, docname, typ=None):
        """Give the page's place on the site, to which the notebooks link."""
        return f"{docname}.html"


class Book:
    """What a page refers to, from Sphinx's memory of the build."""

    def __init__(self, app, docname):
        self.app, self.env, self.docname = app, app.env, docname

    def value(self, name):
        """Give the text of a number, as the page shows it."""
        try:
            return self.env.actnorm_values[self.docname][name]
        except KeyError:
            raise ExtensionError(f"{self.docname} shows no number called {name!r}") from None

    def place(self, scheme):
        """Give the address of the site or of the repository."""
        return places(self.app.config)[scheme]

    def here(self):
        """Give the address of this page."""
        return self._address(self.docname)

    def page(self, target):
        """Give the title and the address of a page."""
        docname = docname_join(self.docname, target)
        if docname not in self.env.titles:
            raise ExtensionError(f"{self.docname} links to {target!r}, which is no page")
        return self.env.titles[docname].astext(), self._address(docname)

    def term(self, text):
        """Give a glossary term, as it is written, and its address."""
        known = self.env.domaindata["std"]["terms"].get(text.lower())
        if known is None:
            raise ExtensionError(f"the glossary has no {text!r}, which {self.docname} links to")
        return text, self._address(*known)

    def label(self, name):
        """Give the title and the address of a section or an exercise."""
        exercise = getattr(self.env, "sphinx_exercise_registry", {}).get(name)
        if exercise:
            docname = exercise["docname"]
            number = self.env.toc_fignumbers[docname]["exercise"][name]
            return f"Exercise {'.'.join(map(str, number))}", self._address(docname, name)
        labels = self.env.domaindata["std"]["labels"] | _untitled(self.env)
        if name not in labels:
            raise ExtensionError(f"{self.docname} links to {name!r}, which is nowhere")
        docname, anchor, *title = labels[name]
        return (title or [anchor])[0], self._address(docname, anchor)

    def cite(self, key):
        """Give authors, year and address of a work."""
        entry = self.env.domaindata["cite"]["bibdata"].data.entries.get(key)
        if entry is None:
            raise ExtensionError(f"the bibliography has no {key!r}, which {self.docname} cites")
        people = entry.persons.get("author") or entry.persons.get("editor") or []
        names = [" ".join([*p.prelast_names, *p.last_names]) for p in people]
        names = [re.sub(r"[{}\\]", "", name) for name in names]
        if len(names) > 2:
            names = [f"{names[0]} et al."]
        return " and ".join(names), entry.fields.get("year", ""), self._work(entry)

    def _work(self, entry):
        fields = entry.fields
        if "doi" in fields:
            return f"https://doi.org/{fields['doi']}"
        if "eprint" in fields:
            return f"https://arxiv.org/abs/{fields['eprint']}"
        return fields.get("url") or self._address("chapters/bibliography")

    def _address(self, docname, anchor=""):
        page = self.place("site") + self.app.builder.get_target_uri(docname)
        return f"{page}#{anchor}" if anchor else page


def _untitled(env):
    found = env.domaindata["std"]["anonlabels"]
    return {k: v for k, v in found.items() if k not in env.domaindata["std"]["labels"]}


def name_of(env, docname):
    """Give the name of a page's notebook; None for a page of text."""
    path = Path(env.doc2path(docname)) if docname in env.found_docs else Path()
    return path.name if path.suffix == ".ipynb" else None


def convert(book, source):
    """Turn a source notebook into a reader's."""
    plain = Plain(book)
    title, address = book.env.titles[book.docname].astext(), book.here()
    cells = []
    for cell in source.cells:
        new = _text(plain, cell) if cell.cell_type == "markdown" else _code(plain, cell)
        if new:
            cells.append(new)
    about = nbformat.v4.new_markdown_cell(ABOUT.format(title=title, address=address), id="about")
    release = {"wheel": wheel(book.app.config), "version": __version__}
    install = nbformat.v4.new_code_cell(INSTALL.format(**release), id="install")
    notebook = nbformat.v4.new_notebook(cells=[cells[0], about, install, *cells[1:]])
    for key in ("kernelspec", "language_info"):
        if key in source.metadata:
            notebook.metadata[key] = source.metadata[key]
    return notebook


def _text(plain, cell):
    text = plain.cell(cell.source)
    return nbformat.v4.new_markdown_cell(text, id=cell.id) if text else None


def _code(plain, cell):
    if plain.solving or LEFT_OUT & set(cell.metadata.get("tags", [])):
        return None
    lines = cell.source.replace(CITING, "").split("\n")
    kept = [line for line in lines if line != "from actnorm.claims import Claims"]
    return nbformat.v4.new_code_cell("\n".join(kept), id=cell.id)


def write(app, failed):
    """Write the notebook of every chapter beside the pages."""
    if failed or app.builder.name not in WRITERS:
        return
    folder = Path(app.outdir).parent / FOLDER
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.ipynb"):
        old.unlink()
    for docname in sorted(app.env.found_docs):
        if name := name_of(app.env, docname):
            source = nbformat.read(app.env.doc2path(docname), 4)
            nbformat.write(convert(Book(app, docname), source), folder / name)


def setup(app):
    """Write the notebooks at the end."""
    app.add_builder(NotebooksBuilder)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
