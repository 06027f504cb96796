"""The playground: a network that trains in the page. Its engine; the figure is not there yet."""

__all__ = []
