"""The Sphinx side of the book: everything between a notebook and a light, accessible page.

Each module has one concern and can be loaded alone (`app.setup_extension`), which is how the
tests use them:

- `address`: where the site and the repository are, said once in `_config.yml`.
- `quick`: what a build would wait for in vain.
- `anew`: Sphinx reads the texts that have changed, or all of them; it writes every page.
- `execution`: notebooks are run two at a time, and what they gave is kept while it holds.
- `maths`: TeX becomes HTML and MathML while the book is built; no maths script on a page.
- `explorers`: a widget becomes a figure, drawn by node, that a script brings to life; a widget
  that nothing on the page could bring to life stops the build.
- `embed`: a page for each explorer, to embed; a link to its state, a file of it, the full screen.
- `gallery`: all explorers on one page.
- `figures`: matplotlib's SVG goes into the page and follows the colour theme.
- `slides`: the same figures as they stand on slides, beside the site.
- `reference`: the library's lists become the page "Reference".
- `ledger`: the numbers of the prose, listed with what they rest on; cells of claims are folded.
- `quiz`: the quiz at a chapter's end and the page "Common errors", from the lists in `course`.
- `teachers`: the part of the teacher's page that is made from the chapters and those lists.
- `lean`: formulas and code in fewer elements, and without inline styles.
- `folds`: drop-downs become `<details>`, which need no script and no mouse.
- `languages`: Vietnamese words say that they are Vietnamese.
- `notebooks`: the chapters once more, as notebooks of plain Markdown (`plain`) for every front end.
- `launch`: buttons that lead to these notebooks, on Colab, Binder, a hub, and beside the page.
- `lite`: the notebooks with a kernel in the browser, where `make lite` has assembled one.
- `share`: the wheel and the notebooks beside the pages; what a branch of them needs.
- `findable`: sitemap, edition, data for search engines, and the page for lost addresses.
- `cards`: the picture that a link to a chapter has where it is shared.
- `theme`: all that the book takes from its Sphinx theme; a theme that has changed stops the build.
- `icons`: those of the bar above the text, drawn in the page.
- `page`: what a page loads, and the templates that stand in for the theme's.
- `search`: what the search page looks in, from the finished pages.
- `assets`: one style sheet and small fonts, made from what the finished pages use.
"""

MODULES = (
    "address",
    "quick",
    "anew",
    "execution",
    "maths",
    "explorers",
    "embed",
    "gallery",
    "figures",
    "slides",
    "reference",
    "ledger",
    "quiz",
    "teachers",
    "lean",
    "folds",
    "languages",
    "findable",
    "cards",
    "theme",
    "page",
    "search",
    "assets",
    "notebooks",
    "launch",
    "share",
)


def setup(app):
    """Load the modules above."""
    for name in MODULES:
        app.setup_extension(f"{__name__}.{name}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
