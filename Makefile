# What a developer does here. A fresh clone needs make and Python 3.11 or newer, nothing else:
#
#   make build    builds the sample archive into dist/
#   make test     installs what the tests use, then runs lint, format check, type check and tests
#   make lint     the checks of `make test` that need no browser
#   make format   rewrites the code the way `make lint` wants it
#   make screenshots  pictures of all kinds of pages on one sheet: build/screenshots/index.html
#   make lighthouse   Lighthouse's points of all kinds of pages, in all languages, phone and desktop
#   make bench    measures builds against Hugo's; SIZE=5000 articles, RUNS=3
#   make bench-serve  from a save to the browser showing it; SIZE=1000 RUNS=30
#   make bench-growth  builds archives of 10,000 to 300,000 articles; SIZES="10000 30000"
#   make bench-photos  measures the making of photos against Hugo's; PHOTOS=40, RUNS=1
#   make bench-search   measures the search: its size, time and transfer; SIZE=10000 articles
#   make search-script  makes static/search.js of sitegen/search/client.js
#   make clean    removes all that these commands made
#
# BUILD_OPTIONS="--drafts" are handed to `sitegen build`.
# PYTHON=/path/to/python chooses the interpreter; uv does the installing when it is on the PATH.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: build test lint format bench bench-growth bench-photos bench-search
.PHONY: search-script screenshots lighthouse clean test-tools

build: $(VENV)/.installed
	$(BIN)/sitegen build $(BUILD_OPTIONS)

test: lint test-tools
	$(BIN)/pytest -n auto --dist worksteal

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: SIZE := 5000
bench: RUNS := 3
bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench --size $(SIZE) --runs $(RUNS)

bench-serve: SIZE := 1000
bench-serve: RUNS := 30
bench-serve: test-tools
	$(BIN)/python -m tests.bench.serving --size $(SIZE) --runs $(RUNS)
bench-growth: SIZES := 10000 30000 100000 300000
bench-growth: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench.growth --sizes $(SIZES)

bench-search: SIZE := 10000
bench-search: test-tools
	$(BIN)/python -m tests.bench.search --size $(SIZE)

# A test knows the same options, and fails when the script is not what they make of its source.
search-script: test-tools
	tests/tools/node_modules/.bin/terser sitegen/search/client.js $(SMALL) --output static/search.js

SMALL := --compress passes=3,unsafe_arrows=true --mangle --ecma 2022 --module

bench-photos: PHOTOS := 40
bench-photos: RUNS := 1
bench-photos: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench.photos --photos $(PHOTOS) --runs $(RUNS)

screenshots: build test-tools
	$(BIN)/python -m tests.screenshots $(WORDS)

lighthouse: build test-tools
	$(BIN)/python -m tests.lighthouse $(WORDS)

clean:
	rm -rf $(VENV) dist .sitegen build tests/tools/node_modules
	rm -rf .pytest_cache .ruff_cache .mypy_cache .hypothesis

test-tools: $(VENV)/.installed-dev
	@sh tests/tools/setup.sh

# The environment is order-only: its interpreter is a link to a file that is older than anything here.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing sitegen into $(VENV)"
	@if command -v uv >/dev/null; then \
		uv pip install --quiet --python $(BIN)/python --editable .; \
	else \
		$(BIN)/python -m ensurepip >/dev/null && $(PIP) install --editable .; \
	fi
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo "Installing sitegen and its development tools into $(VENV)"
	@if command -v uv >/dev/null; then \
		uv pip install --quiet --python $(BIN)/python --editable . --group dev; \
	else \
		$(BIN)/python -m ensurepip >/dev/null && $(PIP) install 'pip>=25.1' && \
		$(PIP) install --editable . --group dev; \
	fi
	@touch $(VENV)/.installed $@

# The first candidate that is new enough and can make environments wins. Debian's python3 lacks
# ensurepip until python3-venv is installed, and a pyenv shim can exist for a version that does not.
$(BIN)/python:
	@rm -rf $(VENV); \
	if command -v uv >/dev/null; then \
		exec uv venv --quiet --python "$(or $(PYTHON),>=3.11)" $(VENV); \
	fi; \
	for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
		if "$$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' \
			2>/dev/null; then \
			exec "$$python" -m venv $(VENV); \
		fi; \
	done; \
	echo "No usable Python among: $(or $(PYTHON),python3 python3.14 ... python3.11 python)." >&2; \
	echo "sitegen needs Python 3.11 or newer with its venv module" >&2; \
	echo "(Debian and Ubuntu: apt-get install python3-venv)." >&2; \
	echo "Name one with: make PYTHON=/path/to/python" >&2; \
	exit 1
