# `make run` and `make test` do everything themselves on a fresh machine with Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export LERENDWERKEN_DATA_DIR ?= $(CURDIR)/data

.PHONY: run setup setup-dev test quick fmt lint types messages bench browser clean

run: setup ## the demo organisation at http://127.0.0.1:8000 (PORT overrides)
	@$(BIN)/lerendwerken serve --demo

setup: $(VENV)/ready

$(VENV)/ready: requirements/base.txt pyproject.toml
	@sh tools/setup.sh base $(PYTHON)
	@touch $@

setup-dev: $(VENV)/ready-dev

$(VENV)/ready-dev: requirements/dev.txt requirements/model.txt pyproject.toml
	@sh tools/setup.sh dev $(PYTHON)
	@touch $@ $(VENV)/ready

test: setup-dev ## everything: lint, types, texts, both databases, the browser
	@sh tools/test.sh

quick: setup-dev ## what a change breaks most often, within minutes; `test` has the rest
	@sh tools/test.sh quick

fmt: setup-dev
	@$(BIN)/ruff format src tests tools
	@$(BIN)/ruff check --fix src tests tools

lint: setup-dev
	@$(BIN)/ruff format --check src tests tools
	@$(BIN)/ruff check src tests tools
	@$(BIN)/lint-imports

types: setup-dev
	@$(BIN)/mypy

messages: setup-dev ## that every text has its Dutch
	@$(BIN)/python tools/messages.py check

bench: setup-dev ## what pages, masking, acts and streams cost, each against a floor of the same run
	@$(BIN)/python -m tests.scale

clean:
	rm -rf $(VENV) data build

browser: setup-dev ## the journeys in a real browser
	@$(BIN)/python tools/with_postgres.py $(BIN)/pytest tests/browser -m browser
