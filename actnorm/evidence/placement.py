"""Chapter 10 asks where the norm of a residual block belongs, and if it must average at all."""

import numpy as np

from actnorm.data import digits
from actnorm.evidence import Study

DEPTH, WIDTH, BATCH = 12, 32, 32
PLACES = {
    "pre-norm": "pre",
    "post-norm": "post",
    "output norm": "output",
    "both sides": "pre output",
}
ONES = np.ones(WIDTH, np.float32)
FIRST_ALPHA = 0.5  # of dynamic tanh, as its authors begin


class Average:
    """Divide by the standard deviation of the row, or by its root mean square."""

    def __init__(self, centres=True):
        self.centres = centres

    def forward(self, x, alpha):
        """Return the output and what `backward` needs."""
        if self.centres:
            x = x - mean(x)
        inverse = 1 / np.sqrt(mean(x, x) + np.float32(1e-5))
        y = x * inverse
        return y, (y, inverse)

    def backward(self, d, kept, alpha):
        """Return the gradient at the input, and that of alpha."""
        y, inverse = kept
        dx = d - y * mean(d, y)
        if self.centres:
            dx -= mean(d)
        dx *= inverse
        return dx, 0


class DynamicTanh:
    """Average over nothing: tanh(alpha x), with an alpha that is learned."""

    def forward(self, x, alpha):
        """Return the output and what `backward` needs."""
        y = np.tanh(alpha * x)
        return y, (y, x)

    def backward(self, d, kept, alpha):
        """Return the gradient at the input, and that of alpha."""
        y, x = kept
        inner = d * (1 - y * y)
        return alpha * inner, (inner * x).sum(axis=(1, 2), keepdims=True)


class Stacks:
    """Residual stacks side by side, one of each seed: x + relu(x A) B, and a norm somewhere."""

    def __init__(self, place, norm, seeds):
        self.place, self.norm = place.split(), norm
        self.averages = isinstance(norm, Average)
        nets = [start(np.random.default_rng(seed)) for seed in seeds]
        self.entry, self.head, *blocks = (
            np.stack(part).astype(np.float32) for part in zip(*nets, strict=True)
        )
        self.blocks = [blocks[i : i + 2] for i in range(0, 2 * DEPTH, 2)]
        self.alphas = np.full((DEPTH + 1, len(seeds), 1, 1), FIRST_ALPHA, np.float32)

    def forward(self, x):
        """Return the logits and what the way back needs."""
        x, norm, trace = np.matmul(x, self.entry), self.norm.forward, []
        if self.averages:
            x, _ = norm(x, None)
        for (a, b), alpha in zip(self.blocks, self.alphas[1:], strict=True):
            first = last = None
            branch = x
            if "pre" in self.place:
                branch, first = norm(x, alpha)
            inside, h = branch, np.maximum(branch @ a, 0)
            branch = h @ b
            if "output" in self.place:
                branch, last = norm(branch, alpha)
            x = x + branch
            if "post" in self.place:
                x, last = norm(x, alpha)
            trace.append((inside, h, first, last))
        kept = None
        if "post" not in self.place:
            x, kept = norm(x, self.alphas[0])
        return x @ self.head, (x, kept, trace)

    def step(self, x, y, rates):
        """Take a step of gradient descent, each stack at its own rate."""
        logits, (last, kept, trace) = self.forward(x)
        norm, rates = self.norm.backward, np.asarray(rates, np.float32)[:, None, None]
        d_logits = softmax_minus_label(logits, y)
        d = d_logits @ self.head.swapaxes(1, 2)
        self.head -= rates * (last.swapaxes(1, 2) @ d_logits)
        if kept is not None:
            d, d_alpha = norm(d, kept, self.alphas[0])
            self.alphas[0] -= rates * d_alpha
        for i in range(DEPTH - 1, -1, -1):
            (a, b), (inside, h, first, last), alpha = self.blocks[i], trace[i], self.alphas[i + 1]
            d_alpha = 0
            if "post" in self.place:
                d, _ = norm(d, last, alpha)
            branch = d
            if "output" in self.place:
                branch, _ = norm(d, last, alpha)
            dh = (branch @ b.swapaxes(1, 2)) * (h > 0)
            back = dh @ a.swapaxes(1, 2)
            if "pre" in self.place:
                back, d_alpha = norm(back, first, alpha)
            b -= rates * (h.swapaxes(1, 2) @ branch)
            a -= rates * (inside.swapaxes(1, 2) @ dh)
            self.alphas[i + 1] -= rates * d_alpha
            d = d + back


def mean(x, times=None):
    """Return the mean of each row, of a product if asked."""
    times = ONES if times is None else times
    return np.einsum("...i,...i->...", x, times)[..., None] / np.float32(WIDTH)


def softmax_minus_label(logits, y):
    """Return the gradient of the mean cross-entropy of each stack."""
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    p[np.arange(len(p))[:, None], np.arange(p.shape[1]), y] -= 1
    return p / p.shape[1]


def start(rng):
    """Draw a stack: entry, head, and A and B of each block."""
    draw = rng.normal(size=(DEPTH, 2, WIDTH, WIDTH))
    entry = rng.normal(size=(64, WIDTH)) / 8
    head = rng.normal(size=(WIDTH, 10)) / np.sqrt(WIDTH)
    scale = np.sqrt([2 / WIDTH, 1 / WIDTH])[:, None, None]
    return entry, head, *(draw * scale).reshape(-1, WIDTH, WIDTH)


def arm(place, norm=None, *, warm_up=0):
    """Give an arm of the sweep; `warm_up` is in epochs."""

    def trained(rates, seeds, epochs):
        splits = [digits(seed=int(seed)) for seed in seeds]
        x, x_test = (np.stack([s[i] for s in splits]).astype(np.float32) for i in (0, 2))
        y, y_test = (np.stack([s[i] for s in splits]) for i in (1, 3))
        orders = [np.random.default_rng(100 + int(seed)) for seed in seeds]
        stacks, scores = Stacks(place, norm or Average(), seeds), []
        each = np.arange(len(seeds))[:, None]
        steps = x.shape[1] // BATCH
        with np.errstate(all="ignore"):
            for step in range(steps * epochs[-1]):
                if step % steps == 0:
                    order = np.stack([rng.permutation(x.shape[1]) for rng in orders])
                at = step % steps * BATCH
                rows = order[:, at : at + BATCH]
                risen = min(1, (step + 1) / (steps * warm_up)) if warm_up else 1
                stacks.step(x[each, rows], y[each, rows], rates * risen)
                if (step + 1) in [steps * epoch for epoch in epochs]:
                    logits, _ = stacks.forward(x_test)
                    right = (logits.argmax(axis=-1) == y_test).mean(axis=-1)
                    scores.append(np.where(np.isfinite(logits).all(axis=(1, 2)), right, np.nan))
        return scores

    return trained


STUDY = Study(
    "Twelve residual blocks: where does the norm belong, and does warm-up make up for the place?",
    on=f"digits, {DEPTH} residual blocks of {WIDTH} units, batches of {BATCH}",
    arms={name: arm(place) for name, place in PLACES.items()}
    | {f"{name}, warm-up": arm(place, warm_up=1) for name, place in PLACES.items()}
    | {
        "pre-norm, RMS": arm("pre", Average(centres=False)),
        "dynamic tanh": arm("pre", DynamicTanh()),
    },
    data=digits,
    rates=[0.01, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2],
    epochs=(2, 8),
    seeds=24,
)
