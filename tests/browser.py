"""Find a Chromium on this machine and start it; shared by the tests and the benchmarks."""

import os
import shutil
import sys
from pathlib import Path

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
NO_BROWSER = """\
This needs Chromium (or Chrome, or Edge) and found none. Get one with
  Debian, Ubuntu   sudo apt install chromium chromium-headless-shell
  macOS            brew install --cask chromium
  Windows          winget install Chromium
  anywhere         .venv/bin/playwright install chromium
or say where yours is: CHROMIUM=/path/to/chromium"""
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


def find_chromium(playwright):
    """Give the path of a Chromium: the one named, one on PATH, one installed, Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        if found := shutil.which(named):
            return found
        raise NoBrowserError(f"CHROMIUM={named} is not a program on this machine.\n{NO_BROWSER}")
    on_path = filter(None, map(shutil.which, NAMES))
    places = [*map(os.path.expandvars, PLACES), playwright.chromium.executable_path]
    for found in [*on_path, *filter(os.path.isfile, places)]:
        return found
    raise NoBrowserError(NO_BROWSER)


def launch(playwright, *, args=()):
    """Start Chromium headless, with no other host in reach."""
    args = [*ARGS, *args]
    if sys.platform == "linux" and os.geteuid() == 0:
        args.append("--no-sandbox")  # root has no sandbox to offer (containers)
    path = Path(find_chromium(playwright))
    return playwright.chromium.launch(executable_path=path, args=args)
