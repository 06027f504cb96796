"""The notebooks' branch: just the notebooks, a commit for each edition that changes them."""

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / ".github/publish_notebooks"
ME = ("-c", "user.name=me", "-c", "user.email=me@example.org", "-c", "init.defaultBranch=main")


def git(folder, *command):
    return subprocess.run(
        ["git", *ME, *command], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone of a repository, with a built folder that git ignores."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "me")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "me@example.org")
    git(tmp_path, "init", "--quiet", "--bare", "home.git")
    git(tmp_path, "clone", "--quiet", "home.git", "a clone")
    clone = tmp_path / "a clone"
    (clone / ".gitignore").write_text("_build/\n*.whl\n")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "-m", "start")
    built = clone / "_build/notebooks"
    (built / ".binder").mkdir(parents=True)
    (built / ".binder/requirements.txt").write_text("actnorm\n")
    for name in ("index", "00_ữ b"):
        (built / f"{name}.ipynb").write_text("{}\n")
    return clone


def publish(clone):
    done = subprocess.run(
        ["bash", SCRIPT, "_build/notebooks"], cwd=clone, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def published(clone):
    home = clone.parent / "home.git"
    names = git(home, "-c", "core.quotePath=off", "ls-tree", "-r", "--name-only", "notebooks")
    return set(names.splitlines()), int(git(home, "rev-list", "--count", "notebooks"))


def test_an_edition_is_one_commit_more_that_a_students_copy_can_take(clone, tmp_path):
    first = {".binder/requirements.txt", "index.ipynb", "00_ữ b.ipynb"}
    publish(clone)
    assert published(clone) == (first, 1)
    git(tmp_path, "clone", "--quiet", "--depth", "1", "-b", "notebooks", "home.git", "student")

    assert "already" in publish(clone)
    assert published(clone) == (first, 1)

    (clone / "_build/notebooks/index.ipynb").write_text('{"new": 1}\n')
    (clone / "_build/notebooks/00_ữ b.ipynb").unlink()
    publish(clone)
    assert published(clone) == (first - {"00_ữ b.ipynb"}, 2)
    git(tmp_path / "student", "fetch", "--quiet")
    git(tmp_path / "student", "merge", "--quiet", "-Xours", "origin/notebooks")  # as nbgitpuller
    assert (tmp_path / "student/index.ipynb").read_text() == '{"new": 1}\n'


def test_the_work_tree_is_left_alone(clone):
    (clone / "mine.txt").write_text("not yet committed")
    git(clone, "add", "mine.txt")
    before = git(clone, "status", "--porcelain", "--branch")
    publish(clone)
    assert git(clone, "status", "--porcelain", "--branch") == before


def test_without_notebooks_nothing_is_published(clone):
    shutil.rmtree(clone / "_build")
    done = subprocess.run(
        ["bash", SCRIPT, "_build/notebooks"], cwd=clone, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "make book" in done.stdout
