"""Progress is shown to somebody who waits, after a while, and to nobody else."""

import time

import pytest
from tqdm import notebook

from actnorm.progress import track


@pytest.fixture
def live(monkeypatch):
    """A kernel that a Jupyter server has started; gives what is shown in it."""
    shown = []
    monkeypatch.setenv("JPY_SESSION_NAME", "a.ipynb")
    monkeypatch.setattr(notebook, "display", shown.append)
    return shown


def test_nobody_watches_and_the_items_come_back_as_they_are(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    items = [3, 1, 2]
    assert track(items) is items


def test_a_short_loop_shows_nothing(live):
    assert list(track(range(3))) == [0, 1, 2]
    assert live == []


def test_a_long_loop_shows_a_bar_and_clears_it_away(live):
    for _ in track(range(4), delay=0.05, label="waiting"):
        time.sleep(0.15)
    (box,) = live
    assert box.comm is None  # closed: nothing of it is left in the output


def test_an_interrupted_loop_leaves_its_bar(live):
    def stopped():
        for i in track(range(9), delay=0.05):
            time.sleep(0.15)
            if i == 3:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    (box,) = live
    assert box.comm is not None
