"""The checks of chapter 11: right answers pass, usual mistakes are named."""

import numpy as np
import pytest

from actnorm.checks import ExerciseError, check_ablation, check_cure
from actnorm.checks.doctor import PLAN, SICK

RNG = np.random.default_rng(0)
RESULTS = {
    name: (level + RNG.normal(0, 0.01, 6)).tolist()
    for name, level in zip(PLAN, (0.2, 0.94, 0.92, 0.93), strict=True)
}


def test_a_blank_answer_is_not_attempted():
    for check, answer in [(check_cure, ...), (check_ablation, dict.fromkeys(PLAN, ...))]:
        result = check(answer)
        assert not result.passed
        assert "not attempted yet" in result.message


@pytest.mark.parametrize("change", [{"activation": "tanh"}, {"norm": "batch"}])
def test_cures_that_cure(change):
    result = check_cure(SICK | change)
    assert result.passed
    assert "test images are right." in result.message


def test_several_changes_are_asked_about():
    result = check_cure(SICK | {"activation": "tanh", "lr": 0.04})
    assert "you changed 2 things" in result.message


def test_an_ablation_is_told_what_it_can_carry():
    result = check_ablation(RESULTS)
    assert result.passed
    assert "standardizing gains +7" in result.message
    assert "over 6 seeds" in result.message


@pytest.mark.parametrize(
    ("answer", "fragment"),
    [
        (SICK, "own settings"),
        (7, "the dictionary of settings"),
        (SICK | {"sizes": [64, 32, 10]}, "another patient"),
        (SICK | {"epochs": 100}, "another patient"),
        (SICK | {"rate": 1.0}, "no setting 'rate'"),
        (SICK | {"norm": "bach"}, "norm must be one of"),
        (SICK | {"scaling": "none"}, "the one thing in order"),
        (SICK | {"lr": 1.0}, "enlarges all steps alike"),
        (SICK | {"init": "he"}, "look at what each layer multiplies it by"),
        (SICK | {"activation": "relu", "lr": 50.0}, "no number"),
    ],
)
def test_cures_that_fail_are_told_why(answer, fragment):
    with pytest.raises(ExerciseError) as caught:
        check_cure(answer)
    assert fragment in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "fragment"),
    [
        ([1, 2], "dictionary of 4 lists"),
        ({"neither": RESULTS["neither"]}, "no entry 'standardized'"),
        (RESULTS | {"both": [0.9, 0.91]}, "at least five"),
        (RESULTS | {"both": RESULTS["both"][:5]}, "same seeds"),
        (RESULTS | {"both": [95, 96, 94, 93, 92, 95]}, "between 0 and 1"),
        (RESULTS | {"both": RESULTS["batch norm"]}, "same numbers"),
    ],
)
def test_mistakes_of_an_ablation_are_named(answer, fragment):
    with pytest.raises(ExerciseError) as caught:
        check_ablation(answer)
    assert fragment in str(caught.value)
    assert "\n" not in str(caught.value)
