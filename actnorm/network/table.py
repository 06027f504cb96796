"""The table that a sweep returns: scores of arms × learning rates × seeds × budgets."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from actnorm.network.comparison import Best, compare

__all__ = ["Sweep"]


@dataclass(frozen=True, repr=False)
class Sweep:
    """What `sweep` measured.

    Examples
    --------
    >>> wide = [[0.8, 0.7], [0.9, 0.8], [0.4, 0.5]]  # three rates, two seeds
    >>> narrow = [[0.8, 0.6], [0.7, 0.7], [0.6, 0.6]]
    >>> scores = np.array([wide, narrow])[..., np.newaxis]  # one budget: 5 epochs
    >>> table = Sweep(("wide", "narrow"), [0.1, 0.2, 0.4], [0, 1], (5,), scores)
    >>> table
    test_accuracy of 2 arms × 3 learning rates × 2 seeds
      arm     epochs  best rate  mean ± std       diverged
      wide         5        0.2  0.85 ± 0.071           0%
      narrow       5  0.1, edge  0.7 ± 0.14             0%
    >>> found = table.compare("wide", "narrow")
    >>> round(found.mean, 3), found.agree, found.reversals
    (0.15, 2, (0.4,))
    """

    arms: tuple[str, ...]
    rates: np.ndarray
    """Learning rates, ascending."""
    seeds: np.ndarray
    epochs: tuple[int, ...]
    """The budgets after which each run was scored, ascending."""
    scores: np.ndarray
    """Of shape (arms, rates, seeds, budgets); NaN where a run was not done."""
    diverged: np.ndarray | None = None
    """Which runs were stopped since their loss was no longer finite; same shape. They score 0 if
    the score is an accuracy, and else the worst there is, an infinity."""
    score: str = "test_accuracy"
    higher: bool = True
    """Whether a higher score is better."""
    settings: dict = field(default_factory=dict)
    """What made it, in words; free for more, such as a hash of code and data."""
    seeds_are: str = "seeds"
    """What is paired and counted, where it is not seeds: "tasks"."""
    epochs_are: str = "epochs"
    """What the budgets count, where it is not epochs: "steps"."""

    def __post_init__(self):
        scores = np.asarray(self.scores, dtype=np.float64)
        diverged = np.zeros(scores.shape, bool) if self.diverged is None else self.diverged
        for name, value in {
            "arms": tuple(self.arms), "rates": np.asarray(self.rates, dtype=np.float64),
            "seeds": np.asarray(self.seeds), "epochs": tuple(self.epochs), "scores": scores,
            "diverged": np.asarray(diverged, dtype=bool),
        }.items():  # fmt: skip
            object.__setattr__(self, name, value)
        shape = (len(self.arms), len(self.rates), len(self.seeds), len(self.epochs))
        if not shape == self.scores.shape == self.diverged.shape:
            raise ValueError(f"scores must have shape {shape}; got shape {self.scores.shape}")

    @property
    def done(self):
        """Which runs were finished: bool, shape (arms, rates, seeds)."""
        return ~np.isnan(self.scores).any(axis=-1)

    @property
    def complete(self):
        """Whether every run was finished; an interrupted sweep is not."""
        return bool(self.done.all())

    @property
    def finished_seeds(self):
        """The seeds for which every arm was run at every rate: what all statements rest on."""
        return self.seeds[self.done.all(axis=(0, 1))]

    def of(self, arm, *, epochs=None):
        """Return the scores (rates, finished seeds) of an arm, after the last budget or another."""
        every = self.done.all(axis=(0, 1))
        return self.scores[self._arm(arm), :, every, self._budget(epochs)].T

    def best(self, arm, *, epochs=None):
        """Return the arm at the rate with the best mean, as a `Best`."""
        return self.at(arm, rate=None, epochs=epochs)

    def at(self, arm, *, rate, epochs=None):
        """Return the arm at a rate, None being its best, as a `Best`."""
        scores = self.of(arm, epochs=epochs)
        if not scores.size:
            raise ValueError("no seed was finished for all arms and rates")
        if rate is None:
            with np.errstate(over="ignore"):  # losses of runs that diverge, soon to be infinite
                means = scores.mean(axis=1)
            i = int(np.argmax(means) if self.higher else np.argmin(means))
        else:
            i = self._index("rate", float(rate), self.rates.tolist())
        budget = self.epochs[self._budget(epochs)]
        return Best(arm, budget, float(self.rates[i]), scores[i], i in (0, len(self.rates) - 1))

    def only(self, arms):
        """Return the part of the table that holds these arms, in this order.

        Parameters
        ----------
        arms : iterable of str

        Returns
        -------
        Sweep

        Examples
        --------
        >>> scores = np.zeros((3, 2, 2, 1))
        >>> table = Sweep(("a", "b", "c"), [0.1, 0.2], [0, 1], (5,), scores)
        >>> table.only(["c", "a"]).arms
        ('c', 'a')
        """
        arms = tuple(arms)
        rows = [self._arm(arm) for arm in arms]
        said = self.settings.get("arms", {})
        settings = self.settings | {"arms": {arm: said[arm] for arm in arms if arm in said}}
        parts = {"scores": self.scores[rows], "diverged": self.diverged[rows]}
        return replace(self, arms=arms, settings=settings, **parts)

    def compare(self, a, b, *, rate=None, epochs=None):
        """Compare two arms, seed by seed, each at its best learning rate.

        Parameters
        ----------
        a, b : str
            Names of arms.
        rate : float, optional
            Hold both to this one rate instead. What comes out may be the rate's and not the
            arms': whoever wants that has to say so.
        epochs : int, optional
            The budget; by default the last.

        Returns
        -------
        Comparison

        Raises
        ------
        ValueError
            If a name, rate or budget is not in the table, fewer than two seeds are finished, or
            scores are infinite.

        Notes
        -----
        The interval is Student's, of the differences of paired seeds. The rates are chosen by the
        same seeds, which favours the arm with more rates that are about as good; in simulations
        with eight rates and 6 to 24 seeds the interval still held the difference of the true
        optima in 82 to 100 of 100 cases.
        """
        if len(self.finished_seeds) < 2:
            raise ValueError(
                "a comparison needs two seeds or more, finished for all arms and rates; got "
                f"{len(self.finished_seeds)}"
            )
        return compare(self, a, b, rate=rate, epochs=epochs)

    def shortfalls(self, a, b):
        """Say what the comparison of two arms lacks of the book's protocol.

        Returns
        -------
        list of str
            Empty if there are six rates over two decades or more, both optima inside the range
            at every budget, two budgets of which the last is four times the first or longer, and
            12 seeds, or 24 where the difference is below two standard errors.
        """
        found = [self.compare(a, b, epochs=budget) for budget in self.epochs]
        seeds, decades = len(self.finished_seeds), np.log10(self.rates[-1] / self.rates[0])
        unsure = [c for c in found if abs(c.mean) < 2 * c.error]
        least = 24 if unsure else 12
        edges = {best.arm for c in found for best in (c.a, c.b) if best.at_edge}
        lacks = {
            f"{len(self.rates)} learning rates, at least 6 wanted": len(self.rates) < 6,
            f"rates over {decades:.2g} decades, at least 2 wanted": decades < 2 - 1e-9,
            f"best rate at the edge of the range: {', '.join(sorted(edges))}": bool(edges),
            f"budgets {self.epochs}, wanted two, the last at least 4 times the first": (
                self.epochs[-1] < 4 * self.epochs[0]
            ),
            f"{seeds} {self.seeds_are}, at least {least} wanted": seeds < least,
            "interrupted": not self.complete,
        }
        return [words for words, lacking in lacks.items() if lacking]

    def to_json(self, path=None):
        """Return the table as JSON, and write it to a file if asked."""
        text = json.dumps(
            {
                "score": self.score, "higher": self.higher, "arms": self.arms,
                "rates": self.rates.tolist(), "seeds": self.seeds.tolist(), "epochs": self.epochs,
                "scores": _nested(self.scores), "diverged": self.diverged.astype(int).tolist(),
                "settings": self.settings, "seeds_are": self.seeds_are,
                "epochs_are": self.epochs_are,
            },
            ensure_ascii=False, allow_nan=False,
        )  # fmt: skip
        if path is not None:
            Path(path).write_text(text + "\n", "utf-8")
        return text

    @classmethod
    def from_json(cls, source):
        """Read what `to_json` wrote: the text itself, or a path to it."""
        text = str(source)
        if not text.lstrip().startswith("{"):
            text = Path(source).read_text("utf-8")
        parts = json.loads(text)
        parts["scores"] = np.array(parts["scores"], dtype=np.float64)  # None is NaN
        return cls(**parts)

    def rows(self):
        """Return one row per arm and budget: arm, epochs, best rate, mean ± std, diverged."""
        rows = []
        for i, arm in enumerate(self.arms):
            for k, budget in enumerate(self.epochs):
                row = [arm, str(budget), "–", "–"]
                if len(self.finished_seeds):
                    best = self.best(arm, epochs=budget)
                    row[2] = f"{best.rate:.3g}" + (", edge" if best.at_edge else "")
                    row[3] = f"{best.mean:.4g} ± {best.std:.2g}"
                ran = self.done[i]
                share = self.diverged[i, ..., k][ran].mean() if ran.any() else 0.0
                rows.append((*row, f"{share:.0%}"))
        return rows

    def __repr__(self):
        text = [self._title()]
        for row in (self._head(), *self.rows()):
            arm, budget, rate, mean, diverged = row
            wide = max(map(len, (*self.arms, "arm")))
            text.append(f"  {arm:{wide}}  {budget:>6}  {rate:>9}  {mean:14}  {diverged:>9}")
        return "\n".join(text)

    def _repr_markdown_(self):
        lines = [self._title(), "", "| " + " | ".join(self._head()) + " |", "|---|--:|--:|---|--:|"]
        return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in self.rows())])

    def _head(self):
        return ("arm", self.epochs_are, "best rate", "mean ± std", "diverged")

    def _title(self):
        count = (
            f"{len(self.arms)} arms × {len(self.rates)} learning rates × "
            f"{len(self.seeds)} {self.seeds_are}"
        )
        title = f"{self.score} of {count}"
        if self.complete:
            return title
        return f"{title}, interrupted: {self.done.sum()} of {self.done.size} runs were finished"

    def _arm(self, arm):
        return self._index("arm", arm, self.arms)

    def _budget(self, epochs):
        return -1 if epochs is None else self._index("epochs", epochs, self.epochs)

    @staticmethod
    def _index(name, value, allowed):
        if value not in allowed:
            raise ValueError(
                f"{name} must be one of {', '.join(map(repr, allowed))}; got {value!r}"
            )
        return list(allowed).index(value)


def _nested(scores):
    """Nested lists without what JSON does not know: NaN is null, an infinity its name."""
    if isinstance(scores, np.ndarray):
        return [_nested(part) for part in scores] if scores.ndim else _nested(float(scores))
    return None if np.isnan(scores) else scores if np.isfinite(scores) else str(scores)
