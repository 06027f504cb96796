"""The misconceptions and the quizzes, read from their YAML; a mistake in it is named at once."""

import random
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from .book import places

HERE = Path(__file__).parent
SLIP = "slip"  # a wrong choice that rests on no belief: a slip of the pen, a wrong formula
BACK = (1, 2, 3, 5, 8)  # how many chapters ago the questions are from that come up again


class ListError(ValueError):
    """Something in a YAML file of the course that is not what it should be."""


@dataclass(frozen=True)
class Misconception:
    """A wrong belief in a student's words, why it tempts, what answers it and where."""

    id: str
    belief: str
    tempts: str
    answer: str
    where: tuple[str, ...]

    @property
    def chapter(self):
        """The first chapter that treats it; 0 for what an appendix answers."""
        return min(places()[name].chapter or 0 for name in self.where)


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from, and what is said to who chooses it."""

    say: str
    why: str
    belief: str = ""  # id of the misconception behind a wrong choice, or `SLIP`

    @property
    def right(self):
        """Whether it is the right one."""
        return not self.belief


@dataclass(frozen=True)
class Question:
    """A question with one right choice; `check` is a Python expression that must be true."""

    chapter: int
    id: str
    ask: str
    choices: tuple[Choice, ...]
    see: str
    check: str = ""

    @property
    def name(self):
        """Name of the question in the whole book."""
        return f"{self.chapter:02d}-{self.id}"

    def shuffled(self):
        """Give the choices in an order that the name decides, the same in every edition."""
        mixed = list(self.choices)
        random.Random(self.name).shuffle(mixed)
        return mixed


def _read(path):
    return yaml.safe_load(path.read_text("utf-8"))


def _made(kind, fields, where):
    try:
        return kind(**fields)
    except TypeError as error:
        raise ListError(f"{where}: {error}") from None


@cache
def misconceptions():
    """Give the list of misconceptions: {id: Misconception}."""
    found = {}
    for entry in _read(HERE / "misconceptions.yml"):
        entry = entry | {"where": tuple(entry.get("where", ()))}
        made = _made(Misconception, entry, f"misconceptions.yml, {entry.get('id')}")
        if made.id in found:
            raise ListError(f"misconceptions.yml: the id {made.id!r} stands twice")
        unknown = [name for name in made.where if name not in places()]
        if unknown or not made.where:
            raise ListError(f"misconceptions.yml, {made.id}: no place is called {unknown or '…'}")
        found[made.id] = made
    return found


@cache
def questions(chapter):
    """Give the questions of a chapter's own file."""
    path = HERE / "quizzes" / f"{chapter:02d}.yml"
    found = [_question(chapter, entry, path.name) for entry in _read(path)]
    twice = [name for name, n in Counter(q.id for q in found).items() if n > 1]
    if twice:
        raise ListError(f"{path.name}: {twice[0]!r} stands twice")
    return tuple(found)


def _question(chapter, entry, file):
    where = f"{file}, {entry.get('id')}"
    right = _made(Choice, entry.pop("right", {}), where)
    wrong = [_made(Choice, choice, where) for choice in entry.pop("wrong", [])]
    for choice in wrong:
        if choice.belief != SLIP and choice.belief not in misconceptions():
            raise ListError(f"{where}: no misconception is called {choice.belief!r}")
    if len(wrong) < 2:
        raise ListError(f"{where}: a question needs at least two wrong choices")
    fields = entry | {"chapter": chapter, "choices": (right, *wrong)}
    made = _made(Question, fields, where)
    if made.see not in places():
        raise ListError(f"{where}: no place is called {made.see!r}")
    return made


@cache
def again(chapter):
    """Give the questions of earlier chapters that come up again at a chapter's end.

    One from each of the chapters that are `BACK` chapters ago (from any earlier one, where there
    is none so far back), and always one that has come up least.
    """
    asked = Counter(q.name for earlier in range(chapter) for q in again(earlier))
    chosen = []
    for steps in BACK if chapter else ():
        sources = [chapter - steps] if steps <= chapter else range(chapter)
        free = [q for source in sources for q in questions(source) if q not in chosen]
        chosen.append(min(free, key=lambda q: asked[q.name]))
    return tuple(chosen)
