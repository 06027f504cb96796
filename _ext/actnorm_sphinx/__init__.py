"""The Sphinx side of the book: everything between a notebook and a light, accessible page.

Each module has one concern and can be loaded alone (`app.setup_extension`), which is how the
tests use them:

- `maths`: TeX becomes HTML and MathML while the book is built; no maths script on a page.
- `explorers`: a widget becomes a figure, drawn by node, that a script brings to life; a widget
  that nothing on the page could bring to life stops the build.
- `figures`: matplotlib's SVG goes into the page and follows the colour theme.
- `reference`: the library's lists become the page "Reference".
- `ledger`: the numbers of the prose, listed with what they rest on; cells of claims are folded.
- `lean`: formulas and code in fewer elements, and without inline styles.
- `folds`: drop-downs become `<details>`, which need no script and no mouse.
- `languages`: Vietnamese words say that they are Vietnamese.
- `notebooks`: the chapters once more, as notebooks of plain Markdown (`plain`) for every front end.
- `theme`: all that the book takes from its Sphinx theme; a theme that has changed stops the build.
- `page`: what a page loads, and the templates that stand in for the theme's.
- `search`: what the search page looks in, from the finished pages.
- `assets`: one style sheet and small fonts, made from what the finished pages use.
"""

MODULES = (
    "maths",
    "explorers",
    "figures",
    "reference",
    "ledger",
    "lean",
    "folds",
    "languages",
    "theme",
    "page",
    "search",
    "assets",
    "notebooks",
)


def setup(app):
    """Load the modules above."""
    for name in MODULES:
        app.setup_extension(f"{__name__}.{name}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
