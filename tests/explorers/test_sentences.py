"""What an explorer says of a state, as it was frozen: it changes only where wording is changed.

`sentences/FOLDER.json` is a list of {"make": …, "set": …, "says": …}: how the explorer is made,
what is set then, and its `description`. `make` is either keywords or the name of a state or builder
in the explorer's `about` module.
"""

import importlib
import json
from pathlib import Path

import pytest

from actnorm import explorers

from .drawn import draw
from .net import KINDS, about

HOME = Path(__file__).with_name("sentences")
CLASSES = {getattr(explorers, name)._kind: getattr(explorers, name) for name in explorers.__all__}


def made(kind, case):
    """Make the explorer of a case."""
    make = case["make"]
    if isinstance(make, dict):
        explorer = CLASSES[kind](**make)
    elif make in about(kind).make:
        explorer = about(kind).make[make]()
    else:
        home = importlib.import_module(f".about.{kind.replace('-', '_')}", __package__)
        explorer = getattr(home, make)()
    with explorer.hold_trait_notifications():
        for name, value in case["set"].items():
            setattr(explorer, name, value)
    return explorer


@pytest.mark.parametrize("kind", KINDS)
def test_says_what_was_frozen(kind):
    cases = json.loads((HOME / f"{kind.replace('-', '_')}.json").read_text("utf-8"))
    assert len(cases) >= 5
    drawn = draw([made(kind, case) for case in cases])
    for case, figure in zip(cases, drawn, strict=True):
        assert figure["description"] == case["says"], case
