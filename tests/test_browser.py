"""A machine without a browser gets one, or is told what to type, before anything else is done."""

import http.server
import os
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest

from . import browser

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its programs are sh scripts")
SHELL = "chromium-headless-shell"


def program(path, *lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)


class Machine:
    """A machine with the programs we say, no network, and nobody's rights."""

    def __init__(self, home, patch):
        self.home, self.patch, self.bin = home, patch, home / "bin"
        self.cache = home / "cache"
        for name in ("CHROMIUM", "ACTNORM_NO_BROWSER"):
            patch.delenv(name, raising=False)
        patch.setenv("PATH", f"{self.bin}")
        patch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(self.cache))
        patch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")
        patch.setattr(browser, "PLACES", ())
        patch.setattr(browser, "ROOT", home)
        patch.setattr(os, "geteuid", lambda: 1000)
        self.bin.mkdir()

    def has(self, name, *lines):
        program(self.bin / name, *lines)

    def may_install(self, *, and_then="exit 0"):
        self.patch.setattr(os, "geteuid", lambda: 0)
        made = f"printf '#!/bin/sh\\n{and_then}\\n' > {self.bin / SHELL}"
        asked = f'echo "$@" >> {self.home}/asked'
        mode = f"/bin/chmod +x {self.bin / SHELL}"
        self.has("apt-get", asked, f"case $1 in install) {made}; {mode};; esac")

    def online(self, request):
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), http.server.BaseHTTPRequestHandler
        )  # which answers 501: that is an answer
        server.RequestHandlerClass.log_message = lambda *_: None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        request.addfinalizer(server.server_close)
        request.addfinalizer(server.shutdown)
        self.patch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", f"http://127.0.0.1:{server.server_port}")

    def downloads(self, *lines):
        """Make the environment's Playwright put a browser of these lines where it keeps them."""
        (self.home / "requirements.lock").write_text("playwright==1.0\n")
        place = self.cache / "chromium_headless_shell-12/linux/chrome-headless-shell"
        text = "\\n".join(["#!/bin/sh", *lines])
        program(
            self.home / ".venv/bin/playwright",
            f'echo "$@" >> {self.home}/asked',
            f"/bin/mkdir -p {place.parent}",
            f"printf '{text}\\n' > {place}",
            f"/bin/chmod +x {place}",
        )
        return str(place)

    @property
    def asked(self):
        path = self.home / "asked"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def machine(tmp_path, monkeypatch):
    return Machine(tmp_path, monkeypatch)


def test_one_that_is_there_is_taken_and_nothing_is_got(machine, request):
    machine.has(SHELL)
    machine.has("chromium")
    machine.may_install()
    machine.online(request)
    assert browser.get_chromium() == str(machine.bin / SHELL)
    assert machine.asked == []


def test_the_one_named_must_be_there(machine):
    machine.has(SHELL)
    machine.may_install()
    machine.patch.setenv("CHROMIUM", "my-own")
    with pytest.raises(browser.NoBrowserError, match="CHROMIUM=my-own is no program"):
        browser.get_chromium()
    assert machine.asked == []
    machine.has("my-own")
    assert browser.get_chromium() == str(machine.bin / "my-own")


def test_playwright_s_own_is_downloaded(machine, request):
    machine.online(request)
    machine.may_install()
    place = machine.downloads("exit 0")
    assert browser.get_chromium() == place
    assert machine.asked == ["install chromium-headless-shell"]
    assert browser.find_chromium() == place


def test_the_package_manager_is_asked_where_there_is_no_download(machine):
    machine.may_install()
    assert browser.get_chromium() == str(machine.bin / SHELL)
    assert machine.asked[0].startswith("update")
    assert SHELL in machine.asked[1]


def test_or_where_the_download_does_not_start(machine, request):
    """It lacks a library, in a bare container; the package manager brings them all."""
    machine.online(request)
    machine.may_install()
    machine.downloads("exit 127")
    assert browser.get_chromium() == str(machine.bin / SHELL)


def test_where_nothing_can_be_got_it_says_what_to_type(machine):
    machine.has("apt-get", f"echo called >> {machine.home}/asked")  # not root: it may not
    with pytest.raises(browser.NoBrowserError, match="apt install chromium-headless-shell"):
        browser.get_chromium()
    assert machine.asked == []


@pytest.mark.parametrize(
    ("engine", "firefox", "asked"),
    [
        ("firefox", None, {}),
        ("webkit", "/opt/firefox", {}),
        ("firefox", "/opt/firefox", {"channel": "moz-firefox", "executable_path": "/opt/firefox"}),
    ],
)
def test_another_engine_is_started_by_name(monkeypatch, engine, firefox, asked):
    class Kind:
        def launch(self, **options):
            return engine, options

    monkeypatch.setenv("ENGINE", engine)
    if firefox:
        monkeypatch.setenv("FIREFOX", firefox)
    else:
        monkeypatch.delenv("FIREFOX", raising=False)
    assert browser.launch(SimpleNamespace(**{engine: Kind()})) == (engine, asked)


def test_an_engine_that_nobody_makes_is_refused(monkeypatch):
    monkeypatch.setenv("ENGINE", "gecko")
    with pytest.raises(browser.NoBrowserError, match="chromium, firefox, webkit; got 'gecko'"):
        browser.launch(None)


def test_it_is_the_first_thing_that_make_test_does(root, tmp_path):
    """With nothing set up, and no browser: one command has run, and the rest has not begun."""
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((root / name).read_bytes())
    script = tmp_path / "tests/browser.py"
    script.parent.mkdir()
    script.write_bytes((root / "tests/browser.py").read_bytes())
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "ACTNORM_NO_BROWSER"))
    }
    done = subprocess.run(
        ["make", "test", f"PYTHON={sys.executable}"], cwd=tmp_path, capture_output=True, text=True,
        env=environment | {"CHROMIUM": "my-own"},
    )  # fmt: skip
    assert done.returncode != 0
    assert done.stderr.startswith("CHROMIUM=my-own is no program")
    assert {path.name for path in tmp_path.iterdir()} <= {
        "Makefile", "requirements.lock", "pyproject.toml", "tests",
    }  # fmt: skip
