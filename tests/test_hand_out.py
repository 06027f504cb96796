"""A student's work is never overwritten."""

import importlib.util

import pytest


@pytest.fixture
def places(root, tmp_path):
    spec = importlib.util.spec_from_file_location("hand_out", root / "_ext/hand_out.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = tmp_path / "made"
    made.mkdir()

    def give(**texts):
        for name, text in texts.items():
            (made / f"{name}.ipynb").write_text(text)
        said = list(module.hand_out(made, tmp_path / "mine"))
        return said, {p.name: p.read_text() for p in (tmp_path / "mine").glob("*.ipynb")}

    return give, tmp_path / "mine", module


def test_first_there_is_a_copy_of_each(places):
    give, *_ = places
    assert give(one="1", two="2") == ([], {"one.ipynb": "1", "two.ipynb": "2"})


def test_what_was_not_touched_is_renewed_and_said(places):
    give, *_ = places
    give(one="1", two="2")
    said, mine = give(one="1b")
    assert mine == {"one.ipynb": "1b", "two.ipynb": "2"}
    assert said == ["one.ipynb has a newer edition; you had not changed the old one."]
    assert give() == ([], mine)


def test_what_the_student_wrote_stays(places):
    give, mine, _ = places
    give(one="1")
    (mine / "one.ipynb").write_text("my answer")
    assert give() == ([], {"one.ipynb": "my answer"})
    said, found = give(one="2")
    (beside,) = set(found) - {"one.ipynb"}
    assert found == {"one.ipynb": "my answer", beside: "2"}
    assert beside in said[0]
    assert give() == ([], found)  # it is said once


def test_a_file_of_the_student_s_own_making_stays(places):
    give, mine, _ = places
    mine.mkdir()
    (mine / "one.ipynb").write_text("mine")
    _, found = give(one="1")
    assert found["one.ipynb"] == "mine"
    assert "1" in found.values()


def test_nothing_to_hand_out_is_said(places, tmp_path):
    with pytest.raises(SystemExit, match="type 'make notebooks' first"):
        places[2].main(tmp_path / "nowhere", tmp_path / "mine")
