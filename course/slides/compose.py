"""From a chapter's page to its slides: one thing each, all other text in the speaker's notes."""

import copy
import re
from collections import Counter
from itertools import takewhile

from bs4 import Tag

from . import slide
from .page import ANSWERS
from .sentences import clause, html, sentences, words
from .slide import Slide, fitted

BOOK = "Activation and normalization"
LEFT_OUT = re.compile(r"^(Quiz|Further reading|Exercises|What you can now do)\b")
TO_NOTES = re.compile(r"^(Evidence:|Tell proof)")  # long tables, for who is asked
READING = re.compile(r"^How to read it:\s*")
ASKS = re.compile(r"^Predict\b.*[:?]")
ENDED = re.compile(r"[.!?][)”]?(</\w+>)*$")
ITEM = 130  # characters of an item that can be read from the last row
ANSWER = 260  # characters of an answer that stand below its question
ENOUGH = 90  # characters of a statement that stands alone
COLUMNS, PLACES = 5, 24  # of a table, and its cells
CELLS = 360  # characters of a table that can


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


def words_of(title):
    """Give the words of a heading."""
    return re.sub(r"<[^>]+>", "", title).strip()


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
    made = Composer(page, section, asked, blocks=before, title="Predict").slides()
    for number, item in enumerate(listed.find_all("li", recursive=False), 1):
        asked[number] = item.decode_contents()
        made.append(slide.question(_name(page, f"predict-{number}"), number, asked[number]))
    return made


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
        spoken = [tag for tag in self.waiting if tag.name == "p"]
        if spoken and not self.made:
            # What was found rather than how the section begins.
            found = [tag for tag in spoken if re.match(r"[^(].*an-claim", _opening(tag), re.S)]
            whole = [tag for tag in spoken if not _opening(tag).endswith(":")]
            self._statement([*found, *whole, *spoken][0])
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
            asked = re.sub(r"^(\s*)Predict:?\s+(\w)", lambda m: m[2].upper(), tag.decode_contents())
            made = slide.question(name, None, asked, notes=self._notes())
            self.made.append(made)
        elif words(tag):
            self.waiting.append(tag)

    def _statement(self, tag):
        self._add("statement", fitted("statement", f"<p>{_opening(tag)}</p>"))

    def _formula(self, at, tag):
        """Show a formula alone, with the sentence that introduces it."""
        said = ""
        if self.waiting and at and self.blocks[at - 1].tag is self.waiting[-1]:
            before = sentences(self.waiting[-1])
            # A sentence that has ended introduces nothing: then what the paragraph is about.
            said = html(before[0] if ENDED.search(html(before[-1])) else before[-1])
            said = said[:1].upper() + said[1:]
        self._add("formula", f'<p class="said">{said}</p>' * bool(said) + fitted("formula", tag))

    def _figure(self, at, tag):
        """Show a figure beside the sentence that says how to read it."""
        tag = copy.copy(tag)
        svg = tag.svg
        _, _, width, height = map(float, svg["viewbox"].split())
        svg.attrs = {k: v for k, v in svg.attrs.items() if k not in ("width", "height")}
        shape = "wide" if width > 1.2 * height else "tall" if width < 0.8 * height else "square"
        reading = self._reading(at)
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
        elif len(rows[0].select("th,td")) <= COLUMNS and _fits(tag):
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
        made = self._add("statement", fitted("statement", f"<p>{_opening(said, ANSWER)}</p>"))
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
            shown = _opening(text.p or text, ANSWER)
            notes = [*self._notes(), text.decode_contents()]
            made = slide.answer(name, number, self.asked[number], shown, notes=notes)
            self.made.append(made)


def _opening(paragraph, enough=ENOUGH):
    """Give a paragraph's first sentence, and the next ones while it is too short to say much."""
    said, length = [], 0
    for each in sentences(paragraph):
        more = sum(len(words(n) if isinstance(n, Tag) else n) for n in each)
        if said and (length >= enough or length + more > max(enough, 2 * ENOUGH)):
            break
        said, length = [*said, html(each)], length + more
    return " ".join(said)


def _li(items):
    return "".join(f"<li>{item}</li>" for item in items)


def _is_comparison(section):
    return words_of(section.title).startswith(ANSWERS)


def _fits(table):
    cells = table.select("th,td")
    return len(cells) <= PLACES and sum(len(words(cell)) for cell in cells) <= CELLS
