# make demo   sets up and runs Barograph with a simulated network of schools
# make test   sets up and runs the tests
# make check  everything a change must pass: format, lint, types, import contracts, tests
# make faults kills the server, cuts replies, locks, fills and restarts its database, kills closes, while people answer
# make drills    rehearses a lost disk, an upgrade that is killed and a server that dies (some minutes)
# make fuzz  asks for every address with values that nobody means (5 minutes)
# make inventory  lists what an installation holds in dist/inventory.cdx.json, and checks its licences
# make refresh    writes the newest versions that pyproject.toml allows to constraints.txt
# make slow   the slow suites (pages in a browser, faults, attacks on many networks, every R call that is printed)

VENV ?= .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := $(VENV)/bin
PORT ?= 8000
# Tests run in one process more than there are cores, at most four, as many of them wait for a browser or a server.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) < 3 ? $$(getconf _NPROCESSORS_ONLN) + 1 : 4 )))
TESTS = $(BIN)/python -m pytest --numprocesses $(WORKERS) --maxprocesses 4 --dist worksteal
export OPENBLAS_NUM_THREADS = 1
# Trust what this computer trusts: schools often have a certificate authority of their own.
export UV_SYSTEM_CERTS = true
export UV_NATIVE_TLS = true
# Compiled modules are kept, or each of the processes that tests start compiles all packages anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check slow faults drills fuzz format lint types contracts generated inventory refresh clean
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(BIN)/uv:
	@echo "Making a Python environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv

$(VENV)/.run: $(BIN)/uv pyproject.toml constraints.txt
	@echo "Installing Barograph and what it needs (once) ..."
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --build-constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(BIN)/uv pyproject.toml constraints.txt
	@echo "Installing Barograph and what its tests need (once) ..."
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --build-constraint constraints.txt --editable '.[all,dev]'
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run
	@$(BIN)/barograph demo --port $(PORT)

test: $(VENV)/.dev
	$(TESTS) -m "not slow"

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

check: lint types contracts test

faults: $(VENV)/.dev
	$(BIN)/python -m tests.faults

drills: $(VENV)/.dev
	$(BIN)/python -m tests.drills

fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.faults.fuzz

# What a server has: all extras and no tool of the checks, in an environment of its own.
inventory: $(VENV)/.dev
	@rm -rf build/inventory && mkdir -p dist
	@$(BIN)/uv venv --quiet --python $(BIN)/python build/inventory
	@$(BIN)/uv pip install --quiet --python build/inventory/bin/python --constraint constraints.txt --build-constraint constraints.txt '.[all]'
	@$(BIN)/python -m tests.inventory build/inventory/bin/python dist/inventory.cdx.json
	@rm -rf build/inventory

UPGRADE ?= --upgrade

refresh: $(BIN)/uv
	@$(BIN)/uv pip compile pyproject.toml --all-extras --group set-up $(UPGRADE) --no-header --no-annotate --no-emit-index-url --quiet --output-file constraints.txt >/dev/null
	@echo "Wrote constraints.txt: read its changes with git diff, and run make check before you commit them."

slow: $(VENV)/.dev
	$(TESTS) -m slow

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
