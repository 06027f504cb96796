"""The list of activations: plots, drop-downs, networks, tests and the reference page read it."""

from functools import partial
from math import inf
from types import MappingProxyType

from actnorm.activations import (
    exponential,
    gated,
    gaussian,
    leaky,
    logistic,
    rectifiers,
    saturating,
)
from actnorm.activations.entry import Activation, Elsewhere, Option

__all__ = ["ACTIVATIONS"]


def _two_cases(left, right, where="0"):
    return rf"\begin{{cases}}{right} & x>{where}\\[2pt] {left} & x\le {where}\end{{cases}}"


def _three_cases(left, middle, right, low, high):
    return (
        rf"\begin{{cases}}{left} & x\le {low}\\[2pt] {middle} & {low}<x<{high}\\[2pt] "
        rf"{right} & x\ge {high}\end{{cases}}"
    )


# One line for each thing that is said.
# fmt: off
_LIST = (
    Activation(
        name="sigmoid", label="sigmoid",
        f=logistic.sigmoid, grad=logistic.sigmoid_grad,
        formula=r"\frac{1}{1+e^{-x}}",
        grad_formula=r"\sigma(x)\,\bigl(1-\sigma(x)\bigr)",
        range=r"(0,\,1)", limits=((0, 1), (0, 0)),
        exact="sigmoid(x)",
        exact_grad="sigmoid(x) * sigmoid(-x)",
        ulp=((2.5, 4), (4, 6)), basic=True,
        elsewhere=Elsewhere(
            torch="torch.sigmoid(x)", jax="sigmoid", keras="sigmoid", onnx="Sigmoid", scipy="expit"
        ),
        year=1986, reference="rumelhart1986learning",
        why="A step that can be differentiated, so that errors can be propagated back through it.",
    ),
    Activation(
        name="tanh", label="tanh",
        f=saturating.tanh, grad=saturating.tanh_grad,
        formula=r"\frac{e^{x}-e^{-x}}{e^{x}+e^{-x}}",
        grad_formula=r"1-\tanh^{2}x",
        range=r"(-1,\,1)", limits=((-1, 1), (0, 0)),
        exact="tanh(x)",
        exact_grad="sech(x) ** 2",
        ulp=((2.5, 4), (4, 6)), basic=True,
        elsewhere=Elsewhere(torch="torch.tanh(x)", jax="tanh", keras="tanh", onnx="Tanh"),
        year=1998, reference="lecun1998efficient",
        why="A sigmoid centred on zero, so that the next layer's inputs do not all have one sign.",
    ),
    Activation(
        name="relu", label="ReLU",
        f=rectifiers.relu, grad=rectifiers.relu_grad,
        formula=r"\max(x,\,0)",
        grad_formula=_two_cases("0", "1"),
        range=r"[0,\,\infty)", kinks=(0.0,), limits=((0, inf), (0, 1)),
        exact="max(x, 0)",
        exact_grad="x > 0",
        basic=True,
        elsewhere=Elsewhere(torch="F.relu(x)", jax="relu", keras="relu", onnx="Relu"),
        year=2010, reference="nair2010rectified",
        why="A slope that does not fade however large the input, at the price of a side without.",
    ),
    Activation(
        name="leaky_relu", label="leaky ReLU",
        f=leaky.leaky_relu, grad=leaky.leaky_relu_grad,
        formula=_two_cases(r"0.01\,x", "x"),
        grad_formula=_two_cases("0.01", "1"),
        range=r"(-\infty,\,\infty)", kinks=(0.0,), limits=((-inf, inf), (0.01, 1)),
        exact="x if x > 0 else slope * x",
        exact_grad="1 if x > 0 else slope",
        options={"slope": Option((0.3, -0.5, 2.0))},
        elsewhere=Elsewhere(
            torch="F.leaky_relu(x, slope)", jax="leaky_relu", keras="leaky_relu", onnx="LeakyRelu"
        ),
        year=2013, reference="maas2013leaky",
        why="A small slope on the negative side, so that a unit stuck there still learns.",
    ),
    Activation(
        name="prelu", label="PReLU",
        f=partial(leaky.prelu, slope=0.25), grad=partial(leaky.prelu_grad, slope=0.25),
        formula=_two_cases(r"a\,x", "x") + r",\quad a=0.25\text{ at first}",
        grad_formula=_two_cases("a", "1"),
        range=r"(-\infty,\,\infty)", kinks=(0.0,), limits=((-inf, inf), (0.25, 1)),
        exact="x if x > 0 else x / 4",
        exact_grad="1 if x > 0 else 1 / 4",
        elsewhere=Elsewhere(
            torch="F.prelu(x, x.new_tensor([0.25]))", keras="layers.PReLU", onnx="PRelu"
        ),
        year=2015, reference="he2015delving",
        why="A leaky ReLU that learns its negative slope instead of being given one.",
    ),
    Activation(
        name="elu", label="ELU",
        f=exponential.elu, grad=exponential.elu_grad,
        formula=_two_cases(r"e^{x}-1", "x"),
        grad_formula=_two_cases(r"e^{x}", "1"),
        range=r"(-1,\,\infty)", limits=((-1, inf), (0, 1)),
        exact="x if x > 0 else alpha * expm1(x)",
        exact_grad="1 if x > 0 else alpha * exp(x)",
        options={"alpha": Option((1.7, -0.5))},
        elsewhere=Elsewhere(torch="F.elu(x, alpha)", jax="elu", keras="elu", onnx="Elu"),
        year=2016, reference="clevert2016elu",
        why="Negative values that bring the mean towards zero, saturating instead of growing.",
    ),
    Activation(
        name="selu", label="SELU",
        f=exponential.selu, grad=exponential.selu_grad,
        formula=_two_cases(r"\lambda\alpha\,(e^{x}-1)", r"\lambda x")
        + r",\quad \lambda\approx 1.0507,\ \alpha\approx 1.6733",
        grad_formula=_two_cases(r"\lambda\alpha\,e^{x}", r"\lambda"),
        range=r"(-\lambda\alpha,\,\infty)",
        kinks=(0.0,),
        limits=((-1.7580993408473766, inf), (0, 1.0507009873554805)),
        exact="1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * expm1(x))",
        exact_grad="1.0507009873554805 * (1 if x > 0 else 1.6732632423543772 * exp(x))",
        ulp=((3, 4), (3, 4)),
        elsewhere=Elsewhere(torch="F.selu(x)", jax="selu", keras="selu", onnx="Selu"),
        year=2017, reference="klambauer2017selu",
        why="An ELU scaled so that mean 0 and variance 1 reproduce themselves from layer to layer.",
    ),
    Activation(
        name="celu", label="CELU",
        f=exponential.celu, grad=exponential.celu_grad,
        formula=_two_cases(r"\alpha\,(e^{x/\alpha}-1)", "x") + r",\quad \alpha=1",
        grad_formula=_two_cases(r"e^{x/\alpha}", "1"),
        range=r"(-\alpha,\,\infty)", limits=((-1, inf), (0, 1)),
        exact="x if x > 0 else alpha * expm1(x / alpha)",
        exact_grad="1 if x > 0 else exp(x / alpha)",
        options={"alpha": Option((0.5, 2.0), positive=True)},
        elsewhere=Elsewhere(torch="F.celu(x, alpha)", jax="celu", keras="celu", onnx="Celu"),
        year=2017, reference="barron2017celu",
        why="An ELU whose slope has no jump at zero, whatever its constant.",
    ),
    Activation(
        name="softplus", label="softplus",
        f=logistic.softplus, grad=logistic.softplus_grad,
        formula=r"\log(1+e^{x})",
        grad_formula=r"\sigma(x)",
        range=r"(0,\,\infty)", limits=((0, inf), (0, 1)),
        exact="softplus(x)",
        exact_grad="sigmoid(x)",
        elsewhere=Elsewhere(
            torch="F.softplus(x, threshold=1000)", jax="softplus", keras="softplus", onnx="Softplus"
        ),
        year=2001, reference="dugas2001softplus",
        why="Positive, increasing and convex by construction, for functions known to be so.",
    ),
    Activation(
        name="gelu", label="GELU",
        f=gaussian.gelu, grad=gaussian.gelu_grad,
        formula=r"x\,\Phi(x)",
        grad_formula=r"\Phi(x)+x\,\varphi(x)",
        range=r"[-0.170,\,\infty)", limits=((0, inf), (0, 1)),
        exact="x * (ncdf(x) if approximate == 'none'"
            " else sigmoid(sqrt(8 / pi) * (x + 44715 * x**3 / 10**6)))",
        exact_grad="ncdf(x) + x * npdf(x) if approximate == 'none' else"
            " (lambda v, dv: sigmoid(v) * (1 + x * sigmoid(-v) * dv))(sqrt(8 / pi) *"
            " (x + 44715 * x**3 / 10**6), sqrt(8 / pi) * (1 + 134145 * x**2 / 10**6))",
        options={"approximate": Option(("tanh",))}, ulp=((8, 10), (10, 14)),
        elsewhere=Elsewhere(
            torch="F.gelu(x, approximate=approximate)", jax="gelu", keras="gelu", onnx="Gelu"
        ),
        year=2016, reference="hendrycks2016gelu",
        why="A gate that is open with the probability that a Gaussian falls below the input.",
    ),
    Activation(
        name="silu", label="SiLU",
        f=gated.silu, grad=gated.silu_grad,
        formula=r"x\,\sigma(x)",
        grad_formula=r"\sigma(x)\,\bigl(1+x\,\sigma(-x)\bigr)",
        range=r"[-0.278,\,\infty)", limits=((0, inf), (0, 1)),
        exact="x * sigmoid(x)",
        exact_grad="sigmoid(x) * (1 + x * sigmoid(-x))",
        ulp=((4, 8), (8, 10)),
        elsewhere=Elsewhere(torch="F.silu(x)", jax="silu", keras="silu", onnx="Swish"),
        year=2018, reference="elfwing2018silu",
        why="A smooth ReLU for reinforcement learning, found again as swish by automatic search.",
    ),
    Activation(
        name="mish", label="Mish",
        f=gated.mish, grad=gated.mish_grad,
        formula=r"x\,\tanh\bigl(\log(1+e^{x})\bigr)",
        grad_formula=r"\tanh(s)+x\,\sigma(x)\,\bigl(1-\tanh^{2}(s)\bigr),\quad s=\log(1+e^{x})",
        range=r"[-0.309,\,\infty)", limits=((0, inf), (0, 1)),
        exact="x * tanh(softplus(x))",
        exact_grad="tanh(softplus(x)) + x * sech(softplus(x)) ** 2 * sigmoid(x)",
        ulp=((6, 8), (16, 16)),
        elsewhere=Elsewhere(torch="F.mish(x)", jax="mish", keras="mish", onnx="Mish"),
        year=2020, reference="misra2020mish",
        why="A relative of SiLU with a little more room below zero, for smoother loss surfaces.",
    ),
    Activation(
        name="relu6", label="ReLU6",
        f=rectifiers.relu6, grad=rectifiers.relu6_grad,
        formula=r"\min\bigl(\max(x,\,0),\,6\bigr)",
        grad_formula=_three_cases("0", "1", "0", "0", "6"),
        range=r"[0,\,6]", kinks=(0.0, 6.0), limits=((0, 6), (0, 0)),
        exact="min(max(x, 0), 6)",
        exact_grad="0 < x < 6",
        elsewhere=Elsewhere(torch="F.relu6(x)", jax="relu6", keras="relu6"),
        year=2010, reference="krizhevsky2010cifar",
        why="A ReLU with a ceiling, so that sparse features are learned earlier.",
    ),
    Activation(
        name="hard_sigmoid", label="hard sigmoid",
        f=saturating.hard_sigmoid, grad=saturating.hard_sigmoid_grad,
        formula=r"\tfrac16\min\bigl(\max(x+3,\,0),\,6\bigr)",
        grad_formula=_three_cases("0", r"\tfrac16", "0", "-3", "3"),
        range=r"[0,\,1]", kinks=(-3.0, 3.0), limits=((0, 1), (0, 0)),
        exact="min(max(x + 3, 0), 6) / mpf(6)",
        exact_grad="mpf(-3 < x < 3) / 6",
        elsewhere=Elsewhere(
            torch="F.hardsigmoid(x)", jax="hard_sigmoid", keras="hard_sigmoid", onnx="HardSigmoid"
        ),
        year=2019, reference="howard2019mobilenetv3",
        why="A sigmoid made of straight lines, for devices on which an exponential is dear.",
    ),
    Activation(
        name="hard_swish", label="hard swish",
        f=gated.hard_swish, grad=gated.hard_swish_grad,
        formula=r"\tfrac16\,x\,\min\bigl(\max(x+3,\,0),\,6\bigr)",
        grad_formula=_three_cases("0", r"\tfrac16(2x+3)", "1", "-3", "3"),
        range=r"[-\tfrac38,\,\infty)", kinks=(-3.0, 3.0), limits=((0, inf), (0, 1)),
        exact="x * min(max(x + 3, 0), 6) / 6",
        exact_grad="0 if x <= -3 else 1 if x >= 3 else (2 * x + 3) / 6",
        elsewhere=Elsewhere(
            torch="F.hardswish(x)", jax="hard_swish", keras="hard_silu", onnx="HardSwish"
        ),
        year=2019, reference="howard2019mobilenetv3",
        why="SiLU with the hard sigmoid as its gate, for devices on which an exponential is dear.",
    ),
    Activation(
        name="softsign", label="softsign",
        f=saturating.softsign, grad=saturating.softsign_grad,
        formula=r"\frac{x}{1+|x|}",
        grad_formula=r"\frac{1}{(1+|x|)^{2}}",
        range=r"(-1,\,1)", limits=((-1, 1), (0, 0)),
        exact="x / (1 + abs(x))",
        exact_grad="1 / (1 + abs(x)) ** 2",
        ulp=((2.5, 4), (4, 6)),
        elsewhere=Elsewhere(
            torch="F.softsign(x)", jax="soft_sign", keras="softsign", onnx="Softsign"
        ),
        year=2009, reference="bergstra2009quadratic",
        why="A tanh that saturates slowly, its slope fading like a power, not exponentially.",
    ),
    Activation(
        name="log_sigmoid", label="log-sigmoid",
        f=logistic.log_sigmoid, grad=logistic.log_sigmoid_grad,
        formula=r"-\log(1+e^{-x})",
        grad_formula=r"\sigma(-x)",
        range=r"(-\infty,\,0)", limits=((-inf, 0), (1, 0)),
        exact="-softplus(-x)",
        exact_grad="sigmoid(-x)",
        elsewhere=Elsewhere(
            torch="F.logsigmoid(x)", jax="log_sigmoid", keras="log_sigmoid", scipy="log_expit"
        ),
        why="The log-probability of a yes-or-no answer, without underflow; part of a loss.",
    ),
    Activation(
        name="identity", label="identity",
        f=rectifiers.identity, grad=rectifiers.identity_grad,
        formula=r"x",
        grad_formula=r"1",
        range=r"(-\infty,\,\infty)", limits=((-inf, inf), (1, 1)),
        exact="x",
        exact_grad="1",
        elsewhere=Elsewhere(
            torch="torch.nn.Identity()(x)", jax="identity", keras="linear", onnx="Identity"
        ),
        why="No activation: here to show that layers without one collapse into a single layer.",
    ),
    Activation(
        name="step", label="step",
        f=rectifiers.step, grad=rectifiers.step_grad,
        formula=_two_cases("0", "1"),
        grad_formula=r"0\quad(x\ne 0)",
        range=r"\{0,\,1\}", kinks=(0.0,), limits=((0, 1), (0, 0)),
        exact="x > 0",
        exact_grad="0",
        year=1943, reference="mcculloch1943logical",
        why="The first model neuron's threshold: here to show a derivative that teaches nothing.",
    ),
)
# fmt: on

ACTIVATIONS = MappingProxyType({activation.name: activation for activation in _LIST})
"""Name → :class:`Activation`, in the order in which the book meets them."""
