"""The doctor's explorer: its state, what it takes back, and that what it answers was measured."""

import gzip
import json
import re

import numpy as np
import pytest
from traitlets import TraitError

from actnorm.data import digits
from actnorm.explorers.doctor import PATIENTS, treated
from actnorm.explorers.doctor.cases import CURES, DIAGNOSES, SEED, grades, plans, ward
from actnorm.network import checkup

from .about.doctor import made
from .net import follow
from .page import blank, show, state_of

GAIN = 0.15  # of the test accuracy: less is no help


@pytest.fixture(scope="module")
def texts(node_maths):
    """What the page answers: (patient from 1, choice) to its text, for diagnoses and for cures."""
    asked = [(number, choice) for number in range(1, 7) for choice in DIAGNOSES]
    tried = [(number, choice) for number in range(1, 7) for choice in CURES]
    calls = [("diagnosed", [*each, "wrong"]) for each in asked]
    calls += [("treated", [*each, "none", [0, 0]]) for each in tried]
    said = node_maths("doctor/messages.js", calls)
    return dict(zip(asked, said, strict=False)), dict(zip(tried, said[len(asked) :], strict=True))


def outcome(number, cure=""):
    """The run of a patient, from 1, with a cure."""
    runs, which = ward()
    return runs[which[number - 1][cure]]


def test_every_choice_has_an_answer(texts):
    for said in texts:
        for each in said.values():
            assert re.fullmatch(r"[✗○] [A-Z].*\. [A-Z±z].*[.?]", each), each
            assert "undefined" not in each


@pytest.mark.parametrize("number", range(1, 7))
def test_the_grade_of_a_cure_is_what_it_did(number):
    patient, runs = PATIENTS[number - 1], plans()[1][number - 1]
    given = grades(patient, runs)
    assert [name for name, grade in given["diagnosis"].items() if grade == "right"] == [
        patient.diagnosis
    ]
    assert [name for name, grade in given["cure"].items() if grade == "cure"] == [patient.cure]
    sick, best = (outcome(number, cure).test_accuracy[-1] for cure in ("", patient.cure))
    assert best > max(0.75, sick + 0.2)
    for cure, grade in given["cure"].items():
        after = outcome(number, cure)
        share = after.test_accuracy[-1]
        assert (after is outcome(number)) == (grade == "none"), cure
        if grade in ("other", "failed"):
            assert (share > sick + GAIN) == (grade == "other"), cure
            assert share < best, cure


def test_the_answers_say_what_was_measured(texts):
    """Each phrase is written from the measured number, or stands beside the bounds it means."""
    diagnoses, cures = texts
    checked = set()

    def says(number, choice, phrase, true=True, said=diagnoses):
        assert phrase in said[number, choice]
        assert true, phrase
        checked.add(said[number, choice])

    tanh, raw, mode, large, two, rate = (outcome(number) for number in range(1, 7))
    z = [np.round(run.pre_activation_std[0]).astype(int) for run in (tanh, raw, mode, large)]
    says(
        1,
        "start",
        f"a standard deviation of {z[0][0]} in the first layer and {z[0][1]} in those above",
    )
    says(1, "start", "saturated beyond 3", 1 - np.tanh(3) ** 2 < 0.01)
    says(
        1, "saturated", "Six slopes of ten are below 0.01", 0.55 < tanh.saturation[0].mean() < 0.65
    )
    says(1, "inputs", "within ±1", tanh.saturation[0].min() > 0.5)
    says(1, "overfit", "three times ln 10", 3 < tanh.loss[0] / np.log(10) < 3.5)
    says(1, "overfit", "gap", tanh.accuracy[-1] > tanh.test_accuracy[-1] + 0.15)
    says(
        1,
        "rate",
        "a fifth of a per cent",
        0.0015 < tanh.ratio[0].max() < 0.0025,
    )
    says(1, "vanish", "more gradient than the last", tanh.gradient[0][0] > 2 * tanh.gradient[0][-1])
    even = raw.pre_activation_std[0]
    says(2, "inputs", f"a standard deviation of {z[1][0]} in the first layer", np.ptp(even) < 1)
    says(2, "rate", "by a fifth", 0.15 < raw.ratio[0].min() < raw.ratio[0].max() < 0.25)
    dead = round(float(raw.dead[0].sum() * 32))
    says(2, "saturated", f"only {dead} of 96 were", raw.dead[-1].mean() > 0.5)
    for number, run in ((3, mode), (5, two)):
        at_rest = np.allclose(run.pre_activation_std[0], 1, atol=0.01) and run.loss[0] < 2.7
        says(
            number, "start", "the standard deviation of z is 1 and the loss is near ln 10", at_rest
        )
        says(number, "saturated", "alf", np.allclose(run.saturation[0], 0.5, atol=0.02))
        says(number, "saturated", "the mean 0", run.dead[0].max() == 0)
    says(3, "inputs", f"the standard deviation of z at {z[2][0]}", (z[2] == 1).all())
    says(3, "rate", "less than half a per cent", mode.ratio[0].max() < 0.005)
    says(3, "vanish", "as much gradient", mode.gradient[:, 0].min() > mode.gradient[0][-1] / 2)
    says(3, "mode", "depends on the rest of the batch", mode.batch_dependence > 3)
    says(4, "start", f"is {z[3][0]}, then {z[3][1]}, then {z[3][2]}.")
    says(4, "start", "in the hundreds instead of near 2.3", 300 < large.loss[0] < 600)
    says(4, "saturated", "A whole layer is dead after one epoch", large.dead[1].max() == 1)
    says(4, "saturated", "not one unit was dead", large.dead[0].max() == 0)
    growth = large.pre_activation_std[0]
    says(4, "inputs", "almost fourfold", np.allclose(growth[1:] / growth[:-1], 3.7, atol=0.2))
    says(4, "vanish", f"{large.gradient[0][0] / large.gradient[0][-1]:.0f} times the gradient")
    says(
        5,
        "inputs",
        "the standard deviation of z at 1",
        np.allclose(two.pre_activation_std[0], 1, atol=0.01),
    )
    says(5, "rate", "less than a hundredth of a per cent", two.ratio[0].max() < 1e-4)
    says(5, "vanish", "two millionths", 1e-6 < two.ratio[0][0] < 3e-6)
    says(5, "vanish", "on 256 images", len(digits().x_train) > 256)
    says(5, "mode", "no prediction changes", two.batch_dependence == 0)
    says(5, "few", "+1 and the other −1")  # proved in chapter 11
    says(
        6,
        "inputs",
        f"a standard deviation of {rate.pre_activation_std[0][0]:.1f} in the first layer",
    )
    says(6, "start", "about 1.3", np.allclose(rate.pre_activation_std[0], 1.3, atol=0.15))
    low, high = (round(100 * v) for v in (rate.ratio[0].min(), rate.ratio[0].max()))
    says(6, "rate", f"by {low} to {high} per cent", rate.dead[1].max() > 0)
    says(6, "saturated", "Two units of three are dead", 0.55 < rate.dead[-1].mean() < 0.75)
    says(6, "saturated", "None was", rate.dead[0].max() == 0)
    says(6, "vanish", "the whole last layer is dead", rate.dead[-1][-1] == 1)

    def cured(number, cure, phrase, true=True):
        says(number, cure, phrase, true, said=cures)

    cured(
        1, "start", "near 1", np.allclose(outcome(1, "start").pre_activation_std[0], 1.1, atol=0.3)
    )
    cured(1, "relu", "now patient 4", outcome(1, "relu") is outcome(4))
    cured(1, "relu", "within ±1")
    cured(1, "leaky", "in the hundreds", outcome(1, "leaky").loss[0] > 300)
    cured(2, "rate", "some units still die", 0.05 < outcome(2, "rate").dead[-1].mean() < 0.25)
    for number in (2, 6):
        cured(number, "leaky", "becomes NaN", np.isnan(outcome(number, "leaky").loss[-1]))
    same = np.array_equal(outcome(3, "eval").loss, mode.loss)
    cured(3, "eval", "Not one weight differs", same)
    settings = PATIENTS[4].settings
    cured(5, "leaky", "still +1 or −1", settings["batch_size"] == 2)
    size = treated(settings, "larger")["batch_size"]
    cured(5, "larger", f"With {size} images")
    cured(5, "larger", f"its {settings['images']} images")
    cured(6, "rate", "about 1 per cent", 0.005 < outcome(6, "rate").ratio[0].max() < 0.015)
    cured(6, "batch", "many units die", outcome(6, "batch").dead[-1].mean() > 0.3)
    for number in range(1, 7):
        batch = treated(PATIENTS[number - 1].settings, "")["batch_size"]
        if number != 5:
            cured(number, "larger", f"on batches of {batch} already")
    with_numbers = {
        t for said in texts for t in said.values() if re.search(r"\d", t.replace("ln 10", ""))
    }
    assert with_numbers <= checked


def test_the_runs_are_what_checkup_gives():
    for number, cure in [(1, "start"), (2, "rate")]:
        plan = treated(PATIENTS[number - 1].settings, cure)
        split = digits(scaling=plan.pop("scaling"))
        mine = checkup(split, sizes=(64, 32, 32, 32, 10), seed=SEED, **plan)
        np.testing.assert_array_equal(mine.loss, outcome(number, cure).loss)


def test_nothing_is_said_before_committing():
    explorer = made()
    for case, patient in enumerate(PATIENTS, 1):
        explorer.case = case
        explorer.diagnosis, explorer.cure = patient.diagnosis, patient.cure
        assert explorer.feedback == ()
        assert explorer.cured_run is None
        explorer.committed = True
        assert explorer.feedback == (("right", patient.diagnosis), ("cure", patient.cure))
        assert explorer.cured_run is not explorer.run


def test_another_choice_takes_the_commitment_back():
    explorer = made(diagnosis="saturated", cure="leaky", committed=True)
    assert explorer.feedback == (("symptom", "saturated"), ("failed", "leaky"))
    explorer.cure = "eval"
    assert not explorer.committed
    explorer.committed = True
    assert explorer.feedback[1] == ("none", "eval")
    assert explorer.cured_run is explorer.run
    explorer.case = 1
    assert explorer.committed  # the same patient
    explorer.case = 2
    assert (explorer.committed, explorer.diagnosis, explorer.cure) == (False, "", "")


def test_what_is_set_in_one_go_stands():
    """Reset in a notebook sends all at once: the old choices must not be taken back after it."""
    first = {"case": 3, "diagnosis": "few", "cure": "eval", "committed": True}
    explorer = made(**first)
    explorer.case = 1
    explorer.set_state(first)
    assert {name: getattr(explorer, name) for name in first} == first
    explorer.case = 1
    with explorer.hold_trait_notifications():
        for name, value in first.items():
            setattr(explorer, name, value)
    assert {name: getattr(explorer, name) for name in first} == first


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("case", 7, "case must be one of 1, 2, 3, 4, 5, 6; got 7"),
        ("epoch", 9, "epoch must be from 0 to 8"),
        ("diagnosis", "flu", "diagnosis must be one of '', 'inputs'"),
        ("cure", "rest", "cure must be one of '', 'standardize'"),
        ("committed", True, "committed must be False while diagnosis is not chosen"),
    ],
)
def test_traits_stay_as_they_were_when_refused(name, value, said):
    explorer = made()
    before = getattr(explorer, name)
    with pytest.raises(TraitError, match=re.escape(said)):
        setattr(explorer, name, value)
    assert getattr(explorer, name) == before


def test_all_state_is_small():
    text = json.dumps(state_of(made()) | {"_esm": "", "_css": ""}, allow_nan=False)
    assert len(gzip.compress(text.encode())) < 20_000


@pytest.fixture
def page(browser, root):
    page = blank(browser, root, "doctor", viewport={"width": 375, "height": 667}, has_touch=True)
    page.add_style_tag(content="body{padding:400px 15px 700px;width:auto!important}")
    yield page
    page.context.close()


@pytest.mark.site
def test_committing_keeps_the_focus_and_is_announced_once(page):
    explorer = made(case=2, diagnosis="rate", cure="rate")
    figure = show(page, explorer, 345)
    commit = figure.get_by_role("button", name="Commit")
    commit.press("Enter")
    page.evaluate("frame()")
    assert page.evaluate("document.activeElement.innerText") == "Commit"
    assert commit.get_attribute("aria-disabled") == "true"
    seen = figure.locator(".actnorm-answer").inner_text()
    assert seen.startswith("◐ The right symptom, but not the cause. The first step")
    page.wait_for_timeout(900)
    assert figure.locator("[role=status]").inner_text().split() == seen.split()
    assert figure.locator("[aria-live]").count() == 0
    follow(page, explorer)
    assert explorer.committed
    figure.locator("[name=epoch]").press("End")  # the answer is not news any more
    page.wait_for_timeout(900)
    assert figure.locator("[role=status]").inner_text().startswith("After epoch 8")
    commit.press("Enter")
    page.evaluate("frame()")
    assert follow(page, explorer).committed


@pytest.mark.site
def test_it_cannot_be_committed_without_both(page):
    explorer = made(diagnosis="start")
    figure = show(page, explorer, 345)
    figure.get_by_role("button", name="Commit").press("Enter")
    page.evaluate("frame()")
    assert not follow(page, explorer).committed
    assert not figure.get_by_text("with your cure").is_visible()


@pytest.mark.site
def test_after_committing_button_picture_and_answer_are_in_sight(page):
    figure = show(page, made(case=2, diagnosis="rate", cure="rate"), 345)
    commit = figure.get_by_role("button", name="Commit")
    commit.tap()
    page.evaluate("frame()")
    for each in (commit, figure.locator(".actnorm-picture"), figure.locator(".actnorm-answer")):
        box = each.bounding_box()
        assert box["y"] >= -1, each
        assert box["y"] + box["height"] <= 668, each


@pytest.mark.site
@pytest.mark.parametrize("look", ["outcome", "layers", "steps"])
def test_on_a_phone_two_charts_and_the_words_about_them(page, look):
    explorer = made()
    figure = show(page, explorer, 345)
    figure.get_by_label("look at").select_option(look)
    page.evaluate("frame()")
    assert follow(page, explorer).look == look
    charts = figure.locator(".actnorm-chart").evaluate_all(
        "all => all.map(e => getComputedStyle(e).opacity)"
    )
    at = ["outcome", "layers", "steps"].index(look)
    assert [i for i, opacity in enumerate(charts) if opacity == "1"] == [2 * at, 2 * at + 1]
    lines = figure.locator(".actnorm-words p").all()
    begin = {"outcome": "Before the", "layers": "From the", "steps": "The first"}[look]
    seen = [each.inner_text() for each in lines if each.is_visible()]
    assert seen[0].startswith(begin)
    assert len(seen) == (2 if look == "outcome" else 1)


@pytest.mark.site
def test_damaged_runs_are_refused(page):
    state = state_of(made())
    runs = state["_runs"]
    wrong = [
        {"_runs": [runs[0] | {"loss": runs[0]["loss"][:-1]}, *runs[1:]]},
        {"_runs": [runs[0] | {"spread": [["x"] * 3] * 9}, *runs[1:]]},
        {"_runs": runs[:3]},
        {"_patients": state["_patients"][:5]},
        {"committed": True},
    ]
    for each in wrong:
        said = page.evaluate(
            "state => open_view(state, 345).then(() => 'shown', error => error.message)",
            state | each,
        )
        assert said != "shown", each
        page.evaluate("document.body.replaceChildren()")
