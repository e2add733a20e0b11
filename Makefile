# Two commands do everything: `make ask` (ask the questions) and `make test` (run the tests).
# Each makes .venv and installs what it needs the first time: exactly what the locks in
# requirements/ name, file by file, then this checkout itself. `make help` lists the rest.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = -m pip install --quiet --disable-pip-version-check
UV = $(BIN)/uv --quiet --no-config pip compile --python $(BIN)/python
LOCK = $(UV) --universal --python-version 3.11 --generate-hashes --no-annotate \
  --custom-compile-command "make lock" pyproject.toml

.DEFAULT_GOAL := ask
.PHONY: ask extras spark page help check verify difference test test-all test-lowest test-newest test-embedded \
  test-doors lint lock messages bench clean

##@ To use it
ask: $(VENV)/run.ready ## asks you, in this terminal: make ask ARGS="--lang es"
	@trap : INT; $(BIN)/triage ask $(ARGS) || { status=$$?; [ $$status = 130 ] || exit $$status; }
# 130 is Ctrl-C: the person stopped, nothing failed. The shell must outlive it to tell make so.

extras: $(VENV)/extras.ready ## adds PDF reports, tables of cases, proofs, the reading level and HTTP

spark: $(VENV)/spark.ready ## adds tables of cases on Spark (needs Java 17 or newer)

page: $(VENV)/run.ready ## writes the questions as one page: build/triage.html
	@mkdir -p build
	$(BIN)/triage page --out build/triage.html --lang en,es $(ARGS)

help: ## shows this list
	@awk -F ':.*## ' '/^##@ /{printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## /{printf "  make %-14s%s\n", $$1, $$2}' Makefile

##@ To change the rules
check: $(VENV)/run.ready ## names every mistake in the rules and texts
	$(BIN)/triage check

verify: $(VENV)/extras.ready ## proves every property of the rules, over every possible set of answers
	$(BIN)/triage verify

# BASE is the last release unless you name another revision.
BASE ?= $(shell git describe --tags --abbrev=0 2>/dev/null)
difference: $(VENV)/extras.ready ## tells whom the rules treat differently: make difference BASE=v0.1.0
	@if [ -z "$(BASE)" ]; then echo "no release yet, nothing to compare with"; exit 0; fi; \
	  old=$$(mktemp -d) && trap 'rm -rf "$$old"' EXIT && echo "Compared with $(BASE):" && \
	  git archive -o "$$old/content.tar" "$(BASE)" rules knowledge && \
	  tar -xf "$$old/content.tar" -C "$$old" && \
	  { $(BIN)/triage diff "$$old" . || [ $$? -eq 1 ]; }  # 1: they differ, which is no failure

##@ To change the program
test: $(VENV)/test.ready ## runs the tests on every core: make test ARGS="tests/cli -x"
	$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

lint: $(VENV)/lint.ready ## format, ruff, mypy, import-linter, content check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/triage check

test-all: $(VENV)/test.ready $(VENV)/spark.ready ## adds the slow runs, and those on Spark
	$(BIN)/python -m pytest -m "soak or not soak" $(ARGS)

# A browser (Debian's Chromium) and what js/package-lock.json names are installed where they are
# missing; where that cannot be done, the tests are skipped and say why.
test-doors: $(VENV)/test.ready js/node_modules/.ready ## runs the tests of the page in a browser (installs one)
	@for browser in chromium chromium-browser google-chrome; do command -v $$browser > /dev/null && exit 0; done; \
	  echo "Installing a browser ..." >&2; \
	  { apt-get update -qq && apt-get install -qqy --no-install-recommends chromium > /dev/null; } || \
	  echo "No browser could be installed." >&2
	$(BIN)/python -m pytest -m doors tests/page $(ARGS)

# The three below make an environment of their own, anew each time.
test-lowest: $(VENV)/lock.ready ## runs the tests with the lowest versions that pyproject.toml allows
	@mkdir -p build
	$(UV) --resolution lowest-direct --extra test --no-header pyproject.toml -o build/lowest.txt
	$(PYTHON) -m venv --clear .venv-lowest
	.venv-lowest/bin/python $(PIP) -r build/lowest.txt
	.venv-lowest/bin/python $(PIP) --no-deps --no-build-isolation -e .
	.venv-lowest/bin/python -m pytest $(ARGS)

test-newest: $(VENV)/python.ready ## runs the tests with the newest versions that pyproject.toml allows
	$(PYTHON) -m venv --clear .venv-newest
	.venv-newest/bin/python $(PIP) -e '.[test]'
	.venv-newest/bin/python -m pytest $(ARGS)

test-embedded: $(VENV)/python.ready ## runs the tests of inference as in an app with newer frozendict and schema
	$(PYTHON) -m venv --clear .venv-embedded
	.venv-embedded/bin/python $(PIP) --require-hashes --only-binary :all: -r requirements/build.txt
	.venv-embedded/bin/python $(PIP) --require-hashes --no-build-isolation -r requirements/test.txt
	.venv-embedded/bin/python $(PIP) --no-deps --no-warn-conflicts -r requirements/embedded.in
	.venv-embedded/bin/python $(PIP) --no-deps --no-build-isolation -e .
	.venv-embedded/bin/python -m pytest tests/unit/rete tests/unit/session tests/packaging $(ARGS)

# All extras are resolved together first, so that no two locks name different versions; a version
# that is locked stays until it no longer fits, or is asked to move.
lock: $(VENV)/lock.ready ## writes requirements/*.txt anew: make lock ARGS=--upgrade
	@mkdir -p build
	@cat requirements/*.txt > build/all.txt
	$(LOCK) --all-extras --group build --group lock $(ARGS) -o build/all.txt
	$(LOCK) -c build/all.txt -o requirements/run.txt
	$(LOCK) -c build/all.txt --extra verify --extra batch --extra pdf --extra check --extra http --extra mcp -o requirements/extras.txt
	$(LOCK) -c build/all.txt --extra spark -o requirements/spark.txt
	$(LOCK) -c build/all.txt --extra test -o requirements/test.txt
	$(LOCK) -c build/all.txt --extra test --extra lint -o requirements/lint.txt
	$(LOCK) -c build/all.txt --extra bench -o requirements/bench.txt
	$(LOCK:pyproject.toml=) -c build/all.txt --group build -o requirements/build.txt
	$(LOCK:pyproject.toml=) -c build/all.txt --group lock -o requirements/lock.txt

# Collects the messages in the code, brings every catalogue up to date, and compiles it. Run it
# again after translating the empty entries it leaves in triage/locale/*/LC_MESSAGES/triage.po.
messages: $(VENV)/test.ready ## collects the program's messages and compiles their translations
	@mkdir -p build
	$(BIN)/pybabel -q extract --no-location --sort-output --width=100 --project=symptom-triage -o build/triage.pot triage
	$(BIN)/pybabel -q update -D triage --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=100 -i build/triage.pot -d triage/locale
	$(BIN)/pybabel -q compile -D triage -d triage/locale

# About 12 minutes on two cores that nobody else uses; `make bench BENCH=--quick` only tries it out.
bench: $(VENV)/bench.ready ## measures us against other rule engines, into benchmarks/results
	$(BIN)/python benchmarks/run.py $(BENCH)

clean: ## removes all that was installed and built
	rm -rf $(VENV) .venv-lowest .venv-newest .venv-embedded build dist *.egg-info

# What is installed. A mark is set when all went well, so what was interrupted is done again; every
# lock holds what `run` does, in the same versions.
$(VENV)/python.ready:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make ask PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip --version > /dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/%.ready: requirements/%.txt requirements/build.txt pyproject.toml | $(VENV)/python.ready
	@echo "Installing (once) ..." >&2
	@$(BIN)/python $(PIP) --require-hashes --only-binary :all: -r requirements/build.txt
	@$(BIN)/python $(PIP) --require-hashes --no-build-isolation -r $<
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation -e .
	@touch $(VENV)/run.ready $@

js/node_modules/.ready: js/package-lock.json
	@cd js && npm ci --silent --no-audit --no-fund && touch node_modules/.ready || \
	  echo "What the tests in a browser need could not be installed." >&2

$(VENV)/lock.ready: requirements/lock.txt | $(VENV)/python.ready
	@$(BIN)/python $(PIP) --require-hashes --only-binary :all: -r $<
	@touch $@
