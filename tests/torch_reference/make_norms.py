"""Write norms.npz: the norms' outputs and gradients as PyTorch computes them.

Run it where torch is installed, from the top of the repository:
``python tests/torch_reference/make_norms.py``. The library is not needed.
"""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

SHAPE = (4, 6, 3)
GROUPS = 3
MEANS = (0.0, 100.0)
EPSILONS = (1e-5, 0.3)
MOMENTUM = 0.3

# name -> shape of gamma and beta, function of (x, gamma, beta, eps)
NORMS = {
    "batch": ((6,), lambda x, g, b, eps: F.batch_norm(x, None, None, g, b, True, eps=eps)),
    "layer": ((6, 3), lambda x, g, b, eps: F.layer_norm(x, (6, 3), g, b, eps)),
    "layer, last axis": ((3,), lambda x, g, b, eps: F.layer_norm(x, (3,), g, b, eps)),
    "instance": ((6,), lambda x, g, b, eps: F.instance_norm(x, weight=g, bias=b, eps=eps)),
    "group": ((6,), lambda x, g, b, eps: F.group_norm(x, GROUPS, g, b, eps)),
    "rms": ((6, 3), lambda x, g, b, eps: F.rms_norm(x, (6, 3), g, eps) + b),
    "rms, last axis": ((3,), lambda x, g, b, eps: F.rms_norm(x, (3,), g, eps) + b),
}


def cases():
    """Yield keys and arrays; a key is "what/norm/dtype/mean/eps"."""
    rng = np.random.default_rng(0)
    for dtype in (np.float32, np.float64):
        kind = np.dtype(dtype).name
        for mean in MEANS:
            x = (mean + rng.normal(size=SHAPE)).astype(dtype)
            dy = rng.normal(size=SHAPE).astype(dtype)
            yield f"x/{kind}/{mean:g}", x
            yield f"dy/{kind}/{mean:g}", dy
            for name, (shape, f) in NORMS.items():
                gamma, beta = rng.normal(size=(2, *shape)).astype(dtype)
                yield f"gamma/{name}/{kind}/{mean:g}", gamma
                yield f"beta/{name}/{kind}/{mean:g}", beta
                for eps in EPSILONS:
                    leaves = [torch.tensor(a, requires_grad=True) for a in (x, gamma, beta)]
                    y = f(*leaves, eps)
                    y.backward(torch.tensor(dy))
                    here = f"{name}/{kind}/{mean:g}/{eps:g}"
                    yield f"y/{here}", y.detach().numpy()
                    for what, leaf in zip(("dx", "dgamma", "dbeta"), leaves, strict=True):
                        yield f"{what}/{here}", leaf.grad.numpy()
            yield from running(x, rng, f"{kind}/{mean:g}")


def running(x, rng, here):
    """Yield running statistics before and after a batch, and what evaluation makes of them."""
    dtype, channels = x.dtype, x.shape[1]
    mean = (x.mean() + rng.normal(size=channels)).astype(dtype)
    var = rng.uniform(1, 2, channels).astype(dtype)
    yield f"running_mean/{here}", mean
    yield f"running_var/{here}", var
    t_x, t_mean, t_var = map(torch.tensor, (x, mean, var))
    y = F.batch_norm(t_x, t_mean, t_var, training=False)
    yield f"evaluation/{here}", y.numpy()
    F.batch_norm(t_x, t_mean, t_var, training=True, momentum=MOMENTUM)
    yield f"new_mean/{here}", t_mean.numpy()
    yield f"new_var/{here}", t_var.numpy()


def main():
    """Write the file beside this one."""
    path = Path(__file__).with_name("norms.npz")
    constants = {"torch": torch.__version__, "groups": GROUPS, "momentum": MOMENTUM}
    np.savez_compressed(path, **constants, **dict(cases()))
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB, torch {torch.__version__}")


if __name__ == "__main__":
    main()
