"""What all explorers share: their arithmetic, how they write numbers, what their controls offer."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

NUMBERS = json.loads((Path(__file__).parent / "sentences" / "numbers.json").read_text("utf-8"))


def batches(rng):
    yield rng.normal(size=64)
    yield 1e6 + rng.normal(size=512)
    yield 1e-8 * rng.normal(size=33) - 3e-8
    yield np.array([-1.0, 3.0])
    yield np.full(50, 0.1)
    yield rng.lognormal(0, 3, size=200)


def test_mean_and_std_are_numpys(node_maths):
    given = list(batches(np.random.default_rng(20)))
    for name, ours in (("mean", np.mean), ("std", np.std)):
        answers = node_maths("js/math.js", [(name, [x.tolist()]) for x in given])
        for x, answer in zip(given, answers, strict=True):
            # A constant batch has std 0 up to its own rounding.
            size = 1e-3 * np.abs(x).max() if name == "std" else 0
            np.testing.assert_allclose(answer, ours(x), rtol=1e-12, atol=1e-12 * size)


@pytest.mark.parametrize("step", [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 50, 1e-3, 2e-4])
def test_a_multiple_of_a_step_is_the_double_that_its_decimal_is(node_maths, step):
    values = [*np.random.default_rng(3).uniform(-9, 9, size=50).tolist(), 0.3, -0.7, 7.0]
    answers = node_maths("js/math.js", [("snap", [v, step]) for v in values])
    for value, answer in zip(values, answers, strict=True):
        assert answer == float(f"{answer:.10g}")
        assert abs(answer - value) <= step / 2 * (1 + 1e-9)


@pytest.mark.parametrize("name", ["fixed", "small", "position", "tiny"])
def test_numbers_are_written_as_they_were_frozen(node_maths, name):
    calls, want = [], []
    for row in NUMBERS:
        if name == "fixed":
            calls += [("fixed", [row["v"], digits]) for digits in range(4)]
            want += row["fixed"]
        elif name != "tiny":
            calls.append((name, [row["v"]]))
            want.append(row[name])
        elif row["tiny"] is not None:
            calls.append(("tiny", [abs(row["v"])]))
            want.append(row["tiny"])
    assert len(want) > 30
    assert node_maths("js/numbers.js", calls) == want


@pytest.mark.parametrize(("file", "tests"), [("host.mjs", 5), ("address.mjs", 5)])
def test_what_only_a_page_needs(file, tests):
    done = subprocess.run(
        ["node", "--test", str(Path(__file__).with_name(file))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert f"pass {tests}" in done.stdout
