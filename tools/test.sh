#!/bin/sh
# All tests: quick checks first, then SQLite and PostgreSQL, then the browser. Installs what is missing when root.
# `test.sh quick` runs what a change breaks most often: everything fast on SQLite, the wall on PostgreSQL, one lived week.
set -eu
bin=.venv/bin
say() { printf '\n== %s\n' "$*"; }

need() { # need PROGRAM-TEST PACKAGE WORDS
  if eval "$1" >/dev/null 2>&1; then return; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing $2"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2" >/dev/null
  else
    echo "$3 is needed for the tests (Debian/Ubuntu: sudo apt-get install $2; macOS: brew install $2)"
    exit 1
  fi
}
need 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb || ls /opt/homebrew/opt/postgresql@*/bin/initdb' postgresql PostgreSQL
need 'command -v chromium || command -v google-chrome || ls "/Applications/Google Chrome.app"' chromium Chromium

say "style, imports, types, texts"
$bin/ruff format --check src tests tools
$bin/ruff check src tests tools
$bin/lint-imports
$bin/mypy
$bin/python tools/messages.py compile
$bin/python tools/messages.py check

workers=${TEST_WORKERS:-2}
if [ "${1:-}" = quick ]; then
  say "SQLite"
  $bin/pytest -n "$workers" -m "not browser and not faults" --ignore=tests/demo
  say "PostgreSQL: the wall, jobs and drafts"
  $bin/python tools/with_postgres.py $bin/pytest -n "$workers" -m "not browser and not faults and not once" tests/wall tests/ground tests/drafts
  say "one lived week in a real browser"
  $bin/pytest tests/browser/test_week_lived.py -k phone
  exit
fi
say "SQLite"
$bin/pytest -n "$workers" -m "not browser and not faults"
say "PostgreSQL"
$bin/python tools/with_postgres.py $bin/pytest -n "$workers" -m "not browser and not faults and not once"
say "faults and a real browser, on both databases"
# These wait a lot, for a page, a lease or a process that was killed: one more at a time keeps the machine at work.
$bin/python tools/with_postgres.py $bin/pytest -n $((workers + 1)) -m "faults or browser"
