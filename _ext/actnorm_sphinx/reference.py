"""The page "Reference": the library's two lists as text and pictures.

Each directive writes its part of the page in MyST, which the parser then reads like any other text:
citations, links and maths are the book's own. What the lists do not say (signatures, first lines,
parameters) is taken from the functions themselves, so that nothing has to be kept up by hand.

- ``{actnorm-list} index``, ``activations``, ``norms``, ``rows`` (functions along an axis) or
  ``scaling`` (of a data set): one part of the page.
- ``{actnorm-curve} name``: an activation and its slope, drawn as in the gallery of chapter 2.
"""

import inspect
import io
import re
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from .figures import framed, palette
from .svg import themed

XLIM = (-5, 5)
AXES = ("N", "C", "H", "W")


def anchor(kind, name):
    """Id of an entry, which chapters link to as ``[GELU](#activation-gelu)``."""
    return f"{kind}-{name}".replace("_", "-")


def link(kind, name, label):
    """Link to an entry."""
    return f"[{label}](#{anchor(kind, name)})"


def markdown(text):
    """Inline markup of a docstring, in MyST."""
    return " ".join(re.sub(r":math:`([^`]*)`", r"$\1$", text).split())


def summary(function):
    """Return the first line of a function's docstring."""
    return markdown(inspect.getdoc(function).partition("\n\n")[0])


def call(function):
    """Write how a function is called."""
    return f"`{function.__name__}{inspect.signature(function)}`"


def described(function):
    """Write how a function is called, and what it is."""
    return f"{call(function)}: {summary(function)}"


def parameters(function):
    """Yield name, type and first sentence of what a docstring says about each parameter."""
    section = inspect.getdoc(function).partition("\nParameters\n----------\n")[2]
    section = section.partition("\n\n")[0]
    for name, kind, text in re.findall(r"^(\S.*?) : (.*)\n((?: +.*\n?)*)", section, re.M):
        sentence = re.split(r"(?<=\.)\s+(?=[A-Z(])", markdown(text))[0]
        yield f"`{name}`: {markdown(kind)}. {sentence}".rstrip()


def paper(entry):
    """Cite the paper, if there is one."""
    return f"{{cite:t}}`{entry.reference}`" if entry.reference else "none"


def averaged(norm):
    """List the axes a norm averages over."""
    return "$" + r",\,".join(norm.axes) + "$"


def kinks(entry):
    """Say where there is no derivative, and what the library returns there."""
    if not entry.kinks:
        return "none"
    points = []
    for x in entry.kinks:
        left, right = (float(entry.f(x + side)) for side in (-1e-9, 1e-9))
        jump = f"a jump, $f({x:g}) = {float(entry.f(x)):.4g}$; " if abs(right - left) > 1e-3 else ""
        points.append(f"$x = {x:g}$: {jump}$f'({x:g}) = {float(entry.grad(x)):.4g}$")
    return "; ".join(points)


def spoken(entry):
    """Say what an activation's plot shows, in numbers from the functions."""
    import numpy as np

    x = np.linspace(*XLIM, 2001)
    f, slope = entry.f(x), entry.grad(x)
    numbers = (*XLIM, f[0], f[1000], f[-1], slope.min(), slope.max())
    low, high, start, middle, end, least, most = (f"{n:.2g}".replace("-", "−") for n in numbers)
    return (
        f"{entry.label} and its slope for x from {low} to {high}: f starts at {start}, "
        f"is {middle} at 0 and ends at {end}; f′ lies between {least} and {most}."
    )


def terms(pairs):
    """Write a definition list; a term may have several definitions."""
    return "\n\n".join("\n: ".join(pair) for pair in pairs)


def listed(items):
    """Write a list inside a definition."""
    return "\n  ".join(f"- {item}" for item in items)


def section(kind, name, label, why, pairs, picture=""):
    """Write one entry: heading with its anchor, a sentence, a picture and the facts."""
    return f"""{{#{anchor(kind, name)}}}
### {label}

{why}

::::{{container}} an-entry
{picture}

{terms(pairs)}
::::
"""


def table(head, rows):
    """Write a table; a list table, for a formula may hold the bars that part Markdown's cells."""
    lines = [":::{list-table}", ":header-rows: 1"]
    for row in (head, *rows):
        lines += [("  - " if i else "* - ") + cell for i, cell in enumerate(row)]
    return "\n".join([*lines, ":::"])


def index():
    """Write the tables that open the page: everything on it, with a link."""
    from actnorm import ACTIVATIONS, NORMS

    functions = table(
        ("Activation", "Range", "Kinks", "Year"),
        [
            (
                link("activation", e.name, e.label),
                f"${e.range}$",
                ", ".join(f"${x:g}$" for x in e.kinks) or "none",
                str(e.year or "none"),
            )
            for e in ACTIVATIONS.values()
        ],
    )
    layers = table(
        ("Norm", "Averages over", "Year"),
        [(link("norm", e.name, e.label), averaged(e), str(e.year)) for e in NORMS.values()],
    )
    rest = ", ".join(link("function", f.__name__, f"`{f.__name__}`") for f in others())
    return f"{functions}\n\n{layers}\n\nAnd the functions {rest}.\n"


def activations():
    """Write an entry for each activation."""
    import actnorm

    def entry(e):
        f = getattr(actnorm, e.name, e.f)
        grad = getattr(actnorm, f"{e.name}_grad", e.grad)
        pairs = [
            ("$f(x)$", f"$\\displaystyle {e.formula}$"),
            ("$f'(x)$", f"$\\displaystyle {e.grad_formula}$"),
            ("Range", f"${e.range}$"),
            ("Kinks", kinks(e)),
            ("Paper", paper(e)),
            ("Python", described(f), described(grad)),
        ]
        return section(
            "activation", e.name, e.label, e.why, pairs, f":::{{actnorm-curve}} {e.name}\n:::"
        )

    return "\n".join(map(entry, actnorm.ACTIVATIONS.values()))


def norms():
    """Write an entry for each norm."""
    from actnorm import NORMS

    def entry(e):
        left = [a for a in AXES if a not in e.axes]
        left = ["group" if a == "C" and "C/G" in e.axes else a for a in left]
        each = ", ".join(rf"\text{{{a}}}" if a == "group" else a for a in left)
        pairs = [
            ("$y$", f"$\\displaystyle {e.formula}$"),
            ("Averages", f"over {averaged(e)}, for each ${each}$"),
            ("Evaluation", "running statistics" if e.running else "as in training"),
            ("Paper", paper(e)),
            ("Python", described(e.f)),
            ("Parameters", listed(parameters(e.f))),
            ("Backward", described(e.backward)),
        ]
        return section("norm", e.name, e.label[0].upper() + e.label[1:], e.why, pairs)

    return "\n".join(map(entry, NORMS.values()))


def others(package=None):
    """Give the public functions that are in neither list and are no list entry's derivative."""
    import actnorm

    listed = {e.name for e in actnorm.ACTIVATIONS.values()}
    listed |= {e.f.__name__ for e in actnorm.NORMS.values()}
    packages = (actnorm.activations, actnorm.normalization) if package is None else (package,)
    return [
        getattr(home, name)
        for home in packages
        for name in home.__all__
        if name not in listed
        and not name.endswith(("_grad", "_vjp", "_backward"))
        and inspect.isfunction(getattr(home, name))
    ]


def functions(package):
    """Write an entry for each function of `others`."""

    def entry(f):
        pairs = [("Python", call(f)), ("Parameters", listed(parameters(f)))]
        for suffix in ("_vjp", "_grad"):
            back = getattr(package, f.__name__ + suffix, None)
            pairs += [("Backward", described(back))] if back else []
        return section("function", f.__name__, f.__name__, summary(f), pairs)

    return "\n".join(map(entry, others(package)))


def rows():
    """Write an entry for each function along an axis."""
    import actnorm

    return functions(actnorm.activations)


def scaling():
    """Write an entry for each way of scaling a data set."""
    import actnorm

    return functions(actnorm.normalization)


PARTS = {part.__name__: part for part in (index, activations, norms, rows, scaling)}


class ListPart(SphinxDirective):
    """Put one part of the reference here."""

    required_arguments = 1

    def run(self):
        """Write the part and have it parsed."""
        if self.arguments[0] not in PARTS:
            raise self.error(f"actnorm-list must be one of {', '.join(PARTS)}")
        note_library(self.env)
        node = nodes.Element()
        text = PARTS[self.arguments[0]]().splitlines()
        self.state.nested_parse(StringList(text), 0, node, match_titles=True)
        return node.children


class Curve(SphinxDirective):
    """Put the plot of one activation and its slope here."""

    required_arguments = 1

    def run(self):
        """Draw with the library's own plots, then as `figures` does with a chapter's figure."""
        from actnorm import ACTIVATIONS

        entry = ACTIVATIONS[self.arguments[0]]
        colours = palette(self.config.actnorm_palette)["light"]
        prefix = anchor("r", entry.name) + "-"
        svg = themed(draw(entry), colours=colours, alt=spoken(entry), prefix=prefix)
        return [nodes.raw("", framed(svg), format="html")]


def draw(entry):
    """Draw one panel of the gallery as SVG, with a legend in the corner that no curve enters."""
    import matplotlib.pyplot as plt

    from actnorm.plots import plot_gallery, style

    with plt.rc_context(style.rc()):
        (ax,) = plot_gallery([entry], columns=1, xlim=XLIM)
        slope, curve = ax.get_legend_handles_labels()[0]
        for text in list(ax.texts):
            text.remove()
        ax.set_title("")
        ax.legend([curve, slope], ["f", "f′"], loc="upper left", borderpad=0)
        file = io.StringIO()
        ax.figure.savefig(file, format="svg", metadata={"Date": None})
        plt.close(ax.figure)
    return file.getvalue()


def note_library(env):
    """Have the page read again when the maths has changed."""
    import actnorm

    for package in (actnorm.activations, actnorm.normalization):
        for file in Path(package.__file__).parent.glob("*.py"):
            env.note_dependency(str(file))


def setup(app):
    """Register the two directives."""
    app.add_directive("actnorm-list", ListPart)
    app.add_directive("actnorm-curve", Curve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
