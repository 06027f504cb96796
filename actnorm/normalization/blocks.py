"""The loop over blocks that all norms share, so that a block and its temporaries stay in cache."""

import numpy as np

# Smaller blocks wait for NumPy's calls, some microseconds each: with 256 KiB training mode takes
# up to 20 % longer; with 1 MiB evaluation mode does.
BLOCK_BYTES = 512 * 1024


def blocks(count, bytes_each, *, multiple=1):
    """Return slices of as many things as fit a block, a `multiple` of them if that fits."""
    step = max(1, BLOCK_BYTES // max(1, bytes_each))
    step -= step % multiple if step > multiple else 0
    return [slice(start, min(start + step, count)) for start in range(0, count, step)]


def sample_blocks(samples, groups, bytes_each):
    """Return pairs of slices: several whole samples, or a few groups of a single one."""
    if groups == 1 or groups * bytes_each <= BLOCK_BYTES:
        return [(block, slice(0, groups)) for block in blocks(samples, groups * bytes_each)]
    few = blocks(groups, bytes_each)
    return [(slice(i, i + 1), block) for i in range(samples) for block in few]


def gradient_dtype(least, compute):
    """Return float64, or `compute` if the `least` that can be cut off is larger than a block.

    A gradient is what two projections leave of dy. Where dy lies nearly in their span, a thousandth
    is left of it, of which float32 would keep four digits. But nobody expects eight bytes of
    memory for each number of a giant row.
    """
    return np.dtype(np.float64) if 8 * least.size <= BLOCK_BYTES else compute
