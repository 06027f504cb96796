"""The one module that knows the theme: sphinx-book-theme, which stands on pydata-sphinx-theme.

The templates and the style sheets dress the theme's own classes; its Python finds the chapters, the
parts of a page and the addresses behind the buttons. All that the book takes from it passes through
here and is looked at on the way. A theme that has changed stops the build with the name of what is
not there any more, where else a page would silently lose its looks or a button.
"""

import re
from pathlib import Path

import pydata_sphinx_theme
import sphinx_book_theme
from sphinx.errors import ExtensionError

OURS = Path(__file__).resolve().parents[1]
PYDATA = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme"
BOOK = Path(sphinx_book_theme.__file__).parent / "theme/sphinx_book_theme"
SHEETS = (
    PYDATA / "static/styles/pydata-sphinx-theme.css",
    BOOK / "static/styles/sphinx-book-theme.css",
)
ICON_FONTS = PYDATA / "static/vendor/fontawesome/webfonts"
LAYOUT = PYDATA / "layout.html"
# Blocks of the theme's page that `templates/layout.html` fills.
BLOCKS = {"css", "extrahead", "body_tag", "header", "content", "footer"}
# What the sheets and templates name, and neither we nor the theme have made: docutils, MyST-NB,
# sphinx-exercise and KaTeX have, or they are places of the page that no rule is about.
NAMED_BY_OTHERS = {
    *("citation", "exercise", "internal", "solution", "std-term"),
    *("katex", "katex-base", "katex-display", "katex-mathml", "mathbf", "mathnormal", "vlist-t"),
    *("bd-docs-nav", "bd-sidenav", "bd-toc-item", "logo", "main-content"),
    *("pst-primary-sidebar", "pst-primary-sidebar-modal"),
    *("pst-secondary-sidebar", "pst-secondary-sidebar-modal"),
}
# Scripts say these words, and mean no class of the theme.
OTHER_WORDS = {"popover", "ratio", "visible", "show", "toggle"}
OUR_NAMES = re.compile(r"(an|actnorm|is)-.*|actnorm|js|live-only")
NOT_A_NAME = r"\{[^{}]*\}|/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"|@[^{;]*(?=[{;])"


def names_in_rules(css):
    """Classes and ids that the selectors of a style sheet name."""
    return set(re.findall(r"[.#]([A-Za-z][\w-]*)", re.sub(NOT_A_NAME, "{}", css, flags=re.S)))


def names_in_markup(html):
    """Classes and ids of a template or a page."""
    html = re.sub(r"\{[%#{].*?[%#}]\}", " ", html, flags=re.S)
    return {
        name for found in re.findall(r'\b(?:class|id)="([^"]*)"', html) for name in found.split()
    }


def demand(missing, what):
    """Stop the build when something of the theme is missing."""
    if missing:
        raise ExtensionError(
            f"the theme has changed: {what} {', '.join(sorted(missing))} is not there any more. "
            "What the book takes from the theme is said in _ext/actnorm_sphinx/theme.py."
        )


def check(app=None):
    """Compare what our templates and sheets name with what the installed theme has."""
    layout = LAYOUT.read_text("utf-8") if LAYOUT.is_file() else ""
    demand(BLOCKS - set(re.findall(r"\{%-?\s*block (\w+)", layout)), "the template's block")
    demand({file.name for file in SHEETS if not file.is_file()}, "the style sheet")
    named = set()
    for file in sorted(OURS.glob("static/*.css")):
        named |= names_in_rules(file.read_text("utf-8"))
    for file in sorted(OURS.glob("templates/*.html")):
        named |= names_in_markup(file.read_text("utf-8"))
    named = {name for name in named if not OUR_NAMES.fullmatch(name)} - NAMED_BY_OTHERS
    theirs = set().union(*(names_in_rules(file.read_text("utf-8")) for file in SHEETS))
    demand(named - theirs, "the class")


def entry(button):
    """One line of a menu: its text, its icon, and where it leads (or that it prints)."""
    if button["type"] == "javascript":
        demand({button["label"]} - {"download-pdf-button"}, "a known script behind the button")
        return {"text": "Print, or save as PDF", "icon": button["icon"], "print": True}
    notebook = button["text"] == ".ipynb"
    icon = button["icon"]
    return {
        "text": "Notebook (.ipynb)" if notebook else button["text"],
        "url": button["url"],
        "icon": icon if icon.startswith("fa") else "",
        "image": "" if icon.startswith("fa") else icon,
        "download": notebook,
    }


def menus(buttons):
    """Menus of the bar above the text, from the theme's groups of buttons.

    Of a page's sources a notebook is of use; for the theme it is a source like any other.
    """
    try:
        return [
            {
                "title": group["tooltip"],
                "icon": group["icon"],
                "items": [
                    entry(button)
                    for button in group["buttons"]
                    if button["text"] == ".ipynb" or button.get("label") != "download-source-button"
                ],
            }
            for group in buttons
            if group["type"] == "group"
        ]
    except KeyError as missing:
        demand({str(missing)}, "a button's")


def contents(context):
    """Give the chapters and the parts of this page as lists of links, each made when asked for."""

    def book():
        html = context["generate_toctree_html"](
            startdepth=0,
            kind="sidebar",
            maxdepth=2,
            collapse=False,
            includehidden=True,
            titles_only=True,
            show_nav_level=1,
        )
        demand({"toctree-l1"} - names_in_markup(str(html) or 'class="toctree-l1"'), "the class")
        return html

    def page():
        html = context["generate_toc_html"]()
        if html:  # a page may have no parts
            demand({"nav-link"} - names_in_markup(str(html)), "the class")
        return html

    return {"book_contents": book, "page_contents": page}


def translate(app, pagename, templatename, context, doctree):
    """Give the templates what they need in our words, in place of the theme's."""
    needed = {"generate_toctree_html", "generate_toc_html", "header_buttons", "root_title"}
    demand(needed - context.keys(), "the templates' value")
    context["menus"] = menus(context["header_buttons"])
    context |= contents(context)


def setup(app):
    """Check once, then translate page by page, after whatever adds a button has done so."""
    app.connect("builder-inited", check)
    app.connect("html-page-context", translate, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
