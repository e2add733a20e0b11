# Two commands do everything: `make ask` (ask the questions) and `make test` (run the tests).
# Each makes .venv and installs what it needs the first time.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: ask test test-all lint check bench clean

ask: $(VENV)/ask.ready
	@$(BIN)/triage ask

test: $(VENV)/test.ready
	$(BIN)/python -m pytest

test-all: $(VENV)/test.ready
	$(BIN)/python -m pytest -m "soak or not soak"

lint: $(VENV)/lint.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/triage check

check: $(VENV)/ask.ready
	$(BIN)/triage check

$(VENV)/python.ready:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make ask PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/ask.ready: $(VENV)/python.ready pyproject.toml
	@echo "Installing (once) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/test.ready: $(VENV)/python.ready pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@ $(VENV)/ask.ready

$(VENV)/lint.ready: $(VENV)/test.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,lint]'
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info
