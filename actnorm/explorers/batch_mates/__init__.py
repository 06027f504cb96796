"""The explorer of batch-mates."""

from actnorm.explorers.batch_mates.model import BatchMatesExplorer

__all__ = ["BatchMatesExplorer"]
