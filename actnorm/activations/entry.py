"""What an entry of the list of activations says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

__all__ = ["Activation", "Elsewhere", "Option"]


@dataclass(frozen=True)
class Option:
    """A keyword of an activation.

    Attributes
    ----------
    values : tuple of float or str
        Values that the tests try, beside the default.
    positive : bool
        Whether a number must be positive, and not only finite.
    """

    values: tuple
    positive: bool = False


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """What other libraries call an activation; None where they have none.

    Attributes
    ----------
    torch : str or None
        How PyTorch is called, with our names for the options; ``F`` is ``torch.nn.functional``.
    jax, keras, scipy : str or None
        Name in ``jax.nn``, ``keras.activations``, ``scipy.special``.
    onnx : str or None
        The operator.
    """

    torch: str | None = None
    jax: str | None = None
    keras: str | None = None
    scipy: str | None = None
    onnx: str | None = None


@dataclass(frozen=True, kw_only=True)
class Activation:
    """What the book knows about one activation function.

    Attributes
    ----------
    name : str
        Name of the function in the library.
    label : str
        Name in prose and on axes.
    f, grad : callable
        The function and its elementwise derivative; options have their defaults.
    formula, grad_formula : str
        LaTeX of the two, right-hand sides only.
    range : str
        LaTeX of the set of values (of real numbers: rounded values may reach an open end).
    limits : pair of pairs of float
        At -inf and at +inf, of the function and of its derivative.
    exact, exact_grad : str
        The two for the tests, in Python: of `x` and the options, with mpmath's functions,
        `sigmoid` and `softplus`.
    ulp : pair of pairs of float
        The largest error that the tests allow, in units in the last place: of the function in
        float64 and in float32, and of its derivative.
    options : mapping of str to Option
        The keywords of the function.
    kinks : tuple of float
        Where there is no derivative.
    basic : bool
        Whether an explorer that shows only a few shows it.
    elsewhere : Elsewhere
        What other libraries call it.
    year : int or None
        Year of the reference.
    reference : str or None
        Key in ``references.bib``.
    why : str
        What it was invented to mend, in one sentence.
    """

    name: str
    label: str
    f: Callable
    grad: Callable
    formula: str
    grad_formula: str
    range: str
    limits: tuple[tuple[float, float], tuple[float, float]]
    exact: str
    exact_grad: str
    why: str
    ulp: tuple[tuple[float, float], tuple[float, float]] = ((2.5, 4), (2.5, 4))
    options: Mapping[str, Option] = field(default_factory=dict, compare=False)
    kinks: tuple[float, ...] = ()
    basic: bool = False
    elsewhere: Elsewhere = Elsewhere()
    year: int | None = None
    reference: str | None = None

    def variants(self):
        """Yield name and options of every call that the tests try: none, then one at a time."""
        yield self.name, {}
        for name, option in self.options.items():
            for value in option.values:
                yield f"{self.name}({name}={value})", {name: value}
