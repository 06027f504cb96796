"""The checks of chapter 11: right answers pass, usual mistakes are named."""

from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import pytest

from actnorm.checks import ExerciseError, check_ablation, check_cure
from actnorm.checks.doctor import CURE, PLAN, SICK

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


@pytest.mark.parametrize(
    "settings",
    [
        CURE.right(),
        SICK | {"activation": "softsign"},
        MappingProxyType(CURE.right()),
        {"activation": "tanh"},
        SICK | {"activation": "tanh", "norm": None},
        SICK | {"activation": "tanh", "sizes": list(SICK["sizes"]), "batch_size": 64.0},
        SICK | {"activation": "tanh", "lr": Fraction(1, 20), "epochs": np.int64(8)},
        SICK | {"activation": "tanh", "lr": Decimal("0.05"), "sizes": np.array(SICK["sizes"])},
        SICK | {"norm": "batch"},
        SICK | {"activation": "elu"},
        SICK | {"activation": "relu"},
        SICK | {"activation": "leaky_relu", "lr": np.float32(0.05)},
    ],
    ids=str,
)
def test_cures_that_cure(settings):
    result = check_cure(settings)
    assert result.passed
    assert "the test accuracy is at least" in result.message


def test_a_cure_is_judged_by_its_best_epoch_and_told_when_it_is_unsteady():
    result = check_cure(settings=SICK | {"activation": "relu", "init": "he"})
    assert result.passed
    assert "It is unsteady" in result.message


@pytest.mark.parametrize(("sentence", "settings"), [*CURE.wrong()])
def test_each_named_mistake_of_a_cure_gets_its_own_sentence(sentence, settings):
    with pytest.raises(ExerciseError) as caught:
        check_cure(settings)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "fragment"),
    [
        ({"lr": "0.1"}, "lr should be a single number, and is the text '0.1'"),
        ({"lr": None}, "lr should be a single number, and is None"),
        ({"lr": np.nan}, "lr should be a finite number"),
        ({"lr": True}, "truth value"),
        ({"batch_size": -3}, "batch_size should be a whole number from 1, and is -3"),
        ({"batch_size": 2.5}, "batch_size should be a whole number from 1, and is 2.5"),
        ({"batch_size": "all"}, "batch_size should be a single number"),
        ({"epochs": 0}, "epochs should be a whole number"),
        ({"sizes": 64}, "you changed sizes"),
        ({"sizes": None}, "you changed sizes"),
        ({"activation": "tanhh"}, "it cannot be trained like this"),
        ({"activation": None}, "it cannot be trained like this"),
        ({"init": 3}, "it cannot be trained like this"),
        ({"scaling": "robust"}, "it cannot be trained like this"),
        ({"norm": 7}, "it cannot be trained like this"),
        ({"activation": np.tanh}, "it cannot be trained like this"),
    ],
    ids=str,
)
def test_settings_that_are_none_get_a_sentence(settings, fragment):
    with pytest.raises(ExerciseError) as caught:
        check_cure(SICK | settings)
    assert fragment in str(caught.value)
    assert "\n" not in str(caught.value)


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
        (SICK | {"activation": "softplus"}, "it learns, but not far enough in eight epochs"),
        (SICK | {"activation": "relu", "lr": 50.0}, "NaN"),
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
