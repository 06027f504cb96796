"""Decks for a projector, made from the built pages of the book; `make slides`.

- `sentences`: where a sentence ends, in a paragraph with formulas.
- `page`: a built chapter as title, goals and sections of blocks.
- `slide`: one slide and its HTML; `compose`: from a chapter to its slides; `wording` and
  `tables`: what of a paragraph and of a table stands on one.
- `lecture`: the hand-chosen deck for 90 minutes, from `lecture.yml`.
- `write`: the folder of decks, with reveal.js and what figures need.
"""

from .make import make

__all__ = ["make"]
