"""Cells of a drawing that look alike become one path, where that changes nothing."""

import pytest

RECT = '<rect x="{}" y="0" width="9" height="4.5" class="{}" fill-opacity="{}"></rect>'


@pytest.fixture
def cells():
    from actnorm_sphinx import cells

    return cells


def row(*looks, step=10):
    return "".join(RECT.format(step * i, *look) for i, look in enumerate(looks))


def test_cells_that_look_alike_are_one_path(cells):
    drawn = cells.in_one_path("<g>" + row(("a", 0.51), ("b", 1), ("a", 0.49), ("a", 0.6)) + "</g>")
    assert drawn == (
        '<g><path class="a" fill-opacity="0.5" d="M0 0h9v4.5h-9zM20 0h9v4.5h-9z"></path>'
        '<path class="b" fill-opacity="1" d="M10 0h9v4.5h-9z"></path>'
        '<path class="a" fill-opacity="0.6" d="M30 0h9v4.5h-9z"></path></g>'
    )


def test_three_are_no_run(cells):
    assert cells.in_one_path(row(*[("a", 1)] * 3)) == row(*[("a", 1)] * 3)


def test_where_one_covers_another_their_order_is_kept(cells):
    over = row(*[("a", 1)] * 5, step=8)
    assert cells.in_one_path(over) == over
    assert cells.covered([[0, 0, 2, 2], [5, 5, 1, 1], [1, 1, 2, 2]])
    assert not cells.covered([[0, 0, 2, 2], [2, 0, 2, 2], [0, 2, 2, 2], [2, 2, 2, 2]])
