"""Everything elementwise that the registry lists, ready to be called: the tests iterate this."""

import importlib.util
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from actnorm import ACTIVATIONS, Activation


class Variant(NamedTuple):
    """One activation with some options."""

    entry: Activation
    f: Callable
    grad: Callable


VARIANTS = {
    name: Variant(entry, partial(entry.f, **options), partial(entry.grad, **options))
    for entry in ACTIVATIONS.values()
    for name, options in entry.variants()
}
"""Name → `Variant`, of the defaults and of every option the registry tries."""

CALLS = {name: variant.f for name, variant in VARIANTS.items()}
CALLS |= {f"{name}_grad": variant.grad for name, variant in VARIANTS.items()}
"""Name → function of one array, derivatives included."""

OPTIONS = [
    (f, name, option)
    for entry in ACTIVATIONS.values()
    for name, option in entry.options.items()
    for f in (entry.f, entry.grad)
]
"""(function, name of an option, the `Option`) for every function that has one."""

NUMERIC = [case for case in OPTIONS if not isinstance(case[2].values[0], str)]
"""Those of `OPTIONS` that are numbers."""


def benchmark(name):
    """Import a file of ``benchmarks/``, or skip the module that asks if mpmath is missing."""
    pytest.importorskip("mpmath")
    path = Path(__file__).parents[1] / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
