"""The one module that knows the theme: sphinx-book-theme, which stands on pydata-sphinx-theme.

The templates fill blocks of the theme's page; its Python finds the chapters, the parts of a page
and the addresses behind the buttons; icons are letters of its fonts (`icons.py`). The look is the
book's own. All that is taken from the theme passes through here and is looked at on the way. A
theme that has changed stops the build with the name of what is not there any more, where else a
page would silently lose a list or a button.
"""

import re
from pathlib import Path

import pydata_sphinx_theme
from sphinx.errors import ExtensionError

OURS = Path(__file__).resolve().parents[1]
PYDATA = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme"
ICON_SHEET = PYDATA / "static/styles/pydata-sphinx-theme.css"  # says which letter an icon is
ICON_FONTS = PYDATA / "static/vendor/fontawesome/webfonts"
# The contents of a page name its parts; a list within the list would be shown to nobody.
PARTS_OF_PARTS = re.compile(r"(?<=</a>)\s*<ul[^>]*>(?:(?!<ul|</ul>).)*</ul>", re.S)
LAYOUT = PYDATA / "layout.html"
# Blocks of the theme's page that `templates/layout.html` fills.
BLOCKS = {"css", "extrahead", "body_tag", "header", "content", "footer"}


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
    """Look whether the installed theme's page has the blocks that ours fill."""
    layout = LAYOUT.read_text("utf-8") if LAYOUT.is_file() else ""
    demand(BLOCKS - set(re.findall(r"\{%-?\s*block (\w+)", layout)), "the template's block")


def entry(button):
    """One line of a menu: its text, and where it leads (or that it prints)."""
    if button["type"] == "javascript":
        demand({button["label"]} - {"download-pdf-button"}, "a known script behind the button")
        return {"text": "Print, or save as PDF", "print": True}
    notebook = button["text"] == ".ipynb"
    return {
        "text": "Notebook (.ipynb)" if notebook else button["text"],
        "url": button["url"],
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
        html = str(context["generate_toc_html"]() or "")
        if html:  # a page may have no parts
            demand({"nav-link"} - names_in_markup(html), "the class")
        while (less := PARTS_OF_PARTS.sub("", html)) != html:
            html = less
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
    app.setup_extension(f"{__package__}.icons")
    app.connect("builder-inited", check)
    app.connect("html-page-context", translate, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
