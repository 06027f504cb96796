"""The notebooks with a kernel in the browser: it starts, and asks nobody but the site itself.

Where Pyodide's compiled wheels cannot be reached there is no NumPy; all else is as a reader has it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ..serve import serving
from ..site.visits import BUILD, ROOT

pytestmark = [pytest.mark.site, pytest.mark.xdist_group("lite")]
NOTEBOOK = "00_start_here.ipynb"


@pytest.fixture(scope="module")
def lite():
    """The extension's module, found as Sphinx finds it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "_ext")
        from actnorm_sphinx import lite

        yield lite


@pytest.fixture(scope="module")
def assembled(tmp_path_factory):
    """What `make lite` assembles, in an environment of its own."""
    home = tmp_path_factory.mktemp("assembled")
    locked = (ROOT / "requirements.lock").read_text("utf-8").replace("-e .", "# -e .")
    subprocess.run([sys.executable, "-m", "venv", home / "venv"], check=True)
    (home / "venv/constraints.txt").write_text(locked, "utf-8")
    python = home / "venv/bin/python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    needs = ["-c", home / "venv/constraints.txt", "-r", ROOT / "_ext/lite-requirements.txt"]
    subprocess.run([*pip, *needs], check=True)
    env = os.environ | {"PYTHONPATH": str(ROOT / "_ext")}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"  # the wheel's npm
    script = ROOT / "_ext/assemble_lite.py"
    subprocess.run([python, script, home / "lite"], env=env, check=True)
    return home / "lite", home / "venv/bin/jupyter-lite"


@pytest.fixture(scope="module")
def site(lite, assembled, tmp_path_factory):
    """A site with nothing but wheel, notebooks and kernel; its files and its address."""
    site = tmp_path_factory.mktemp("site")
    for name in ("notebooks", "wheel"):
        shutil.copytree(BUILD / name, site / name)
    lite.build(site, *assembled)
    with serving(site) as url:
        yield site, url


@pytest.fixture(scope="module")
def opened(browser, site):
    """A notebook with its kernel at rest, and all that was asked for."""
    _, url = site
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    asked, weights = [], {}
    context.on("request", lambda request: asked.append(request.url))
    context.on(
        "response",
        lambda r: weights.__setitem__(r.url, int(r.headers.get("content-length", 0))),
    )
    page = context.new_page()
    page.goto(f"{url}/lite/notebooks/index.html?path={NOTEBOOK}")
    at_rest(page)
    yield page, asked, weights
    context.close()


def at_rest(page):
    state = page.locator(".jp-Notebook-ExecutionIndicator").first
    expect(state).to_have_attribute("data-status", "idle", timeout=180_000)


def run(page, code):
    """Write a cell in place of the first one, run it, and give what it prints."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").first
    prompt = cell.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)
    page.keyboard.press("Control+Enter")
    expect(prompt).not_to_have_text(before, timeout=60_000)
    expect(prompt).to_have_text(re.compile(r"\d"), timeout=120_000)
    return cell.locator(".jp-OutputArea").inner_text()


def test_a_chapter_opens_and_its_kernel_starts(opened):
    page, _, _ = opened
    expect(page.get_by_role("heading", name="Start here").first).to_be_visible()
    assert "emscripten" in run(page, "import sys\nprint(sys.platform)")


def test_from_a_folder_it_says_what_it_needs(opened, site, browser):
    page, _, _ = opened
    expect(page.get_by_text("From a folder it cannot come")).to_be_hidden()
    folder = browser.new_page()
    folder.goto(f"{site[0].as_uri()}/lite/notebooks/index.html?path={NOTEBOOK}")
    expect(folder.get_by_text("From a folder it cannot come")).to_be_visible()
    folder.close()


def test_widgets_are_drawn(opened):
    page, _, _ = opened
    run(page, "import anywidget, ipywidgets\nipywidgets.IntSlider(description='felt')")
    expect(page.locator(".widget-slider", has_text="felt")).to_be_visible(timeout=60_000)


def test_the_library_is_the_sites_own(opened, site, assembled):
    """No install: `import actnorm` fetches it; without NumPy that is as far as it comes."""
    page, asked, _ = opened
    said = run(page, "import actnorm\nprint(actnorm.__file__, float(actnorm.sigmoid_grad(40.0)))")
    assert "site-packages/actnorm/__init__.py" in said
    (wheel,) = (site[0] / "wheel").iterdir()
    assert f"{site[1]}/lite/static/pyodide/{wheel.name}" in {url.split("?")[0] for url in asked}
    if json.loads((assembled[0] / "missing.json").read_text("utf-8")):
        assert "No module named 'numpy'" in said
    else:
        assert "4.24" in said
        run(page, "from actnorm.explorers import BatchNormExplorer\nBatchNormExplorer()")
        expect(page.locator(".actnorm svg").first).to_be_visible(timeout=60_000)


def test_nothing_is_asked_of_others(opened, site):
    _, asked, _ = opened
    assert len(asked) > 50
    assert [url for url in asked if not url.startswith((site[1], "data:", "blob:"))] == []


def test_it_weighs_what_the_button_says_at_most(lite, opened):
    _, _, weights = opened
    rest = sum(weight for url, weight in weights.items() if "/static/pyodide/" not in url)
    assert 0.5 * lite.INTERFACE < rest / 1e6 < lite.INTERFACE
