"""The sheet that a page has for itself: what its formulas and its figures ask for.

A reader who comes from a search engine loads one page. Of the book's 570 rules for formulas it
needs a quarter, of the fonts a half, and of the explorers one or two.
"""

import hashlib
import re

from .fonts import with_letters
from .node import run_node

FOLDER = "pages"
ROOM = re.compile(r'<svg [^>]*class="an-room-(\d+)-(\d+)"')
FORMULA = re.compile(r'<span class="katex(?:-display)?[ "]')
SPAN = re.compile(r"<(/?)span\b")
NAMED = re.compile(r'\b(?:class|id)="([^"]*)"')
FIGURE = re.compile(r'class="actnorm actnorm-([\w-]+)"')
LINK = r'( *<link rel="stylesheet"[^>]*href="[^"]*_static/){}[^>]*>\n?'
BOOK, FIGURES = (re.compile(LINK.format(name)) for name in (r"book\.css", r"explorers\.css"))


def formulas_of(html):
    """Yield the HTML of each formula of a page."""
    end = 0
    for formula in FORMULA.finditer(html):
        if formula.start() < end:
            continue
        depth = 0
        for span in SPAN.finditer(html, formula.start()):
            depth += -1 if span[1] else 1
            if not depth:
                end = html.index(">", span.end()) + 1
                break
        yield html[formula.start() : end]


def sheets_of_figures(sheet, kinds_of_pages, known):
    """Cut the explorers' sheet for each set of kinds that a page shows."""
    sets = sorted({kinds for kinds in kinds_of_pages if kinds})
    cut = run_node("cut.mjs", {"css": sheet, "without": [sorted(known - {*k}) for k in sets]})
    return dict(zip(sets, cut, strict=True))


def write_own_sheets(pages, static, *, faces, styles, some, figures, known):
    """Give each page of `pages` (path → HTML) its sheet; return the pages as they are now.

    Parameters
    ----------
    pages : dict
        Path → HTML.
    static : Path
        The folder of the book's files.
    faces : str
        KaTeX's font faces.
    styles : Styles
        The rules of the formulas' classes.
    some : dict
        Sheets of a few pages: a name that such a page has → the sheet.
    figures : str
        The explorers' sheet.
    known : set
        Kinds of explorers.
    """
    folder = static / FOLDER
    kinds = {page: tuple(sorted({*FIGURE.findall(html)})) for page, html in pages.items()}
    cut = sheets_of_figures(figures, kinds.values(), known)
    return {
        page: with_sheet(html, folder, faces, styles, cut.get(kinds[page], "") + asked(html, some))
        for page, html in pages.items()
    }


def asked(html, some):
    """Give the sheets of a few pages that this one asks for."""
    names = {name for found in NAMED.findall(html) for name in found.split()}
    return "".join(sheet for name, sheet in some.items() if name in names)


def rooms(html):
    """Let a browser draw a plot when it comes near: it knows beforehand how high that is."""
    inner = ""
    for width, height in sorted({*ROOM.findall(html)}):
        rule = f"content-visibility:auto;aspect-ratio:{width}/{height}"
        inner += f".an-room-{width}-{height}{{{rule}}}"
    return f"@media screen{{{inner}}}" if inner else ""


def with_sheet(html, folder, faces, styles, rules):
    """Write the sheet of a page, and refer to it after the book's, in place of the figures'."""
    book = BOOK.search(html)
    formulas = sorted({*formulas_of(html)})
    names = {name for each in formulas for name in re.findall(r"\bk-[\w-]+", each)}
    fonts = with_letters(faces, folder, formulas) if formulas else ""
    css = rules + fonts + styles.rules(names & {*styles}) + rooms(html)
    if not book or not css:
        return html
    name = f"{hashlib.sha256(css.encode()).hexdigest()[:8]}.css"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(css, "utf-8")
    link = f'{book[1]}{FOLDER}/{name}" />\n'
    return FIGURES.sub("", f"{html[: book.end()]}{link}{html[book.end() :]}")
