"""What NumPy, SciPy and actnorm.explorers.words say; JavaScript must say the same.

`python tests/vectors.py` writes tests/vectors.json, which node and the browser both read.
"""

import json
from pathlib import Path

import numpy as np
from scipy.interpolate import CubicHermiteSpline

from actnorm import ACTIVATIONS
from actnorm.explorers import words
from actnorm.plots.sampling import sample

FILE = Path(__file__).with_name("vectors.json")

# One of each kind that a figure tells apart: smooth, with a corner, with a jump, with a valley.
KINDS = ("sigmoid", "relu", "hard_swish", "step", "selu")


def vectors():
    """Return everything as plain lists and numbers, the same on every run."""
    rng = np.random.default_rng(20)
    return {
        "moments": [moments(batch) for batch in batches(rng)],
        "normalize": [normalized(rng) for _ in range(60)],
        "histogram": [counted(rng) for _ in range(10)],
        "curves": [curve(name, rng) for name in KINDS],
        "below": [faded(name, (0.05, 0.3)) for name in ("tanh", "silu", "hard_swish")],
        "stop": [[k, float(f"{(1, 2, 5)[k % 3]}e{k // 3}")] for k in range(-24, 7)],
        "numbers": [numbers(v) for v in values(rng)],
        "verdict": [[g, t, words.verdict(g, t)] for g in slopes(rng) for t in (0.0, 0.05, 0.5)],
        "activation": [described(name, x) for name in KINDS for x in (-3.0, 0.0, 1.25, 3.0)],
        "batch": [described_batch(rng, i) for i in range(40)],
    }


def batches(rng):
    yield rng.normal(size=64)
    yield 1e6 + rng.normal(size=512)
    yield 1e-8 * rng.normal(size=33) - 3e-8
    yield np.array([-1.0, 3.0])
    yield np.full(50, 0.1)
    yield rng.lognormal(0, 3, size=200)


def moments(batch):
    return {"x": batch.tolist(), "mean": float(batch.mean()), "std": float(batch.std())}


def normalized(rng):
    x = rng.normal(0, 10.0 ** rng.integers(-3, 4), size=16)
    mu, sigma = rng.normal(0, 3), rng.uniform(0, 5)
    gamma, beta, eps = rng.uniform(-10, 10), rng.uniform(-10, 10), 10.0 ** rng.uniform(-8, 2)
    y = gamma * ((x - mu) / np.sqrt(sigma**2 + eps)) + beta
    norm = {"mu": mu, "sigma": sigma, "gamma": gamma, "beta": beta, "eps": eps}
    return {"x": x.tolist(), "norm": norm, "y": y.tolist()}


def counted(rng):
    x = rng.normal(size=100)
    lo, hi, bins = -2.0, 1.5, int(rng.integers(3, 40))
    counts, _ = np.histogram(x, bins=bins, range=(lo, hi))
    return {"x": x.tolist(), "lo": lo, "hi": hi, "bins": bins, "counts": counts.tolist()}


def sampled(name):
    entry = ACTIVATIONS[name]
    return sample(entry.f, entry.grad, kinks=entry.kinks)


def packed(samples):
    return {
        "first": samples.x[0],
        "f": samples.f.tolist(),
        "grad": samples.grad.tolist(),
        "kinks": [list(kink) for kink in samples.kinks],
    }


def curve(name, rng):
    """SciPy's cubic through the samples of each piece, and its derivative."""
    samples = sampled(name)
    at, f, grad = [], [], []
    for piece in samples.pieces():
        spline = CubicHermiteSpline(piece.x, piece.f, piece.grad)
        x = rng.uniform(piece.x[0], piece.x[-1], size=40)
        at += x.tolist()
        f += spline(x).tolist()
        grad += spline(x, 1).tolist()
    return {"samples": packed(samples), "at": at, "f": f, "grad": grad}


def faded(name, thresholds):
    samples = sampled(name)
    found = [[t, intervals(samples.pieces(), t)] for t in thresholds]
    return {"samples": packed(samples), "found": found}


def intervals(pieces, threshold):
    """Find where the straight lines between the slopes are within ±threshold."""
    merged = []
    for piece in pieces:
        fine = np.union1d(piece.x, crossings(piece, threshold))
        middle = (fine[1:] + fine[:-1]) / 2
        inside = np.abs(np.interp(middle, piece.x, piece.grad)) < threshold
        for a, b in zip(fine[:-1][inside].tolist(), fine[1:][inside].tolist(), strict=True):
            if merged and a - merged[-1][1] < 1e-9:
                merged[-1][1] = b
            else:
                merged.append([a, b])
    return merged


def crossings(piece, threshold):
    out = []
    for level in (threshold, -threshold):
        d = piece.grad - level
        i = np.flatnonzero(d[1:] * d[:-1] < 0)
        out += (piece.x[i] - d[i] * (piece.x[i + 1] - piece.x[i]) / (d[i + 1] - d[i])).tolist()
    return out


def values(rng):
    yield from (0.0, -0.0, -0.001, 0.005, 0.015, 0.0625, -2.5, 999.9996, 0.0005, 0.00049999, 1e-7)
    yield from (123456.789, 2.5e9, -7.77e12, 1e-300, 0.1, 0.3, 8.0, -8.0, 0.05, 1.25)
    yield from (rng.normal(size=150) * 10.0 ** rng.integers(-9, 11, size=150)).tolist()


def numbers(v):
    tiny = words.tiny(abs(v)) if 1e-8 <= abs(v) <= 100 else None
    texts = [words.fixed(v, d) for d in range(4)]
    return {
        "v": v,
        "fixed": texts,
        "small": words.small(v),
        "position": words.position(v),
        "tiny": tiny,
    }


def slopes(rng):
    yield from (0.0, 1.0, -1.0, 1 + 1e-9, 1 - 1e-9, 0.25, 0.05, -0.05, 1e-9, 1.1, 2.5e-5)
    yield from rng.normal(0, 0.7, size=40).tolist()


def described(name, x):
    entry = ACTIVATIONS[name]
    samples = sampled(name)
    kink = next((k for k in samples.kinks if k.x == x), None)
    f, grad = (kink.f, kink.grad) if kink else (float(entry.f(x)), float(entry.grad(x)))
    lines = words.describe_activation(x, f, grad, kink, 0.05)
    return {"x": x, "f": f, "grad": grad, "kink": kink and list(kink), "lines": lines}


def described_batch(rng, i):
    batch = rng.normal(rng.uniform(-3, 3), rng.uniform(0.5, 3), size=64)
    m, s = batch.mean(), batch.std()
    norm = [
        {"mu": m, "sigma": s, "gamma": 1.0, "beta": 0.0, "eps": 1e-5},
        {"mu": m, "sigma": s, "gamma": 2.0, "beta": 1.0, "eps": 1e-5},
        {"mu": m, "sigma": s, "gamma": np.sqrt(s**2 + 1e-5), "beta": m, "eps": 1e-5},
        {"mu": m, "sigma": s, "gamma": 1.5, "beta": 0.0, "eps": 20.0},
        {"mu": m, "sigma": s, "gamma": 0.0, "beta": 1.0, "eps": 1e-5},
        {"mu": 0.0, "sigma": 1.0, "gamma": 1.0, "beta": 0.0, "eps": 1e-8},
        {"mu": m + 1, "sigma": 0.3, "gamma": 3.0, "beta": 0.0, "eps": 1e-3},
        {"mu": m, "sigma": s / 3, "gamma": 1.0, "beta": -6.0, "eps": 1e-5},
    ][i % 8]
    norm = {name: float(v) for name, v in norm.items()}
    y = (
        norm["gamma"] * (batch - norm["mu"]) / np.sqrt(norm["sigma"] ** 2 + norm["eps"])
        + norm["beta"]
    )
    lines = words.describe_batch(batch, y, norm, digits=2, edge=6.0)
    return {"x": batch.tolist(), "norm": norm, "lines": lines}


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), ensure_ascii=False) + "\n", "utf-8")
    print(f"wrote {FILE}")
