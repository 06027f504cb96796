"""A study: a sweep with a name, its kept table, and whether the table is still that of the code."""

import ast
import hashlib
import inspect
import time
import warnings
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import numpy as np

from actnorm.network import Sweep, sweep

__all__ = ["Study"]

_PACKAGE = Path(__file__).resolve().parent.parent
_TABLES = Path(__file__).with_name("tables")
# What a training passes through; a change there makes every kept table stale.
_USED = ("activations", "data", "network", "normalization", "dtypes.py", "evidence/_study.py")
_DIGITS = 5  # of the scores that are kept: far below their spread over seeds


class Study:
    """A question, and the sweep that answers it.

    Parameters
    ----------
    asks : str
        The question, in a sentence.
    on : str
        The data and the network, in a few words, as the ledger shows them.
    arms, rates, epochs, seeds, **options
        As in `actnorm.network.sweep`.
    data : callable
        Gives what `sweep` calls `data`: ``data=digits``, not ``data=digits()``.

    Examples
    --------
    >>> from actnorm.data import wine
    >>> tiny = Study(
    ...     "Does it learn?", on="wine, [13, 4, 3]", arms={"ReLU": {}}, data=wine,
    ...     rates=[0.01, 0.1], epochs=2, seeds=2, sizes=[13, 4, 3],
    ... )
    >>> tiny.run().scores.shape
    (1, 2, 2, 1)
    """

    def __init__(
        self,
        asks: str,
        *,
        on: str,
        arms: Mapping,
        data: Callable,
        rates,
        epochs,
        seeds=12,
        **options,
    ):
        self.asks, self.on, self.arms, self.data = asks, on, dict(arms), data
        self.rates, self.epochs, self.seeds, self.options = rates, epochs, seeds, options
        caller = inspect.currentframe().f_back.f_globals
        self._module = Path(caller.get("__file__") or __file__)

    @property
    def name(self):
        """The name of the module that defines it."""
        return self._module.stem

    @property
    def path(self):
        """Where its table is kept."""
        return _TABLES / f"{self.name}.json"

    def run(self, **changes):
        """Run it, with changes if asked for (``seeds=[0]``), and return the table."""
        plan = {"rates": self.rates, "epochs": self.epochs, "seeds": self.seeds} | changes
        begun = time.perf_counter()
        table = sweep(self.arms, self.data(), **plan, **self.options)
        table.settings.update(
            study=self.name, on=self.on, code=self.code(),
            seconds=round(time.perf_counter() - begun),
        )  # fmt: skip
        return table

    def keep(self):
        """Run it whole and write its table."""
        table = self.run()
        if not table.complete:
            raise KeyboardInterrupt
        _TABLES.mkdir(exist_ok=True)
        with np.errstate(all="ignore"):
            np.round(table.scores, _DIGITS, out=table.scores)
        table.to_json(self.path)
        return table

    @property
    def stale(self):
        """Whether there is no table, or one of other code."""
        return not self.path.is_file() or self._kept().settings["code"] != self.code()

    def load(self):
        """Read the kept table; a stale one warns, which stops the book's build."""
        if self.stale:
            warnings.warn(
                f"the table of {self.name!r} was made by other code than there is now; make it "
                f"anew: python -m actnorm.evidence {self.name}",
                stacklevel=2,
            )
        return self._kept()

    def repeat(self, *, rate, seed, epochs=None):
        """Train every arm once more, at one rate and with one seed; return kept and new scores.

        Parameters
        ----------
        rate : float
            One of the table's learning rates.
        seed : int
            One of its seeds.
        epochs : int, optional
            One of its budgets; by default the first.

        Returns
        -------
        dict of str to (float, float)
            For each arm the score that the table holds, and the one of now.
        """
        table = self._kept()
        budget = table.epochs[0] if epochs is None else epochs
        new = self.run(rates=rate, seeds=[seed], epochs=budget)
        kept = {arm: table.at(arm, rate=rate, epochs=budget).scores for arm in table.arms}
        place = table.seeds.tolist().index(seed)
        return {arm: (float(kept[arm][place]), float(new.of(arm)[0, 0])) for arm in table.arms}

    def code(self):
        """Return the hash of the code and the data that a run of it goes through."""
        digest = hashlib.sha256(_library().encode())
        for file in _with_siblings(self._module):
            digest.update(_code(file).encode())
        return digest.hexdigest()[:16]

    def _kept(self):
        return Sweep.from_json(self.path)


@cache
def _library():
    digest = hashlib.sha256()
    for used in _USED:
        path = _PACKAGE / used
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.suffix == ".py":
                digest.update(_code(file).encode())
            elif file.suffix == ".gz":
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _with_siblings(path, seen=()):
    """List a study's file and those beside it that it imports from, and they in turn."""
    found = [*seen, path]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(alias.name for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            beside = path.with_name(f"{name.rpartition('.')[2]}.py")
            if beside.is_file() and beside not in found:
                found = _with_siblings(beside, found)
    return found


def _code(path):
    """Give what a file does, as text: without comments, layout and docstrings."""
    tree = ast.parse(Path(path).read_text("utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_text(body[0]):
            node.body = body[1:] or [ast.Pass()]
    return ast.unparse(tree)


def _is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
