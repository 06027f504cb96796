"""What the search page searches: the sections of the finished pages, and the glossary's synonyms.

Sphinx's own search fetches every page that it shows, keeps the terms in the reader's browser and
knows neither Vietnamese nor that a neuron is a unit. Here the text of all sections lies in one
script, which works from a folder too; `_ext/search` finds in it, with MiniSearch. The search page
loads both, and no other page does.
"""

import json
import re
from html.parser import HTMLParser
from keyword import iskeyword
from pathlib import Path

from sphinx import addnodes

from .node import run_node

# Parts of an article that are not read, or not as text: buttons, drawings.
SKIPPED = {"script", "style", "svg", "button", "noscript", "mjx-container"}
SKIPPED_CLASSES = {
    "headerlink",
    "eqno",
    "actnorm-slot",
    "an-claims",
    "an-quiz",  # its wrong answers would be found
    "katex-html",
    "visually-hidden",
}
HEADINGS = {"h1", "h2", "h3", "h4"}
VOID = {"br", "img", "hr", "input", "meta", "link", "wbr", "source", "col"}
BREAKING = HEADINGS | {"p", "li", "dd", "dt", "td", "th", "tr", "pre", "div", "summary", "br"}
# The few commands that a name in words stands for: a reader looks for "epsilon".
GREEK = re.compile(
    r"\\(?:var)?(alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|nu|rho|sigma|tau|phi)\b"
)
# What a line of text cannot show: 2¹⁰ would read 210.
NOT_A_LINE = {"msup", "msubsup", "mfrac", "msqrt", "mover", "munder", "munderover", "mtable"}
LESSON, OTHER = 1, 0.24  # a lesson comes before the entry of the glossary, if it is about the word


class Sections(HTMLParser):
    """Collect the sections of one page: where each begins, its heading, text and other words.

    An entry of the glossary is a section of its own, and its names are synonyms.
    """

    def __init__(self):
        super().__init__()
        self.found, self.open, self.ids = [], [], []
        self.inside = dict.fromkeys(("article", "skip", "code", "formula", "display"), 0)
        self.inside |= {"heading": 0, "glossary": 0, "term": 0}
        self.formula, self.simple = "", True

    def handle_starttag(self, tag, attrs):
        """Enter an element: a part may be skipped, be code, or begin a section."""
        self.write(" " if tag in BREAKING else "")
        if tag in VOID:
            return
        attrs = dict(attrs)
        classes = set((attrs.get("class") or "").split())
        marks = {
            "article": tag == "article",
            "skip": tag in SKIPPED or bool(classes & SKIPPED_CLASSES),
            "code": "highlight" in classes,
            "formula": tag == "math",
            "display": "katex-display" in classes,
            "heading": tag in HEADINGS,
            "glossary": "glossary" in classes,
            "term": tag == "dt" and self.inside["glossary"] > 0,
        }
        if marks["formula"]:
            self.formula, self.simple = "", True
        self.simple &= tag not in NOT_A_LINE
        if "data-tex" in attrs and self.found:
            self.found[-1]["words"] += GREEK.findall(attrs["data-tex"])
        self.open.append((tag, marks))
        for name, is_it in marks.items():
            self.inside[name] += is_it
        if tag == "section":
            self.ids.append(attrs.get("id", ""))
        if not self.inside["article"]:
            return
        if marks["heading"]:
            self.begin(self.ids[-1] if self.ids else "")
        elif marks["term"]:
            if not self.found[-1].get("terms") or self.found[-1]["text"]:
                self.begin(attrs.get("id", ""))
            self.found[-1].setdefault("terms", []).append("")

    def begin(self, place):
        """Begin a section."""
        self.found.append({"id": place, "heading": "", "text": [], "words": []})

    def handle_endtag(self, tag):
        """Leave an element, with whatever was left open in it."""
        while self.open:
            name, marks = self.open.pop()
            for mark, was_it in marks.items():
                self.inside[mark] -= was_it
            if name == "section":
                self.ids.pop()
            if name == tag:
                break
        if tag == "math":
            self.write(self.formula if self.simple else "…")
        self.write(" " if tag in BREAKING else "")

    def handle_data(self, data):
        """Read text where it belongs."""
        self.write(data)

    def write(self, data):
        """Add text to the heading, the text or the words of the section."""
        inside = self.inside
        if not (inside["article"] and self.found) or inside["skip"]:
            return
        here = self.found[-1]
        if inside["formula"]:
            self.formula += data
        elif inside["term"] and data.strip():
            here["terms"][-1] += data
        elif inside["heading"]:
            here["heading"] += data
        elif inside["code"]:
            # What a reader might look for; `lambda` is a letter of formulas, too.
            names = re.findall(r"[A-Za-z_]\w\w+", data)
            here["words"] += [name for name in names if not iskeyword(name)]
        elif not inside["display"] and (data.strip() or here["text"]):
            here["text"].append(data)


def tidy(parts):
    """One line of text, without the space that tags leave before a comma."""
    return re.sub(r" ([,.;:!?)])", r"\1", " ".join("".join(parts).split()))


def read_page(html):
    """Give the sections of a page as (id, heading, text, words), and its glossary's synonyms."""
    parser = Sections()
    parser.feed(html)
    sections, synonyms = [], []
    for found in parser.found:
        terms = [" ".join(term.split()) for term in found.get("terms", [])]
        synonyms += [terms] if terms else []
        heading = ", ".join(terms) or tidy([found["heading"]])
        text = tidy(found["text"])
        words = set(found["words"]) - set(re.findall(r"\w+", text))
        sections.append((found["id"], heading, text, " ".join(sorted(words))))
    return sections, synonyms


def collect(app):
    """Give all that the search page needs to know, as one value."""
    env, pages, sections, synonyms = app.env, [], [], []
    shown = {
        name: title
        for tree in env.toctree_includes
        for node in env.get_doctree(tree).findall(addnodes.toctree)
        for title, name in node["entries"]
    }
    for docname in sorted(env.found_docs):
        page = Path(app.outdir) / f"{docname}.html"
        if not page.is_file():
            continue
        found, terms = read_page(page.read_text("utf-8"))
        if "nosearch" in env.metadata[docname]:  # what stands elsewhere too is found there
            found = [(place, heading, "", "") for place, heading, _, _ in found]
        synonyms += terms
        sections += [[len(pages), *section] for section in found]
        title = env.titles[docname].astext()
        weight = LESSON if re.match(r"chapters/\d\d_", docname) else OTHER
        pages.append([f"{docname}.html", shown.get(docname) or title, title, weight])
    return {"pages": pages, "sections": sections, "synonyms": synonyms}


def write_search(app, exception):
    """Write the data and the script, before what no page refers to is swept away."""
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    data = json.dumps(collect(app), ensure_ascii=False, separators=(",", ":"))
    (static / "search-data.js").write_text(f"globalThis.actnormSearch={data};\n", "utf-8")
    (static / "search.js").write_text(run_node("bundle.mjs", "_ext/search/page.js")["js"], "utf-8")


def replace_sphinx(app):
    """Leave Sphinx's own index out; its page is ours, and is still called for."""
    if app.builder.format == "html":
        app.builder.search = False


def search_page(app):
    """Have the page written."""
    if app.builder.format == "html":
        yield "search", {}, "search.html"


def setup(app):
    """Write the page with the others, and what it loads before the sweep (900)."""
    app.connect("builder-inited", replace_sphinx)
    app.connect("html-collect-pages", search_page)
    app.connect("build-finished", write_search, priority=850)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
