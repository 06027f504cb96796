"""Store how the weights and biases of PyTorch's linear layers start.

``python -m tests.torch_reference.make_start``, wherever PyTorch is installed. Random numbers of
others cannot be drawn again; what is stored is their distribution, as quantiles over many layers.
"""

import numpy as np
import torch

from . import path

SIZES = [(64, 32), (3, 20)]  # inputs, units
SHARES = np.linspace(0, 1, 21)
COUNT = 2000  # layers: the quantiles of their biases are off by less than 1 % of the range


def quantiles(fan_in, units):
    """Return the quantiles of the weights and of the biases."""
    layers = [torch.nn.Linear(fan_in, units) for _ in range(COUNT)]
    weights, biases = ([getattr(m, name) for m in layers] for name in ("weight", "bias"))
    return [np.quantile(torch.stack(parts).detach(), SHARES) for parts in (weights, biases)]


def main():
    torch.manual_seed(0)
    found = {"quantiles": [quantiles(*size) for size in SIZES], "shares": SHARES, "count": COUNT}
    np.savez_compressed(path("start"), torch=torch.__version__, sizes=SIZES, **found)
    print(f"{path('start')}: PyTorch {torch.__version__}, {len(SIZES)} layers")


if __name__ == "__main__":
    main()
