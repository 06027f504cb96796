"""What the networks accept, and the sentences with which they refuse the rest."""

from numbers import Integral

import numpy as np

from actnorm.dtypes import as_array, as_real

__all__ = [
    "as_batch",
    "as_labels",
    "as_rates",
    "as_samples",
    "check_choice",
    "check_plan",
    "check_rng",
    "check_sizes",
    "check_split",
    "per_replicate",
]


def as_samples(x, features, replicates, *, name="x"):
    """Return `x` as an array (samples, features), or one of these per replicate."""
    x, _, _ = as_real(x, name)
    shapes = [f"(samples, {features})"]
    if replicates is not None:
        shapes.append(f"({replicates}, samples, {features})")
    right = x.ndim == 2 or (x.ndim == 3 and x.shape[0] == replicates)
    if not right or x.shape[-1] != features:
        raise ValueError(f"{name} must have shape {' or '.join(shapes)}; got shape {x.shape}")
    return x


def as_labels(y, shape, classes, *, name="y"):
    """Return labels as integers, one per sample of `shape` (replicates, samples) or (samples,)."""
    y = as_array(y, name)
    if y.dtype.kind not in "iu":
        raise TypeError(f"{name} must hold integers, one label per sample; got dtype {y.dtype}")
    if y.shape not in (shape, shape[-1:]):
        raise ValueError(f"{name} must have one label per sample, {shape}; got shape {y.shape}")
    wrong = (y < 0) | (y >= classes)
    if wrong.any():
        raise ValueError(f"{name} must be from 0 to {classes - 1}; got {y[wrong].flat[0]}")
    return y.astype(np.intp, copy=False)


def as_batch(x, y, mlp):
    """Return samples and labels that fit the network, at least one."""
    x = as_samples(x, mlp.sizes[0], mlp.replicates)
    if x.shape[-2] == 0:
        raise ValueError(f"x must have at least one sample; got shape {x.shape}")
    return x, as_labels(y, x.shape[:-1], mlp.sizes[-1])


def check_split(data, mlp):
    """Return the four arrays of a `Split`, both parts with samples that fit the network."""
    parts = []
    for part in ("train", "test"):
        name = f"data.x_{part}"
        x = as_samples(getattr(data, f"x_{part}"), mlp.sizes[0], mlp.replicates, name=name)
        if x.shape[-2] == 0:
            raise ValueError(f"{name} must have at least one sample; got shape {x.shape}")
        y = getattr(data, f"y_{part}")
        parts += [x, as_labels(y, x.shape[:-1], mlp.sizes[-1], name=f"data.y_{part}")]
    return parts


def check_plan(epochs, batch_size):
    """Refuse what is no number of epochs, or no size of a batch."""
    for name, value, least in (("epochs", epochs, 0), ("batch_size", batch_size, 1)):
        if isinstance(value, bool) or not isinstance(value, Integral):
            raise TypeError(f"{name} must be a whole number; got {value!r}")
        if value < least:
            raise ValueError(f"{name} must be at least {least}; got {value}")


def check_choice(name, value, allowed):
    """Return `value`, one of `allowed`."""
    if not isinstance(value, str | None) or value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}; got {value!r}")
    return value


def check_rng(rng, replicates=None):
    """Return the generators as a list: one, or one for each of `replicates` networks."""
    if isinstance(rng, np.random.Generator):
        return [rng]
    if not isinstance(rng, list | tuple) or not rng:
        raise TypeError(f"rng must be a numpy.random.Generator, or a list of them; got {rng!r}")
    for one in rng:
        if not isinstance(one, np.random.Generator):
            raise TypeError(f"rng must be a numpy.random.Generator; got {one!r} in a list")
    if len(set(map(id, rng))) < len(rng):
        raise ValueError("rng must hold a generator of its own for each network; got one twice")
    if replicates is not None and len(rng) != replicates:
        raise ValueError(f"rng must be one generator or {replicates}; got {len(rng)}")
    return list(rng)


def per_replicate(value, name, replicates):
    """Return an option as a float64 array: one number, or one per replicate."""
    value, _, _ = as_real(value, name)
    if value.shape not in ((), (replicates,)):
        each = f" or {replicates}, one per network" if replicates is not None else ""
        raise ValueError(f"{name} must be one number{each}; got shape {value.shape}")
    if np.isnan(value).any():
        raise ValueError(f"{name} must be a number; got nan")
    return value.astype(np.float64)


def check_sizes(sizes):
    """Return the sizes of the layers as a tuple of integers."""
    sizes = tuple(sizes) if np.iterable(sizes) else (sizes,)
    if len(sizes) < 2 or not all(isinstance(n, Integral) and n > 0 for n in sizes):
        raise ValueError(f"sizes must be two or more positive integers; got {sizes}")
    return tuple(int(n) for n in sizes)


def as_rates(rates):
    """Return learning rates to be swept: two or more, positive and ascending; or just a number."""
    found = as_real(rates, "rates")[0].astype(np.float64)
    enough = found.ndim == 0 or (found.ndim == 1 and found.size >= 2)
    if not enough or not (np.isfinite(found) & (found > 0)).all():
        raise ValueError(
            "rates must be two or more finite positive numbers, or a single one that is no "
            f"sequence; got {rates!r}"
        )
    if found.ndim == 0:
        return found[np.newaxis]
    found = np.unique(found)
    if found.size < len(rates):
        raise ValueError(f"rates must differ from each other; got {rates!r}")
    return found
