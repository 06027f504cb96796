"""The part of the teacher's page that is made: for each chapter what it takes and what it is for.

``:::{for-teachers} overview`` is a table of minutes, of the kernel's seconds when the page was
built, and of the chapters that are needed first; ``:::{for-teachers} chapters`` has for each
chapter the common errors with the figure that answers them, and three questions to discuss.
"""

import re

import yaml
from docutils import nodes

from .quiz import PROJECT, FromLists, lists

SECONDS = re.compile(r"⟨seconds of (\d\d)⟩")
TIME = re.compile(r"\*\*Time\*\*: about (\d+)\s+minutes,\s+and\s+about\s+(\d+)")


def opening(path):
    """Give minutes of reading, minutes of exercises and needed chapters, as a lesson says them."""
    text = lists()[0].cells(path)[0]["source"]
    read, do = map(int, TIME.search(text).groups())
    needs = text.partition("**You need**")[2].partition("**Time**")[0]
    return read, do, sorted({int(n) for n in re.findall(r"<(\d\d)_", needs)})


class ForTeachers(FromLists):
    """Put a part of the teacher's page here."""

    required_arguments = 1

    def run(self):
        """Write the part that is asked for."""
        self.note_lists()
        parts = {"overview": self.overview, "chapters": self.chapters}
        if self.arguments[0] not in parts:
            raise self.error(f"for-teachers must be one of {', '.join(parts)}")
        return self.parsed(parts[self.arguments[0]]())

    def overview(self):
        """Write the table of minutes."""
        book = lists()[0]
        rows = ["| chapter | reading, min | exercises, min | kernel, s | needs chapters |"]
        rows += ["|---|---|---|---|---|"]
        total = [0, 0]
        for path in book.pages():
            read, do, needs = opening(path)
            total = [total[0] + read, total[1] + do]
            name = f"{path.name[:2].lstrip('0') or 0} {{doc}}`{book.title_of(path)} <{path.stem}>`"
            needed = ", ".join(map(str, needs)) or "none"
            rows += [f"| {name} | {read} | {do} | ⟨seconds of {path.name[:2]}⟩ | {needed} |"]
        hours = sum(total) / 60
        rows += [f"| together, {hours:.0f} hours | {total[0]} | {total[1]} | | |"]
        return "\n".join(rows)

    def chapters(self):
        """Write what is to be had of each chapter."""
        book, module = lists()
        asked = yaml.safe_load((PROJECT / "course/discussion.yml").read_text("utf-8"))
        text = []
        for path in book.pages():
            chapter = int(path.name[:2])
            text += [f"### {chapter} {{doc}}`{book.title_of(path)} <{path.stem}>`\n"]
            text += ["Errors, and what to show:\n"]
            text += [
                f"- {{ref}}`“{error.belief}” <error-{error.id}>` Show {self.link(error.where[-1])}."
                for error in module.misconceptions().values()
                if error.chapter == chapter
            ]
            text += ["\nTo discuss:\n", *(f"1. {question}" for question in asked[chapter]), ""]
        return "\n".join(text)


def fill_in(app, doctree, docname):
    """Write the seconds that each chapter's kernel took; a dash where nothing was run."""
    found = getattr(app.env, "nb_metadata", {})
    for text in list(doctree.findall(nodes.Text)):
        match = SECONDS.search(text)
        if match:
            (path,) = (p for p in lists()[0].pages() if p.name.startswith(match[1]))
            data = found.get(f"chapters/{path.stem}", {}).get("exec_data") or {}
            runtime = data.get("runtime")
            shown = f"{runtime:.0f}" if runtime else "–"
            text.parent.replace(text, nodes.Text(text.replace(match[0], shown)))


def setup(app):
    """Register the directive."""
    app.add_directive("for-teachers", ForTeachers)
    app.connect("doctree-resolved", fill_in)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
