"""Questions for a number: right, told apart, the same for one key and others for another."""

import re
from xml.dom import minidom

import numpy as np
import pytest

import actnorm
from course.__main__ import VARIANTS, main
from course.book import places
from course.exercises import EXERCISES
from course.numbers import FEW, TOLERANCE, Exercise
from course.secret import generator

KEY = bytes(range(32))
NUMBER = re.compile(r"−?-?\d+(?:\.\d+)?")


def variants(name, count=VARIANTS, key=KEY):
    return [EXERCISES[name].variant(generator(key, "numbers", name, k)) for k in range(count)]


def numbers_in(text):
    return [float(n.replace("−", "-")) for n in NUMBER.findall(text)]


def test_there_are_ten_exercises_of_the_book():
    assert len({e.label for e in EXERCISES.values()}) >= 10
    assert all(places()[e.label].kind == "exercise" for e in EXERCISES.values())


@pytest.mark.parametrize("name", EXERCISES)
def test_no_two_answers_of_a_variant_could_be_taken_for_one_another(name):
    made = variants(name)
    assert len({v.ask for v in made}) == VARIANTS
    for variant in made:
        values = [variant.right, *(n for _, n in variant.mistakes)]
        assert len(variant.mistakes) >= FEW
        gaps = np.diff(np.sort(values))
        assert gaps.min() > 2 * TOLERANCE
        assert variant.named(variant.right + 0.9 * TOLERANCE) == ""
        for sentence, number in variant.mistakes:
            assert variant.named(number) == sentence
        assert variant.named(max(values) + 1) is None


@pytest.mark.parametrize("name", EXERCISES)
def test_a_variant_is_the_teachers_own(name):
    assert variants(name, 3) == variants(name, 3)
    other = variants(name, 3, key=bytes(32))
    assert not {v.ask for v in variants(name, 3)} & {v.ask for v in other}


def test_all_that_is_needed_stands_in_the_question():
    """Solved from the printed numbers, with the library, which the checks do not use."""
    for variant in variants("silu-slope", 5):
        x = numbers_in(variant.ask)[-1]
        assert np.isclose(actnorm.silu_grad(x), variant.right)
    for variant in variants("log-softmax", 5):
        scores = np.array(numbers_in(variant.ask)[:3])
        assert np.isclose(actnorm.log_softmax(scores)[0], variant.right)
    for variant in variants("batch-norm", 5):
        rows = re.findall(r"^\| \d \| (\S+) \| (\S+) \|$", variant.ask, re.M)
        x = np.array([[numbers_in(cell)[0] for cell in row] for row in rows])
        g, b = (numbers_in(group) for group in re.findall(r"= \((.*?)\)", variant.ask))
        eps = numbers_in(re.search(r"epsilon = (\S+)\$", variant.ask)[1])[0]
        y, *_ = actnorm.batch_norm(x, g, b, eps=eps)
        assert np.isclose(y[0, 0], variant.right)
    for variant in variants("backward-x", 5):
        rows = re.findall(r"^\| \d \|(.*)\|$", variant.ask, re.M)
        x1, dy1, x2, dy2 = np.array([numbers_in(row) for row in rows]).T
        gamma = numbers_in(re.search(r"= \((.*?)\)", variant.ask)[1])
        dx, *_ = actnorm.batch_norm_backward(
            np.stack([dy1, dy2], 1), np.stack([x1, x2], 1), gamma, eps=0.5
        )
        assert np.isclose(dx[0, 0], variant.right)


def test_what_was_printed_is_what_was_computed_with():
    for exercise in EXERCISES.values():
        for array in exercise.draw(generator(KEY, "x")):
            for values in array if isinstance(array, list) else [array]:
                assert np.array_equal(np.round(values, 4), values)
        assert "−0 " not in exercise.variant(generator(KEY, "x")).ask


class Twins:
    """An exercise whose mistake cannot be seen."""

    def right(self, x):
        return x

    def mistakes(self, x):
        return {"too close": x + TOLERANCE, "b": x + 1, "c": x + 2, "d": x + 3}


def test_answers_that_cannot_be_told_apart_are_not_asked():
    plain = Exercise("twins", "ex-layer", Twins(), lambda rng: (float(rng.uniform(1, 2)),), str)
    assert plain.sentences == ("b", "c", "d")
    strict = Exercise("twins", "ex-layer", Twins(), plain.draw, str)
    strict.__dict__["sentences"] = ("too close", "b", "c", "d")
    with pytest.raises(RuntimeError, match="twins"):
        strict.variant(generator(KEY))


def test_moodle_gets_thirty_variants_of_each(tmp_path):
    main(["numbers", "--out", str(tmp_path), "--secret", str(tmp_path / "key")])
    file = minidom.parse(str(tmp_path / "numbers/moodle.xml"))
    found = [
        q for q in file.getElementsByTagName("question") if q.getAttribute("type") == "numerical"
    ]
    assert len(found) == VARIANTS * len(EXERCISES)
    for question in found:
        answers = question.getElementsByTagName("answer")
        assert [a.getAttribute("fraction") for a in answers].count("100") == 1
        assert len(answers) >= FEW + 2
        tolerances = [t.firstChild.data for t in question.getElementsByTagName("tolerance")]
        assert set(tolerances) == {str(TOLERANCE), "0"}
    text = (tmp_path / "numbers/moodle.xml").read_text("utf-8").replace("$course$", "")
    assert "$" not in text
