"""The formula sheet: one page, made from the registry of activations and the norms' table."""

import re

from actnorm import ACTIVATIONS, NORMS

from .paper import document, markdown

AXES = {
    "N": "samples",
    "C": "channels",
    "H": "height",
    "W": "width",
    "C/G": "the channels of a group",
}
# What is in neither list: one line each, with the chapter that derives it.
OTHERS = (
    ("Softmax", r"p_i = e^{z_i - m} / \textstyle\sum_j e^{z_j - m}, m = \max_j z_j", 5),
    ("Its Jacobian", r"\partial p_i / \partial z_j = p_i\,(\mathbf 1[i{=}j] - p_j)", 5),
    ("Cross-entropy", r"L = -\log p_k,\quad \partial L / \partial z_i = p_i - y_i", 5),
    ("z-score", r"\hat x = (x - \mu)/\sigma", 6),
    ("Min–max", r"(x - \min)/(\max - \min)", 6),
    ("Backpropagation", r"\delta_\ell = (\delta_{\ell+1} W_{\ell+1}^\top) \odot f'(z_\ell)", 3),
    ("Weights", r"\partial L/\partial W_\ell = a_{\ell-1}^\top \delta_\ell", 3),
    ("Xavier, He", r"\operatorname{Var}(w) = 2/(n + n'),\quad 2/n", 3),
    ("Batch norm, back", r"\mathrm dx = \tfrac{\gamma}{\sqrt{\sigma_B^2 + \epsilon}}\,"
     r"(\mathrm dy - \overline{\mathrm dy} - \hat x\,\overline{\mathrm dy\,\hat x})", 9),
    ("Running statistics", r"r \leftarrow (1 - m)\,r + m\,s", 8),
    ("Loss of equal scores", r"\ln K", 11),
)  # fmt: skip


def _table(head, rows):
    lines = ["<table><tr>", *(f"<th>{cell}</th>" for cell in head), "</tr>"]
    for row in rows:
        lines += ["<tr>", *(f"<td>{cell}</td>" for cell in row), "</tr>"]
    return "".join([*lines, "</table>"])


def _maths(tex):
    return markdown(f"${tex}$").removeprefix("<p>").strip().removesuffix("</p>")


def _small(tex):
    """Set the cases of a formula in small type: a row of the table has two lines of them."""
    tex = tex.replace(r"\\[2pt]", r"\\")
    return re.sub(r"\\begin\{cases\}.*?\\end\{cases\}", r"{\\scriptsize \g<0>}", tex)


def _kinks(entry):
    return ", ".join(f"{x:g}".replace("-", "−") for x in entry.kinks) or "–"


def _averaged(norm):
    return ", ".join(AXES[axis] for axis in norm.axes)


def sheet():
    """Write the sheet."""
    activations = [
        (e.label, *map(_maths, (_small(e.formula), _small(e.grad_formula), e.range)), _kinks(e))
        for e in ACTIVATIONS.values()
    ]
    norms = [(norm.label, _maths(norm.formula), _averaged(norm)) for norm in NORMS.values()]
    two_modes = " and ".join(norm.label for norm in NORMS.values() if norm.running)
    by_channel = ", ".join(n.label for n in NORMS.values() if n.parameters == ("C",))
    others = [(name, _maths(tex), str(chapter)) for name, tex, chapter in OTHERS]
    head = ("", "f(x)", "f′(x)", "range", "kinks")
    body = [
        '<div class="dense">',
        "<h1>Activation and normalization: formulas</h1>",
        "<h2>Activations and their slopes</h2>",
        _table(head, activations),
        '<div class="two"><div><h2>Norms</h2>',
        _table(("", "formula", "averaged over"), norms),
        f"<p>In evaluation mode only {two_modes} is another function: it takes running statistics. "
        f"One γ and one β for each channel: {by_channel}.</p></div><div>",
        "<h2>And</h2>",
        _table(("", "", "chapter"), others),
        "</div></div>",
        "<footer>Made from the library’s own lists. CC BY 4.0, the actnorm authors.</footer>",
        "</div>",
    ]
    return document("Formulas", "\n".join(body))
