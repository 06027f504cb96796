"""The explorer of batch norm."""

from actnorm.explorers.batch_norm.model import BatchNormExplorer

__all__ = ["BatchNormExplorer"]
