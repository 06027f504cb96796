"""What is right, and what the named mistakes give: said once for each answer of an exercise.

The check's sentences, its tests and whoever makes variants of a question read the same list. An
answer is a function (`Function`), several of them (`Functions`), a number (`Value`) or the results
of an experiment (`Design`).
A mistake is a sentence for the student and what it leads to, as a function of the same inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

__all__ = ["Design", "Function", "Functions", "Value", "forgotten_switch", "same_numbers"]


@dataclass(frozen=True)
class Function:
    """A function that the student writes.

    Attributes
    ----------
    example : callable
        ``example(rng)`` draws inputs of the exercise, a tuple.
    right : callable
        ``right(*inputs)`` is what the student's function should return.
    mistakes : callable
        ``mistakes(*inputs)`` maps a sentence to what that mistake returns.
    """

    example: Callable
    right: Callable
    mistakes: Callable

    def answer(self):
        """Give the right answer."""
        return self.right

    def wrong(self):
        """Yield each mistake's sentence and an answer that makes it."""
        for sentence in self.mistakes(*self.example(np.random.default_rng(0))):

            def slip(*inputs, sentence=sentence):
                said = self.mistakes(*inputs)
                return said[sentence] if sentence in said else self.right(*inputs)

            yield sentence, slip


@dataclass(frozen=True)
class Functions:
    """A dictionary of functions that the student fills in: a `Function` for each name."""

    parts: Mapping[str, Function]

    def answer(self):
        """Give the right functions."""
        return {name: part.right for name, part in self.parts.items()}

    def wrong(self):
        """Yield each mistake's sentence and a dictionary with one function that makes it."""
        for name, part in self.parts.items():
            for sentence, slip in part.wrong():
                yield sentence, self.answer() | {name: slip}


@dataclass(frozen=True)
class Value:
    """A number; `right` and `mistakes` take the numbers of the question as options."""

    right: Callable
    mistakes: Callable

    def answer(self):
        """Give the right answer."""
        return self.right()

    def wrong(self):
        """Yield each mistake's sentence and the number it leads to."""
        yield from self.mistakes().items()


@dataclass(frozen=True)
class Design:
    """The results of an experiment: a list for each setting of a plan, one number per seed.

    Attributes
    ----------
    plan : tuple of str
        The settings that are compared.
    example : callable
        ``example(rng)`` draws results as they might come out, a dictionary.
    mistakes : callable
        ``mistakes(results)`` maps a sentence to results in which that mistake was made.
    """

    plan: tuple[str, ...]
    example: Callable
    mistakes: Callable

    def answer(self):
        """Give results as they might come out."""
        return self.example(np.random.default_rng(0))

    def wrong(self):
        """Yield each mistake's sentence and results in which it was made."""
        yield from self.mistakes(self.answer()).items()


def same_numbers(one: str, other: str) -> str:
    """Say that two settings hold the same numbers, the forgotten switch."""
    return (
        f"{one!r} and {other!r} hold the same numbers, to the last digit: "
        "did the switch that tells them apart reach the training?"
    )


def forgotten_switch(results: Mapping, one: str, other: str) -> dict:
    """Give the mistake in which `other` was run with the settings of `one`."""
    return {same_numbers(one, other): results | {other: results[one]}}
