"""What all explorers share: where their script is, how they start, what they refuse."""

import difflib
import inspect
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import anywidget
import numpy as np
import traitlets

__all__ = ["Explorer"]

_STATIC = Path(__file__).parent / "static"


class Explorer(anywidget.AnyWidget):
    """A figure with controls: live in a notebook, live on a published page, a picture on paper.

    All state is in the traits, so that a page can show it without Python. A subclass names its
    script, ``class BatchNormExplorer(Explorer, kind="batch-norm")``, and hands over what its
    controls offer and where they start; everything drawn and said is in that script.

    Parameters
    ----------
    controls : dict
        Name of a trait to what `actnorm.explorers.traits` makes of its range or choices.
    figure : str, default ""
        Short name of the figure, unique in a book, like ``"batch-norm"``: what links refer to.
    title : str, default ""
        What the figure shows, in a few words: its accessible name. By default the explorer's own.
    **start
        The traits' first values, and ipywidgets' `layout`, `tabbable` and `tooltip`.

    Raises
    ------
    TypeError
        If a keyword is not one of the explorer's.
    """

    _kind = None
    _data = MappingProxyType({})  # parameters that hold data: the repr counts these nouns

    _explorer = traitlets.Unicode(read_only=True).tag(sync=True)
    _controls = traitlets.Dict(read_only=True).tag(sync=True)
    _first = traitlets.Dict(read_only=True).tag(sync=True)
    figure = traitlets.Unicode(read_only=True).tag(sync=True)
    title = traitlets.Unicode(read_only=True).tag(sync=True)
    description = traitlets.Unicode(
        read_only=True,
        help="What the figure says now, in sentences; '' until a view has said it.",
    ).tag(sync=True)

    def __init_subclass__(cls, *, kind=None, **options):
        if kind is not None:
            cls._kind = kind
            cls._esm = _STATIC / f"{kind}.js"
            cls._css = _STATIC / f"{kind}.css"
        super().__init_subclass__(**options)

    def __init__(self, *, controls, figure="", title="", **start):
        for name in start:
            if not self.has_trait(name):
                known = [*inspect.signature(type(self)).parameters, "figure", "title", "layout"]
                raise TypeError(_unknown(self, name, [n for n in known if n != "widget"]))
        for name, value in (("figure", figure), ("title", title)):
            if not isinstance(value, str):
                raise TypeError(f"{name} must be a string; got {value!r}")
            self.set_trait(name, value)
        self.set_trait("_explorer", self._kind)
        self.set_trait("_controls", controls)
        super().__init__(**start)
        self._displayed = False
        self._note_first()

    def _note_first(self):
        """Remember where Reset leads: to what was shown first."""
        self.set_trait("_first", self.get_state(list(self._controls)))

    def __setattr__(self, name, value):
        """Refuse a misspelt trait, which Python would take without a word."""
        if not name.startswith("_") and not hasattr(type(self), name):
            raise AttributeError(_unknown(self, name, self.trait_names()))
        super().__setattr__(name, value)

    def __repr__(self):
        """Write the call that makes this explorer again; of data, only how much there is."""
        parts = []
        for name, parameter in inspect.signature(type(self)).parameters.items():
            value = getattr(self, name, None)
            if parameter.kind is parameter.VAR_KEYWORD or value is None:
                continue
            if name in self._data:
                count = len(value) if isinstance(value, Mapping) else np.size(value)
                parts.append(f"{name}=<{count} {self._data[name]}>")
            else:
                parts.append(f"{name}={value!r}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def _repr_mimebundle_(self, **kwargs):
        """Give, beside the live view, a text for all who cannot run it."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        if not self._displayed:
            self._note_first()
        self._displayed = True
        data, metadata = bundle
        said = self.description or "Run this cell where there is a kernel to see the figure."
        data["text/plain"] = "\n".join(filter(None, [self.title, repr(self), said]))
        return data, metadata


def _unknown(explorer, name, known):
    """Say that there is no such name, and which one may have been meant."""
    known = [each for each in known if not each.startswith("_")]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    meant = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    return f"{type(explorer).__name__} has no {name!r}; {meant}"
