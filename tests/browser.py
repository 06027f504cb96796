"""Find a Chromium on this machine, get one where there is none, start it.

Usage: python tests/browser.py

Tests and benchmarks start what this finds. `make test` runs it as a script before all else: a
machine without a browser gets one in the beginning or hears in the beginning what to type.
"""

import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = (
    "chromium-headless-shell",  # the same engine with no window: these tests take half the time
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Chromium\Application\chrome.exe",
    r"%LocalAppData%\Chromium\Application\chrome.exe",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
)
# Where Playwright keeps what it downloads, and under which names.
CACHE = {"darwin": "~/Library/Caches/ms-playwright", "win32": r"~\AppData\Local\ms-playwright"}
DOWNLOADED = (
    "chromium_headless_shell-*/*/chrome-headless-shell*",
    "chromium_headless_shell-*/*/headless_shell*",
    "chromium-*/*/chrome",
    "chromium-*/*/chrome.exe",
    "chromium-*/*/*.app/Contents/MacOS/*",
)
ENGINES = ("chromium", "firefox", "webkit")
DOWNLOADS = "https://cdn.playwright.dev"
NO_BROWSER = """\
This needs Chromium (or Chrome, or Edge) and found none. Get one with
  Debian           sudo apt install chromium-headless-shell
  macOS            brew install --cask chromium
  Windows          winget install Hibbiki.Chromium
  anywhere         pip install playwright && playwright install chromium-headless-shell
or say where yours is: CHROMIUM=/path/to/chromium
or go without, outside CI: ACTNORM_NO_BROWSER=1 make test"""
# Quiet, and alone on the machine: every other host is out of reach.
ARGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-first-run",
]


class NoBrowserError(RuntimeError):
    """There is no Chromium here; the message says how to get one."""


def find_chromium():
    """Give the path of a Chromium: the one named, one on PATH, one installed, Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not shutil.which(named):
            raise NoBrowserError(f"CHROMIUM={named} is no program on this machine.\n{NO_BROWSER}")
        return shutil.which(named)
    on_path = filter(None, map(shutil.which, NAMES))
    installed = filter(os.path.isfile, map(os.path.expandvars, PLACES))
    for found in [*on_path, *installed, *_downloaded()]:
        return str(found)
    raise NoBrowserError(NO_BROWSER)


def _downloaded():
    place = CACHE.get(sys.platform, "~/.cache/ms-playwright")
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or place).expanduser()
    found = [path for pattern in DOWNLOADED for path in sorted(cache.glob(pattern), reverse=True)]
    return [path for path in found if shutil.which(path)]


def get_chromium():
    """Give the path of a Chromium, and get one first where there is none and it can be had."""
    try:
        return find_chromium()
    except NoBrowserError:
        if os.environ.get("CHROMIUM"):
            raise
    for get in (_download, _install):
        if get():
            try:
                found = find_chromium()
                subprocess.run([found, "--version"], check=True, stdout=subprocess.DEVNULL)
            except (NoBrowserError, OSError, subprocess.CalledProcessError):
                continue  # a system may lack a library that the download needs
            return found
    raise NoBrowserError(NO_BROWSER)


def _download():
    """Let Playwright download its own, into the user's cache."""
    try:
        host = os.environ.get("PLAYWRIGHT_DOWNLOAD_HOST", DOWNLOADS)
        urllib.request.urlopen(host, timeout=1).close()
    except urllib.error.HTTPError:
        pass  # it answers
    except (OSError, ValueError):
        return False
    bin_ = ROOT / ".venv" / "bin"
    locked = re.search(r"^playwright==.*$", (ROOT / "requirements.lock").read_text("utf-8"), re.M)
    needs = [["make", "--silent", ".venv/new", f"PYTHON={sys.executable}"]]
    needs += [[bin_ / "python", "-m", "pip", "install", "--quiet", locked[0]]]
    if (bin_ / "playwright").is_file():
        needs = []
    return _run(*needs, [bin_ / "playwright", "install", "chromium-headless-shell"])


def _install():
    """Ask the system's package manager, where it may be asked."""
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        return False
    install = "apt-get install -y -qq chromium-headless-shell fonts-liberation"
    return _run(["apt-get", "update", "-qq"], install.split())


def _run(*commands):
    for command in commands:
        print("No browser here yet:", *command, flush=True)
        if subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL).returncode:
            return False
    return True


def wanted_engine():
    """Give the name of the engine that is asked for."""
    return os.environ.get("ENGINE", ENGINES[0])


def launch(playwright, *, args=()):
    """Start Chromium headless, with no other host in reach; or the engine that ENGINE names.

    That is Playwright's own Firefox or WebKit (`playwright install firefox webkit`), or the Firefox
    of the system: FIREFOX=/path/to/firefox.
    """
    engine = wanted_engine()
    if engine not in ENGINES:
        raise NoBrowserError(f"ENGINE must be one of {', '.join(ENGINES)}; got {engine!r}")
    if engine != "chromium":
        named = os.environ.get("FIREFOX") if engine == "firefox" else None
        own = {"channel": "moz-firefox", "executable_path": named} if named else {}
        return getattr(playwright, engine).launch(**own)
    args = [*arguments(), *args]
    return playwright.chromium.launch(executable_path=find_chromium(), args=args)


def arguments():
    """Give what Chromium is started with."""
    root = sys.platform == "linux" and os.geteuid() == 0
    return [*ARGS, "--no-sandbox"] if root else ARGS  # root has no sandbox to offer (containers)


def main():
    """Find or get a browser; say what to type where neither can be done."""
    if os.environ.get("ACTNORM_NO_BROWSER") and not os.environ.get("CI"):
        return
    try:
        print("The browser for the tests:", get_chromium())
    except NoBrowserError as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()
