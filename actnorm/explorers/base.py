"""What all explorers share: the bundle, the still picture, the checks on traits."""

import io
import math
import numbers
from base64 import b64encode
from pathlib import Path

import anywidget
import numpy as np
import traitlets

__all__ = ["Explorer", "Number", "Numbers", "Whole"]

_STATIC = Path(__file__).parent / "static"


class Number(traitlets.Float):
    """A finite real number; NumPy's scalars are welcome."""

    def validate(self, obj, value):
        """Turn it into a float, or say what is wrong with it."""
        if isinstance(value, numbers.Real) and not isinstance(value, bool):
            value = float(value)
            if math.isfinite(value):
                return value
        raise traitlets.TraitError(f"{self.name} must be a finite number, got {value!r}")


class Whole(traitlets.Int):
    """A whole number; NumPy's integers are welcome."""

    def validate(self, obj, value):
        """Turn it into an int, or say what is wrong with it."""
        if isinstance(value, numbers.Integral) and not isinstance(value, bool):
            return int(value)
        raise traitlets.TraitError(f"{self.name} must be a whole number, got {value!r}")


class Numbers(traitlets.TraitType):
    """A tuple of finite numbers; arrays and lists are welcome."""

    default_value = ()
    info_text = "a sequence of finite numbers"

    def validate(self, obj, value):
        """Turn it into a tuple of floats, or say what is wrong with it."""
        try:
            given = np.asarray(value)
        except ValueError:  # rows of unequal length
            given = np.asarray("?")
        if given.ndim == 1 and given.dtype.kind in "iuf" and np.isfinite(given).all():
            return tuple(given.astype(float).tolist())
        raise traitlets.TraitError(f"{self.name} must be a row of finite numbers, got {value!r}")


class Explorer(anywidget.AnyWidget):
    """A figure with sliders: live in a notebook, live on a published page, a picture on paper.

    All state is in the traits, so a page can show it without Python. A subclass says which figure
    the bundle draws (`_explorer`), draws the still picture (`_draw`) and puts it in words
    (`describe`).
    """

    _esm = _STATIC / "explorers.js"
    _css = _STATIC / "explorers.css"
    _explorer = traitlets.Unicode().tag(sync=True)

    def describe(self):
        """Say in a few sentences what the picture shows."""
        raise NotImplementedError

    def _draw(self):
        """Draw the still picture and return its matplotlib Figure."""
        raise NotImplementedError

    def _in_range(self, name, value, lo, hi):
        """Return `value` if it is within [lo, hi], else raise an error that names the trait."""
        if lo <= value <= hi:
            return value
        raise traitlets.TraitError(
            f"{name} must be from {lo:.10g} to {hi:.10g} in this explorer, got {value!r}"
        )

    def __repr__(self):
        return f"{type(self).__name__}. {self.describe()}"

    def _repr_mimebundle_(self, **kwargs):
        """Add to the live view a still picture and its text, for all who cannot run it."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        png, size = self._still()
        data["text/plain"] = self.describe()
        data["image/png"] = b64encode(png).decode("ascii")
        return data, metadata | {"image/png": size}

    def _still(self):
        """PNG at twice the CSS size, the same bytes for the same state; and that size."""
        import matplotlib as mpl
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from PIL import Image

        from actnorm.plots.style import rc

        # Not the reader's settings: the picture must not depend on what a notebook did before.
        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update(rc())
            figure = self._draw()
            figure.set_dpi(192)
            canvas = FigureCanvasAgg(figure)
            canvas.draw()
        # A few flat colours and their blends: a palette of 128 is a third of the bytes.
        image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB").quantize(128)
        buffer = io.BytesIO()
        image.save(buffer, format="png", optimize=True)
        return buffer.getvalue(), {"width": image.width // 2, "height": image.height // 2}
