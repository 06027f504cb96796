"""The page's random numbers in Python: points, first weights and batches, from the same seed."""

import math

import numpy as np

from actnorm.data import Split

__all__ = ["COUNT", "PageRandom", "points"]

COUNT = 150  # points for training, and as many for the test
_STREAMS = {"weights": 1, "batches": 2, "points": 7}
_WORD = 2**32


class PageRandom(np.random.Generator):
    """Draw what the playground's page draws from a seed.

    Where a network or a training takes a generator, it takes this one: `random`, `uniform`,
    `standard_normal` and `permutation` are the page's, whatever else a generator can do is NumPy's.

    Parameters
    ----------
    seed : int
    of : {"weights", "batches", "points"}
        What is to be drawn; the three do not depend on each other.

    Raises
    ------
    ValueError
        If `of` is something else.

    Examples
    --------
    >>> from actnorm.explorers.playground.seeded import PageRandom
    >>> PageRandom(1, "batches").permutation(5)
    array([3, 0, 1, 2, 4])
    """

    def __init__(self, seed, of):
        if of not in _STREAMS:
            raise ValueError(f"of must be one of {', '.join(map(repr, _STREAMS))}; got {of!r}")
        super().__init__(np.random.PCG64([int(seed), _STREAMS[of]]))
        self._state = [int(seed) % _WORD, _STREAMS[of], 0x9E3779B9, 1]
        self._row = []
        for _ in range(16):
            self._next()

    def _next(self):
        """Give the next number from 0 up to 1: sfc32, as random.js has it."""
        a, b, c, d = self._state
        t = (a + b + d) % _WORD
        turned = (c << 21 | c >> 11) % _WORD
        self._state = [b ^ b >> 9, (c + (c << 3)) % _WORD, (turned + t) % _WORD, (d + 1) % _WORD]
        return t / _WORD

    def _normal(self):
        radius = math.sqrt(-2 * math.log(1 - self._next()))
        return radius * math.cos(2 * math.pi * self._next())

    def random(self, size=None):
        """Draw from 0 up to 1."""
        return _filled(self._next, size)

    def uniform(self, low=0.0, high=1.0, size=None):
        """Draw from `low` up to `high`."""
        return low + (high - low) * self.random(size)

    def standard_normal(self, size=None):
        """Draw with mean 0 and variance 1."""
        return _filled(self._normal, size)

    def permutation(self, x):
        """Return the numbers below `x` in a random order, mixed from the one given before."""
        row = self._row if len(self._row) == x else list(range(x))
        for i in range(x - 1, 0, -1):
            k = int(self._next() * (i + 1))
            row[i], row[k] = row[k], row[i]
        self._row = row
        return np.array(row)


def points(kind, *, noise, seed):
    """Return the page's points of two classes as a `Split`: 150 for training, 150 for the test.

    Parameters
    ----------
    kind : {"circles", "xor", "spirals", "moons", "gaussians"}
    noise : float
        Standard deviation of what is added to both coordinates.
    seed : int

    Raises
    ------
    ValueError
        If there is no such `kind`.

    Examples
    --------
    >>> from actnorm.explorers.playground.seeded import points
    >>> split = points("moons", noise=0.1, seed=1)
    >>> split.x_train.shape, split.y_train[:4].tolist()
    ((150, 2), [0, 1, 0, 1])
    """
    if kind not in _SHAPES:
        raise ValueError(f"kind must be one of {', '.join(map(repr, _SHAPES))}; got {kind!r}")
    rng, parts = PageRandom(seed, "points"), []
    for _ in range(2):
        labels = np.arange(COUNT) % 2
        x = [np.array(_SHAPES[kind](rng, k)) + noise * rng.standard_normal(2) for k in labels]
        parts += [np.array(x), labels]
    return Split(*parts)


def _filled(draw, size):
    if size is None:
        return draw()
    return np.array([draw() for _ in range(int(np.prod(size)))]).reshape(size)


def _polar(radius, angle):
    return radius * math.sin(angle), radius * math.cos(angle)


def _circles(rng, label):
    radius = 0.9 * math.sqrt(rng.random()) if label else 1.4 + 0.6 * rng.random()
    return _polar(radius, 2 * math.pi * rng.random())


def _xor(rng, label):
    x, y = 0.15 + 1.7 * rng.random(), 0.15 + 1.7 * rng.random()
    side = -1 if rng.random() < 0.5 else 1
    return side * x, side * (y if label else -y)


def _spirals(rng, label):
    along = 0.06 + 0.94 * math.sqrt(rng.random())
    return _polar(2.1 * along, 3.2 * math.pi * along + math.pi * label)


def _moons(rng, label):
    x, y = _polar(1.2, math.pi * rng.random())
    return (x - 0.6, y - 0.35) if label else (0.6 - x, 0.35 - y)


def _gaussians(rng, label):
    at = 0.9 if label else -0.9
    return at + 0.5 * rng.standard_normal(), at + 0.5 * rng.standard_normal()


_SHAPES = {
    "circles": _circles,
    "xor": _xor,
    "spirals": _spirals,
    "moons": _moons,
    "gaussians": _gaussians,
}
