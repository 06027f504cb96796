#!/usr/bin/env bash
# Set the book up as others meet it: each case is a fresh copy on a machine with something amiss.
#
# Usage: tests/setup/cases.sh CASE [TARGET…]    CASE: a name from below, or "advice": all that end in one
#
# TARGET is what to make there; by default the light environment, looked at and left. A case that
# ends in a line of advice makes nothing. Where the home is taken away, the caches of pip, npm and
# Playwright stay, so that nothing is downloaded twice.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
CASES="plain no-venv old-python no-python blanks c-locale read-only-home no-node root not-root hardest"
BUILT=$(printf './%s\n' .git .venv node_modules _build notebooks)
ADVICE="no-venv old-python no-python"

TRIAL='{"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": null,
 "source": "import matplotlib.pyplot, actnorm.explorers as e\ne.KinksExplorer()"}],
 "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}}, "nbformat": 4, "nbformat_minor": 5}'

usage() { sed -n '2,8s/^# \{0,1\}//p' "$0"; echo "Cases: $CASES"; exit 2; }
fail() { echo "FAILED: $case: $*"; exit 1; }

# A fresh copy, without what was set up or built here, in a folder of that name below a temporary one.
copy() {
  home=$(mktemp -d)
  trap 'chmod -R u+w "$home"; rm -rf "$home"' EXIT
  work="$home/$1"
  mkdir -p "$work" "$home/bin"
  tar -C "$root" -cf - --exclude-from=- . <<<"$BUILT" | tar -C "$work" -xf -
}

# A program that stands before all others of its name.
stub() { printf '#!/bin/sh\n%s\n' "$2" >"$home/bin/$1"; chmod +x "$home/bin/$1"; }

share_caches() {
  PIP_CACHE_DIR=${PIP_CACHE_DIR:-$HOME/.cache/pip}
  npm_config_cache=${npm_config_cache:-$HOME/.npm}
  PLAYWRIGHT_BROWSERS_PATH=${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}
  export PIP_CACHE_DIR npm_config_cache PLAYWRIGHT_BROWSERS_PATH
}

# Run make in the copy, with "$@" before it; then see that the environment works.
make_there() {
  "$@" make -C "$work" "${targets[@]}" || fail "make ${targets[*]}"
  test "${targets[*]}" = .venv/lab || return 0
  echo "$TRIAL" >"$work/trial.ipynb"
  "$@" make -C "$work" --eval $'try:\n\t@$(BIN)/jupyter execute trial.ipynb' try ||
    fail "a notebook does not run"
  (cd "$work" && "$@" .venv/bin/jupyter lab --version >/dev/null) || fail "no JupyterLab"
  (cd "$work" && "$@" .venv/bin/jupyter-book --version >/dev/null) || fail "no Jupyter Book"
}

# Make must stop at once, with this line, and leave nothing that looks set up.
advised() {
  local line=$1 said
  shift
  if said=$(make -C "$work" "${targets[@]}" "$@" 2>&1); then fail "it went on: $said"; fi
  grep -qF -- "$line" <<<"$said" || fail "it did not say “$line” but: $said"
  test ! -e "$work/.venv/new" || fail "it looks set up"
}

run_case() {
  unset MAKEFLAGS MAKELEVEL VIRTUAL_ENV PYTHONPATH
  case $case in
    plain)
      copy actnorm && make_there env ;;
    no-venv) # Debian without python3-venv
      copy actnorm
      stub python3 'case "$1 $2" in "-m venv") mkdir .venv; echo "ensurepip is not available"; exit 1;; esac
exec '"$(command -v python3)"' "$@"'
      PATH="$home/bin:$PATH" advised "apt install python3-venv" ;;
    old-python)
      copy actnorm
      stub python3 'case $1 in --version) echo Python 3.9.2;; *) exit 1;; esac'
      PATH="$home/bin:$PATH" advised "needs Python 3.11 or newer; 'python3' is Python 3.9.2" ;;
    no-python)
      copy actnorm
      advised "needs Python 3.11 or newer" PYTHON=python-that-is-not-here ;;
    blanks)
      copy "bài học của tôi ữ" && make_there env ;;
    c-locale)
      copy "bài học" && make_there env -u LANG LC_ALL=C ;;
    read-only-home)
      copy actnorm
      share_caches
      HOME=$(unwritable) make_there env ;;
    no-node)
      copy actnorm
      for name in node npm npx; do stub $name 'echo "there is no node here" >&2; exit 127'; done
      make_there env PATH="$home/bin:$PATH" ;;
    root)
      copy actnorm
      if test "$(id -u)" = 0; then make_there env; else make_there sudo env PATH="$PATH"; fi
      if test "$(id -u)" != 0; then sudo chown -R "$(id -u)" "$home"; fi ;;
    not-root)
      copy actnorm
      if test "$(id -u)" != 0; then make_there env; return; fi
      mkdir "$home/own"
      chmod 755 "$home"
      chown -R 65534:65534 "$home"
      make_there setpriv --reuid=65534 --regid=65534 --clear-groups \
        env PATH=/usr/bin:/bin HOME="$home/own" PIP_CACHE_DIR="$home/own/pip" npm_config_cache="$home/own/npm" ;;
    hardest) # all that can come together
      copy "bài học của tôi ữ"
      share_caches
      for name in node npm npx; do stub $name 'echo "there is no node here" >&2; exit 127'; done
      HOME=$(unwritable) make_there env -u LANG LC_ALL=C PATH="$home/bin:$PATH" ;;
    *) usage ;;
  esac
  echo "passed: $case"
}

# A home in which nobody can write: for root, who may write everywhere, it is where nothing can be.
unwritable() {
  if test "$(id -u)" = 0; then echo /proc/self; else mkdir -m 555 "$home/own" && echo "$home/own"; fi
}

case=${1:-}
test -n "$case" || usage
shift
targets=("$@")
test $# -gt 0 || targets=(.venv/lab)
if test "$case" = advice; then
  for each in $ADVICE; do "$0" "$each" "${targets[@]}"; done
else
  run_case
fi
