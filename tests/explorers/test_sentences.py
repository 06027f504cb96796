"""What an explorer says of a state, as it was frozen: it changes only where wording is changed.

`sentences/FOLDER.json` is a list of {"make": …, "set": …, "says": …}: how the explorer is made,
what is set then, and its `description`. `make` is either keywords or the name of a state or builder
in the explorer's `about` module. Where wording is changed on purpose, what they say is written anew
by `python -m tests.explorers.test_sentences [KIND …]`; a reviewer reads the diff.
"""

import importlib
import json
import re
import sys
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


def file_of(kind):
    return HOME / f"{kind.replace('-', '_')}.json"


def spoken(kind):
    """Give the cases of a kind, each with what the explorer says of it now."""
    cases = json.loads(file_of(kind).read_text("utf-8"))
    drawn = draw([made(kind, case) for case in cases])
    return [(case, figure["description"]) for case, figure in zip(cases, drawn, strict=True)]


@pytest.mark.parametrize("kind", KINDS)
def test_says_what_was_frozen(kind):
    cases = spoken(kind)
    assert len(cases) >= 5
    for case, says in cases:
        assert says == case["says"], case


# What is counted in some sentence; and the verbs of "1 of 96 units …", which stand after the noun.
NOUNS = "cells|channels|deaths|draws|groups|images|kinks|layers|other samples|outputs|pieces|pixels"
NOUNS += "|revivals|samples|steps|times|units"
SLIPS = [
    rf"(?<![\d.,/×])1 ({NOUNS})\b",
    rf"(?<![\d.,/×])1 of [\d,]+ (\w+ )?({NOUNS}) (are|answer|lie)\b",
    rf"\b(all|the) 1 ({NOUNS})\b",
    r"\bkinks at x = [^,]*, to\b",
]


@pytest.mark.parametrize("kind", KINDS)
def test_one_of_them_is_no_plural(kind):
    """Of each count in a sentence the frozen states hold a 1."""
    for case in json.loads(file_of(kind).read_text("utf-8")):
        for slip in SLIPS:
            assert not (found := re.search(slip, case["says"])), f"{found[0]!r} in {case}"


if __name__ == "__main__":
    for each in sys.argv[1:] or KINDS:
        lines = [
            json.dumps(case | {"says": says}, ensure_ascii=False) for case, says in spoken(each)
        ]
        file_of(each).write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")
        print("wrote", file_of(each))
