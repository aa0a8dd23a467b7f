# Callbox: two commands on a fresh machine are `make run` and `make test`. `make` alone lists them all.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Each worker of the tests has a PostgreSQL of its own; one of them runs all that compiles, the others wait for servers.
WORKERS ?= 3
UV ?= $(firstword $(wildcard $(BIN)/uv) uv)
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --no-emit-index-url --no-emit-find-links
# Programs of packages as they were built and checked by hash: no compiler is needed and no set-up code of theirs runs.
# What is imported is compiled then: most of what is installed never is.
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --no-input --only-binary :all: --no-compile --require-hashes
# A line for each package, so that a slow network is seen to be at work.
PROGRESS := awk '/^(Collecting|Processing)/ { sub(".*/", "", $$2); printf "  %d  %s\n", ++n, $$2; fflush() } /^Installing/ { print "  installing"; fflush() }'

# Kills and browsers share two cores with each other: what failed beside others must pass alone, and is named.
ALONE := echo "again, one at a time, what failed"; $(BIN)/python -m pytest --last-failed --last-failed-no-failures none -v

.PHONY: help
help: ## this list
	@echo "make …"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(VENV)/.package ## make .venv, whose .venv/bin/callbox is the command
	@:

.PHONY: run
run: setup ## start Callbox with its own PostgreSQL and a demo city on http://127.0.0.1:8000
	@$(BIN)/callbox run --demo

.PHONY: test
test: setup $(VENV)/.dev ## set up what the tests need and run them (ARGS='-k ledger' picks some)
	@# Taking every condition apart for its message costs each worker seconds; only what failed is run again with that.
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not slow" -rs --assert=plain $(ARGS) || \
	  { echo "again, only what failed, in full"; $(BIN)/python -m pytest --last-failed -m "not slow" $(ARGS); exit 1; }

.PHONY: prove
prove: setup $(VENV)/.browser ## the long proofs: kills, power cuts, many seeds, a shift in two browser windows
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m slow -rs $(ARGS) || { $(ALONE) -m slow $(ARGS); }

.PHONY: browser
browser: setup $(VENV)/.browser ## the journeys in a real browser (Debian's chromium); pictures of every page in build/pictures
	@export CALLBOX_BROWSER=needed; $(BIN)/python -m pytest -n 2 -m "not slow" tests/journeys/test_*_browser.py $(ARGS) || \
	  { $(ALONE) -m "not slow" $(ARGS); }

.PHONY: check
# TESTED=yes is for a caller in which `make test` has just passed on the same files.
check: style types imports $(if $(TESTED),,test) ## the one definition of clean: format, lint, types, imports, tests

.PHONY: style
style: setup $(VENV)/.dev ## format and lint, changing nothing
	@$(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --check . || true; echo "run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .

.PHONY: types
types: setup $(VENV)/.dev ## mypy --strict
	@$(BIN)/mypy

.PHONY: imports
imports: setup $(VENV)/.dev ## the contracts between the rooms
	@$(BIN)/lint-imports

.PHONY: lock
lock: ## resolve pyproject.toml anew into requirements/*.txt (UPGRADE=--upgrade takes the newest)
	@$(LOCK) $(UPGRADE) pyproject.toml requirements/build.in -o requirements/core.txt
	@$(LOCK) $(UPGRADE) pyproject.toml requirements/build.in --extra dev -c requirements/core.txt -o requirements/dev.txt
	@$(LOCK) $(UPGRADE) pyproject.toml requirements/build.in --extra browser -c requirements/dev.txt -o requirements/browser.txt
	@! grep -nE '://|file:' requirements/*.txt || { echo "an address got into the lock"; exit 1; }

.PHONY: clean
clean: ## remove what was made here; the data of a node lie elsewhere and stay
	@rm -rf $(VENV) build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: each is newer than what it was made from, so that nothing is done twice.
$(VENV)/.python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found: apt-get install python3 python3-venv / 未找到 $(PYTHON)，请先安装 python3 和 python3-venv"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Callbox needs Python 3.11 or newer and $(PYTHON) is older: make setup PYTHON=python3.11 / 需要 Python 3.11 或更高版本"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) can't make virtual environments: apt-get install python3-venv / 缺少 python3-venv，请先安装"; exit 2; }
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.core: requirements/core.txt $(VENV)/.python
	@echo "installing what Callbox needs ($$(grep -c == $<) packages)"
	@$(INSTALL) -r $< | $(PROGRESS)
	@touch $@

$(VENV)/.package: pyproject.toml $(VENV)/.core
	@echo "installing Callbox itself"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.browser: requirements/browser.txt $(VENV)/.dev
	@echo "installing what drives a browser ($$(grep -c == $<) packages)"
	@$(INSTALL) -r $< | $(PROGRESS)
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.core
	@echo "installing what the tests need ($$(grep -c == $<) packages)"
	@$(INSTALL) -r $< | $(PROGRESS)
	@touch $@
