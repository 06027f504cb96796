"""Figures with controls, the same in JupyterLab and on a published page: a folder each.

A folder is one explorer whole: `model.py` (state, ranges, data), `view.js` (the figure),
`messages.js` (every word a reader sees), `style.css`. Its `__init__.py` exports the class, and
that makes it known here.
"""

from importlib import import_module
from pkgutil import iter_modules

from actnorm.explorers.base import Explorer

__all__ = ["Explorer"]

for _found in iter_modules(__path__):
    if _found.ispkg:
        _folder = import_module(f"{__name__}.{_found.name}")
        globals().update({_name: getattr(_folder, _name) for _name in _folder.__all__})
        __all__ += _folder.__all__
