"""Paper: HTML with maths drawn by KaTeX, printed by Chromium on exactly one A4 page."""

import html
import re
import sys
import tempfile
from pathlib import Path

from .book import ROOT
from .text import parser

KATEX = ROOT / "node_modules/katex/dist/katex.min.css"
STYLE = (Path(__file__).parent / "paper.css").read_text("utf-8")
SIZES = (11, 10.5, 10, 9.5, 9, 8.5)  # points; what does not fit at the smallest is too much
PAGE_WIDTH = 96 / 25.4 * (210 - 2 * 12)  # px between the margins of `paper.css`
PAGE_HEIGHT = 96 / 25.4 * (297 - 2 * 12)
SLOT = re.compile(r"\\([(\[])(.*?)\\[)\]]", re.S)


class TooLongError(ValueError):
    """More on a sheet than one page holds."""


def drawn(page):
    r"""Draw the formulas of a page, which stand there as `\(…\)` and `\[…\]`."""
    if str(ROOT / "_ext") not in sys.path:
        sys.path.append(str(ROOT / "_ext"))
    from actnorm_sphinx.node import run_node

    found = [(html.unescape(tex), kind == "[") for kind, tex in SLOT.findall(page)]
    answers = run_node("katex.mjs", [{"tex": tex, "display": shown} for tex, shown in found])
    for (tex, _), answer in zip(found, answers, strict=True):
        if "error" in answer:
            raise ValueError(f"KaTeX cannot read {tex!r}: {answer['error']}")
    pictures = iter(answer["html"] for answer in answers)
    return SLOT.sub(lambda match: next(pictures), page)


def document(title, body):
    """Give a whole page of HTML."""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="{KATEX.as_uri()}"><style>{STYLE}</style></head>
<body>{drawn(body)}</body></html>"""


def markdown(text):
    """Give the HTML of Markdown."""
    return parser().render(text)


def axes(x, y, *, cells=(8, 4), width=330, height=190):
    """Draw empty axes to draw on: `x` and `y` are a name, the lower and the upper end."""
    across, up = cells
    left, top, right, bottom = 46, 8, width - 8, height - 34
    lines = [f'<svg class="axes" viewBox="0 0 {width} {height}" role="img">']
    for k in range(across + 1):
        at = left + (right - left) * k / across
        lines.append(f'<path class="grid" d="M{at:.1f} {top}V{bottom}"/>')
    for k in range(up + 1):
        at = top + (bottom - top) * k / up
        lines.append(f'<path class="grid" d="M{left} {at:.1f}H{right}"/>')
    lines.append(f'<path d="M{left} {top}V{bottom}H{right}"/>')
    if x[1] < 0 < x[2]:
        at = left + (right - left) * -x[1] / (x[2] - x[1])
        lines.append(f'<path class="zero" d="M{at:.1f} {top}V{bottom}"/>')
    if y[1] < 0 < y[2]:
        at = bottom - (bottom - top) * -y[1] / (y[2] - y[1])
        lines.append(f'<path class="zero" d="M{left} {at:.1f}H{right}"/>')
    for place, value in ((left, x[1]), (right - 6, x[2])):
        lines.append(_word(place, bottom + 14, value, "middle"))
    for place, value in ((bottom, y[1]), (top + 8, y[2])):
        lines.append(_word(left - 6, place, value, "end"))
    lines.append(_word((left + right) / 2, height - 6, x[0], "middle"))
    middle = (top + bottom) / 2
    turned = f'transform="rotate(-90 12 {middle})"'
    lines.append(_word(12, middle, y[0], "middle", turned))
    return "".join([*lines, "</svg>"])


def _word(x, y, said, anchor, more=""):
    said = html.escape(f"{said:g}".replace("-", "−") if not isinstance(said, str) else said)
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>{said}</text>'


def print_all(sheets):
    """Print sheets, {path of the PDF: HTML}, each on one page, at the largest size that fits."""
    from playwright.sync_api import sync_playwright

    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))
    from tests.browser import launch

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": round(PAGE_WIDTH), "height": round(PAGE_HEIGHT)})
        page.emulate_media(media="print")
        source = Path(folder, "sheet.html")
        for path, text in sheets.items():
            source.write_text(text, "utf-8")
            page.goto(source.as_uri())
            page.evaluate("document.fonts.ready")
            _fit(page, path)
            path.parent.mkdir(parents=True, exist_ok=True)
            page.pdf(path=path, format="A4", prefer_css_page_size=True, print_background=True)
        browser.close()


def _fit(page, path):
    """Choose the largest type with which all is on one page."""
    for size in SIZES:
        page.evaluate(f"document.documentElement.style.fontSize = '{size}pt'")
        width, height = page.evaluate("[document.body.scrollWidth, document.body.scrollHeight]")
        if width <= round(PAGE_WIDTH) and height <= PAGE_HEIGHT:
            return
    raise TooLongError(f"{path.name} does not fit on one page, even at {SIZES[-1]} points")
