"""The numbers of the book's prose, each with what stands behind it.

A cell tagged "claims" follows the lesson's cell. It asserts what the text says, and writes the
numbers the text shows, by name; the page "What was measured" lists them all.
"""

import re
from dataclasses import asdict, dataclass

import numpy as np

from actnorm.typeset import interval, mean_and_spread, number

__all__ = ["COMPARES", "KINDS", "Claims"]

KINDS = {
    "proven": "Follows from a formula or a definition; the number is worked out from it.",
    "measured": "Was run here, and says on what, with how many seeds and how long.",
    "comparison": "Arms against each other, each at its best learning rate: a whole sweep.",
    "cited": "Somebody else measured or proved it; the source is named.",
}
# Words that set two things side by side.
COMPARES = re.compile(
    r"\b(better|worse|best|worst|faster|slower|sooner|quicker|higher|lower|larger|smaller|more|less"
    r"|fewer|than|against|ahead|behind|wins?|won|loses?|lost|gains?|gained|costs?|beats?|helps?"
    r"|harms?|outperforms?|leads?)\b",
    re.IGNORECASE,
)
_HIDDEN = "application/papermill.record/"  # what myst-nb calls an output that is not shown


@dataclass(frozen=True)
class Claims:
    """Write numbers into the prose, all of one standing.

    Parameters
    ----------
    kind : {"proven", "measured", "cited"}
        What the numbers rest on. Comparisons of arms are written by `compare`.
    on : str, default ""
        Of what is measured: the data, the network. Needed for "measured".
    seeds : int, default 0
        From how many seeds; 0 if nothing is drawn.
    budget : str, default ""
        How long was trained, and at which learning rate. Needs seeds.
    source : str, default ""
        Key of the bibliography. Needed for "cited".
    one_rate : str, default ""
        Why networks trained at one learning rate may be set side by side in the text: "the states
        are compared, not who is better". Without it the build stops at such a sentence.

    Raises
    ------
    ValueError
        If `kind` is unknown, or what it needs is missing.

    Examples
    --------
    >>> note = Claims("measured", on="digits, [64, 32, 10]", seeds=3, budget="6 epochs at 0.1")
    >>> note("accuracy", [0.95, 0.96, 0.97], ".1%")  # in the text: {glue:text}`accuracy`
    >>> Claims("measured")
    Traceback (most recent call last):
        ...
    ValueError: on must say what was measured, such as "digits, [64, 32, 10]"; got ''
    """

    kind: str
    on: str = ""
    seeds: int = 0
    budget: str = ""
    source: str = ""
    one_rate: str = ""

    def __post_init__(self):
        allowed = [kind for kind in KINDS if kind != "comparison"]
        if self.kind not in allowed:
            raise ValueError(f"kind must be one of {', '.join(allowed)}; got {self.kind!r}")
        if self.kind == "measured" and not self.on:
            raise ValueError(
                f'on must say what was measured, such as "digits, [64, 32, 10]"; got {self.on!r}'
            )
        if self.kind == "cited" and not self.source:
            raise ValueError(f"source must be a key of the bibliography; got {self.source!r}")
        if self.budget and not self.seeds:
            raise ValueError(f"seeds must be at least 1 where networks train; got {self.seeds!r}")

    def __call__(self, name, value, spec=None):
        """Write one number, or the mean and the spread of one number per seed.

        Parameters
        ----------
        name : str
            What the text calls it by.
        value : float, array_like or str
            A number; or one per seed, of which mean ± standard deviation are written; or text.
        spec : str, optional
            The format, as in `actnorm.typeset.number`; by default ".3g", and whole numbers whole.

        Raises
        ------
        ValueError
            If there are other than `seeds` numbers.
        """
        whole = isinstance(value, int | np.integer)
        spec = spec or ("d" if whole else ".3g")
        if isinstance(value, str):
            text = value
        elif np.ndim(value) == 0:
            text = number(value, spec)
        else:
            if np.shape(value) != (self.seeds,):
                raise ValueError(
                    f"value must hold one number for each of {self.seeds} seeds; "
                    f"got shape {np.shape(value)}"
                )
            text = mean_and_spread(value, spec)
        standing = {key: value for key, value in asdict(self).items() if value}
        if self.seeds:
            standing["seeds"] = f"{self.seeds} seeds"
        _write(name, text, standing)

    @staticmethod
    def compare(name, sweep, a, b, spec=".3g", *, unit=1.0, epochs=None):
        """Write the difference of two arms, best against best, if the sweep carries it.

        Parameters
        ----------
        name : str
            The text may show NAME, the mean difference a − b; NAME-interval, its 95 % interval;
            NAME-agree, "11 of 12" seeds; NAME-a and NAME-b, the arms' means and spreads;
            NAME-rate-a and NAME-rate-b, their learning rates.
        sweep : actnorm.network.Sweep
        a, b : str
            Names of arms.
        spec : str, default ".3g"
            The format of the differences and the means. An interval gets more decimals where one
            of its ends would be rounded to 0.
        unit : float, default 1.0
            Everything is multiplied by it: 100 for percentage points.
        epochs : int, optional
            The budget; by default the last.

        Returns
        -------
        Comparison
            For what is to be asserted.

        Raises
        ------
        ValueError
            If the sweep falls short of the protocol; the message says by what.
        """
        lacking = sweep.shortfalls(a, b)
        if lacking:
            raise ValueError(f"sweep must carry {a!r} against {b!r}; got {'; '.join(lacking)}")
        found = sweep.compare(a, b, epochs=epochs)
        signed = f"+{spec.lstrip('+')}"
        standing = {
            "kind": "comparison",
            "on": f"{a} against {b}; {sweep.settings.get('on', '')}".rstrip("; "),
            "seeds": f"{len(sweep.finished_seeds)} {sweep.seeds_are}",
            "budget": f"{found.a.epochs} of {' and '.join(map(str, sweep.epochs))} "
            f"{sweep.epochs_are}, each at the best of {len(sweep.rates)} learning rates, "
            f"{number(sweep.rates[0])} to {number(sweep.rates[-1])}",
            "interval": interval(unit * found.low, unit * found.high, spec),
            "agree": f"{found.agree} of {found.differences.size} {sweep.seeds_are}",
            "reversed": [f"at {number(rate)}" for rate in found.reversals]
            + [f"after {budget} {sweep.epochs_are}" for budget in found.reversed_after],
        }
        texts = {
            "": number(unit * found.mean, signed),
            "-interval": standing["interval"],
            "-agree": f"{found.agree} of {found.differences.size}",
            "-a": mean_and_spread(unit * found.a.scores, spec),
            "-b": mean_and_spread(unit * found.b.scores, spec),
            "-rate-a": number(found.a.rate),
            "-rate-b": number(found.b.rate),
        }
        for part, text in texts.items():
            _write(name + part, text, standing)
        return found


def _write(name, text, standing):
    """Hand a text to the page, as myst-nb's glue does, with what stands behind it."""
    try:
        from IPython.display import display
    except ImportError:  # without a notebook there is no prose to write into
        return
    display(
        {f"{_HIDDEN}text/plain": repr(text)},
        raw=True,
        metadata={"scrapbook": {"name": name, "mime_prefix": _HIDDEN}, "actnorm": standing},
    )
