"""Two arms of a sweep against each other, and what a sceptical reader would still ask."""

from dataclasses import dataclass

import numpy as np

from actnorm.network.interval import mean_interval

__all__ = ["Best", "Comparison", "compare"]


@dataclass(frozen=True)
class Best:
    """An arm at the learning rate that served it best."""

    arm: str
    epochs: int
    rate: float
    scores: np.ndarray
    """One per seed."""
    at_edge: bool
    """Whether the rate is the first or the last that was tried: a better one may lie beyond."""

    @property
    def mean(self):
        """Mean score over the seeds."""
        with np.errstate(over="ignore"):
            return float(self.scores.mean())

    @property
    def std(self):
        """Standard deviation over the seeds, n - 1 in the denominator; of infinities NaN."""
        with np.errstate(over="ignore", invalid="ignore"):
            return float(self.scores.std(ddof=1)) if self.scores.size > 1 else np.nan

    def __str__(self):
        edge = ", at the edge of the range" if self.at_edge else ""
        return f"{self.arm}: {self.mean:.4g} ± {self.std:.2g} at {self.rate:.3g}{edge}"


@dataclass(frozen=True)
class Comparison:
    """Arm `a` minus arm `b`, seed by seed."""

    a: Best
    b: Best
    single_rate: bool
    """Whether both were held to one learning rate, instead of each having its best."""
    higher: bool
    """Whether more is better."""
    low: float
    high: float
    """Student's t interval, 95 %, of the mean difference (see the notes of `Sweep.compare`)."""
    reversals: tuple[float, ...]
    """Learning rates at which the other arm leads in the mean."""
    reversed_after: tuple[int, ...]
    """Other budgets after which the other arm leads in the mean."""
    seeds_are: str = "seeds"
    epochs_are: str = "epochs"

    @property
    def differences(self):
        """Score of `a` minus score of `b`, one per seed."""
        return self.a.scores - self.b.scores

    @property
    def mean(self):
        """Mean difference."""
        return float(self.differences.mean())

    @property
    def error(self):
        """Standard error of the mean difference."""
        return float(self.differences.std(ddof=1) / np.sqrt(self.differences.size))

    @property
    def agree(self):
        """How many seeds say what the mean says."""
        return int(np.count_nonzero(np.sign(self.differences) == np.sign(self.mean)))

    def __str__(self):
        how = f"both at {self.a.rate:.3g}" if self.single_rate else "best against best"
        where = [f"at {rate:.3g}" for rate in self.reversals]
        where += [f"after {budget} {self.epochs_are}" for budget in self.reversed_after]
        edges = [best.arm for best in (self.a, self.b) if best.at_edge and not self.single_rate]
        words = (
            f"{self.a.arm} − {self.b.arm} after {self.a.epochs} {self.epochs_are}, {how}: "
            f"{self.mean:+.4g} "
            f"({self.low:+.4g} to {self.high:+.4g}, 95 %), {self.agree} of "
            f"{self.differences.size} {self.seeds_are} agree; reversed: "
            f"{', '.join(where) or 'nowhere'}"
        )
        return words + (f"; best rate at the edge: {', '.join(edges)}" if edges else "")


def compare(table, a, b, *, rate, epochs):
    """Make the `Comparison` that `Sweep.compare` promises."""
    pair = [table.at(arm, rate=rate, epochs=epochs) for arm in (a, b)]
    differences = pair[0].scores - pair[1].scores
    if not np.isfinite(differences).all():
        raise ValueError(
            f"{a!r} and {b!r} must have finite scores to be compared; got {differences.tolist()} "
            "as differences"
        )
    sign = np.sign(differences.mean())

    def turned(of_a, of_b):
        with np.errstate(all="ignore"):  # two infinities have no difference
            return bool(sign * (of_a.mean() - of_b.mean()) < 0)

    by_rate = zip(*(table.of(arm, epochs=epochs) for arm in (a, b)), strict=True)
    by_budget = [
        [table.at(arm, rate=rate, epochs=e).scores for arm in (a, b)] for e in table.epochs
    ]
    low, high = mean_interval(differences)
    return Comparison(
        *pair, rate is not None, table.higher, low, high,
        tuple(float(r) for r, of in zip(table.rates, by_rate, strict=True) if turned(*of)),
        tuple(e for e, of in zip(table.epochs, by_budget, strict=True) if turned(*of)),
        table.seeds_are, table.epochs_are,
    )  # fmt: skip
