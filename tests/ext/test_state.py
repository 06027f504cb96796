"""The state of figures comes out of the page as it went in, to the last digit, and is shorter."""

import json
import math
import subprocess
from pathlib import Path

import pytest

WHOLE = Path(__file__).resolve().parents[2] / "actnorm/explorers/js/whole.js"
READ = f"""
import {{ whole }} from {json.dumps(WHOLE.as_uri())};
const {{ state, shared = [] }} = JSON.parse((await import("node:fs")).readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(whole(state, shared), (_, v) => (Object.is(v, -0) ? "-0" : v)));
"""
SIGMOID = [1 / (1 + math.exp(-k / 10)) for k in range(-80, 81)]
LISTS = {
    "smooth": [round(value, 9) for value in SIGMOID],
    "a tail": [round(v, 9) if v > 1e-3 else float(f"{v * v:.5g}") for v in SIGMOID],
    "whole": list(range(0, 400, 7)),
    "all digits": [math.sin(k * k) for k in range(200)],
    "below nothing": [-0.0, 0.0, -1e-12] * 20,
    "large": [1e30 * value for value in SIGMOID],
    "short": [0.1, 0.2],
    "not all numbers": [None, *range(60)],
    "yes and no": [True, False] * 40,
    "rows": [[k / 10 for k in range(40)], [1, 2]],
}


def models(state):
    return {"state": {"m1": {"state": state}, "m2": {"state": state}}}


def as_read_on_the_page(state):
    from actnorm_sphinx.node import find_node
    from actnorm_sphinx.state import as_data

    command = [find_node(), "--input-type=module", "--eval", READ]
    done = subprocess.run(command, input=as_data(state), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_every_list_comes_out_as_it_went_in():
    found = as_read_on_the_page(models(LISTS))
    signed = json.loads(json.dumps(LISTS).replace("-0.0,", '"-0",'))
    assert found["m1"]["state"] == signed == found["m2"]["state"]


def test_slides_read_the_same():
    from actnorm_sphinx.state import as_data

    from course.slides.page import whole

    embedded = json.loads(as_data(models(LISTS)))
    assert whole(embedded["state"], embedded["shared"])["m1"]["state"] == LISTS


@pytest.mark.parametrize(("name", "share"), [("smooth", 0.45), ("a tail", 0.6), ("whole", 0.7)])
def test_a_curve_takes_less_room(name, share):
    from actnorm_sphinx.state import compact, stepped

    assert len(compact(stepped(LISTS[name]))) < share * len(compact(LISTS[name]))


@pytest.mark.parametrize("name", ["all digits", "short", "not all numbers", "yes and no", "large"])
def test_what_gains_nothing_stays_as_it_is(name):
    from actnorm_sphinx.state import stepped

    assert stepped(LISTS[name]) == LISTS[name]


def by_choice(**more):
    data = {name: {"f": [k * factor for k in range(400)]} for name, factor in NAMES.items()}
    control = {"choices": [[name, name] for name in data], "data": "_data"}
    controls = {"name": control, "beside": control | {"most": 2}, "x": {"min": 0}}
    values = {"_controls": controls, "_data": data, "name": "a", "beside": [], "x": 1} | more
    return values | {"_first": {"name": "a", "beside": [], "x": 1}}


NAMES = {"a": 1, "b − ½ 'c' \\ 5%": 2.5, "d": math.pi, "small": 0}


def test_a_page_brings_along_what_is_chosen_and_the_rest_stands_in_sheets():
    from actnorm_sphinx.state import chosen

    values = by_choice()
    values["_data"]["small"] = {"f": [0]}
    here, later = chosen(values)
    assert values == by_choice() | {"_data": values["_data"]}  # as it was
    assert here["_data"]["a"] == values["_data"]["a"]
    assert here["_data"]["small"] == values["_data"]["small"], "not worth a request"
    absent = {name: data["$later"] for name, data in here["_data"].items() if "$later" in data}
    assert absent.keys() == {"b − ½ 'c' \\ 5%", "d"}
    assert {*absent.values()} == later.keys()
    for name, sheet in later.items():
        assert sheet.startswith(f"link{{--actnorm-{name}:'")
        assert sheet.isascii()
        assert sheet.count("'") == 2
        assert "\\" not in sheet


def test_what_is_chosen_now_and_what_is_beside_it_come_along_too():
    from actnorm_sphinx.state import chosen

    here, later = chosen(by_choice(name="d", beside=["small"]))
    assert not any("$later" in here["_data"][name] for name in ("a", "d", "small"))
    assert len(later) == 1
    values = {"x": 1, "_controls": {"x": {"min": 0}}, "_first": {"x": 1}}
    assert chosen(values) == (values, {})
    assert chosen({"other": 1}) == ({"other": 1}, {})


def test_a_slide_has_it_all(tmp_path, root):
    import sys

    from actnorm_sphinx.state import as_data, chosen

    sys.path.insert(0, str(root))
    from course.slides.page import whole

    values = by_choice()
    for name, sheet in chosen(values)[1].items():
        (tmp_path / f"{name}.css").write_text(sheet, "utf-8")
    told = json.loads(as_data({"state": {"m1": {"state": values}}}))
    assert "$later" in json.dumps(told)
    assert whole(told["state"], (), tmp_path) == {"m1": {"state": values}}
