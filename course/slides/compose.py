"""From a chapter's page to its slides: one thing each, all other text in the speaker's notes."""

import copy
import re
from collections import Counter
from itertools import takewhile

from . import slide
from .page import ANSWERS
from .sentences import clause, html, sentences, words
from .slide import Slide, fitted
from .tables import fits, parts
from .wording import (
    ANSWER,
    ENDED,
    ITEM,
    POINT,
    alone,
    beside,
    has_lead,
    length,
    opening,
    point,
    scene,
    sentence,
    words_of,
)

BOOK = "Activation and normalization"
LEFT_OUT = re.compile(r"^(Quiz|Further reading|Exercises|What you can now do)\b")
TO_NOTES = re.compile(r"^(Evidence:|Tell proof)")  # long tables, for who is asked
READING = re.compile(r"^How to read it:\s*")
ASKING = re.compile(r"^\s*(?:<strong>)?Predict(?:</strong>)?(?:, [^:<]*)?:?\s+(\w)")
ASKS = re.compile(r"^Predict\b.*[:?]")
BEGINS = re.compile(r"^(Let|Now|Here)\b|:$")  # says what will be said
SHORT = 8  # characters that introduce nothing
SHAPES = {"low": 1.9, "wide": 1.2, "square": 0.8, "tall": 0}  # of a figure, by width to height


def deck(page):
    """Give the slides of a chapter, in its order."""
    made = [_title(page), *_goals(page)]
    asked = {}
    for section in page.sections:
        if words_of(section.title) == "Predict":
            made += _predictions(page, section, asked)
        elif TO_NOTES.match(words_of(section.title)):
            made[-1].notes += [str(block.tag) for block in section.blocks if block.kind != "box"]
            boxes = [block for block in section.blocks if block.kind == "box"]
            made += Composer(page, section, asked, blocks=boxes).slides()
        elif not LEFT_OUT.match(words_of(section.title)):
            made += Composer(page, section, asked).slides()
    made += _exercises(page)
    made += _recap(page)
    return _numbered(made)


def _numbered(slides):
    """Tell slides of one name apart: `start.formula`, `start.formula-2`."""
    count = Counter()
    for each in slides:
        count[each.name] += 1
        if count[each.name] > 1:
            each.name += f"-{count[each.name]}"
    return slides


def _headline(section):
    """Give the line above a headline and the headline: what is long is shared between them."""
    over, title = section.over, section.title
    if len(words_of(title)) > slide.LONG:
        title = re.sub(r"\s*\([^()]*\)$", "", title)
        first, _, rest = title.partition(": ")
        if rest and not over:
            over, title = first, rest[:1].upper() + rest[1:]
    return over, title


def _name(page, local):
    return f"{page.chapter:02d}-{local}"


def _title(page):
    made = slide.title(
        _name(page, "title"), f"Chapter {page.chapter}", page.title, page.subtitle, BOOK
    )
    made.notes = [str(b.tag) for b in page.opening.blocks if b.kind == "text"]
    return made


def _items(tag):
    return [li.p or li for li in tag.find_all("li", recursive=False)]


def _goals(page):
    goals = next(b.tag for b in page.opening.blocks if b.kind == "list")
    items = [re.sub(r"[;.]\s*$", "", item.decode_contents().strip()) for item in _items(goals)]
    return [_list(_name(page, "goals"), "You will", items)]


def _list(name, title, items, tag="ul"):
    shown = "".join(f"<li>{item}</li>" for item in items)
    return Slide(name, "list", title, fitted("list", f"<{tag}>{shown}</{tag}>"))


def _predictions(page, section, asked):
    """Ask the questions of the chapter's beginning: what they are about, then one by one."""
    listed = next(b.tag for b in section.blocks if b.kind == "list")
    before = [b for b in section.blocks if b.tag is not listed]
    made = _scene(page, section, before)
    for number, item in enumerate(listed.find_all("li", recursive=False), 1):
        asked[number] = item.decode_contents()
        made.append(slide.question(_name(page, f"predict-{number}"), number, asked[number]))
    return made


def _scene(page, section, before):
    """Show what the predictions are about; each question says itself that one writes."""
    if any(block.kind != "text" for block in before):
        return Composer(page, section, {}, blocks=before, title="Predict").slides()
    notes = [str(block.tag) for block in before]
    said = scene([block.tag for block in before])
    body = fitted("statement", f"<p>{said}</p>")
    named = _name(page, f"{section.name}.statement")
    return [Slide(named, "statement", "Predict", body, notes=notes)] if said else []


def _exercises(page):
    if not page.exercises:
        return []
    return [_list(_name(page, "exercises"), "Exercises", page.exercises)]


def _recap(page):
    """Answer the goals: of each item its first sentence, all of it in the notes."""
    (section,) = (s for s in page.sections if words_of(s.title) == "What you can now do")
    tag = next(b.tag for b in section.blocks if b.kind == "list")
    items = [html(clause(sentences(item)[0], ITEM)) for item in _items(tag)]
    made = _list(_name(page, "recap"), "What you can now do", items)
    made.notes = [str(tag)]
    return [made]


class Composer:
    """The slides of a section: what is waiting to be said goes to the next slide that comes."""

    def __init__(self, page, section, asked, *, blocks=None, title=None):
        self.page, self.section, self.asked = page, section, asked
        self.blocks = section.blocks if blocks is None else blocks
        self.over, self.title = (section.over, title) if title else _headline(section)
        self.made, self.waiting = [], []

    def slides(self):
        """Compose them."""
        for at, block in enumerate(self.blocks):
            getattr(self, f"_{block.kind}")(at, block.tag)
        if self.waiting and not self.made:
            self._gist()
        if self.made:
            self.made[-1].notes += [str(tag) for tag in self.waiting]
        return self.made

    def _add(self, kind, body, shape=""):
        name = _name(self.page, f"{self.section.name}.{kind}")
        made = Slide(name, kind, self.title, body, self.over, self._notes())
        made.shape = shape
        self.made.append(made)
        return made

    def _notes(self):
        """Leave what waits to the slide before, but for what introduces the next one."""
        waiting, self.waiting = self.waiting, []
        if self.made and waiting:
            own = 0 if READING.match(words(waiting[-1])) else 1
            self.made[-1].notes += [str(tag) for tag in waiting[: len(waiting) - own]]
            waiting = waiting[len(waiting) - own :]
        return [str(tag) for tag in waiting]

    def _text(self, at, tag):
        if ASKS.match(words(tag)):
            name = _name(self.page, f"{self.section.name}.predict")
            asked = ASKING.sub(lambda m: m[1].upper(), tag.decode_contents())
            made = slide.question(name, None, asked, notes=self._notes())
            self.made.append(made)
        elif words(tag):
            self.waiting.append(tag)

    def _gist(self):
        """Show what a section says that has nothing to show: a table, points, what was found."""
        tables = [tag for tag in self.waiting if tag.name == "table"]
        if shown := parts(tables[0]) if tables else []:
            for part in shown:
                self._add("table", fitted("table", part))
            return
        spoken = [tag for tag in self.waiting if tag.name == "p"]
        listed = next((tag for tag in self.waiting if tag.name in ("ul", "ol")), None)
        points = [point(item) for item in _items(listed)] if listed else []
        points = points or [point(tag) for tag in spoken if has_lead(tag)]
        if 2 <= len(points) <= 5 and max(map(length, points)) <= POINT:
            self._add("list", fitted("list", f"<ul>{_li(points)}</ul>"))
        elif spoken:
            # What was found rather than how the section begins.
            found = [tag for tag in spoken if re.match(r"[^(].*an-claim", opening(tag), re.S)]
            whole = [tag for tag in spoken if not BEGINS.search(opening(tag))]
            chosen = [*found, *whole, *spoken][0]
            self._add("statement", fitted("statement", f"<p>{opening(chosen)}</p>"))

    def _formula(self, at, tag):
        """Show a formula alone, with the sentence that introduces it."""
        said = ""
        if self.waiting and at and self.blocks[at - 1].tag is self.waiting[-1]:
            before = sentences(self.waiting[-1])
            # A sentence that has ended introduces nothing: then what the paragraph is about.
            said = html(before[0] if ENDED.search(html(before[-1])) else before[-1])
            if length(said) < SHORT and len(before) > 1:  # "Then"
                said = " ".join(map(html, before[-2:]))
            said = said[:1].upper() + said[1:]
        self._add("formula", f'<p class="said">{said}</p>' * bool(said) + fitted("formula", tag))

    def _figure(self, at, tag):
        """Show a figure beside the sentence that says how to read it."""
        tag = copy.copy(tag)
        svg = tag.svg
        _, _, width, height = map(float, svg["viewbox"].split())
        svg.attrs = {k: v for k, v in svg.attrs.items() if k not in ("width", "height")}
        shape = next(name for name, least in SHAPES.items() if width >= least * height)
        reading = self._reading(at)
        reading = beside(reading) if shape == "low" else alone(reading)
        said = fitted("reading", f"<p>{reading}</p>")
        self._add("figure", f"{tag}{said}", shape)

    def _reading(self, at):
        """Give the first sentence after a figure that says how to read it; else the first."""
        after, rest = [], self.blocks[at + 1 :]
        more = [*takewhile(lambda block: block.kind == "figure", rest)]
        for block in rest[len(more) :]:
            if block.kind in ("figure", "explorer"):
                break
            if block.kind == "text":
                after.append(block.tag)
        found = next((tag for tag in after if READING.match(words(tag))), None)
        if found:
            told = copy.copy(found)
            told.em.string = READING.sub("", words(told.em))
            told.em.unwrap()
            told.smooth()
            # Of figures that share a paragraph each has a sentence.
            before = [*takewhile(lambda block: block.kind == "figure", self.blocks[:at][::-1])]
            said = html(sentences(told)[: len(before) + 1][-1])
            return said[:1].upper() + said[1:]
        spoken = after[:1] or self.waiting[-1:]
        return html(sentences(spoken[0])[0]) if spoken else ""

    def _explorer(self, at, tag):
        name = tag["id"].removeprefix("figure-")
        made = self._add("explorer", str(tag))
        made.name, made.over = _name(self.page, name), ""  # the figure needs the room

    def _list(self, at, tag):
        if _is_comparison(self.section) and self.asked:
            self._answers(tag.find_all("li", recursive=False))
            return
        items = [item.decode_contents().strip() for item in _items(tag)]
        short = all(len(words(item)) <= ITEM for item in _items(tag))
        if short and 2 <= len(items) <= 5:
            made = self._add("list", fitted("list", f"<{tag.name}>{_li(items)}</{tag.name}>"))
            made.notes += [str(tag)]
        else:
            self.waiting.append(tag)

    def _table(self, at, tag):
        rows = tag.select("tr")
        if _is_comparison(self.section) and self.asked:
            self._answers([row.find_all("td")[1] for row in rows if row.td])
        elif fits(tag):
            self._add("table", fitted("table", tag))
        else:
            self.waiting.append(tag)

    def _box(self, at, tag):
        """Show what stands in a box: the answers to the predictions, or a remark."""
        tag = copy.copy(tag)
        heading = tag.select_one(".admonition-title").extract()
        listed = tag.find(["ol", "table"])
        if heading.get_text().startswith(ANSWERS) and listed is not None:
            rows = [row.find_all("td") for row in listed.select("tr")]
            told = listed.find_all("li", recursive=False) or [row[1] for row in rows if row]
            self._answers(told)
            return
        said = tag.find("p")
        if said is None:
            return
        made = self._add("statement", fitted("statement", f"<p>{opening(said, ANSWER)}</p>"))
        made.title, made.over = heading.decode_contents(), self.title
        made.notes.append(tag.decode_contents())

    def _answers(self, told):
        if len(told) != len(self.asked):
            raise ValueError(
                f"chapter {self.page.chapter} asks for {len(self.asked)} predictions"
                f" and answers {len(told)}"
            )
        for number, text in enumerate(told, 1):
            name = _name(self.page, f"answer-{number}")
            shown = sentence(opening(text.p or text, ANSWER))
            notes = [*self._notes(), text.decode_contents()]
            made = slide.answer(name, number, self.asked[number], shown, notes=notes)
            self.made.append(made)


def _li(items):
    return "".join(f"<li>{item}</li>" for item in items)


def _is_comparison(section):
    return words_of(section.title).startswith(ANSWERS)
