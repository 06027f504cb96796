"""Call a function that may never end, and come back all the same."""

from __future__ import annotations

import contextlib
import contextvars
import ctypes
import threading
import time

import numpy as np

__all__ = ["OutOfTime", "Patience"]


class OutOfTime(Exception):
    """The function was still running when patience ended."""

    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


class _Stop(BaseException):
    """Thrown into a function that will not end; no ``except Exception`` swallows it."""


class Patience:
    """A budget of seconds, shared by all calls made through it.

    Parameters
    ----------
    seconds : float
        The budget, positive.

    Notes
    -----
    The function runs in a worker thread, the only way that works in a notebook on
    every system (signals need the main thread and POSIX). When time is up an
    exception is thrown into that thread. A function stuck inside one call to
    compiled code cannot be reached so; its thread is a daemon and left behind.
    """

    def __init__(self, seconds):
        if not seconds > 0:
            raise ValueError(f"seconds must be positive, got {seconds!r}")
        self.seconds = self._left = seconds

    def call(self, function, *args, **kwargs):
        """Return ``function(*args, **kwargs)``, raise what it raises, or `OutOfTime`."""
        outcome = {}

        def work():
            # The outer guard: _Stop may arrive just after the function has ended.
            with contextlib.suppress(_Stop):
                try:
                    with np.errstate(all="ignore"):
                        outcome["value"] = function(*args, **kwargs)
                except _Stop:
                    pass
                except BaseException as error:
                    outcome["error"] = error

        # The context carries the notebook's cell: what the function prints lands there.
        context = contextvars.copy_context()
        worker = threading.Thread(target=context.run, args=(work,), daemon=True)
        start = time.monotonic()
        try:
            worker.start()
        except RuntimeError:  # a Python without threads (in the browser): call it directly
            work()
        else:
            try:
                worker.join(max(self._left, 0.0))
            finally:  # also when the student interrupts the kernel
                if worker.is_alive():
                    _throw_into(worker)
        self._left -= time.monotonic() - start
        if "error" in outcome:
            raise outcome["error"]
        if "value" not in outcome:
            raise OutOfTime(self.seconds)
        return outcome["value"]


def _throw_into(worker):
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(worker.ident), ctypes.py_object(_Stop)
    )
    worker.join(1.0)
