"""What KaTeX, Pygments and docutils write, without what neither eye nor ear would miss.

Three fifths of a page's elements were formulas and a third was code. Here a style that KaTeX writes
into an element becomes a class (an element without a style is one the browser shares the style of,
and a strict policy forbids the other), a formula of one symbol becomes that symbol, TeX is noted
once, as data for who copies it, and a name in code that has the colour of the text loses its
element. What is drawn stands where it stood, to within a tenth of a pixel (`test_formulas.py`). A
citation leads to its entry in the bibliography and does not carry all of it as a title, which a
screen reader would read out and a finger never see: 5 kB in a chapter.
"""

import re
from xml.etree import ElementTree

from sphinx.errors import ExtensionError

from .boxes import NAMES, tidy

# Declarations and what boxes.py says with a word of its own: short name, rule.
RULES = {
    "border-bottom-width": ("bb", None),
    "column": ("c", "{{margin-top:{0}em;vertical-align:{0}em}}"),
    "font-size": ("f", None),
    "height": ("h", None),
    "margin-left": ("ml", None),
    "margin-right": ("mr", None),
    "row": ("r", "{{margin-block:{0}em {1}em}}"),
    "strut-height": ("sh", "::before{{height:{0}em}}"),
    "strut-place": ("sp", "::before{{vertical-align:{0}em}}"),
    "top": ("t", None),
    "vertical-align": ("va", None),
    "width": ("w", None),
}
# Names, brackets and white space: in the colours of the text, as the sheets of Pygments have it.
# Operators too: hundreds of them, in the colour of strings, were no help.
PLAIN_CODE = re.compile(r'<span class="(?:n|nn|o|p|w)">([^<]*)</span>')
# A string: its quotes, what it says and the braces in it have one colour.
STRING = re.compile(r'(?:<span class="s[a-z\d]">[^<]*</span>)+')
OPENED = re.compile(r'<span class="s[a-z\d]">|</span>')
# A number in the text stands in an element of ours already; both sheets make it bold.
PASTED = re.compile(r'(<span class="an-claim">)<span class="pasted-text">([^<]*)</span></span>')
# Pygments: so that a first empty line is kept, of which there is none.
NOTHING = "<pre><span></span>"
CITED = re.compile(
    r'(<a class="reference internal" href="[^"]*bibliography\.html#[^"]*") title="[^"]*"'
)
# Classes that no rule, script or test asks for: every link and cell has one or two.
IDLE = {
    *("arabic", "compound", "container", "doc", "docutils", "internal", "reference", "row-even"),
    *("row-odd", "simple", "std", "std-doc", "std-numref", "std-ref", "xref"),
}
CLASSES = re.compile(r' class="([^"]*)"')


def class_of(name, value):
    """Name of the class that stands for one declaration: `height:0.69em` is `k-h0_69`."""
    return f"k-{RULES.get(name, (name,))[0]}" + re.sub(r"[^\w-]", "_", value.removesuffix("em"))


class Styles(dict):
    """The declarations that became classes: class → rule."""

    def classes(self, style):
        """Give the classes that do what a style attribute does."""
        found = []
        for declaration in filter(None, style.split(";")):
            name, _, value = declaration.partition(":")
            own = RULES.get(name, (name, None))[1]
            number = value.removesuffix("em")
            rule = own.format(number, f"{-float(number):g}") if own else f"{{{declaration}}}"
            name = class_of(name, value)
            if self.setdefault(name, rule) != rule:
                raise ExtensionError(f"{name} would be {self[name]} and {rule}")
            found.append(name)
        return found

    def rules(self, names):
        """Write the rules of some classes."""
        return "".join(f".{name}{self[name]}" for name in sorted(names))


def lean_formula(html, tex, styles):
    """Make a formula of KaTeX lean; `styles` takes in the styles that it had."""
    root = ElementTree.fromstring(re.sub(r' xmlns="[^"]*"', "", html))
    formula = root[0] if root.get("class") == "katex-display" else root
    heard, drawn = formula
    tidy(drawn)
    formula.set("data-tex", tex)
    for element in drawn.iter():
        names = [name for name in element.get("class", "").split() if name not in NAMES]
        names += styles.classes(element.attrib.pop("style", ""))
        element.attrib.pop("class", None)
        if names:
            element.set("class", " ".join(names))
    if len(drawn) == 1 and formula is root:
        (base,) = drawn
        leaf = base[0] if len(base) == 1 and not base.text else base
        if not len(leaf) and leaf.tag == "span" and (leaf is base or not base[0].tail):
            # One symbol: text has a height of its own.
            own = leaf.get("class", "") if leaf is not base else ""
            formula.set("class", f"katex {own}".strip())
            formula.text, formula[:] = leaf.text, []
            return written(root)
        drawn.set("class", f"katex-html {base.get('class')}")
        drawn.text, drawn[:] = base.text, list(base)
    formula[0] = listened(heard[0])
    return written(root)


def written(element):
    """HTML of an element."""
    return ElementTree.tostring(element, "unicode", short_empty_elements=False)


# Rows in all but name, and what only a drawing needs to know.
ROWS = {"math", "mrow", "mtd", "msqrt", "mstyle", "mpadded"}
LOOKS = {"stretchy", "lspace", "rspace", "minsize", "maxsize", "scriptlevel", "displaystyle"}
LOOKS |= {"rowspacing", "columnspacing", "columnalign"}
THIN = set("\u2004\u2005\u2009\u200a\u200b")  # white space of a width
# Elements of which each child has a meaning by its place.
PARTS = {"mfrac": 2, "mover": 2, "mroot": 2, "msub": 2, "msubsup": 3, "msup": 2, "munder": 2}
PARTS |= {"munderover": 3}


def listened(math):
    """Give MathML that says the same: without its TeX, its look, and rows in rows."""
    math[:] = list(math[0])[:1]
    for element in list(math.iter()):
        element.attrib = {k: v for k, v in element.attrib.items() if k not in LOOKS}
    lighten(math)
    math.set("class", "katex-mathml")
    return math


def lighten(element):
    """Take away the elements that only group what is grouped, and spaces."""
    for child in element:
        lighten(child)
    children = []
    for child in element:
        is_row = child.tag in ("mrow", "mstyle") and not child.attrib
        is_thin = child.tag == "mtext" and set(child.text or "") <= THIN
        is_space = is_thin or child.tag == "mspace"
        is_nothing = is_row and not len(child)  # what KaTeX aligns by
        if child.text == "\u2061" and element.tag in PARTS:
            continue  # KaTeX: a function of nothing, in λ_max; browsers refuse the third child
        if element.tag in ROWS and (is_space or is_nothing):
            continue
        if is_row and (len(child) == 1 or (element.tag in ROWS and len(element) == 1)):
            children += child
        else:
            children.append(child)
    if len(children) != PARTS.get(element.tag, len(children)):
        raise ExtensionError(f"{element.tag} has {len(children)} parts: {written(element)}")
    element[:] = children


def lean_body(app, pagename, templatename, context, doctree):
    """Unwrap what has no colour or meaning of its own; leave out what is of no use."""
    if context.get("body"):
        body = PLAIN_CODE.sub(r"\1", context["body"])
        body = STRING.sub(lambda whole: f'<span class="s">{OPENED.sub("", whole[0])}</span>', body)
        body = PASTED.sub(r"\1\2</span>", body).replace(NOTHING, "<pre>")
        context["body"] = CLASSES.sub(used_classes, CITED.sub(r"\1", body))


def used_classes(match):
    """Write a class attribute without the idle ones, or not at all."""
    names = [name for name in match[1].split() if name not in IDLE]
    return f' class="{" ".join(names)}"' if names else ""


def setup(app):
    """Mend each page; `maths` mends its formulas by itself."""
    app.connect("html-page-context", lean_body, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
