"""Networks side by side: how their arrays lie in memory, and how one takes some of them out.

Inside, an array of activations is (batch, replicates, units), contiguous: the products of the
replicates are BLAS calls on strided views of it, and a norm sees one batch with replicates × units
channels without a copy. Outside it is (batch, units) for a single network, and
(replicates, batch, units) for several.
"""

import numpy as np

from actnorm.network.activation import as_activation, is_registered

__all__ = ["Replicates", "inside"]


class Replicates:
    """What an `MLP` does with its replicate axis."""

    def __getitem__(self, index):
        """Return a copy of some replicates: of one, as a single network, or of an array of them."""
        if self.replicates is None:
            raise TypeError("a single network has no replicates to choose from")
        chosen = np.arange(self.replicates)[index]
        other = object.__new__(type(self))
        other.__dict__ |= self.__dict__
        other.replicates = chosen.size if chosen.ndim else None
        for name in ("params", "velocity"):
            layers = getattr(self, name)
            setattr(other, name, [{k: v[chosen].copy() for k, v in p.items()} for p in layers])
        other.running = [tuple(part[chosen].copy() for part in pair) for pair in self.running]
        return other

    def __setitem__(self, index, other):
        """Write replicates back that `__getitem__` gave."""
        chosen = np.arange(self.replicates)[index]
        for name in ("params", "velocity"):
            for mine, theirs in zip(getattr(self, name), getattr(other, name), strict=True):
                for key in mine:
                    mine[key][chosen] = theirs[key]
        for i, pair in enumerate(other.running):
            self.running[i] = tuple(part.copy() for part in self.running[i])
            for mine, theirs in zip(self.running[i], pair, strict=True):
                mine[chosen] = theirs

    def __getstate__(self):
        state = self.__dict__.copy()
        # By name: an entry of the registry may hold functions that cannot be pickled.
        if is_registered(self.activation):
            state["activation"] = self.activation.name
        return state

    def __setstate__(self, state):
        self.__dict__ |= state
        self.activation = as_activation(self.activation)

    def inner(self, i, *, of="params"):
        """Return a layer's parameters with their replicate axis, also where there is but one."""
        p = getattr(self, of)[i]
        return p if self.replicates is not None else {k: v[np.newaxis] for k, v in p.items()}

    def _outside(self, x):
        """Return an inner array (batch, replicates, units) as the world sees it."""
        return x[:, 0] if self.replicates is None else x.swapaxes(0, 1)


def inside(x):
    """Return an array of the world, with or without a replicate axis, as an inner one: a view."""
    return x[:, np.newaxis] if x.ndim == 2 else x.swapaxes(0, 1)
