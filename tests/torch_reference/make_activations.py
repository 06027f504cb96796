"""Store PyTorch's activations, softmax and cross-entropy, with gradients by autograd.

``python -m tests.torch_reference.make_activations``, wherever PyTorch is installed. What is called
is what the registry says (`elsewhere.torch`), with every option that it lists.
"""

import inspect

import numpy as np
import torch
import torch.nn.functional as F

from actnorm import ACTIVATIONS

from . import path

DTYPES = (torch.float64, torch.float32)


def names_and_calls():
    """Yield the name of a call, as in `tests.activations.VARIANTS`, and the call in PyTorch."""
    for entry in ACTIVATIONS.values():
        if entry.elsewhere.torch is None:
            continue
        parameters = inspect.signature(entry.f).parameters.values()
        defaults = {p.name: p.default for p in parameters if p.default is not p.empty}
        for name, options in entry.variants():
            names = {"F": F, "torch": torch} | defaults | options
            yield name, lambda x, e=entry, names=names: eval(e.elsewhere.torch, names | {"x": x})


def elementwise(rng):
    """Return names, points, values and slopes: kinks first, then near zero, then far away."""
    kinks = sorted({kink for entry in ACTIVATIONS.values() for kink in entry.kinks})
    x = np.concatenate([kinks, rng.uniform(-6, 6, 80), rng.uniform(-40, 40, 40)])
    names, calls = zip(*names_and_calls(), strict=True)
    stored = {"names": np.array(names)}
    for dtype in DTYPES:
        values = []
        for call in calls:
            t = torch.tensor(x, dtype=dtype, requires_grad=True)
            y = call(t)
            (slope,) = torch.autograd.grad(y.sum(), t)
            values.append((y.detach().numpy(), slope.numpy()))
        name = str(dtype).removeprefix("torch.")
        stored |= {f"x_{name}": t.detach().numpy(), f"y_{name}": np.array(values)}
    return stored


def along_axes(rng):
    """Return scores, gradients, labels, and what softmax and its relatives make of them."""
    x, g = rng.normal(size=(2, 3, 4, 5)) * 3
    labels = rng.integers(0, 5, (3, 4))
    stored = {"labels": labels}
    for dtype in DTYPES:
        name = str(dtype).removeprefix("torch.")
        t, up = torch.tensor(x, dtype=dtype, requires_grad=True), torch.tensor(g, dtype=dtype)
        results = {
            "softmax_1": torch.softmax(t, 1),
            "softmax_warm": torch.softmax(t / 2, -1),
            "log_softmax_0": torch.log_softmax(t, 0),
        }
        sums = {
            "logsumexp_1": torch.logsumexp(t, 1),
            "logsumexp_02": torch.logsumexp(t, (0, 2)),
            "cross_entropy_mean": F.cross_entropy(t.movedim(-1, 1), torch.tensor(labels)),
            "cross_entropy_sum": F.cross_entropy(
                t.movedim(-1, 1), torch.tensor(labels), reduction="sum"
            ),
        }
        for key, y in (results | sums).items():
            total = (y * up).sum() if key in results else y.sum()
            (slope,) = torch.autograd.grad(total, t)
            stored[f"{key}_{name}"] = y.detach().numpy()
            stored[f"{key}_grad_{name}"] = slope.numpy()
        stored |= {f"scores_{name}": t.detach().numpy(), f"g_{name}": up.numpy()}
    return stored


def main():
    rng = np.random.default_rng(0)
    arrays = elementwise(rng) | along_axes(rng)
    np.savez_compressed(path("activations"), torch=np.array(torch.__version__), **arrays)
    print(f"{path('activations')}: PyTorch {torch.__version__}, {len(arrays['names'])} functions")


if __name__ == "__main__":
    main()
