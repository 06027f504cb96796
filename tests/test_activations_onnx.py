"""Cases from a suite nobody here wrote: the reference cases of the ONNX operators.

Needs the `onnx` package, for the tests only.
"""

import importlib
import pkgutil
import warnings

import numpy as np
import pytest

import actnorm

onnx = pytest.importorskip("onnx")


def affine_sigmoid(x, alpha=0.2, beta=0.5):
    """ONNX's hard sigmoid, max(0, min(1, alpha x + beta)), by way of ours."""
    return actnorm.hard_sigmoid(6 * alpha * x + 6 * beta - 3)


def steeper_silu(x, alpha=1.0):
    """ONNX's swish, x σ(alpha x), by way of ours."""
    return actnorm.silu(alpha * x) / x.dtype.type(alpha)


def along_axes(x, axes=(), keepdims=1):
    """ONNX reduces over all axes if it is given an empty list of them."""
    return actnorm.logsumexp(x, axis=tuple(axes) or None, keepdims=bool(keepdims))


def class_last(x, labels, reduction=b"mean"):
    """ONNX has the classes on axis 1, as PyTorch."""
    return actnorm.cross_entropy(np.moveaxis(x, 1, -1), labels, reduction=reduction.decode())


# Operator → ours, with ONNX's names for the options.
OPERATORS = {
    entry.elsewhere.onnx: getattr(actnorm, entry.name)
    for entry in actnorm.ACTIVATIONS.values()
    if entry.elsewhere.onnx
}
OPERATORS |= {
    "Gelu": lambda x, approximate=b"none": actnorm.gelu(x, approximate=approximate.decode()),
    "HardSigmoid": affine_sigmoid,
    "LeakyRelu": lambda x, alpha=0.01: actnorm.leaky_relu(x, slope=alpha),
    "LogSoftmax": actnorm.log_softmax,
    "ReduceLogSumExp": along_axes,
    "Softmax": actnorm.softmax,
    "SoftmaxCrossEntropyLoss": class_last,
    "Swish": steeper_silu,
}
OPERATORS = {name: f for name, f in OPERATORS.items() if onnx.defs.has(name)}  # not yet in old ones
# What our functions have no option for, and a dtype they refuse.
NOT_OURS = ("weight", "_ii", "log_prob", "bfloat16", "_opt", "_sequence")


def collect():
    """Yield the single-operator cases that our functions can express."""
    state = np.random.get_state()  # noqa: NPY002
    np.random.seed(0)  # noqa: NPY002  the cases draw from the global generator
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # theirs, on import
        node = importlib.import_module("onnx.backend.test.case.node")
        for module in pkgutil.iter_modules(node.__path__):
            # softmaxcrossentropy in one version, softmax_cross_entropy_loss in another
            name = module.name.replace("_", "")
            if any(operator.lower().startswith(name) for operator in OPERATORS):
                importlib.import_module(f"{node.__name__}.{module.name}")
    np.random.set_state(state)  # noqa: NPY002
    for case in node._NodeTestCases:
        operators = case.model.graph.node
        if (
            len(operators) != 1
            or operators[0].op_type not in OPERATORS
            or any(part in case.name for part in NOT_OURS)
            or (case.name.startswith("test_selu") and "default" not in case.name)
        ):
            continue
        yield pytest.param(case, id=case.name)


CASES = list(collect())


def test_every_operator_has_a_case():
    assert {case.values[0].model.graph.node[0].op_type for case in CASES} == set(OPERATORS)


@pytest.mark.parametrize("case", CASES)
def test_reference_case(case):
    from onnx.helper import get_attribute_value

    operator = case.model.graph.node[0]
    options = {a.name: get_attribute_value(a) for a in operator.attribute}
    f = OPERATORS[operator.op_type]
    for inputs, outputs in case.data_sets:
        y = f(*inputs, **options)
        expected = outputs[0]
        assert y.shape == expected.shape
        assert y.dtype == expected.dtype
        # Their values are float32 and may come from the unstable formula.
        np.testing.assert_allclose(y, expected, rtol=1e-5, atol=1e-6)
