"""Try an installed wheel with nothing beside it: the library, its checks, data and explorers."""

import sys
from importlib import metadata
from pathlib import Path

import numpy as np

import actnorm
from actnorm import checks, data, evidence, explorers, network, plots  # noqa: F401

home = Path(actnorm.__file__).parent
assert home.is_relative_to(sys.prefix), f"this is not an installed one: {home}"
assert metadata.version("actnorm") == actnorm.__version__
assert actnorm.sigmoid_grad(40.0) > 0
answer = checks.check_layer(lambda a, weight, bias: np.maximum(a @ weight + bias, 0))
assert "✓" in str(answer), answer
for name in ("digits", "wine", "breast_cancer"):
    assert getattr(data, name)().x_train.shape[0] > 100
assert any(home.glob("evidence/tables/*.json"))
plots.plot_activation("tanh")
shown = [name for name in explorers.__all__ if name != "Explorer"]
for name in shown:
    explorer = getattr(explorers, name)()
    assert len(explorer._esm) > 1000
    mime = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in (mime[0] if type(mime) is tuple else mime)
print(f"actnorm {actnorm.__version__}, {len(shown)} explorers, checks and data: {home}")
