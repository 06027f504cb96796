"""The explorer of curves made of kinks."""

from actnorm.explorers.kinks.model import KinksExplorer

__all__ = ["KinksExplorer"]
