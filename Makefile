# Two commands do everything: `make demo` and `make test`. The others are what CI runs besides.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint types imports docs wheel bench work api lowest mutants mutants-changed reproducible fuzz clean

demo: $(VENV)/demo.stamp
	@# Status 1 says that the report has findings, and this one has.
	@$(BIN)/perfmetrics score examples/reports/baojing-2019.toml --rubric baojing-2019 || test $$? -eq 1
	@echo
	@$(BIN)/python examples/five_formulas.py

# Coverage is that of the unit tests: what only a random or a published input reaches has no test of its own yet, and
# properties take the same ways thousands of times, which would be slow to follow. Tests start many processes: each
# would compile the package anew where Python is told to write no bytecode.
test: $(VENV)/test.stamp
	$(BIN)/python -m compileall -q src
	$(BIN)/python -m pytest -n auto --dist worksteal --ignore=tests/unit
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term --cov-fail-under=100 tests/unit

lint: $(VENV)/lint.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/lint.stamp
	$(BIN)/mypy

imports: $(VENV)/lint.stamp
	$(BIN)/lint-imports

docs: $(VENV)/docs.stamp
	$(BIN)/python docs/build_pages.py --check
	$(BIN)/python docs/build_schemas.py --check
	$(BIN)/mkdocs build --strict --site-dir site

wheel: $(VENV)/build.stamp
	rm -rf dist
	$(BIN)/python -m build --outdir dist .

# Processor time, so that other programs add little; rounds so long that the clock itself does not count.
RUNS ?= 3
bench: $(VENV)/bench.stamp
	rm -f $(VENV)/bench-*.json
	for run in $$(seq $(RUNS)); do \
	  $(BIN)/python -m pytest -q -p no:cacheprovider -W default tests/benchmarks/bench_*.py \
	  --benchmark-timer=time.process_time --benchmark-min-time=0.002 --benchmark-min-rounds=20 \
	  --benchmark-columns=min,median,rounds,iterations --benchmark-storage=file://$(VENV)/benchmarks \
	  --benchmark-json=$(VENV)/bench-$$run.json || exit; \
	done
	$(BIN)/python tests/benchmarks/measured.py $(VENV)/bench-*.json --write

# What the public interface has lost or changed since the record, and since the last tag.
api: $(VENV)/test.stamp
	$(BIN)/python tests/api/surface.py

# Two builds under other conditions, byte for byte.
reproducible: $(VENV)/build.stamp
	$(BIN)/python tests/supply/reproducible.py

# The tests with the oldest supported pydantic, in an environment of their own.
LOWEST = $(shell sed -n 's/^dependencies = \["pydantic>=\([0-9.]*\)"\]$$/\1/p' pyproject.toml)
lowest:
	$(PYTHON) -m venv $(VENV)-lowest
	$(VENV)-lowest/bin/python -m pip install --quiet --disable-pip-version-check -e ".[test,notebooks]" "pydantic==$(LOWEST)"
	$(VENV)-lowest/bin/python -m pytest -q -p no:cacheprovider -n auto --dist worksteal tests/unit tests/golden

# Small changes of the code that the tests have to notice: an hour for everything. `make mutants MODULES=rules` does one
# module, `make mutants SINCE=HEAD~1` the functions that differ from a commit.
mutants: $(VENV)/mutants.stamp
	$(BIN)/python tests/mutation/mutants.py $(MODULES) $(if $(SINCE),--changed $(SINCE),--record)

# The same of what is not as it was when it was measured, two minutes of it at most: a sample where much has changed.
MUTANTS ?= 120
mutants-changed: $(VENV)/pyvenv.cfg
	@$(BIN)/python tests/mutation/mutants.py --stale --list || { $(MAKE) --no-print-directory $(VENV)/mutants.stamp && \
	  $(BIN)/python tests/mutation/mutants.py --stale --most $(MUTANTS); }

# Hostile input: a million random ones, then ten minutes of those that look for new lines of each target. The figures
# are kept, and stand on the page on tests.
INPUTS ?= 1000000
SECONDS ?= 600
fuzz: $(VENV)/fuzz.stamp
	$(BIN)/python tests/fuzzing/closing.py --inputs $(INPUTS) --seconds $(SECONDS) --record

work: $(VENV)/demo.stamp
	$(BIN)/python tests/benchmarks/work.py --write

$(VENV)/pyvenv.cfg:
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo.stamp: $(VENV)/pyvenv.cfg pyproject.toml
	$(PIP) -e .
	@touch $@

$(VENV)/test.stamp: $(VENV)/pyvenv.cfg pyproject.toml
	$(PIP) -e ".[test,notebooks]"
	@touch $@

$(VENV)/lint.stamp: $(VENV)/pyvenv.cfg pyproject.toml
	$(PIP) -e ".[test,notebooks,lint]"
	@touch $@

$(VENV)/docs.stamp: $(VENV)/pyvenv.cfg pyproject.toml
	$(PIP) -e ".[docs]"
	@touch $@

$(VENV)/bench.stamp: $(VENV)/pyvenv.cfg pyproject.toml
	$(PIP) -e ".[test,bench]"
	@touch $@

$(VENV)/fuzz.stamp: $(VENV)/pyvenv.cfg pyproject.toml
	$(PIP) -e ".[fuzz]"
	@touch $@

$(VENV)/build.stamp: $(VENV)/pyvenv.cfg pyproject.toml
	$(PIP) -e ".[build]"
	@touch $@

$(VENV)/mutants.stamp: $(VENV)/pyvenv.cfg pyproject.toml
	$(PIP) -e ".[test,mutants]"
	@touch $@

clean:
	rm -rf $(VENV) $(VENV)-lowest dist build site .fuzzing .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis
