"""Check a derivative written by hand against differences of the function itself."""

import numpy as np

from actnorm.dtypes import as_real

__all__ = ["gradcheck", "numerical_gradient"]


def numerical_gradient(f, x, *, h=None):
    r"""Gradient of a scalar function by central differences.

    .. math:: \frac{\partial f}{\partial x_i} \approx \frac{f(x+h e_i)-f(x-h e_i)}{2h}

    Parameters
    ----------
    f : callable
        Takes an array of the shape of `x` and returns one number. It has to be deterministic:
        a network with dropout or fresh noise has no derivative to compare with.
    x : array_like of real numbers
        Where; converted to float64. Two evaluations per element.
    h : float, optional
        Step. By default :math:`\sqrt[3]{2^{-52}}\max(1,|x_i|)`, about 6e-6, for each element.

    Returns
    -------
    ndarray of float64, shape of `x`

    Raises
    ------
    TypeError
        If `x`, or what `f` returns, does not hold real numbers or is masked.
    ValueError
        If `f` does not return one number, or `h` is not finite and positive.

    Notes
    -----
    The error of the formula falls as :math:`h^2`, that of rounding grows as
    :math:`2^{-52}/h`; the default step balances the two and leaves about ten correct digits.
    The one-sided difference :math:`(f(x+h)-f(x))/h` leaves about eight. At a kink the result
    is the mean of the two slopes, which is not the convention of any library: keep away from
    kinks by more than `h`.

    References
    ----------
    .. [1] Press et al. (2007), Numerical Recipes, section 5.7, ISBN 978-0-521-88068-8.

    Examples
    --------
    >>> numerical_gradient(lambda x: np.sum(x**2), [1.0, -3.0]).round(6)
    array([ 2., -6.])
    """
    x = _copied(x, "x")  # f may keep or change what it is given
    if h is not None and not (np.isfinite(h) and h > 0):
        raise ValueError(f"h must be a finite positive number; got {h!r}")
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        value = x[index]
        step = np.cbrt(2.0**-52) * max(1.0, abs(value)) if h is None else h
        low, high = value - step, value + step
        difference = 0.0
        for sign, at in ((1, high), (-1, low)):
            moved = x.copy()
            moved[index] = at
            difference += sign * _one_number(f(moved))
        gradient[index] = difference / (high - low)  # the step that was really taken
    return gradient


def gradcheck(f, grad, x, *, h=None, rtol=1e-6, atol=1e-8):
    """Compare a gradient written by hand with central differences.

    Parameters
    ----------
    f : callable
        Returns one number, or an array of the shape of `x` if it works elementwise.
    grad : callable, or array_like of the shape of `x`
        The derivative to check, as a function of `x` or already evaluated.
    x : array_like of real numbers
        Where to compare; away from kinks.
    h : float, optional
        Step, as in `numerical_gradient`.
    rtol, atol : float
        An element passes if it is within ``atol + rtol * abs(numerical)``.

    Returns
    -------
    float
        The largest absolute difference, 0.0 for an empty `x`.

    Raises
    ------
    AssertionError
        If an element differs by more; the message names the worst one, both values and, if
        their quotient is a constant for all elements, that constant: a forgotten factor.
    TypeError
        As `numerical_gradient`.
    ValueError
        If shapes differ.

    Examples
    --------
    >>> gradcheck(np.tanh, lambda x: 1 - np.tanh(x) ** 2, [0.5, -1.0]) < 1e-9
    True
    >>> gradcheck(np.tanh, lambda x: 2 - 2 * np.tanh(x) ** 2, [0.5, -1.0])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    AssertionError: grad is wrong at 2 of 2 elements; worst at index (0,), x = 0.5: grad says ...
    """
    x = _copied(x, "x")
    ours = _copied(grad(x.copy()) if callable(grad) else grad, "grad")
    if ours.shape != x.shape:
        raise ValueError(f"grad must have the shape of x, {x.shape}; got shape {ours.shape}")
    theirs = numerical_gradient(lambda moved: np.sum(as_real(f(moved), "f(x)")[0]), x, h=h)
    error = np.abs(ours - theirs)
    wrong = ~(error <= atol + rtol * np.abs(theirs))
    if wrong.any():
        raise AssertionError(_verdict(x, ours, theirs, error, wrong))
    return float(error.max(initial=0.0))


def _copied(x, name):
    return np.array(as_real(x, name)[0], dtype=np.float64)


def _one_number(value):
    value, _, _ = as_real(value, "f(x)")
    if value.size != 1:
        raise ValueError(f"f must return one number; got shape {value.shape}")
    return float(value.reshape(()))


def _verdict(x, ours, theirs, error, wrong):
    excess = np.where(wrong, np.where(np.isnan(error), np.inf, error), -1.0)
    worst = np.unravel_index(np.argmax(excess), x.shape)
    where = f"index {tuple(int(i) for i in worst)}, x = {x[worst]:g}" if x.ndim else f"x = {x:g}"
    says = (
        f"grad is wrong at {np.count_nonzero(wrong)} of {x.size} elements; worst at {where}: "
        f"grad says {ours[worst]:.9g}, central differences say {theirs[worst]:.9g}"
    )
    clear = np.abs(theirs) > 1e-4
    if np.count_nonzero(clear) > 1:
        factor = ours[clear] / theirs[clear]
        if np.ptp(factor) <= 1e-4 * np.abs(factor).max() and abs(factor[0]) > 1e-4:
            says += f"; everywhere grad is {factor.mean():.4g} times what it should be"
    return says
