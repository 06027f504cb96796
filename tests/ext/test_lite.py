"""What the kernel in the browser is made of: the wheels that a lock file names, and no others."""

import json

import pytest

from ..serve import serving

FILES = {
    "numpy": ("numpy-2.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl", []),
    "Plots_of": ("plots_of-1.0-py3-none-any.whl", ["numpy", "cycler"]),
    "cycler": ("cycler-1.0-py3-none-any.whl", []),
    "other": ("other-1.0-py3-none-any.whl", []),
}


@pytest.fixture
def packages():
    from actnorm_sphinx.pyodide import digest

    return {
        name.lower().replace("_", "-"): {
            "name": name,
            "file_name": file,
            "depends": depends,
            "sha256": digest(name.encode()),
        }
        for name, (file, depends) in FILES.items()
    }


@pytest.fixture
def source(tmp_path):
    """Where the distribution is published; one wheel is not what it should be."""
    folder = tmp_path / "cdn"
    folder.mkdir()
    for name, (file, _) in FILES.items():
        (folder / file).write_bytes(name.encode() if name != "other" else b"tampered with")
    with serving(folder) as url:
        yield url


def test_what_is_wanted_brings_what_it_needs(packages):
    from actnorm_sphinx.pyodide import closure, without

    found = closure(packages, ["plots_of"])
    assert set(found) == {"plots-of", "numpy", "cycler"}
    kept = without(found, ["numpy"])
    assert set(kept) == {"plots-of", "cycler"}
    assert kept["plots-of"]["depends"] == ["cycler"]
    assert found["plots-of"]["depends"] == ["numpy", "cycler"]


def test_a_wheel_is_the_very_one_or_none(packages, source, tmp_path):
    from actnorm_sphinx.pyodide import fetch

    assert fetch(packages["numpy"], tmp_path, source)
    assert (tmp_path / packages["numpy"]["file_name"]).read_bytes() == b"numpy"
    with pytest.raises(ValueError, match=r"other-1\.0-py3-none-any\.whl is not the wheel"):
        fetch(packages["other"], tmp_path, source)
    assert not (tmp_path / packages["other"]["file_name"]).exists()
    assert not fetch({**packages["numpy"], "file_name": "gone.whl"}, tmp_path, source)
    assert not fetch(packages["numpy"], tmp_path, "http://127.0.0.1:9")


@pytest.mark.parametrize("missing", [None, ["numpy"], []])
def test_a_page_offers_it_only_where_all_is_there(tmp_path, missing):
    from actnorm_sphinx.lite import INTERFACE, button

    python = tmp_path / "static/pyodide"
    python.mkdir(parents=True)
    (python / "pyodide.asm.wasm").write_bytes(b"0" * 3_000_000)
    if missing is not None:
        (tmp_path / "missing.json").write_text(json.dumps(missing))
    found = button(lambda path, _: f"../{path}", "a b.ipynb", tmp_path)
    if missing == []:
        (link,) = found
        assert link["text"] == f"In this browser ({3 + INTERFACE:.0f} MB)"
        assert link["url"] == "../lite/notebooks/index.html?path=a%20b.ipynb"
    else:
        assert found == []


def test_without_an_assembled_kernel_an_old_one_goes(tmp_path):
    from actnorm_sphinx.lite import build

    (tmp_path / "lite").mkdir()
    build(tmp_path, tmp_path / "nothing")
    assert not (tmp_path / "lite").exists()
