"""The list of activations: plots, drop-downs, networks, tests and the reference page read it."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from actnorm.activations import logistic, rectifiers, saturating


@dataclass(frozen=True)
class Activation:
    """What the book knows about one activation function."""

    name: str
    """Name of the function in the library."""
    label: str
    """Name in prose and on axes."""
    f: Callable
    """The function, elementwise."""
    grad: Callable
    """Its elementwise derivative."""
    formula: str
    """LaTeX of ``f(x)``, right-hand side only."""
    grad_formula: str
    """LaTeX of ``f'(x)``, right-hand side only."""
    range: str
    """LaTeX of the set of values."""
    kinks: tuple[float, ...]
    """Where the derivative does not exist."""
    year: int | None
    """Year of the reference."""
    reference: str | None
    """Key in ``references.bib``."""
    why: str
    """What it was invented to mend, in one sentence."""


_LIST = (
    Activation(
        name="sigmoid",
        label="sigmoid",
        f=logistic.sigmoid,
        grad=logistic.sigmoid_grad,
        formula=r"\frac{1}{1+e^{-x}}",
        grad_formula=r"\sigma(x)\,\bigl(1-\sigma(x)\bigr)",
        range=r"(0,\,1)",
        kinks=(),
        year=1986,
        reference="rumelhart1986learning",
        why="A step that can be differentiated, so that errors can be propagated back through it.",
    ),
    Activation(
        name="tanh",
        label="tanh",
        f=saturating.tanh,
        grad=saturating.tanh_grad,
        formula=r"\frac{e^{x}-e^{-x}}{e^{x}+e^{-x}}",
        grad_formula=r"1-\tanh^{2}x",
        range=r"(-1,\,1)",
        kinks=(),
        year=1998,
        reference="lecun1998efficient",
        why="A sigmoid centred on zero, so that the next layer's inputs do not all have one sign.",
    ),
    Activation(
        name="relu",
        label="ReLU",
        f=rectifiers.relu,
        grad=rectifiers.relu_grad,
        formula=r"\max(x,\,0)",
        grad_formula=r"\begin{cases}1 & x>0\\ 0 & x\le 0\end{cases}",
        range=r"[0,\,\infty)",
        kinks=(0.0,),
        year=2010,
        reference="nair2010rectified",
        why="A slope that does not fade however large the input, at the price of a side without.",
    ),
)

ACTIVATIONS = MappingProxyType({activation.name: activation for activation in _LIST})
"""Name → :class:`Activation`, in the order in which the book meets them."""
