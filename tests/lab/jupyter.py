"""A real JupyterLab on a free port and in a home of its own; shared with the benchmarks."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

OURS = Path(__file__).resolve().parents[2] / "_ext/jupyter"  # as `make lab` has it
SETTINGS = {
    # What a student has who installed JupyterLab alone: no extension that reads MyST.
    "config/labconfig/page_config.json": {"disabledExtensions": {"jupyterlab-myst": True}},
    # Every cell is on the page, also those that are out of sight.
    "settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {
        "windowingMode": "none"
    },
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def isolated(home):
    """Environment in which nothing of the user's Jupyter is seen or changed."""
    places = {
        "HOME": "",
        "IPYTHONDIR": "ipython",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    here = {name: str(home / place) for name, place in places.items()}
    for place, content in SETTINGS.items():
        (home / place).parent.mkdir(parents=True, exist_ok=True)
        (home / place).write_text(json.dumps(content))
    return os.environ | here | {"JUPYTER_CONFIG_PATH": str(OURS)}


@contextlib.contextmanager
def jupyterlab(home):
    """Start JupyterLab on the folder `home`/work; give its address. Always shut it down."""
    work = home / "work"
    work.mkdir(exist_ok=True)
    url = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={url.rpartition(':')[2]}"]
    command += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={work}"]
    command += ["--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"]
    # Should this process be killed before it can shut the server down, nothing stays for ever.
    command += [
        "--MappingKernelManager.cull_idle_timeout=600",
        "--MappingKernelManager.cull_connected=True",
    ]
    command += ["--ServerApp.shutdown_no_activity_timeout=900"]
    with (home / "log.txt").open("w") as log:
        server = subprocess.Popen(command, env=isolated(home), stdout=log, stderr=log)
        try:
            wait_for(url, server, home / "log.txt")
            yield url
        finally:
            with contextlib.suppress(OSError):  # asks it to end its kernels too
                request = urllib.request.Request(f"{url}/api/shutdown", method="POST")
                urllib.request.urlopen(request, timeout=10).close()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def wait_for(url, server, log, patience=90):
    """Wait until the server answers; say what it printed when it does not."""
    end = time.monotonic() + patience
    while server.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{url}/api", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


@dataclass
class Notebook:
    """A notebook open in JupyterLab, driven as a student drives it."""

    page: object  # playwright.sync_api.Page
    path: Path | None = None

    @classmethod
    def open(cls, page, lab, folder, *cells):
        """Write a notebook of these code cells, and open it."""
        code = [
            {"cell_type": "code", "execution_count": None, "id": f"c{i}", "metadata": {},
             "outputs": [], "source": source}
            for i, source in enumerate(cells)
        ]  # fmt: skip
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        text = {"cells": code, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
        name = f"scratch-{len(list(Path(folder).iterdir()))}.ipynb"
        (Path(folder) / name).write_text(json.dumps(text))
        return cls(page).show(lab, Path(folder) / name)

    def show(self, lab, path):
        """Open a notebook that is there already."""
        self.path = path
        count = len(json.loads(path.read_text("utf-8"))["cells"])
        self.page.goto(f"{lab}/lab/tree/{path.name}?reset")
        self.page.locator(".jp-NotebookPanel .jp-Cell").nth(count - 1).wait_for(timeout=120_000)
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)
        return self

    def menu(self, menu, item):
        """Choose from a menu, and agree where JupyterLab asks."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text=menu).click()
        self.page.locator(".lm-Menu-itemLabel").get_by_text(item, exact=True).click()
        if item.endswith("…"):
            self.page.locator(".jp-Dialog-button").last.click()

    def save(self):
        """Save it, and give what is in the file."""
        before = self.path.read_bytes()
        self.page.keyboard.press("Control+s")
        for _ in range(50):
            with contextlib.suppress(json.JSONDecodeError):  # half of it is written
                if (now := self.path.read_bytes()) != before:
                    return json.loads(now)
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.path} was not saved")

    def cell(self, number):
        return self.page.locator(".jp-NotebookPanel .jp-Cell").nth(number)

    def run(self, number):
        """Run a cell with Shift+Enter, wait until it is done, and give what it printed."""
        prompt = self.cell(number).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self.cell(number).locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        expect(prompt).not_to_have_text(before, timeout=30_000)
        expect(prompt).to_have_text(re.compile(r"\d"), timeout=120_000)
        return self.printed(number)

    def printed(self, number):
        """Give the text a cell has printed, errors included, without colours."""
        texts = self.cell(number).locator(".jp-OutputArea-output pre").all_inner_texts()
        return re.sub(r"\x1b\[[\d;]*m", "", "\n".join(texts)).strip()
