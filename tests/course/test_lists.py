"""The lists: every misconception is treated, every place exists, every question says why."""

import re
from collections import Counter

import numpy as np
import pytest

import actnorm
from course import lists
from course.book import page_of, pages, places, title_of
from course.lists import SLIP, ListError, again, misconceptions, questions

CHAPTERS = range(len(pages()))
QUESTIONS = [q for chapter in CHAPTERS for q in questions(chapter)]
SENTENCE = re.compile(r"[.!?:…]”?$")


def asked(question):
    return pytest.param(question, id=question.name)


def numbers(text):
    return {float(n.replace(",", "")) for n in re.findall(r"\d+(?:[.,]\d+)*", text)}


def test_every_misconception_is_behind_a_wrong_answer():
    behind = {c.belief for q in QUESTIONS for c in q.choices}
    assert set(misconceptions()) <= behind


def test_every_chapter_has_misconceptions_of_its_own():
    assert {error.chapter for error in misconceptions().values()} == set(CHAPTERS)


def test_a_misconception_is_told_in_whole_sentences():
    for error in misconceptions().values():
        for said in (error.belief, error.tempts, error.answer):
            assert SENTENCE.search(said), f"{error.id}: {said!r}"


def test_places_are_found_as_the_book_has_them():
    found = places()
    assert found["batch-norm"].address == f"{page_of(7).stem}.html#figure-batch-norm"
    assert found["ex-bound"].title == "How far out can one value get?"
    assert found["undo"].title == "γ and β can undo batch norm on one batch"
    assert found["how-we-measure"].chapter is None
    assert title_of(page_of(7)) == "Normalize inside the network"
    assert not [p.name for p in found.values() if not p.title]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_quiz_has_six_questions_at_least(chapter):
    assert len(questions(chapter)) >= 6


@pytest.mark.parametrize("question", [*map(asked, QUESTIONS)])
def test_a_question_says_why_for_each_choice(question):
    said = [choice.say for choice in question.choices]
    assert len(set(said)) == len(said)
    assert [c.right for c in question.choices].count(True) == 1
    assert question.ask.endswith("?")
    for choice in question.choices:
        assert SENTENCE.search(choice.why), choice.why
        assert choice.right or choice.belief == SLIP or choice.belief in misconceptions()


@pytest.mark.parametrize("question", [*map(asked, QUESTIONS)])
def test_a_number_that_is_right_was_computed(question):
    told = numbers(question.choices[0].say) - numbers(question.ask)
    assert told <= numbers(question.check), "a number in the right answer stands in no check"
    if question.check:
        with np.errstate(all="ignore"):
            assert eval(question.check, {"np": np, "actnorm": actnorm})


def test_the_right_choice_is_not_always_in_one_place():
    places = Counter([c.right for c in question.shuffled()].index(True) for question in QUESTIONS)
    assert min(places[i] for i in range(3)) >= len(QUESTIONS) / 5


def test_five_questions_come_up_again_from_earlier_chapters():
    assert again(0) == ()
    for chapter in CHAPTERS[1:]:
        found = again(chapter)
        assert len(set(found)) == 5
        assert all(q.chapter < chapter for q in found)
        if chapter >= 8:
            assert [chapter - q.chapter for q in found] == [1, 2, 3, 5, 8]
    often = Counter(q.name for chapter in CHAPTERS for q in again(chapter))
    assert max(often.values()) <= 3


def test_every_chapter_shows_its_quiz():
    for chapter in CHAPTERS:
        assert f":::{{quiz}} {chapter}" in page_of(chapter).read_text("utf-8")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"wrong": []}, "at least two wrong choices"),
        ({"see": "nowhere"}, "no place is called 'nowhere'"),
        ({"wrong": [{"say": "a", "why": "b.", "belief": "flat-earth"}] * 2}, "'flat-earth'"),
        ({"hint": "x"}, "hint"),
        ({"right": {"say": "a"}}, "why"),
    ],
)
def test_a_mistake_in_a_list_is_named(entry, said):
    wrong = [{"say": s, "why": "No.", "belief": SLIP} for s in "bc"]
    right = {"say": "a", "why": "Yes."}
    whole = {"id": "x", "ask": "Why?", "right": right, "wrong": wrong, "see": "undo"} | entry
    with pytest.raises(ListError, match=r"07\.yml, x") as error:
        lists._question(7, whole, "07.yml")
    assert said in str(error.value)


def test_a_misconception_that_is_shown_nowhere_stops(monkeypatch):
    entry = {"id": "x", "belief": "A.", "tempts": "B.", "answer": "C.", "where": ["nowhere"]}
    monkeypatch.setattr(lists, "_read", lambda path: [entry])
    with pytest.raises(ListError, match="x: no place is called"):
        misconceptions.__wrapped__()
