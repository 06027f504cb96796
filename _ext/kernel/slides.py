"""Runs first in each kernel that builds the book: a figure is drawn once more, for a slide.

On a page it is as narrow as a phone, its panels one above the other. On a slide the panels stand
beside each other, and the frame is so small that text of 9 pt, enlarged to fill the slide, is 28 px
high. It stands in the notebook's output beside the figure; `actnorm_sphinx/slides.py` takes it.
"""

import io
import math
import textwrap

MIME = "application/vnd.actnorm.slide"
LEAST = 9  # pt, the smallest type of a figure
PX = 28 / LEAST * 72  # px of a slide to an inch of the figure
ALONE = (850, 525)  # px of a slide, beside what says how to read it
ABOVE = (1190, 440)  # above it
KEYS = 4  # entries of a legend that stand among the curves
LINE = 50  # characters of a legend's line
MANY = 9  # panels: more are for their shapes, not for reading numbers off
ACROSS = 7  # of these in a row


def draw(figure):
    """Give the SVG of a figure for a slide; nothing for a picture without words."""
    from matplotlib.text import Text  # not before there is a figure: each kernel reads this file

    file = io.StringIO()
    words = [text for text in figure.findobj(Text) if text.get_text().strip()]
    if not words:
        return None
    panels = [ax for ax in figure.axes if ax.get_subplotspec() is not None and ax.axison]
    side_by_side = arrange(figure, panels)
    figure.set_size_inches(*(side / PX for side in (ABOVE if side_by_side else ALONE)))
    for text in figure.findobj(Text):
        text.set_fontsize(max(text.get_fontsize(), LEAST))
    for ax in panels:
        wrap(figure, ax)
    if side_by_side or len(panels) == 1:
        move_legends(figure, panels, most=0 if side_by_side else KEYS)
    for ax in panels:
        if legend := ax.get_legend():  # its words can be read where a curve runs below them
            legend.set_frame_on(True)
            legend.get_frame().set(alpha=0.8, edgecolor="none")
    figure.savefig(
        file, format="svg", bbox_inches="tight", pad_inches=0.02, metadata={"Date": None}
    )
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
    """Put legends of more than `most` entries below: one for all panels, or each below its own."""
    legends = {ax: ax.get_legend() for ax in panels if ax.get_legend()}
    entries = {
        ax: ([text.get_text() for text in legend.get_texts()], legend.legend_handles)
        for ax, legend in legends.items()
    }
    if all(len(names) <= most for names, _ in entries.values()):
        return
    for legend in legends.values():
        legend.remove()
    names, handles = next(iter(entries.values()))
    if all(others == names for others, _ in entries.values()):
        columns = min(len(names), max(1, LINE // (max(map(len, names)) + 4)))
        look = {"loc": "outside lower center", "ncols": columns, "columnspacing": 1.2}
        figure.legend(handles, names, **look)
        return
    from matplotlib.transforms import ScaledTranslation

    figure.draw_without_rendering()
    for ax, (names, handles) in entries.items():
        deep = ax.bbox.y0 - ax.xaxis.get_tightbbox().y0
        down = ScaledTranslation(0, -deep / figure.dpi, figure.dpi_scale_trans)
        place = {"bbox_to_anchor": (0.5, 0), "bbox_transform": ax.transAxes + down}
        ax.legend(handles, names, loc="upper center", **place)


def wrap(figure, ax):
    """Break the names of axes that are longer than their axis, and of ticks that would touch."""
    figure.draw_without_rendering()
    room = ax.get_window_extent()
    ticks = [tick for tick in ax.get_xticklabels() if tick.get_text()]
    named = [tick.get_text() for tick in ticks]
    if named and any(word.isalpha() for word in " ".join(named).split()):
        for tick in ticks:
            fold(tick, tick.get_window_extent().width, room.width / len(ticks))
        ax.set_xticks(ax.get_xticks(), [tick.get_text() for tick in ax.get_xticklabels()])
    fold(ax.xaxis.label, ax.xaxis.label.get_window_extent().width, 1.1 * room.width)
    fold(ax.yaxis.label, ax.yaxis.label.get_window_extent().height, 1.1 * room.height)


def fold(text, long, room):
    """Break a text that is longer than its room."""
    words = " ".join(text.get_text().split())
    if long > room and "$" not in words:
        text.set_text(textwrap.fill(words, max(6, math.floor(len(words) * room / long))))


def start():
    """Have IPython ask for it whenever a figure is shown."""
    from IPython import get_ipython
    from IPython.core.formatters import BaseFormatter
    from traitlets import Unicode

    class SlideFormatter(BaseFormatter):
        format_type = Unicode(MIME)

        def __call__(self, shown):  # matplotlib_inline takes its figures from all others' lists
            return draw(shown) if type(shown).__module__ == "matplotlib.figure" else None

    display = get_ipython().display_formatter
    display.formatters[MIME] = SlideFormatter(parent=display)


if __name__ == "kernel":
    start()
