"""A slide: what it is called, what it shows, what the speaker reads; and its HTML."""

import html
import re
from dataclasses import dataclass, field

QUESTION = "Write down your answer. The next slide waits."
LARGEST = {
    "statement": 52,
    "question": 54,
    "answer": 48,
    "formula": 96,
    "table": 40,
    "list": 42,
    "reading": 36,
}
LONG = 46  # characters of a headline that are set smaller, to stay on one line


@dataclass
class Slide:
    """One slide; `body` is HTML, `notes` are paragraphs of HTML for the speaker."""

    name: str
    kind: str
    title: str = ""
    body: str = ""
    over: str = ""
    notes: list[str] = field(default_factory=list)
    minutes: tuple[float, float] | None = None  # when it begins and ends
    shape: str = ""

    def html(self):
        """Write the slide as reveal.js reads it."""
        over = f'<p class="over">{self.over}</p>' if self.over else ""
        long = ' class="is-long"' if len(re.sub("<[^>]+>", "", self.title)) > LONG else ""
        head = f"<header>{over}<h2{long}>{self.title}</h2></header>" if self.title else ""
        minutes = "<p>Minutes {:g} to {:g}.</p>".format(*self.minutes) if self.minutes else ""
        notes = minutes + "".join(self.notes)
        named = f"is-{self.kind} is-{self.shape}" if self.shape else f"is-{self.kind}"
        timed = f' data-until="{self.minutes[1]:g}"' if self.minutes else ""
        aside = f'<aside class="notes">{notes}</aside>' if notes else ""
        return (
            f'<section id="{html.escape(self.name)}" class="{named}"{timed}>'
            f'<div class="slide">{head}{self.body}</div>{aside}</section>'
        )


def fitted(kind, content, more=""):
    """Give a box whose type is made as large as the box holds (deck.js)."""
    named = f"fit {more}".strip()
    return f'<div class="{named}" data-largest="{LARGEST[kind]}"><div>{content}</div></div>'


def title(name, chapter, heading, subtitle, book):
    """Make the first slide of a deck."""
    below = f'<p class="subtitle">{subtitle[:1].upper()}{subtitle[1:]}</p>' if subtitle else ""
    body = (
        f'<div class="front"><p class="over">{chapter}</p><h1>{heading}</h1>{below}'
        f'<p class="book">{book} · CC BY 4.0</p></div>'
    )
    return Slide(name, "title", body=body)


def _label(name, number):
    return f"Chapter {int(name[:2])}, prediction {number}" if number else "Predict"


def question(name, number, asked, *, notes=()):
    """Ask for a prediction."""
    label = _label(name, number)
    body = f'<p class="label">{label}</p>{fitted("question", asked)}<p class="do">{QUESTION}</p>'
    return Slide(name, "question", body=body, notes=list(notes))


def answer(name, number, asked, told, *, notes=()):
    """Ask the same question again, with its answer, which waits for a key."""
    body = (
        f'<p class="label">{_label(name, number)}</p><div class="asked">{asked}</div>'
        f"{fitted('answer', told, 'fragment')}"
    )
    return Slide(name, "answer", body=body, notes=list(notes))
