# `make demo` opens the local workspace, `make test` runs the tests; each does all its set-up.
# `make test-faults` kills and freezes the bot a hundred times, makes Slack ill, takes the database away and lives
# a year (two hours); the short form is ARGS="--people 60 --kills 4 --outage 5 --weeks 4 --seeds 1".
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8300

.PHONY: install demo test test-long test-faults test-browser pictures lint bench catalogues clean

$(VENV)/ready: pyproject.toml constraints.txt
	@echo 'Setting up $(VENV): a minute or two, once.'
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
	$(BIN)/python -m pytest -n 2 -m "not long" $(ARGS)

# What takes its time: companies by chance, outages, query plans, fuzz, memory, properties of every view
# and of the signals, the back-test.
test-long: $(VENV)/dev-ready
	$(BIN)/python -m pytest -n 2 -m long $(ARGS)

test-faults: $(VENV)/dev-ready
	$(BIN)/python -m pytest tests/faults --timeout 3600 --people 2000 --kills 100 --outage 60 \
		--weeks 53 --seeds 50 $(ARGS)

# The local workspace in Chromium (apt-get install -y chromium); skipped with a word where there is none.
test-browser: $(VENV)/dev-ready
	$(BIN)/python -m pytest tests/browser $(ARGS)

# The README's pictures, taken by the same tests.
pictures: $(VENV)/dev-ready
	$(BIN)/python -m pytest tests/browser --pictures $(ARGS)

lint: $(VENV)/dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

simulate: $(VENV)/ready
	$(BIN)/cairn simulate $(ARGS)

bench: $(VENV)/dev-ready
	$(BIN)/python -m tests.benchmarks

clean:
	rm -rf $(VENV) build dist *.egg-info

# New sentences into the catalogues of other languages; `make test` fails while one is not translated.
catalogues: $(VENV)/dev-ready
	mkdir -p build
	$(BIN)/pybabel --quiet extract --keywords=_ --keywords=plural:1,2 --keywords=later --no-default-keywords --no-location \
		--omit-header --sort-output --ignore-dirs sandbox --output build/cairn.pot bot handlers
	for each in bot/locales/*/LC_MESSAGES/cairn.po; do \
		$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --omit-header --width 110 \
			--input-file build/cairn.pot --output-file $$each --locale $$(echo $$each | cut -d/ -f3); done
