"""The explorer of dead units."""

from actnorm.explorers.dead_units.model import DeadUnitsExplorer

__all__ = ["DeadUnitsExplorer"]
