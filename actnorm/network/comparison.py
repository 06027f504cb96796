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
        return float(self.scores.mean())

    @property
    def std(self):
        """Standard deviation over the seeds, n - 1 in the denominator."""
        return float(self.scores.std(ddof=1)) if self.scores.size > 1 else np.nan

    def __str__(self):
        edge = ", at the edge of the range" if self.at_edge else ""
        return f"{self.arm}: {self.mean:.4g} ± {self.std:.2g} at {self.rate:g}{edge}"


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
        how = f"both at {self.a.rate:g}" if self.single_rate else "best against best"
        where = ", ".join(f"{rate:g}" for rate in self.reversals) or "none"
        edges = [best.arm for best in (self.a, self.b) if best.at_edge and not self.single_rate]
        words = (
            f"{self.a.arm} − {self.b.arm} after {self.a.epochs} epochs, {how}: {self.mean:+.4g} "
            f"({self.low:+.4g} to {self.high:+.4g}, 95 %), {self.agree} of "
            f"{self.differences.size} seeds agree; reversed at rates: {where}"
        )
        return words + (f"; best rate at the edge: {', '.join(edges)}" if edges else "")


def compare(a, b, scores_a, scores_b, rates, *, higher, single_rate):
    """Compare two `Best` whose arms scored (rates, seeds)."""
    difference = a.scores - b.scores
    if not np.isfinite(difference).all():
        raise ValueError(
            f"{a.arm!r} and {b.arm!r} must have finite scores to be compared; "
            f"got {difference.tolist()} as differences"
        )
    with np.errstate(all="ignore"):
        by_rate = scores_a.mean(axis=1) - scores_b.mean(axis=1)
    reversed_at = np.sign(by_rate) == -np.sign(difference.mean())
    reversed_at &= difference.mean() != 0
    low, high = mean_interval(difference)
    return Comparison(
        a, b, single_rate, higher, low, high, tuple(float(rate) for rate in rates[reversed_at])
    )
