"""The playground: networks that train in the page."""

from actnorm.explorers.playground.model import PlaygroundExplorer

__all__ = ["PlaygroundExplorer"]
