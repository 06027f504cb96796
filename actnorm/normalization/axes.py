"""The table of the norms: which axes each one averages over."""

from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["NORMS", "Norm"]


@dataclass(frozen=True)
class Norm:
    """One normalization layer, as the chapters, plots and explorers list it.

    Attributes
    ----------
    name : str
        Key in `NORMS`.
    label : str
        Name for a reader.
    axes : tuple of str
        Axes of an (N, C, H, W) tensor that share one mean and variance;
        "C/G" means the channels of one of G groups.
    running : bool
        Whether evaluation uses running statistics instead of the input's own.
    year : int
    reference : str
        Key in `references.bib`.
    why : str
        What the layer was invented to mend, in one sentence.
    """

    name: str
    label: str
    axes: tuple[str, ...]
    running: bool
    year: int
    reference: str
    why: str


_ROWS = (
    Norm(
        "batch", "Batch norm", ("N", "H", "W"), True, 2015, "ioffe2015batch",
        "Deep networks with saturating units trained slowly or not at all.",
    ),
    Norm(
        "layer", "Layer norm", ("C", "H", "W"), False, 2016, "ba2016layer",
        "Batch norm needs batches, and recurrent nets need it anew at every time step.",
    ),
    Norm(
        "instance", "Instance norm", ("H", "W"), False, 2016, "ulyanov2016instance",
        "A picture's own contrast should not decide how it is stylized.",
    ),
    Norm(
        "group", "Group norm", ("C/G", "H", "W"), False, 2018, "wu2018group",
        "Batch norm's statistics become noise when only a few samples fit in memory.",
    ),
    Norm(
        "rms", "RMS norm", ("C", "H", "W"), False, 2019, "zhang2019rms",
        "Layer norm's centring costs time and often buys nothing.",
    ),
)  # fmt: skip

NORMS = MappingProxyType({row.name: row for row in _ROWS})
