"""Each check, with right answers in the styles of others and with each mistake that it names."""

import inspect

import numpy as np
import pytest

from actnorm.checks import CHECKS, ExerciseError
from actnorm.checks.answers import Design, Function, Functions, Value

from .styles import axes, functions, no_axes, no_functions, no_numbers, no_results, numbers, results

# Two whose answers come in parts and one whose answer is trained: test_checks_normalize.py and
# test_checks_doctor.py read their lists.
ELSEWHERE = {"check_unit_interval", "check_experiment", "check_cure"}
CHECKS = {name: check for name, check in CHECKS.items() if name not in ELSEWHERE}
# Digits are what this exercise is about.
REFUSES_FLOAT32 = {"check_tanh_slope"}


def styles(fact):
    if isinstance(fact, Function):
        return functions(fact.right)
    if isinstance(fact, Functions):
        names = functions(len)
        return {
            style: {name: functions(part.right)[style] for name, part in fact.parts.items()}
            for style in names
        }
    if isinstance(fact, Value):
        return axes(fact.right()) if isinstance(fact.right(), dict) else numbers(fact.right())
    return results(fact.answer())


def slips(fact):
    if isinstance(fact, Function):
        return no_functions(fact.right)
    if isinstance(fact, Functions):
        (name, part), *_ = fact.parts.items()
        wrong = {how: fact.answer() | {name: f} for how, f in no_functions(part.right).items()}
        return wrong | {"a list": [1], "a name missing": {}}
    if isinstance(fact, Value):
        return no_axes(fact.right()) if isinstance(fact.right(), dict) else no_numbers(fact.right())
    return no_results(fact.answer())


def given(check, name, answer):
    """Give all the answers of a check, the others right."""
    return {n: fact.answer() for n, fact in check.facts.items()} | {name: answer}


def cases(table):
    for check in CHECKS.values():
        for name, fact in check.facts.items():
            entries = table(fact)
            assert len(entries) >= 10
            for how, answer in entries.items():
                yield pytest.param(check, name, answer, id=f"{check.__name__}, {name}: {how}")


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_check_says_what_is_right_and_what_its_mistakes_give(check):
    assert set(check.facts) == set(inspect.signature(check).parameters)
    for fact in check.facts.values():
        assert isinstance(fact, Design) or len(list(fact.wrong())) >= 5


@pytest.mark.parametrize(("check", "name", "answer"), [*cases(styles)])
def test_a_right_answer_in_any_style_passes(check, name, answer, request):
    if check.__name__ in REFUSES_FLOAT32 and "float32" in request.node.name:
        with pytest.raises(ExerciseError, match="float32"):
            check(**given(check, name, answer))
    else:
        assert check(**given(check, name, answer)).passed


@pytest.mark.parametrize(("check", "name", "answer"), [*cases(slips)])
def test_what_is_no_answer_gets_one_sentence(check, name, answer):
    with pytest.raises(ExerciseError) as caught:
        check(**given(check, name, answer))
    said = str(caught.value)
    assert "\n" not in said
    assert said.endswith((".", "?"))


@pytest.mark.parametrize(
    ("check", "name", "sentence", "answer"),
    [
        pytest.param(check, name, sentence, answer, id=f"{check.__name__}, {name}: {sentence}")
        for check in CHECKS.values()
        for name, fact in check.facts.items()
        for sentence, answer in fact.wrong()
    ],
)
def test_each_named_mistake_gets_its_own_sentence(check, name, sentence, answer):
    with pytest.raises(ExerciseError) as caught:
        check(**given(check, name, answer))
    assert sentence in str(caught.value)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_questions_with_other_numbers_have_the_same_list(check):
    """What variants of a question need: right and wrong, apart, for other inputs."""
    for fact in check.facts.values():
        if not isinstance(fact, Function):
            continue
        for seed in range(3):
            inputs = fact.example(np.random.default_rng(seed))
            assert fact.mistakes(*inputs).keys() == dict(fact.wrong()).keys()
