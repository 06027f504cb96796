"""Kept tables are whole, follow the protocol's form, and know when their code has changed."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from actnorm import evidence
from actnorm.data import wine
from actnorm.evidence import Study
from actnorm.evidence import _study as studies
from actnorm.evidence.__main__ import main


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A study of a second, with a table of its own."""
    monkeypatch.setattr(studies, "_TABLES", tmp_path)
    return Study(
        "Does it learn?", on="wine, [13, 4, 3]", arms={"ReLU": {}, "tanh": {"activation": "tanh"}},
        data=wine, rates=[0.01, 0.1], epochs=(1, 2), seeds=2, sizes=[13, 4, 3],
    )  # fmt: skip


@pytest.mark.parametrize("name", evidence.STUDIES)
def test_every_table_is_of_the_code_that_is_here(name):
    study = evidence.study(name)
    assert not study.stale, f"type: make evidence (python -m actnorm.evidence {name})"
    table = study.load()
    assert table.complete
    assert table.arms == tuple(study.arms)
    assert len(table.rates) >= 6
    assert study.path.stat().st_size < 120_000


@pytest.mark.parametrize("name", evidence.STUDIES)
def test_next_to_an_optimum_the_rates_are_close(name):
    """Where they were a factor of 3 apart, the arm with the narrower peak seemed to lose."""
    table = evidence.load(name)
    ratios = np.concatenate([[1.0], table.rates[1:] / table.rates[:-1], [1.0]])
    for arm in table.arms:
        for epochs in table.epochs:
            place = table.rates.tolist().index(table.best(arm, epochs=epochs).rate)
            assert ratios[place : place + 2].max() < 2.05, f"wider steps beside {arm}, {epochs}"


@pytest.mark.parametrize("name", evidence.STUDIES)
def test_no_epoch_ends_with_a_scrap_of_a_batch(name):
    """Three images left over turned conclusions round; arms that are functions see to it alone."""
    study = evidence.study(name)
    data = study.data()
    count = len((data(0) if callable(data) else data).x_train)
    for arm in study.arms.values():
        if not callable(arm):
            size = (study.options | arm).get("batch_size", 64)
            left = count % size
            assert left == 0 or left >= size / 4, f"{count} samples in batches of {size}"


def test_tables_were_made_with_the_locked_numpy(root):
    locked = re.findall(r"^numpy==(\S+)", (root / "requirements.lock").read_text(), re.M)
    for name in evidence.STUDIES:
        made = json.loads(evidence.study(name).path.read_text())["settings"]["numpy"]
        assert made in locked, f"type: make evidence (python -m actnorm.evidence {name})"


def test_there_is_no_table_without_a_study():
    kept = {path.stem for path in (Path(evidence.__file__).parent / "tables").glob("*")}
    assert kept == set(evidence.STUDIES)


def test_keeps_and_repeats(tiny):
    assert tiny.stale
    made = tiny.keep()
    assert not tiny.stale
    kept = tiny.load()
    assert np.array_equal(kept.scores, made.scores)
    assert kept.settings["on"] == "wine, [13, 4, 3]"
    for old, new in tiny.repeat(rate=0.1, seed=1).values():
        assert old == pytest.approx(new, abs=1e-4)


def test_a_stale_table_warns_and_is_said(tiny):
    tiny.keep()
    parts = json.loads(tiny.path.read_text())
    parts["settings"]["code"] = "0" * 16
    tiny.path.write_text(json.dumps(parts))
    assert tiny.stale
    with pytest.warns(UserWarning, match="make it anew: python -m actnorm.evidence test_evidence"):
        tiny.load()


def test_the_code_s_hash_sees_what_code_does_and_nothing_else(tmp_path):
    one = tmp_path / "one.py"
    one.write_text('"""Say."""\ndef f(x):\n    """Do."""\n    return x + 1\n')
    same = tmp_path / "same.py"
    same.write_text("def f(x):  # why\n    return x+1\n")
    other = tmp_path / "other.py"
    other.write_text("def f(x):\n    return x + 2\n")
    assert studies._code(one) == studies._code(same) != studies._code(other)


@pytest.mark.parametrize(
    "imported",
    [
        "from actnorm.evidence.sibling import arms",
        "from actnorm.evidence import Study, sibling",
        "import actnorm.evidence.sibling as other",
        "from .sibling import arms",
        "from . import sibling",
        "from actnorm.evidence.between import arms",
        "def late():\n    from actnorm.evidence.sibling import arms",
    ],
)
def test_the_hash_sees_the_studies_that_a_study_imports_from(tiny, tmp_path, imported):
    tiny._module = tmp_path / "importing.py"
    tiny._module.write_text(f"import numpy as np\n{imported}\n")
    (tmp_path / "between.py").write_text("from actnorm.evidence.sibling import arms\n")
    (tmp_path / "sibling.py").write_text("import importing\narms = 1\n")  # round in a circle
    (tmp_path / "stranger.py").write_text("arms = 1\n")
    before = tiny.code()
    (tmp_path / "stranger.py").write_text("arms = 2\n")
    assert tiny.code() == before
    (tmp_path / "sibling.py").write_text("import importing\narms = 2\n")
    assert tiny.code() != before


def test_the_command_checks_without_running(monkeypatch, capsys):
    assert main(["--check"]) == 0
    monkeypatch.setattr(Study, "stale", property(lambda self: True))
    assert main(["--check"]) == 1
    assert "stale: steepness" in capsys.readouterr().out


def test_an_unknown_study_is_named():
    with pytest.raises(ValueError, match=r"name must be one of .*steepness.*; got 'x'"):
        evidence.study("x")
