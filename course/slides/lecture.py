"""The hand-chosen deck: slides of several chapters, in order and minutes of `lecture.yml`."""

import copy
import html
import re
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path

import yaml

from . import slide
from .compose import BOOK
from .slide import Slide, fitted

PLAN = Path(__file__).resolve().parents[1] / "lecture.yml"
MOST = 35  # slides


class LectureError(ValueError):
    """Something in `lecture.yml` that is not what it should be."""


def plan():
    """Read the plan, and refuse one whose minutes do not add up."""
    found = yaml.safe_load(PLAN.read_text("utf-8"))
    steps = found["steps"]
    for step in steps:
        begins, ends = step["minutes"]
        if sum(step["slides"].values()) != ends - begins:
            raise LectureError(f"lecture.yml, {begins} to {ends}: its slides take other minutes")
    for one, next_one in pairwise(steps):
        if one["minutes"][1] != next_one["minutes"][0]:
            raise LectureError(f"lecture.yml: nothing follows minute {one['minutes'][1]}")
    if sum(len(step["slides"]) for step in steps) > MOST:
        raise LectureError(f"lecture.yml: more than {MOST} slides")
    return found


def deck(slides):
    """Choose the lecture from the chapters' slides, {name: Slide}."""
    found = plan()
    own = {
        name: Slide(name, "statement", said["title"], fitted("statement", f"<p>{said['text']}</p>"))
        for name, said in found["say"].items()
    }
    own["title"] = slide.title("title", "One lecture", found["title"], found["subtitle"], BOOK)
    made = []
    for step in found["steps"]:
        at = step["minutes"][0]
        for name, minutes in step["slides"].items():
            if name not in own and name not in slides:
                near = ", ".join(get_close_matches(name, slides, 5, 0.3))
                raise LectureError(f"lecture.yml: no slide is called {name!r}; there are {near}")
            chosen = copy.copy(own.get(name) or slides[name])
            if at == step["minutes"][0]:
                what = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(step["what"]))
                chosen.notes = [f"<p><b>{what}</b></p>", *chosen.notes]
            chosen.minutes = (at, at + minutes)
            at += minutes
            made.append(chosen)
    return made
