"""Runs first in each kernel that builds the book: a figure is drawn once more, for a slide.

On a page it is as narrow as a phone, its panels one above the other. On a slide the panels stand
beside each other, and the frame is so small that text of 9 pt, enlarged to fill the slide, is 28 px
high. It stands beside the figure in what the notebook gives; `actnorm_sphinx/slides.py` has it.
"""

import io
import math
import pickle
import textwrap
import traceback
import warnings

MIME = "application/vnd.actnorm.slide"
LEAST = 9  # pt, the smallest type of a figure
PX = 28 / LEAST * 72  # px of a slide to an inch of the figure
ALONE = (850, 525)  # px of a slide, beside what says how to read it
ABOVE = (1190, 440)  # above it
KEYS = 4  # entries of a legend that stand among the curves
WHOLE = {"break_long_words": False, "break_on_hyphens": False}
EMS = 1.7  # characters to an em
HANDLE = 5  # characters that a legend's line and the space beside it take
MANY = 9  # panels: more are for their shapes, not for reading numbers off
ACROSS = 7  # of these in a row


def redraw(figure):
    """Draw a copy: the notebook goes on with the figure as it made it."""
    from matplotlib import pyplot as plt

    copy = pickle.loads(pickle.dumps(figure))
    try:
        return draw(copy)
    finally:
        plt.close(copy)


def draw(figure):
    """Give the SVG of a figure for a slide, in whose shape it remains; nothing without words."""
    from matplotlib.text import Text  # not before there is a figure: each kernel reads this file

    file = io.StringIO()
    words = [text for text in figure.findobj(Text) if text.get_text().strip()]
    if not words:
        return None
    panels = [ax for ax in figure.axes if ax.get_subplotspec() is not None and ax.axison]
    side_by_side = arrange(figure, panels)
    frame = [side / PX for side in (ABOVE if side_by_side else ALONE)]
    figure.set_size_inches(*frame)
    for text in figure.findobj(Text):
        text.set_fontsize(max(text.get_fontsize(), LEAST))
    if side_by_side or len(panels) == 1:
        move_legends(figure, panels, most=0 if side_by_side else KEYS)
    for ax in panels:
        wrap(figure, ax)
        if legend := ax.get_legend():  # its words can be read where a curve runs below them
            legend.set_frame_on(True)
            legend.get_frame().set(alpha=0.8, edgecolor="none")
    for _ in range(2):  # what stands out of the frame would make all of it smaller
        figure.draw_without_rendering()
        over = figure.get_tightbbox().size - frame
        figure.set_size_inches(*(figure.get_size_inches() - over.clip(0)))
    tight = {"bbox_inches": "tight", "pad_inches": 0.02, "metadata": {"Date": None}}
    figure.savefig(file, format="svg", **tight)
    return file.getvalue()


def arrange(figure, panels):
    """Put what stands one above the other side by side; say whether it is."""
    if len(panels) < 2:
        return False
    rows, columns = panels[0].get_gridspec().get_geometry()
    if len(panels) > MANY:
        rows, columns = math.ceil(len(panels) / ACROSS), ACROSS
        figure.supxlabel("")
        for ax in panels:
            ax.tick_params(labelbottom=False, labelleft=False, length=0)
            ax.set_title(ax.get_title(loc="left"), fontsize=LEAST, fontweight="normal")
    elif columns == 1:
        rows, columns = 1, rows
        for ax in panels:  # each gets the names of its axes back
            ax.tick_params(labelbottom=True)
            ax.set_xlabel(ax.get_xlabel() or panels[-1].get_xlabel())
    else:
        return rows < columns
    grid = figure.add_gridspec(rows, columns)
    for at, ax in enumerate(panels):
        ax.set_subplotspec(grid[at // columns, at % columns])
    return True


def move_legends(figure, panels, *, most):
    """Put legends of more than `most` entries below the panels, as one; alike entries once."""
    legends = [ax.get_legend() for ax in panels if ax.get_legend()]
    entries = [
        (text.get_text(), handle)
        for legend in legends
        for text, handle in zip(legend.get_texts(), legend.legend_handles, strict=True)
    ]
    named = dict(reversed(entries))
    if len(named) <= most or any(look(named[name]) != look(handle) for name, handle in entries):
        return
    for legend in legends:
        legend.remove()
    names = list(dict.fromkeys(name for name, _ in entries))
    room = figure.get_figwidth() * 72 / LEAST * EMS
    columns = min(len(names), max(1, int(room // (max(map(len, names)) + HANDLE))))
    place = {"loc": "outside lower center", "ncols": columns, "columnspacing": 1.2}
    figure.legend([named[name] for name in names], names, **place)


def look(handle):
    """Give what tells one entry of a legend from another."""
    if hasattr(handle, "get_linestyle") and hasattr(handle, "get_color"):
        return str(handle.get_color()), handle.get_linestyle(), handle.get_marker()
    return str(handle.get_facecolor())


def wrap(figure, ax):
    """Break what is longer than its axis, and the names of ticks that would touch, or turn them."""
    from matplotlib.text import Text

    figure.draw_without_rendering()
    room, heading = ax.get_window_extent(), ax.get_title(loc="left")
    ticks = [tick for tick in ax.get_xticklabels() if tick.get_text()]
    if any(word.isalpha() for tick in ticks for word in tick.get_text().split()):
        each = room.width / len(ticks)
        whole = [tick.get_text() for tick in ax.get_xticklabels()]
        for tick in ticks:
            fold(tick, tick.get_window_extent().width, each)
        turned = any(tick.get_window_extent().width > 1.1 * each for tick in ticks)
        names = whole if turned else [tick.get_text() for tick in ax.get_xticklabels()]
        ax.set_xticks(ax.get_xticks(), names, rotation=90 if turned else 0)
    texts = [each for each in ax.get_children() if isinstance(each, Text)]
    titles = [each for each in texts if heading and each.get_text() == heading]
    for text in (ax.xaxis.label, *titles):
        fold(text, text.get_window_extent().width, 1.1 * room.width)
    fold(ax.yaxis.label, ax.yaxis.label.get_window_extent().height, 1.1 * room.height)


def fold(text, long, room):
    """Break a text that is longer than its room."""
    words = " ".join(text.get_text().split())
    if long > room and "$" not in words:
        text.set_text(textwrap.fill(words, max(6, math.floor(len(words) * room / long)), **WHOLE))


def start():
    """Have IPython ask for it whenever a figure is shown."""
    from IPython import get_ipython
    from IPython.core.formatters import BaseFormatter
    from traitlets import Unicode

    class SlideFormatter(BaseFormatter):
        format_type = Unicode(MIME)

        def __call__(self, shown):  # matplotlib_inline takes its figures from all others' lists
            if type(shown).__module__ != "matplotlib.figure":
                return None
            try:
                with warnings.catch_warnings():
                    warnings.filterwarnings("error", message="constrained_layout not applied")
                    return redraw(shown)
            except Exception:  # IPython would keep it to itself, and the page's figure with it
                return traceback.format_exc()

    display = get_ipython().display_formatter
    display.formatters[MIME] = SlideFormatter(parent=display)


if __name__ == "kernel":
    start()
