"""The doctor's explorer: its state, its words, and that what it answers was measured."""

import gzip
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from actnorm.explorers.doctor_cases import CURES, DIAGNOSES, PATIENTS, treated, ward
from actnorm.explorers.doctor_feedback import CURE_SAYS, DIAGNOSIS_SAYS, GRADES
from actnorm.explorers.doctor_words import describe_patient, size
from traitlets import TraitError

from actnorm.data import digits
from actnorm.explorers import DoctorExplorer
from actnorm.network import checkup

UNITS = 96


@pytest.fixture(scope="module")
def explorer():
    return DoctorExplorer()


@pytest.fixture
def fresh(explorer):
    explorer.case = 1
    explorer.epoch = 0
    explorer.diagnosis = explorer.cure = ""
    return explorer


def outcome(number, cure=""):
    runs, which = ward()
    return runs[which[number][cure]]


def test_every_choice_has_an_answer():
    assert len(PATIENTS) == len(CURE_SAYS) == len(DIAGNOSIS_SAYS) == 6
    for patient, cures, diagnoses in zip(PATIENTS, CURE_SAYS, DIAGNOSIS_SAYS, strict=True):
        assert list(cures) == list(CURES)
        assert set(diagnoses) == set(DIAGNOSES)
        right = [name for name, (grade, _) in diagnoses.items() if grade == "right"]
        assert right == [patient.diagnosis]
        healing = [name for name, (grade, _) in cures.items() if grade == "cure"]
        assert healing == [patient.cure]
        for grade, sentence in [*cures.values(), *diagnoses.values()]:
            assert grade in GRADES
            assert sentence[-1] in ".?"


@pytest.mark.parametrize("number", range(6))
def test_the_grade_of_a_cure_is_what_it_did(number):
    sick = outcome(number)
    best = outcome(number, PATIENTS[number].cure).test_accuracy[-1]
    assert best > 0.75
    assert best > sick.test_accuracy[-1] + 0.2
    for cure, (grade, _) in CURE_SAYS[number].items():
        after = outcome(number, cure)
        gain = after.test_accuracy[-1] - sick.test_accuracy[-1]
        assert (after is sick) == (grade == "none"), cure
        if grade == "other":
            assert gain > 0.1, cure
            assert after.test_accuracy[-1] < best, cure
        if grade == "failed":
            assert gain < 0.1, cure


def test_the_sentences_say_what_was_measured():
    tanh, raw, mode, large, two, rate = (outcome(i) for i in range(6))
    # z and slopes before the first step
    assert np.round(tanh.pre_activation_std[0]).tolist() == [8, 5, 5]
    assert 0.55 < tanh.saturation[0].mean() < 0.65
    assert 11 < raw.pre_activation_std[0].min() < raw.pre_activation_std[0].max() < 12.5
    assert np.round(large.pre_activation_std[0]).tolist() == [8, 29, 107]
    for run in (mode, two):
        np.testing.assert_allclose(run.pre_activation_std[0], 1, atol=0.01)
        np.testing.assert_allclose(run.saturation[0], 0.5, atol=0.02)
    assert 1.1 < rate.pre_activation_std[0].min() < rate.pre_activation_std[0].max() < 1.4
    assert round(float(raw.dead[0].sum() * 32)) == 3
    for run in (tanh, mode, large, two, rate):
        assert run.dead[0].max() == 0
    # where the loss begins
    assert 3 < tanh.loss[0] / np.log(10) < 3.5
    assert all(run.loss[0] < 2.7 for run in (mode, two, rate))
    assert 300 < large.loss[0] < 600
    # gradients and steps
    assert tanh.gradient[0][0] > 2 * tanh.gradient[0][-1]
    assert 16 < large.gradient[0][0] / large.gradient[0][-1] < 18.5
    assert mode.gradient[:, 0].min() > mode.gradient[0][-1] / 2
    assert 0.15 < raw.ratio[0].min() < raw.ratio[0].max() < 0.25
    assert 0.06 < rate.ratio[0].min() < rate.ratio[0].max() < 0.1
    assert 1e-6 < two.ratio[0][0] < 3e-6
    assert two.ratio[0].max() < 1e-4
    # how it ends
    assert (mode.company > 3, two.company) == (True, 0)
    assert 0.55 < rate.dead[-1].mean() < 0.75
    assert rate.dead[-1][-1] == large.dead[1].max() == 1
    assert tanh.accuracy[-1] > tanh.test_accuracy[-1] + 0.15
    for number in (1, 5):
        assert np.isnan(outcome(number, "leaky").loss[-1])
    assert outcome(0, "relu") is outcome(3)
    assert 0.005 < outcome(5, "rate").ratio[0].max() < 0.015
    assert 0.05 < outcome(1, "rate").dead[-1].mean() < 0.25
    assert outcome(5, "batch").dead[-1].mean() > 0.3
    np.testing.assert_array_equal(outcome(2, "eval").loss, mode.loss)


def test_the_runs_are_what_checkup_gives():
    for number, cure in [(0, "start"), (1, "rate")]:
        plan = treated(PATIENTS[number].settings, cure)
        split = digits(scaling=plan.pop("scaling"))
        mine = checkup(split, sizes=(64, 32, 32, 32, 10), seed=1, **plan)
        np.testing.assert_array_equal(mine.loss, outcome(number, cure).loss)


def test_nothing_is_said_before_committing(fresh):
    for case in range(1, 7):
        fresh.case = case
        fresh.diagnosis, fresh.cure = PATIENTS[case - 1].diagnosis, PATIENTS[case - 1].cure
        assert fresh.feedback == []
        assert fresh.cured_run is None
        assert not any(mark in fresh.describe() for mark in "✓◐✗○")
        fresh.committed = True
        assert [said[:7] for said in fresh.feedback] == ["✓ Right", "✓ Cured"]
        assert fresh.cured_run is outcome(case - 1, fresh.cure)


def test_another_choice_takes_the_commitment_back(fresh):
    fresh.diagnosis, fresh.cure, fresh.committed = "flat", "leaky", True
    assert "goes from 68% to 68%" in fresh.feedback[1]
    fresh.cure = "relu"
    assert not fresh.committed
    fresh.committed = True
    fresh.case = 2
    assert (fresh.committed, fresh.diagnosis, fresh.cure) == (False, "", "")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("case", 7, "case must be from 1 to 6"),
        ("case", 1.5, "case must be a whole number"),
        ("epoch", 9, "epoch must be from 0 to 8"),
        ("diagnosis", "flu", "diagnosis must be one of 'inputs'"),
        ("cure", "rest", "cure must be one of 'standardize'"),
        ("committed", True, "committed must be False while diagnosis is not chosen"),
    ],
)
def test_traits_stay_as_they_were_when_refused(fresh, name, value, said):
    before = getattr(fresh, name)
    with pytest.raises(TraitError, match=said):
        setattr(fresh, name, value)
    assert getattr(fresh, name) == before


def test_it_can_be_made_committed():
    made = DoctorExplorer(case=3, epoch=8, diagnosis="overfit", cure="eval", committed=True)
    assert made.feedback[0].startswith("◐")
    assert "✓ Cured." in made.describe()


def test_all_state_is_small_and_in_traits(explorer):
    state = explorer.get_state()
    kept = {k: v for k, v in state.items() if k not in ("_esm", "_css", "layout")}
    text = json.dumps(kept, allow_nan=False)
    assert len(gzip.compress(text.encode())) < 20_000


def test_both_languages_say_the_same(explorer):
    shown = [
        {"run": run, "epoch": epoch, "units": UNITS}
        for run in explorer._runs
        for epoch in (0, 1, 8)
    ]
    sizes = [None, 0.0, 1e-9, 0.00831, 0.831, 9.96, 10.25, 99.96, 100.5, 99999.0, 1e5, 6.4e13]
    script = Path(__file__).parent / "js" / "doctor.mjs"
    given = json.dumps({"shown": shown, "sizes": sizes})
    done = subprocess.run(
        ["node", str(script)], input=given, capture_output=True, text=True, check=True
    )
    answer = json.loads(done.stdout)
    assert answer["sizes"] == [size(v) for v in sizes]
    assert answer["lines"] == [describe_patient(**each) for each in shown]
    said = " ".join(line for lines in answer["lines"] for line in lines)
    for fragment in ("no number", "The gradient is no", "No gradient reaches", "times the"):
        assert fragment in said


def test_the_still_is_deterministic_and_small(fresh):
    (png, dimensions), (again, _) = fresh._still(), fresh._still()
    assert png == again
    assert dimensions["width"] == 576
    assert len(png) < 60_000
    fresh.diagnosis, fresh.cure, fresh.committed = "start", "start", True
    assert fresh._still()[0] != png
