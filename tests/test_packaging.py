"""What `pip install .` gives: the library and its bundle, without the book's tools."""

import email
import importlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import actnorm

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "actnorm" / "explorers" / "static"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """The wheel as each edition publishes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "_ext")
        wheel = importlib.import_module("actnorm_sphinx.wheel")
        return wheel.build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def wheel(path):
    with zipfile.ZipFile(path) as wheel:
        yield wheel


def test_wheel_carries_the_bundle_the_palette_and_the_data(wheel):
    names = set(wheel.namelist())
    bundle = {f"actnorm/explorers/static/{path.name}" for path in STATIC.iterdir()}
    assert bundle
    assert bundle <= names
    assert "actnorm/palette.json" in names
    assert {f"actnorm/data/{name}.csv.gz" for name in ("digits", "wine", "breast_cancer")} <= names


def test_wheel_carries_the_library_only(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"actnorm"}


def test_wheel_does_not_ask_for_the_books_tools(wheel):
    needs = [need for need in metadata(wheel).get_all("Requires-Dist") if "extra ==" not in need]
    assert any(need.startswith("numpy") for need in needs)
    tools = ("jupyter", "sphinx", "node", "scikit-learn", "scipy")
    assert not [need for need in needs if need.startswith(tools)]


def test_wheel_has_the_version_that_the_library_states(wheel):
    assert metadata(wheel)["Version"] == actnorm.__version__


def test_wheel_has_an_extra_for_the_lab_the_book_and_the_checks(wheel):
    """Each asks for what it is about; a student's lab needs none of the book's own tools."""
    extras = metadata(wheel).get_all("Provides-Extra")
    assert sorted(extras) == ["book", "lab", "test"]
    needs = {
        extra: {
            re.match(r"[\w-]+", need)[0]
            for need in metadata(wheel).get_all("Requires-Dist")
            if need.endswith(f'extra == "{extra}"')
        }
        for extra in extras
    }
    assert {"jupyterlab", "jupyter-book"} <= needs["lab"]
    assert "actnorm" in needs["book"], "the book is built in a lab's environment, with more"
    assert "pytest" in needs["test"]
    assert not needs["lab"] & (needs["book"] | needs["test"])


def metadata(wheel):
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return email.message_from_bytes(wheel.read(name))


def test_a_clone_that_is_not_installed_imports(tmp_path):
    """No package's metadata are to be found, as where nothing was installed."""
    shutil.copytree(ROOT / "actnorm", tmp_path / "actnorm")
    code = (
        "import sys, importlib.metadata as m; sys.path.insert(0, sys.argv[1]);"
        "m.Distribution.from_name = classmethod(lambda c, n: (_ for _ in ()).throw("
        "m.PackageNotFoundError(n)));"
        "import actnorm; assert actnorm.__file__.startswith(sys.argv[1]), actnorm.__file__;"
        "print(actnorm.__version__, actnorm.data.wine().x_train.shape)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(tmp_path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] == actnorm.__version__


def test_unpacked_wheel_imports_and_finds_its_bundle(wheel, tmp_path):
    wheel.extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import actnorm.explorers as e;"
        "assert e.__file__.startswith(sys.argv[1]), e.__file__;"
        "print(len(e.BatchNormExplorer([0.0, 1.0])._esm))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1000
