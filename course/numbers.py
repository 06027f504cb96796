"""Questions for a number: what is right and what each named mistake gives, from the checks.

An exercise of the book has a list of what its named mistakes return, as functions of its inputs
(`actnorm.checks.answers`). With other inputs that list is another question: `exercises` says which
inputs to draw, how to ask, and which of the numbers to ask for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

TOLERANCE = 0.002  # asked for are three decimals
PROBES = 200
SELDOM = 0.25
FEW = 3
CODE = "the limit is an argument"  # a mistake of a function, not of a number


def outcomes(fact, inputs, pick, only=""):
    """Give the right number, and what each mistake makes of it: {sentence: number}."""
    with np.errstate(all="ignore"):  # a mistake may divide by 0
        right = float(pick(fact.right(*inputs)))
        wrong = {
            sentence.removeprefix(only): float(pick(result))
            for sentence, result in fact.mistakes(*inputs).items()
            if sentence.startswith(only)
        }
    return right, {sentence: number for sentence, number in wrong.items() if np.isfinite(number)}


@dataclass(frozen=True)
class Answer:
    """What is right for one task of one student, and which number each mistake gives."""

    right: float
    mistakes: tuple[tuple[str, float], ...]

    def named(self, value):
        """Name the mistake that gives a number; "" for the right one, None for no known one."""
        for sentence, number in (("", self.right), *self.mistakes):
            if abs(value - number) <= TOLERANCE:
                return sentence
        return None


@dataclass(frozen=True)
class Variant(Answer):
    """An exercise with numbers of its own."""

    name: str
    ask: str


@dataclass(frozen=True)
class Exercise:
    """How an exercise of the book becomes questions for a number.

    Attributes
    ----------
    name, label : str
        What it is called here, and in the book.
    fact : actnorm.checks.answers.Function
        What is right and what the named mistakes give.
    draw : callable
        ``draw(rng)`` gives inputs that can be printed: few digits, few numbers.
    ask : callable
        ``ask(*inputs)`` gives the question in Markdown.
    pick : callable
        Which number of the result is asked for.
    only : str
        Beginning of the sentences that concern this number, where the result has several parts.
    """

    name: str
    label: str
    fact: object
    draw: Callable
    ask: Callable
    pick: Callable = float
    only: str = ""

    def outcomes(self, inputs):
        """Give the right number, and what each mistake makes of it."""
        return outcomes(self.fact, inputs, self.pick, self.only)

    @cached_property
    def sentences(self):
        """The mistakes that can be told from the right answer and from those before them.

        One that nearly always gives the same number as another (ε is forgotten, and is small)
        would reject every variant; it is left to the check in the notebook.
        """
        rng = np.random.default_rng(0)
        drawn = [self.outcomes(self.draw(rng)) for _ in range(PROBES)]
        kept = []
        for sentence in drawn[0][1]:
            if sentence.startswith(CODE):
                continue
            clear = [
                sentence in wrong
                and all(
                    apart(wrong[sentence], number)
                    for number in (right, *(wrong[k] for k in kept if k in wrong))
                )
                for right, wrong in drawn
            ]
            if np.mean(clear) > SELDOM:
                kept.append(sentence)
        return tuple(kept)

    def variant(self, rng):
        """Draw inputs until no two of the answers could be taken for one another.

        A mistake that does not show with these inputs (a ReLU forgotten where z is positive) is
        left out.
        """
        for _ in range(10_000):
            inputs = self.draw(rng)
            right, wrong = self.outcomes(inputs)
            shown = {s: wrong[s] for s in self.sentences if s in wrong and wrong[s] != right}
            numbers = [right, *shown.values()]
            if len(shown) >= FEW and all(
                apart(a, b) for i, a in enumerate(numbers) for b in numbers[:i]
            ):
                mistakes = tuple((opened(sentence), number) for sentence, number in shown.items())
                return Variant(right, mistakes, self.name, self.ask(*inputs))
        raise RuntimeError(f"{self.name}: no numbers were found that tell its mistakes apart")


def apart(a, b):
    """Whether two numbers cannot be taken for one another."""
    return abs(a - b) > 2 * TOLERANCE


def opened(sentence):
    """Begin a sentence with a capital; symbols stay what they are."""
    first = sentence.split(" ")[0]
    opens = first.isascii() and first.isalpha() and len(first) > 1 and first not in ("dx", "log")
    return sentence[0].upper() + sentence[1:] if opens else sentence
