"""MyST as plain Markdown: roles become text and links, boxes become quotes, targets go.

A role or a directive that is not known here stops the build with its name: nothing of MyST may
reach a notebook that Colab, GitHub or a bare JupyterLab shows.
"""

import re

from sphinx.errors import ExtensionError

from .address import PLAYGROUND

ROLE = re.compile(r"\{([\w:]+)\}`([^`]+)`")
FENCE = re.compile(r"^(\s*)(:{3,})\{([\w-]+)\}[ ]*(.*)$")
PLACE = re.compile(r"(\]\(|<)(site|repository):")
STATE = re.compile(r"\]\(playground:([^)]*)\)")
TITLED = re.compile(r"^(.*?)\s*<([^<>]+)>$", re.DOTALL)


class Plain:
    """Write cells of one page; it asks `book` for what stands elsewhere.

    `book` answers ``value(name)``, ``place(scheme)``, ``page(docname)``, ``term(text)``,
    ``label(name)`` and ``cite(key)``; each but the first two gives (text, address).
    """

    def __init__(self, book):
        self.book = book
        self.solving = False  # inside a solution, which may reach over several cells

    def cell(self, text):
        """Give a markdown cell's text, empty if nothing of it is for a notebook."""
        kept = "\n".join(self._blocks(text.split("\n")))
        kept = re.sub(r"^\([\w-]+\)=\n", "", kept, flags=re.MULTILINE)
        kept = PLACE.sub(lambda m: m[1] + self.book.place(m[2]), kept)
        play = f"{self.book.place('site')}chapters/{PLAYGROUND}"
        kept = STATE.sub(lambda m: f"]({play.format(m[1])})", kept)
        kept = re.sub(r"\]\((?!https?:|#?/)#?([\w-]+)\)", self._link, kept)
        kept = re.sub(
            r"^\\begin\{(align|gather)\*?\}(.*?)^\\end\{\1\*?\}", _display, kept, flags=re.M | re.S
        )
        return re.sub(r"\n{3,}", "\n\n", ROLE.sub(self._role, kept)).strip()

    def _blocks(self, lines):
        lines = iter(lines)
        for line in lines:
            fence = FENCE.match(line)
            if not fence:
                if not self.solving:
                    yield line
                continue
            _, colons, name, title = fence.groups()
            body = []
            for inside in lines:
                if inside.strip() == colons:
                    break
                body.append(inside)
            yield from self._box(name, title, body)

    def _box(self, name, title, body):
        options = dict(re.findall(r"^:(\w+): *(.*)$", "\n".join(body), re.MULTILINE))
        body = [line for line in body if not re.match(r"^:\w+:", line)]
        if name == "solution-start":
            self.solving = True
            text, address = self.book.label(title.strip())
            yield f"*Hint and solution: [{text}]({address}).*"
        elif name == "solution-end":
            self.solving = False
        elif self.solving or name == "hint":
            return
        elif name == "quiz":
            yield f"*The quiz is [on the page]({self.book.here()}).*"
        elif options.get("class") == "dropdown":
            yield f"*{title}: [on the page]({self.book.here()}).*"
        elif name == "exercise":
            text, _ = self.book.label(options["label"])
            yield from _quote([f"**{text}: {title}**", "", *_trimmed(body)])
        elif name in ("admonition", "note", "tip", "warning", "seealso"):
            yield from _quote([f"**{title or name.capitalize()}**", "", *_trimmed(body)])
        else:
            raise ExtensionError(f"a notebook cannot show the directive {name!r}: see plain.py")

    def _role(self, match):
        name, text = match.groups()
        text = " ".join(text.split())
        if name == "glue:text":
            return self.book.value(text)
        if name in ("cite", "cite:p"):
            cited = (self.book.cite(key.strip()) for key in text.split(","))
            return "(" + "; ".join(f"[{who}, {year}]({url})" for who, year, url in cited) + ")"
        if name == "cite:t":
            cited = (self.book.cite(key.strip()) for key in text.split(","))
            return ", ".join(f"{who} ([{year}]({url}))" for who, year, url in cited)
        ask = {"doc": self.book.page, "term": self.book.term, "ref": self.book.label}.get(name)
        if ask is None:
            raise ExtensionError(f"a notebook cannot show the role {name!r}: see plain.py")
        titled = TITLED.match(text)
        shown, address = ask(titled[2] if titled else text)
        return f"[{titled[1] if titled else shown}]({address})"

    def _link(self, match):
        return f"]({self.book.label(match[1])[1]})"


def _display(match):
    return f"$$\n\\begin{{{match[1]}ed}}{match[2]}\\end{{{match[1]}ed}}\n$$"


def _trimmed(lines):
    return "\n".join(lines).strip("\n").split("\n")


def _quote(lines):
    return ["", *(f"> {line}".rstrip() for line in lines), ""]
