"""What KaTeX and Pygments write, without what neither eye nor ear would miss.

Three fifths of a page's elements were formulas and a third was code. Here a style that KaTeX writes
into an element becomes a class (an element without a style is one the browser shares the style of,
and a strict policy forbids the other), a formula of one symbol becomes that symbol, TeX is noted
once, as data for who copies it, and a name in code that has the colour of the text loses its
element. A page looks as it did before, to the pixel.
"""

import re
from html import escape

from sphinx.errors import ExtensionError

SHORT = {
    "border-bottom-width": "bb",
    "height": "h",
    "margin-left": "ml",
    "margin-right": "mr",
    "min-width": "mw",
    "padding-left": "pl",
    "top": "t",
    "vertical-align": "va",
    "width": "w",
}
STYLED = re.compile(r'(?: class="([^"]*)")? style="([^"]*)"')
# A base that holds one leaf, after the strut that gives a box its height: text has a height.
ONE_SYMBOL = re.compile(
    r'<span class="katex-base"><span class="katex-strut[^"]*"></span>'
    r"(<span class=\"mord[^\"]*\">[^<]*</span>)</span>"
)
MATHML = re.compile(
    r'<math xmlns="[^"]*"([^>]*)><semantics>(.*)<annotation[^>]*>.*</annotation></semantics></math'
    ">",
    re.S,
)
# Names, brackets and white space: in the colours of the text, as the sheets of Pygments have it.
PLAIN_CODE = re.compile(r'<span class="(?:n|nn|p|w)">([^<]*)</span>')


def class_of(declaration):
    """Name of the class that stands for one declaration: `height:0.69em` is `k-h0_69`."""
    name, _, value = declaration.partition(":")
    return f"k-{SHORT.get(name, name)}" + re.sub(r"[^\w-]", "_", value.removesuffix("em"))


class Styles(dict):
    """The declarations that became classes: class → declaration."""

    def classes(self, style):
        """Give the classes that do what a style attribute does."""
        found = []
        for declaration in filter(None, style.split(";")):
            name = class_of(declaration)
            if self.setdefault(name, declaration) != declaration:
                raise ExtensionError(f"{name} would be {self[name]} and {declaration}")
            found.append(name)
        return found

    def rules(self):
        """Write the sheet."""
        return "".join(f".{name}{{{self[name]}}}" for name in sorted(self))


def lean_formula(html, tex, styles):
    """Make a formula of KaTeX lean; `styles` takes in the styles that it had."""

    def classed(match):
        return f' class="{" ".join(filter(None, [match[1], *styles.classes(match[2])]))}"'

    html = STYLED.sub(classed, html)
    _, _, drawn = html.partition('<span class="katex-html" aria-hidden="true">')
    data = f' data-tex="{escape(tex)}"'
    symbol = ONE_SYMBOL.fullmatch(drawn.removesuffix("</span></span>"))
    if symbol and html.startswith('<span class="katex">'):
        return f'<span class="katex"{data}>{symbol[1]}</span>'
    html = MATHML.sub(lambda match: f"<math{match[1]}>{unrow(match[2])}</math>", html)
    return html.replace('<span class="katex">', f'<span class="katex"{data}>', 1)


def unrow(mathml):
    """Take away the row around everything: `<math>` is one."""
    inner = mathml.removeprefix("<mrow>").removesuffix("</mrow>")
    whole = mathml.startswith("<mrow>") and mathml.endswith("</mrow>")
    depth = 0
    for tag in re.findall(r"</?mrow\b", inner):
        depth += 1 if tag == "<mrow" else -1
        if depth < 0:
            return mathml
    return inner if whole else mathml


def lean_code(app, pagename, templatename, context, doctree):
    """Unwrap what has no colour of its own."""
    if context.get("body"):
        context["body"] = PLAIN_CODE.sub(r"\1", context["body"])


def setup(app):
    """Mend the code of each page; `maths` mends its formulas by itself."""
    app.connect("html-page-context", lean_code, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
