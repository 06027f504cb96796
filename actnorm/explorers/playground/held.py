"""The trait that says which unit of the networks is looked at by itself."""

import numbers

import traitlets

__all__ = ["Held"]

_NONE = [0, 0]  # as it travels


class Held(traitlets.TraitType):
    """A pair (layer, unit), both counted from 1, or None; it travels as [layer, unit], [0, 0]."""

    default_value = None
    allow_none = True
    info_text = "a pair (layer, unit), both counted from 1, or None"

    def __init__(self, **options):
        super().__init__(None, **options)
        self.tag(sync=True, to_json=lambda held, _: list(held or _NONE))

    def validate(self, obj, value):
        """Turn it into a tuple of ints or None, or say what is wrong with it."""
        if isinstance(value, (list, tuple)) and len(value) == 2:
            whole = all(isinstance(v, numbers.Integral) and not isinstance(v, bool) for v in value)
            if whole and list(value) == _NONE:
                return None
            if whole and min(value) >= 1:
                return tuple(int(v) for v in value)
        raise traitlets.TraitError(f"{self.name} must be {self.info_text}; got {value!r}")
