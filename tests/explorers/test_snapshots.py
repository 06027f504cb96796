"""What each explorer draws in the states that its tests know, in text that a diff can show.

A number may move by a tenth of a pixel, for processors round differently. Written anew by
`python -m tests.explorers.test_snapshots [KIND …]`; a reviewer reads the diff.
"""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from .drawn import draw
from .net import KINDS, about

HOME = Path(__file__).with_name("snapshots")
NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
LONG = 180  # characters of a path; what comes after is summed up


class Outline(HTMLParser):
    """One line for each element: tag, attributes, text."""

    def __init__(self):
        super().__init__()
        self.lines, self.depth = [], 0

    def handle_starttag(self, tag, attrs):
        written = [f"{name}={short(value)}" if value else name for name, value in attrs]
        self.lines.append("  " * self.depth + " ".join([tag, *written]))
        self.depth += tag not in ("input", "br")

    def handle_endtag(self, tag):
        self.depth -= 1

    def handle_data(self, data):
        self.lines += ["  " * self.depth + f"“{line}”" for line in data.splitlines()]


def rounded(match):
    value = round(float(match[0]), 1)
    return f"{value:g}" if abs(value) < 1e5 else match[0]


def short(value):
    """Round to a tenth; of a long path keep the head, its length, and the sum of its numbers."""
    if len(value) <= LONG:
        return NUMBER.sub(rounded, value)
    numbers = [float(n) for n in NUMBER.findall(value)]
    head = NUMBER.sub(rounded, value[:60].rpartition(",")[0])
    return f"{head}… ({len(numbers)} numbers, mean {sum(numbers) / len(numbers):.1f})"


def outline(kind):
    """Draw the known states of a kind, but for those that a training made."""
    known = about(kind)
    states = {name: make for name, make in known.make.items() if name not in known.trained}
    for name, figure in zip(states, draw([make() for make in states.values()]), strict=True):
        parser = Outline()
        parser.feed(figure["html"])
        yield name, [f"# {name}: {figure['description']}", *parser.lines]


def file_of(kind):
    return HOME / f"{kind.replace('-', '_')}.txt"


@pytest.mark.parametrize("kind", KINDS)
def test_draws_what_was_reviewed(kind):
    stored = file_of(kind).read_text("utf-8").splitlines()
    fresh = [line for _, lines in outline(kind) for line in lines]
    for number, (was, now) in enumerate(zip(stored, fresh, strict=False), 1):
        where = f"{file_of(kind).name}:{number}\n- {was}\n+ {now}"
        assert NUMBER.sub("#", was) == NUMBER.sub("#", now), where
        for a, b in zip(NUMBER.findall(was), NUMBER.findall(now), strict=True):
            assert abs(float(a) - float(b)) <= 0.11, where
    assert len(stored) == len(fresh)


if __name__ == "__main__":
    HOME.mkdir(exist_ok=True)
    for each in sys.argv[1:] or KINDS:
        text = "\n".join(line for _, lines in outline(each) for line in lines)
        file_of(each).write_text(text + "\n", "utf-8")
        print("wrote", file_of(each))
