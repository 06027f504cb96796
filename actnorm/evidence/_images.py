"""The first of the digits: so many that every batch is full."""

from actnorm.data import digits

__all__ = ["first_images"]


def first_images(count, **options):
    """Give the digits with the first `count` training images.

    There are 1347. With batches of 64 the last one of an epoch holds three, which costs a network
    with batch norm several points (`short_batch`): where batch norm is compared with anything,
    1344 are used.
    """
    split = digits(**options)
    return split._replace(x_train=split.x_train[:count], y_train=split.y_train[:count])
