"""Whether the eye can see where the focus is: pixels with it and without, compared."""

import io

import numpy as np
from PIL import Image

# Every kind of thing that takes the focus, once: what it is, its classes, and the part it lies in.
KINDS = """within => {
    const stops = 'a[href], button, input, select, textarea, summary, [tabindex]';
    const found = {};
    for (const e of document.querySelector(within).querySelectorAll(stops)) {
        if (e.tabIndex < 0 || e.disabled) continue;
        const part = e.closest('nav, .actnorm, dialog, form, article, footer, main, body');
        const [mine, its] = [e, part].map(x => `${x.localName}.${[...x.classList].join('.')}`);
        const kind = `${its} ${mine} ${e.type ?? ''}${e.getAttribute('role') ?? ''}`;
        (found[kind] ??= []).push(e);
    }
    window.kinds = found;
    return Object.keys(found);
}"""
# Shows the first of a kind that can be shown at all, with whatever folds it.
SHOW = """kind => {
    for (const e of window.kinds[kind]) {
        document.querySelectorAll('details[open]').forEach(d => d.open = d.contains(e));
        for (let d = e.parentElement; d; d = d.parentElement)
            if (d.localName === 'details' && !(e.localName === 'summary' && e.parentElement === d))
                d.open = true;
        // Of what an SVG does not display, checkVisibility says that it is visible.
        if (!e.checkVisibility({visibilityProperty: true}) || !e.getClientRects().length) continue;
        e.scrollIntoView({block: 'center', behavior: 'instant'});
        window.shown = e;
        return true;
    }
    return false;
}"""
ROOM = 8  # pixels around the element in which a ring may lie
BOX = f"""() => {{
    const b = window.shown.getBoundingClientRect();
    const x = Math.max(0, b.left - {ROOM}), y = Math.max(0, b.top - {ROOM});
    return {{x, y, width: Math.min(innerWidth - x, b.width + {2 * ROOM}),
            height: Math.min(innerHeight - y, b.height + {2 * ROOM})}};
}}"""
FOCUS = "on => on ? shown.focus({focusVisible: true, preventScroll: true}) : shown.blur()"
LOSE = "() => { shown.blur(); getSelection().removeAllRanges(); }"


def luminance(picture):
    """Relative luminance of each pixel, as WCAG defines it."""
    share = picture[..., :3] / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def changed(before, after):
    """Count the pixels that differ by a contrast of 3:1 or more."""
    a, b = luminance(before) + 0.05, luminance(after) + 0.05
    return int((np.maximum(a, b) / np.minimum(a, b) >= 3).sum())


def picture(page, clip):
    """Take a part of the window as an array, with everything at rest."""
    png = page.screenshot(clip=clip, animations="disabled", caret="hide")
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float)


def unseen(page, seen, *, within="body"):
    """Give the kinds of stops of a page at which the focus cannot be seen; add them to `seen`.

    The focus is seen when at least as many pixels change by 3:1 as a line of one pixel around the
    element has: half of what WCAG 2.4.13 asks for (AAA), and more than a change of hue.
    """
    wrong = []
    for kind in page.evaluate(KINDS, within):
        if kind in seen or not page.evaluate(SHOW, kind):
            continue
        seen.add(kind)
        page.evaluate(LOSE)
        clip = page.evaluate(BOX)
        if clip["width"] <= 2 * ROOM or clip["height"] <= 2 * ROOM:
            wrong.append(f"{kind}: not in the window")
            continue
        before = picture(page, clip)
        page.evaluate(FOCUS, True)
        if not page.evaluate("document.activeElement === shown"):
            wrong.append(f"{kind}: does not take the focus")
            continue
        after = picture(page, clip)
        line = 2 * (clip["width"] + clip["height"] - 4 * ROOM)
        count = changed(before, after)
        if count < 0.75 * line:  # a ring has less than the box around it
            wrong.append(f"{kind}: {count} pixels of {line:.0f}")
        page.evaluate(LOSE)
    return wrong
