"""A reader's hands: keys, a mouse, a finger; and eyes that see whether a figure has moved."""

SHAPE = """figure => [...figure.querySelectorAll('svg path, svg circle, svg line, svg rect, svg g')]
    .filter(e => !e.closest('[display="none"]'))
    .map(e => ['d', 'transform', 'x', 'y', 'width', 'height', 'cx', 'cy', 'x1', 'y1', 'x2', 'y2']
        .map(name => e.getAttribute(name)).join(' ')).join('\\n')"""
# An explorer answers an input within the next frame: this ends after it.
NEXT_FRAME = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
AT_REST = """(async () => {
    do await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    while (document.querySelector('.actnorm[aria-busy=true]'));
})()"""
UNFOLD = """() => {
    for (const fold of document.querySelectorAll('article details')) fold.open = true;
    dispatchEvent(new Event('resize'));
}"""
# Where the thumb of a native slider is, in the page's pixels, at a given share of its way.
THUMB = """(input, share) => {
    const box = input.getBoundingClientRect(), thumb = 16;
    const now = (input.value - input.min) / (input.max - input.min);
    return [box.left + thumb / 2 + (share ?? now) * (box.width - thumb), box.top + box.height / 2];
}"""


def settle(page):
    """Wait until the page shows what the last input made of it."""
    page.evaluate(NEXT_FRAME)


def rest(page):
    """Wait until every figure shows what it was asked for: one that trains takes its frames."""
    page.evaluate(AT_REST)


def unfold(page):
    """Open every fold of the text, and wait until the page has seen what scrolls now."""
    page.evaluate(UNFOLD)
    settle(page)
    settle(page)  # what unfolds is measured in the next frame


def shape(figure):
    """Give the geometry a figure shows now: every mark's attributes, and no text."""
    settle(figure.page)
    return figure.evaluate(SHAPE)


def sliders(figure):
    """Give the sliders of a figure."""
    return figure.locator("input[type=range]").all()


def points(figure):
    """Give the points of a figure that can be dragged."""
    return figure.locator("svg [role=slider]").all()


def name_of(control):
    """Give the name a screen reader says."""
    return control.evaluate(
        "e => e.labels?.[0]?.innerText ?? e.getAttribute('aria-label') ?? e.textContent"
    )


def value(control):
    """Give the number a control stands at now."""
    settle(control.page)
    return float(control.evaluate("e => e.value ?? e.getAttribute('aria-valuenow')"))


def far_end(slider):
    """Give a place on a slider's way that is well away from where it stands."""
    share = slider.evaluate("e => (e.value - e.min) / (e.max - e.min)")
    return 0.8 if share < 0.5 else 0.2


def thumb(slider, share=None):
    return slider.evaluate(THUMB, share)


def centre(element):
    box = element.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_with_mouse(page, start, end):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def drag_with_finger(page, start, end):
    """Put a finger down, move it and lift it, as real touch events (the context has touch)."""
    devtools = page.context.new_cdp_session(page)

    def touch(kind, *places):
        spots = [{"x": x, "y": y} for x, y in places]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

    touch("touchStart", start)
    for step in range(1, 9):
        touch("touchMove", [a + (b - a) * step / 8 for a, b in zip(start, end, strict=True)])
    touch("touchEnd")
    devtools.detach()
