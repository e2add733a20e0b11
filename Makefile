# Two commands do everything: `make ask` (ask the questions) and `make test` (run the tests).
# Each makes .venv and installs what it needs the first time.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: ask test test-all lint check verify bench messages clean

ask: $(VENV)/ask.ready
	@$(BIN)/triage ask

test: $(VENV)/test.ready
	$(BIN)/python -m pytest

test-all: $(VENV)/soak.ready
	$(BIN)/python -m pytest -m "soak or not soak"

lint: $(VENV)/lint.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/triage check

check: $(VENV)/ask.ready
	$(BIN)/triage check

# Measures everything against other rule engines and writes benchmarks/results (about 12 minutes on
# two cores that nobody else uses). `make bench BENCH=--quick` only tries it out.
bench: $(VENV)/bench.ready
	$(BIN)/python benchmarks/run.py $(BENCH)

# Every property of the rules, proved over every possible set of answers; under a minute.
verify: $(VENV)/test.ready
	$(BIN)/triage verify

# Collects the messages in the code, brings every catalogue up to date, and compiles it. Run it
# again after translating the empty entries it leaves in triage/locale/*/LC_MESSAGES/triage.po.
messages: $(VENV)/test.ready
	@mkdir -p build
	$(BIN)/pybabel -q extract --no-location --sort-output --width=100 --project=symptom-triage -o build/triage.pot triage
	$(BIN)/pybabel -q update -D triage --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=100 -i build/triage.pot -d triage/locale
	$(BIN)/pybabel -q compile -D triage -d triage/locale

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

$(VENV)/soak.ready: $(VENV)/test.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,spark]'
	@touch $@

$(VENV)/lint.ready: $(VENV)/test.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,lint]'
	@touch $@

$(VENV)/bench.ready: $(VENV)/python.ready pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $@ $(VENV)/ask.ready

clean:
	rm -rf $(VENV) build dist *.egg-info
