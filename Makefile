# The README's commands. Each does its own set-up in .venv; nothing else is touched.

# The first Python that is new enough; say "make PYTHON=/path/to/python" for another one.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-fast fuzz lint types docs bench mutants cover release-check clean

demo: $(VENV)/ready  ## Post the sample site to the sandbox, twice; KEEP=1 leaves it to look at.
	@$(BIN)/python sample_site/demo.py $(if $(KEEP),--keep)

test: $(VENV)/ready  ## Run the whole suite.
	$(BIN)/python -m pytest -n auto --dist worksteal

test-fast: $(VENV)/ready  ## Run what needs no Pelican, no browser and no killed process.
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

FUZZ ?= answers 500000
fuzz: $(VENV)/ready  ## Read answers nobody thought of; FUZZ="articles 50000" makes drafts of such articles.
	$(BIN)/python tests/fuzzing.py $(FUZZ)

lint: $(VENV)/ready  ## Check style and order.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell

types: $(VENV)/ready  ## Check types, strictly.
	$(BIN)/mypy

docs: $(VENV)/docs-ready  ## Build the documentation; a warning is an error.
	$(BIN)/sphinx-build --fail-on-warning --keep-going -q -b html docs build/docs
	@echo "build/docs/index.html"

bench: $(VENV)-bench/ready  ## Measure everything, beside what it is compared with; BENCH="builds" for a part.
	$(VENV)-bench/bin/python benchmarks/bench.py --json build/bench.json $(BENCH)

$(VENV)/ready: pyproject.toml
	@test -n "$(PYTHON)" || { echo "pelican-medium needs Python 3.11 or newer; none was found."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group test --group lint --group types
	@touch $@

MUTANTS ?=
mutants: $(VENV)-mutants/ready  ## Break what keeps the promises, line by line: docs/mutants.md; MUTANTS="*loop*" for a part.
	$(VENV)-mutants/bin/mutmut run $(MUTANTS)
	$(VENV)-mutants/bin/mutmut results

$(VENV)-mutants/ready: pyproject.toml  # of its own: who only tests needs none of it
	$(PYTHON) -m venv $(VENV)-mutants
	$(VENV)-mutants/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(VENV)-mutants/bin/python -m pip install --quiet --editable . --group test --group mutants
	@touch $@

$(VENV)-bench/ready: pyproject.toml  # of its own: what it is compared with brings old libraries
	$(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(VENV)-bench/bin/python -m pip install --quiet --editable . --group bench
	@touch $@

$(VENV)/docs-ready: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --group docs
	@touch $@

cover: $(VENV)/ready  ## Run the whole suite and print what it covers, processes counted.
	rm -f .coverage .coverage.*
	-$(BIN)/coverage run -m pytest -q -n auto --dist worksteal
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-covered --fail-under=95

release-check: $(VENV)/docs-ready  ## Check what can be checked before a release: CONTRIBUTING.md, "A release".
	$(BIN)/python -m pip install --quiet --group release
	rm -rf dist && $(BIN)/python -m build --quiet --outdir dist .
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl
	$(BIN)/python -m pytest -q tests/project
	$(MAKE) docs

clean:  ## Remove what these commands made.
	rm -rf $(VENV) $(VENV)-bench $(VENV)-mutants mutants .tox build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
