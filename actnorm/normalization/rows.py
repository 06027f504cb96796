"""What the norms share: they normalize the rows of a matrix, and send gradients back."""

import numpy as np

from actnorm.normalization.moments import BLOCK_BYTES, centre, normalize_rows, row_means


def row_blocks(rows):
    """Yield slices of as many rows as fit a block of float64."""
    step = max(1, BLOCK_BYTES // (8 * max(1, rows.shape[1])))
    for start in range(0, len(rows), step):
        yield slice(start, min(start + step, len(rows)))


def take(parameter, block):
    """Rows of a parameter, which repeats from sample to sample, that go with a block of rows."""
    if len(parameter) == 1:
        return parameter
    return parameter[np.arange(block.start, block.stop) % len(parameter)]


def forward(rows, gamma, beta, *, eps, result):
    """Normalize each row, then scale and shift it."""
    y = np.empty(rows.shape, result)
    for block in row_blocks(rows):
        x_hat = normalize_rows(rows[block].astype(np.float64), eps).x_hat
        x_hat *= take(gamma, block)
        x_hat += take(beta, block)
        y[block] = x_hat
    return y


def backward(dy, rows, gamma, *, eps, result):
    r"""Return dx, and dy times x_hat in float64, from which dgamma is summed."""
    dx, along = np.empty(rows.shape, result), np.empty(rows.shape)
    for block in row_blocks(rows):
        x_hat, std, _, _ = normalize_rows(rows[block].astype(np.float64), eps)
        d = dy[block].astype(np.float64)
        along[block] = d * x_hat
        dx[block], _ = through_statistics(d * take(gamma, block), x_hat, std)
    return dx, along


def through_statistics(g, x_hat, std):
    r"""Send the gradient `g` at x_hat back to x, through the mean and the variance too.

    .. math:: dx = \bigl(g - \overline{g} - \hat x\,\overline{g\,\hat x}\bigr)/\sigma

    Returns dx and the column of :math:`\overline{g\,\hat x}`.
    """
    g, _ = centre(g)
    # x_hat has mean 0: the mean of g would add nothing to this product but its rounding.
    slope = row_means(g * x_hat)
    g -= x_hat * slope
    g /= std
    return g, slope
