# `make demo` opens the local workspace, `make test` runs the tests; each does all its set-up.
# `make test-faults` kills and freezes the bot a hundred times, makes Slack ill, takes the database away and lives
# a year (two hours); the short form is ARGS="--people 200 --kills 10 --outage 8 --weeks 6 --seeds 3".
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8300

.PHONY: install demo test test-faults lint bench clean

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/dev-ready: $(VENV)/ready
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

install: $(VENV)/ready

demo: $(VENV)/ready
	$(BIN)/cairn demo --port $(PORT)

test: $(VENV)/dev-ready
	$(BIN)/python -m pytest -n 2 $(ARGS)

test-faults: $(VENV)/dev-ready
	$(BIN)/python -m pytest tests/faults --timeout 3600 --people 2000 --kills 100 --outage 60 \
		--weeks 53 --seeds 50 $(ARGS)

lint: $(VENV)/dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/dev-ready
	$(BIN)/python -m tests.benchmarks

clean:
	rm -rf $(VENV) build dist *.egg-info
