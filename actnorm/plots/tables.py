"""Tables made from the registry, in Markdown: drawn by JupyterLab and by the book alike."""

__all__ = ["Table", "family_table"]


class Table:
    """Rows of Markdown cells under a heading."""

    def __init__(self, heading, rows):
        self.heading, self.rows = tuple(heading), [tuple(row) for row in rows]

    def _repr_markdown_(self):
        lines = [self.heading, ["---"] * len(self.heading), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def __repr__(self):
        return "\n".join("  ".join(line) for line in [self.heading, *self.rows])


def family_table(activations=None):
    """Tabulate activations by year: formula, range, derivative, and what each was to mend.

    Parameters
    ----------
    activations : mapping of str to Activation, optional
        By default the whole registry.

    Returns
    -------
    Table
    """
    if activations is None:
        from actnorm import ACTIVATIONS as activations
    entries = sorted(activations.values(), key=lambda entry: (entry.year or 0, entry.label))
    heading = ("activation", "$f(x)$", "range", "$f'(x)$", "what it was to mend")
    return Table(
        heading,
        (
            (
                f"**{entry.label}**" + (f", {entry.year}" if entry.year else ""),
                _math(entry.formula),
                _math(entry.range),
                _math(entry.grad_formula),
                entry.why + (f" {{cite:p}}`{entry.reference}`" if entry.reference else ""),
            )
            for entry in entries
        ),
    )


def _math(formula):
    # A bare | would end the table's cell.
    return f"${formula.replace('|', chr(92) + 'vert ')}$"
