# Two commands do everything: `make demo` and `make test`. The others are what CI runs besides.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint types imports docs wheel bench work fuzz clean

demo: $(VENV)/demo.stamp
	@# Status 1 says that the report has findings, and this one has.
	@$(BIN)/perfmetrics score examples/reports/baojing-2019.toml --rubric baojing-2019 || test $$? -eq 1
	@echo
	@$(BIN)/python examples/five_formulas.py

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term

lint: $(VENV)/lint.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/lint.stamp
	$(BIN)/mypy

imports: $(VENV)/lint.stamp
	$(BIN)/lint-imports

docs: $(VENV)/docs.stamp
	$(BIN)/python docs/build_pages.py --check
	$(BIN)/mkdocs build --strict --site-dir site

wheel: $(VENV)/build.stamp
	rm -rf dist
	$(BIN)/python -m build --outdir dist .

# Processor time, so that other programs add little; rounds so long that the clock itself does not count.
bench: $(VENV)/bench.stamp
	$(BIN)/python -m pytest -q -p no:cacheprovider -W default tests/benchmarks/bench_*.py \
	  --benchmark-timer=time.process_time --benchmark-min-time=0.002 --benchmark-min-rounds=20 \
	  --benchmark-columns=min,median,rounds,iterations --benchmark-storage=file://$(VENV)/benchmarks \
	  --benchmark-json=$(VENV)/bench.json
	$(BIN)/python tests/benchmarks/measured.py $(VENV)/bench.json --write

# The random inputs first, then ten minutes of inputs that look for new lines of each target.
fuzz: $(VENV)/fuzz.stamp
	$(BIN)/python tests/fuzzing/grammar.py --inputs 100000 --jobs 2
	for target in text expression report rubric waivers; do \
	  $(BIN)/python tests/fuzzing/guided.py $$target -max_total_time=600 || exit 1; done

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

clean:
	rm -rf $(VENV) dist build site .fuzzing .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis
