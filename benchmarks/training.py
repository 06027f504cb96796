"""Trainings per second: R networks side by side, against one after another and against PyTorch.

    python benchmarks/training.py [--replicates 16] [--dtypes float64 float32] [--before COMMIT]

The same networks from the same weights see the same mini-batches of the digits in the same order:
SGD with momentum on the cross-entropy, with the training loss and the share of right answers summed
up on the way, and the test part evaluated after each epoch. One thread each. The contestants:

loop      single networks one after another, as the library stood at COMMIT (by default the last
          one without replicates), taken from git; always in float64
single    the same with the library of today: R = 1
together  R replicates at once
products  of these the matrix products alone, on arrays that lie ready: the ceiling
torch     PyTorch, one network after another (`nn.Sequential`, `torch.optim.SGD`)
vmap      PyTorch, the same R replicates under `torch.func.vmap` of `grad_and_value`

Each round times every contestant once, in turn, so that whatever else the machine is doing hits
them alike; the rates are those of the fastest rounds, in seconds of the processor, which waiting
for a busy machine does not lengthen. The losses show that they did the same.
Without torch the first three are compared.
"""

import os

for library in ("OMP", "OPENBLAS", "MKL"):  # before NumPy is loaded
    os.environ[f"{library}_NUM_THREADS"] = "1"

import argparse
import io
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import numpy as np

try:
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError:
    torch = None

ROOT = Path(__file__).resolve().parent.parent
BEFORE = "6baa24c"
NETS = {"[64, 32, 32, 10]": [64, 32, 32, 10], "ten layers of 32": [64, *[32] * 9, 10]}
EPOCHS, BATCH, LR, MOMENTUM = 2, 64, 0.02, 0.9


def library(path):
    """Import `actnorm` from a folder, whatever was imported before; return MLP and train."""
    for name in [n for n in sys.modules if n.split(".")[0] == "actnorm"]:
        del sys.modules[name]
    sys.path.insert(0, str(path))
    try:
        from actnorm.network import MLP, train
    finally:
        sys.path.remove(str(path))
    return MLP, train


def checkout(commit, folder):
    """Put the package of a commit into a folder, with the metadata that its import asks for."""
    done = subprocess.run(["git", "archive", commit, "actnorm"], cwd=ROOT, capture_output=True)
    if done.returncode:
        return None
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    described(folder)
    return folder


def described(folder):
    """Let `importlib.metadata` find a version, where the package is not installed."""
    info = Path(folder) / "actnorm-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: actnorm\nVersion: 0\n")
    sys.path.append(str(folder))


def rngs(count, plus=0):
    return [np.random.default_rng(plus + seed) for seed in range(count)]


def one_after_another(MLP, train, sizes, norm, data, count, **options):
    """Train single networks; return the mean training loss of each in the last epoch."""
    losses = []
    for seed in range(count):
        mlp = MLP(sizes, norm=norm, rng=np.random.default_rng(seed), **options)
        order = np.random.default_rng(100 + seed)
        history = train(
            mlp, data, epochs=EPOCHS, batch_size=BATCH, lr=LR, momentum=MOMENTUM, rng=order
        )
        losses.append(history.loss[-1])
    return np.array(losses)


def together(MLP, train, sizes, norm, data, count, dtype):
    """Train replicates."""
    mlp = MLP(sizes, norm=norm, rng=rngs(count), dtype=dtype)
    plan = {"epochs": EPOCHS, "batch_size": BATCH, "lr": LR, "momentum": MOMENTUM}
    return train(mlp, data, rng=rngs(count, 100), **plan).loss[:, -1]


def products(sizes, data, count, dtype):
    """Return a function that multiplies all the matrices of the training, and does nothing else."""
    rng = np.random.default_rng(0)
    seen, tested = len(data.x_train), len(data.x_test)

    def made(*shape):
        return rng.standard_normal(shape).astype(dtype)

    def layers(rows):
        return [
            (made(rows, count, a), made(count, a, b), made(rows, count, b), made(count, a, b))
            for a, b in pairwise(sizes)
        ]

    def forward(batch):
        for x, weight, _, _ in batch:
            out = scratch[: len(x), :, : weight.shape[2]]
            np.matmul(x.swapaxes(0, 1), weight, out=out.swapaxes(0, 1))

    def backward(batch):
        for i, (x, weight, d, grad) in reversed(list(enumerate(batch))):
            each = d.swapaxes(0, 1)
            np.matmul(x.transpose(1, 2, 0), each, out=grad)
            if i:
                out = scratch[: len(x), :, : weight.shape[1]]
                np.matmul(each, weight.swapaxes(1, 2), out=out.swapaxes(0, 1))

    scratch = np.empty((max(BATCH, tested), count, max(sizes)), dtype)
    last = seen % BATCH
    steps = [layers(BATCH)] * (seen // BATCH) + [layers(last)] * bool(last)
    test = layers(tested)

    def multiply():
        for _ in range(EPOCHS):
            for batch in steps:
                forward(batch)
                backward(batch)
            forward(test)
        return np.full(count, np.nan)

    return multiply


def tensors(data, dtype):
    x, y, x_test, y_test = (torch.from_numpy(part) for part in data)
    return x.to(dtype), y.long(), x_test.to(dtype), y_test.long()


def module(sizes, norm, dtype):
    layers = []
    for fan_in, fan_out in pairwise(sizes[:-1]):
        layers += [nn.Linear(fan_in, fan_out)]
        layers += [nn.BatchNorm1d(fan_out)] if norm else []
        layers += [nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(*sizes[-2:])).to(dtype)


def filled(net, mlp):
    """Give a PyTorch network our initial weights."""
    linear = [layer for layer in net if isinstance(layer, nn.Linear)]
    with torch.no_grad():
        for layer, p in zip(linear, mlp.params, strict=True):
            layer.weight.copy_(torch.from_numpy(p["weight"].T.copy()))
            layer.bias.copy_(torch.from_numpy(p["bias"]))
    return net


def torch_one_after_another(MLP, sizes, norm, data, count, dtype):
    x, y, x_test, y_test = tensors(data, dtype)
    losses = []
    for seed in range(count):
        mlp = MLP(sizes, norm=norm, rng=np.random.default_rng(seed))
        net, order = filled(module(sizes, norm, dtype), mlp), np.random.default_rng(100 + seed)
        sgd = torch.optim.SGD(net.parameters(), lr=LR, momentum=MOMENTUM)
        for _ in range(EPOCHS):
            net.train()
            total, right = torch.zeros((), dtype=dtype), torch.zeros((), dtype=torch.long)
            shuffled = torch.from_numpy(order.permutation(len(x)))
            for rows in shuffled.split(BATCH):
                logits = net(x[rows])
                loss = F.cross_entropy(logits, y[rows])
                sgd.zero_grad()
                loss.backward()
                sgd.step()
                total += loss.detach() * len(rows)
                right += (logits.detach().argmax(1) == y[rows]).sum()
            net.eval()
            with torch.no_grad():
                logits = net(x_test)
                F.cross_entropy(logits, y_test)
                (logits.argmax(1) == y_test).sum()
        losses.append(total.item() / len(x))
    return np.array(losses)


def torch_vmap(MLP, sizes, norm, data, count, dtype):
    x, y, x_test, y_test = tensors(data, dtype)
    mlps = [MLP(sizes, norm=norm, rng=rng) for rng in rngs(count)]
    nets = [filled(module(sizes, norm, dtype), mlp) for mlp in mlps]
    params, buffers = torch.func.stack_module_state(nets)
    params = {name: value.detach() for name, value in params.items()}
    buffers = {n: v for n, v in buffers.items() if not n.endswith("tracked")}
    velocity = [torch.zeros_like(value) for value in params.values()]

    def forward(p, b, x, training):
        last = len(nets[0]) - 1
        for i, layer in enumerate(nets[0]):
            if isinstance(layer, nn.Linear):
                x = F.linear(x, p[f"{i}.weight"], p[f"{i}.bias"])
            elif isinstance(layer, nn.BatchNorm1d):
                running = b[f"{i}.running_mean"], b[f"{i}.running_var"]
                x = F.batch_norm(x, *running, p[f"{i}.weight"], p[f"{i}.bias"], training)
            elif i < last:
                x = F.relu(x)
        return x

    def loss_of(p, b, x, y):
        logits = forward(p, b, x, True)
        return F.cross_entropy(logits, y), logits

    step = torch.func.vmap(torch.func.grad_and_value(loss_of, has_aux=True))
    evaluate = torch.func.vmap(lambda p, b, x: forward(p, b, x, False), (0, 0, None))
    orders = rngs(count, 100)
    with torch.no_grad():
        for _ in range(EPOCHS):
            total, right = torch.zeros(count, dtype=dtype), torch.zeros(count, dtype=torch.long)
            shuffled = torch.from_numpy(np.stack([rng.permutation(len(x)) for rng in orders]))
            for rows in shuffled.split(BATCH, dim=1):
                grads, (loss, logits) = step(params, buffers, x[rows], y[rows])
                torch._foreach_mul_(velocity, MOMENTUM)
                torch._foreach_add_(velocity, [grads[name] for name in params])
                torch._foreach_add_(list(params.values()), velocity, alpha=-LR)
                total += loss * rows.shape[1]
                right += (logits.argmax(2) == y[rows]).sum(1)
            logits = evaluate(params, buffers, x_test)
            F.cross_entropy(logits.transpose(1, 2), y_test.expand(count, -1), reduction="none")
            (logits.argmax(2) == y_test).sum(1)
    return total.numpy() / len(x)


def contestants(before, now, sizes, norm, data, count, dtype):
    """Return name -> (how many trainings, function that returns their losses)."""
    few = min(count, 3)  # of those one after another, each takes as long as the next
    found = {}
    if before is not None:
        found["loop"] = few, lambda: one_after_another(*before, sizes, norm, data, few)
    found["single"] = few, lambda: one_after_another(*now, sizes, norm, data, few, dtype=dtype)
    found["together"] = count, lambda: together(*now, sizes, norm, data, count, dtype)
    found["products"] = count, products(sizes, data, count, dtype)
    if torch is not None:
        kind = getattr(torch, dtype)
        rest = now[0], sizes, norm, data
        found["torch"] = few, lambda: torch_one_after_another(*rest, few, kind)
        found["vmap"] = count, lambda: torch_vmap(*rest, count, kind)
    return found


def measured(found, rounds):
    """Return name -> (trainings per second, losses)."""
    best, losses = dict.fromkeys(found, np.inf), {}
    for i in range(-1, rounds):  # the first is not counted
        for name, (_, function) in found.items():
            start = time.process_time()
            losses[name] = function()
            if i >= 0:
                best[name] = min(best[name], time.process_time() - start)
    return {name: (count / best[name], losses[name]) for name, (count, _) in found.items()}


def held(sizes, count, dtype):
    """Megabytes that a training step holds: see the notes of `MLP`."""
    weights = sum(a * b for a, b in pairwise(sizes))
    numbers = count * (3 * weights + BATCH * 4 * sum(sizes))
    return numbers * np.dtype(dtype).itemsize / 2**20


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--replicates", type=int, default=16)
    parser.add_argument("--dtypes", nargs="+", default=["float64", "float32"])
    parser.add_argument("--norms", nargs="+", default=["none", "batch"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--before", default=BEFORE, help="a commit without replicates")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as then, tempfile.TemporaryDirectory() as today:
        described(today)
        before = library(then) if checkout(args.before, then) else None
        now = library(ROOT)
        from actnorm.data import digits

        data = digits()
        if torch is not None:
            torch.set_num_threads(1)
            print(f"torch {torch.__version__}, ", end="")
        print(f"numpy {np.__version__}, {args.replicates} replicates, one thread")
        for sizes_name, sizes in NETS.items():
            for norm in args.norms:
                for dtype in args.dtypes:
                    print(f"\n{sizes_name}, norm {norm}, {dtype}", end="")
                    print(f", about {held(sizes, args.replicates, dtype):.1f} MB a step")
                    norm_or_none = None if norm == "none" else norm
                    found = contestants(
                        before, now, sizes, norm_or_none, data, args.replicates, dtype
                    )
                    results = measured(found, args.rounds)
                    ours, _ = results["together"]
                    for name, (rate, losses) in results.items():
                        shown = " ".join(f"{loss:.5f}" for loss in losses[:3])
                        print(f"  {name:9}{rate:8.1f} trainings/s", end="")
                        print(f"   together/{name:9} {ours / rate:5.2f}   losses {shown} …")
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10:.0f} MB")


if __name__ == "__main__":
    main()
