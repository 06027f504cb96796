"""What an assignment is made of: data of one's own, and numbers to compute from them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .numbers import Answer, apart, opened, outcomes
from .secret import generator


@dataclass(frozen=True)
class Task:
    """One number to hand in, computed from the data of the assignment."""

    name: str
    ask: str
    fact: object
    inputs: Callable
    pick: Callable
    only: str = ""
    # Mistakes that no check has: {sentence: number}.
    more: Callable = field(default=lambda data: {})

    def answer(self, data):
        """Give the right number, and those of the mistakes that show in these data."""
        right, wrong = outcomes(self.fact, self.inputs(data), self.pick, self.only)
        shown = {}
        for sentence, number in (wrong | self.more(data)).items():
            if all(apart(number, other) for other in (right, *shown.values())):
                shown[sentence] = number
        return Answer(right, tuple((opened(s), number) for s, number in shown.items()))


@dataclass(frozen=True)
class Assignment:
    """An assignment: its data and its tasks."""

    name: str
    title: str
    about: str
    draw: Callable
    tasks: tuple[Task, ...]

    def data(self, key, student):
        """Draw a student's data: {name: array}."""
        return self.draw(generator(key, "assignment", self.name, student))
