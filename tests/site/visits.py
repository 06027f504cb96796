"""What the tests of the built book share: its pages, and visits that note every noise."""

import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "_build" / "html"
SLOT = "figure.actnorm-slot"
LIVE = f"{SLOT}.is-live"


def pages():
    """Give the address of every page of the built book, the front page first."""
    found = sorted(path.relative_to(BUILD).as_posix() for path in BUILD.rglob("*.html"))
    found = [name for name in found if not re.match(r"_|404|embed/|lite/|.*macros\.html$", name)]
    return sorted(found, key=lambda name: name != "index.html") or ["index.html"]


def explorer_pages():
    """Give {kind of explorer: the first page that shows one}."""
    found = {}
    for name in pages():
        text = (BUILD / name).read_text("utf-8") if (BUILD / name).is_file() else ""
        for kind in re.findall(r'data-explorer="([\w-]+)"', text):
            found.setdefault(kind, name)
    return found


@dataclass
class Visit:
    """A page open in the browser, and everything it should not have said or asked for."""

    page: object
    base: str
    noise: list[str] = field(default_factory=list)

    def __post_init__(self):
        page = self.page
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.noise.append(f"page error: {error}"))
        page.on("request", self._asked)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _said(self, message):
        if message.type in ("error", "warning"):
            self.noise.append(f"console {message.type}: {message.text}")

    def _asked(self, request):
        if not request.url.startswith((self.base, "data:")):
            self.noise.append(f"other host: {request.url}")

    def _failed(self, request):
        if request.failure != "net::ERR_ABORTED":  # the visitor left before it had come
            self.noise.append(f"failed: {request.url}: {request.failure}")

    def _answered(self, response):
        if response.status >= 400:
            self.noise.append(f"{response.status}: {response.url}")

    def go(self, name):
        """Load a page, let its explorers come alive, and settle its fonts."""
        self.page.goto(f"{self.base}/{name}", wait_until="load")
        self.page.evaluate("document.fonts.ready.then(() => 0)")
        return self.page
