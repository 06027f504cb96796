"""The quiz at a chapter's end, and the page "Common errors"; both from the lists in `course`.

- ``:::{quiz} 7``: the questions of chapter 7 and five from earlier chapters. Every choice is a
  `<details>` that opens on what is to be said of it, so a quiz needs no script and no mouse.
- ``:::{common-errors}``: the misconceptions, chapter by chapter.
"""

import sys
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from .folds import fold, fold_title

PROJECT = Path(__file__).resolve().parents[2]
LETTERS = "abcdef"
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def lists():
    """Import the course's lists: they are no part of the wheel, but stand beside this folder."""
    if str(PROJECT) not in sys.path:
        sys.path.append(str(PROJECT))
    from course import book, lists

    return book, lists


class FromLists(SphinxDirective):
    """A directive whose text comes from the lists of the course."""

    def parsed(self, text):
        """Parse MyST and give the nodes."""
        node = nodes.Element()
        self.state.nested_parse(StringList(text.splitlines()), 0, node, match_titles=True)
        return node.children

    def note_lists(self):
        """Have the page read again when a list has changed."""
        for path in (PROJECT / "course").rglob("*.yml"):
            self.env.note_dependency(str(path))

    def link(self, name):
        """Link to a place of the book, in MyST."""
        place = lists()[0].places()[name]
        title = place.title.replace("`", "")
        if place.kind == "figure":
            return f'the figure <a href="{place.address}">{title}</a>'
        kind = "exercise " if place.kind == "exercise" else ""
        return f"{kind}{{ref}}`{title} <{name}>`"


class Quiz(FromLists):
    """Put the quiz of a chapter here."""

    required_arguments = 1

    def run(self):
        """Write two folds: the chapter's own questions, and those that come up again."""
        self.note_lists()
        module = lists()[1]
        chapter = int(self.arguments[0])
        own, again = module.questions(chapter), module.again(chapter)
        parts = [(f"Quiz: {NUMBERS[len(own)]} questions about this chapter", own)]
        if again:
            parts.append(
                (f"Once more: {NUMBERS[len(again)]} questions from earlier chapters", again)
            )
        return [self.folded(title, questions) for title, questions in parts]

    def folded(self, title, questions):
        """Fold a list of questions."""
        entries = nodes.enumerated_list(enumtype="arabic", suffix=".")
        for question in questions:
            entry = nodes.list_item("", *self.parsed(question.ask))
            entry += [
                self.choice(f"{letter}) ", choice, question)
                for letter, choice in zip(LETTERS, question.shuffled(), strict=False)
            ]
            entries += entry
        return fold("", fold_title("", title), entries, classes=["admonition", "an-quiz"])

    def choice(self, letter, choice, question):
        """Write one choice, with what is said to who opens it."""
        (said,) = self.parsed(choice.say)
        title = fold_title("", letter, *said.children)
        answer = f"**{'Right.' if choice.right else 'No.'}** {choice.why}"
        if choice.right:
            answer += f" *See {self.link(question.see)}.*"
        elif choice.belief in lists()[1].misconceptions():
            answer += f" *A {{ref}}`common error <error-{choice.belief}>`.*"
        return fold("", title, *self.parsed(answer), classes=["an-choice"])


class CommonErrors(FromLists):
    """Put the misconceptions here, under a heading for each chapter."""

    def run(self):
        """Write the list."""
        self.note_lists()
        book, module = lists()
        found = module.misconceptions().values()
        text = []
        for chapter in sorted({error.chapter for error in found}):
            page = book.page_of(chapter)
            text.append(f"## {chapter} {{doc}}`{book.title_of(page)} <{page.stem}>`\n")
            text += [self.entry(error) for error in found if error.chapter == chapter]
        return self.parsed("\n".join(text))

    def entry(self, error):
        """Write one of them."""
        shown = ", ".join(map(self.link, error.where))
        return f"""(error-{error.id})=
:::{{admonition}} “{error.belief}”
:class: correction
*Why it tempts:* {error.tempts}

{error.answer} *Shown in {shown}.*
:::
"""


def setup(app):
    """Register the two directives."""
    app.add_directive("quiz", Quiz)
    app.add_directive("common-errors", CommonErrors)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
