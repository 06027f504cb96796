"""The registry as text: a list in Markdown that JupyterLab and the book both draw."""

from actnorm.plots.inputs import as_entries

__all__ = ["Listing", "list_family"]


class Listing:
    """Items of Markdown, shown as a list."""

    def __init__(self, items):
        self.items = list(items)

    def _repr_markdown_(self):
        # Two blanks at a line's end break the line, in JupyterLab and in MyST.
        return "\n".join("- " + item.replace("\n", "  \n  ") for item in self.items)

    def __repr__(self):
        return "\n".join(self.items)


def list_family(activations=None, *, cite=False):
    """List activations by the year of the cited paper: range, purpose, formula and slope.

    That need not be the year of their first use. Those without one come last.

    Parameters
    ----------
    activations : mapping or sequence, optional
        Entries or names; by default the whole registry.
    cite : bool, default False
        Whether each cites its paper, in MyST and by the book's key: only a MyST book can show that.

    Returns
    -------
    Listing
    """
    entries = sorted(as_entries(activations), key=lambda entry: (entry.year or 9999, entry.label))
    return Listing(_item(entry, cite) for entry in entries)


def _item(entry, cite):
    year = f", {entry.year}" if entry.year else ""
    source = f" {{cite:p}}`{entry.reference}`" if cite and entry.reference else ""
    return (
        f"**{entry.label}**{year} · ${entry.range}$ · {entry.why}{source}\n"
        f"$\\displaystyle f(x) = {entry.formula}$\n"
        f"$\\displaystyle f'(x) = {entry.grad_formula}$"
    )
