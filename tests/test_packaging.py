"""What `pip install .` gives: the library and its bundle, without the book's tools."""

import email
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
def wheel(tmp_path_factory):
    # From a copy: setuptools builds inside the source, and two workers would meet there.
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "actnorm", source / "actnorm")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", str(source), "--wheel-dir", str(out)),
            *("--no-deps", "--no-build-isolation", "--quiet"),
        ],
        check=True,
        cwd=out,
    )
    (path,) = out.glob("*.whl")
    return zipfile.ZipFile(path)


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
