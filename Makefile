# Two commands are enough: `make run` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
LOCK   := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
          --no-header --no-annotate --no-emit-index-url --no-emit-find-links -q

.PHONY: run test check bench soak snapshots docs lock clean

run: $(VENV)/.run            ## open the console on the demo workspace
	@$(BIN)/spotlight demo

test: $(VENV)/.dev           ## set up and run the tests: two a core, for they mostly wait
	@$(BIN)/python -m pytest -n $$($(BIN)/python -c 'import os; print(2 * (os.cpu_count() or 1))')

check: $(VENV)/.dev          ## style, types, floors
	@$(BIN)/ruff check --no-cache . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.dev          ## measure against the budgets
	@$(BIN)/python -m tests.bench

soak: $(VENV)/.dev           ## eight people at one store for a minute, killed and stopped at random
	@$(BIN)/python -m tests.store.soak

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Spotlight needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "setting up (once, about a minute) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@$(BIN)/python -m compileall -q console data screens
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

snapshots: $(VENV)/.dev      ## keep the panes as they are drawn now; look at each before you commit
	@SPOTLIGHT_SNAPSHOTS=write $(BIN)/python -m pytest tests/screens/test_snapshots.py

docs: $(VENV)/.dev           ## the README's key table, hazards, crash points, pictures
	@$(BIN)/python -m tests.docs
	@$(BIN)/python -m tests.hazards > docs/hazards.md
	@$(BIN)/python -m tests.store.points > docs/crash-points.md
	@$(BIN)/python -m tests.shots

lock:                        ## pin the dependencies again, with hashes (needs uv)
	@$(LOCK) --upgrade --group setup -o requirements.txt
	@$(LOCK) --upgrade --group dev -c requirements.txt -o requirements-dev.txt

clean:
	@rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
