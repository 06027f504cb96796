"""Activation functions, each with its derivative; softmax and its relatives; the registry."""

from actnorm.activations.along_axis import (
    log_softmax,
    log_softmax_vjp,
    logsumexp,
    softmax,
    softmax_vjp,
)
from actnorm.activations.exponential import (
    celu,
    celu_grad,
    elu,
    elu_grad,
    selu,
    selu_grad,
)
from actnorm.activations.gated import (
    hard_swish,
    hard_swish_grad,
    mish,
    mish_grad,
    silu,
    silu_grad,
)
from actnorm.activations.gaussian import (
    gelu,
    gelu_grad,
)
from actnorm.activations.leaky import (
    leaky_relu,
    leaky_relu_grad,
    prelu,
    prelu_grad,
)
from actnorm.activations.logistic import (
    log_sigmoid,
    log_sigmoid_grad,
    sigmoid,
    sigmoid_grad,
    softplus,
    softplus_grad,
)
from actnorm.activations.loss import (
    cross_entropy,
    cross_entropy_grad,
)
from actnorm.activations.rectifiers import (
    identity,
    identity_grad,
    relu,
    relu6,
    relu6_grad,
    relu_grad,
    step,
    step_grad,
)
from actnorm.activations.registry import ACTIVATIONS, Activation
from actnorm.activations.saturating import (
    hard_sigmoid,
    hard_sigmoid_grad,
    softsign,
    softsign_grad,
    tanh,
    tanh_grad,
)

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "celu",
    "celu_grad",
    "cross_entropy",
    "cross_entropy_grad",
    "elu",
    "elu_grad",
    "gelu",
    "gelu_grad",
    "hard_sigmoid",
    "hard_sigmoid_grad",
    "hard_swish",
    "hard_swish_grad",
    "identity",
    "identity_grad",
    "leaky_relu",
    "leaky_relu_grad",
    "log_sigmoid",
    "log_sigmoid_grad",
    "log_softmax",
    "log_softmax_vjp",
    "logsumexp",
    "mish",
    "mish_grad",
    "prelu",
    "prelu_grad",
    "relu",
    "relu6",
    "relu6_grad",
    "relu_grad",
    "selu",
    "selu_grad",
    "sigmoid",
    "sigmoid_grad",
    "silu",
    "silu_grad",
    "softmax",
    "softmax_vjp",
    "softplus",
    "softplus_grad",
    "softsign",
    "softsign_grad",
    "step",
    "step_grad",
    "tanh",
    "tanh_grad",
]
