"""How far a long computation has come: shown where somebody waits for it, and nowhere else."""

import os

__all__ = ["track"]


def track(items, *, label="training", delay=3.0):
    """Go through `items`; in a live notebook, show how far one has come.

    Parameters
    ----------
    items : sequence
        What a loop goes through.
    label : str, default "training"
        What is going on.
    delay : float, default 3.0
        Seconds after which the bar appears: what takes no longer needs none.

    Returns
    -------
    iterable
        The same items. When the loop has ended, the bar is gone; when it was interrupted (the
        stop button, or the key i twice), the bar stays where it was. In a script,
        in a test and while the book is built, the items come back as they are.

    Examples
    --------
    >>> [seed**2 for seed in track(range(3))]
    [0, 1, 4]
    """
    # A Jupyter server names the session to the kernels it starts for somebody who sits in front
    # of them; what executes a notebook from end to end does not.
    if "JPY_SESSION_NAME" not in os.environ:
        return items
    from tqdm.notebook import tqdm

    return tqdm(items, desc=label, delay=delay, leave=False)
