# Everything that can be done here. `make` alone prints the list.

.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin

# The first Python that is new enough and can make environments; or name one: make PYTHON=...
PROBE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$name -c '$(PROBE)' >/dev/null 2>&1; then echo $$name; break; fi; done)

define need_python
	@$(or $(strip $(PYTHON)),false) -c '$(PROBE)' >/dev/null 2>&1 || { \
	  echo "This needs Python 3.11 or newer with its venv module (Debian: python3-venv)." >&2; \
	  echo "Found none$(if $(strip $(PYTHON)), in '$(strip $(PYTHON))'). Name one: make PYTHON=/path/to/python3" >&2; \
	  exit 1; }
endef

# A file's tests share what they build, so that they stay in one process.
SIDE_BY_SIDE := -n 2 --dist loadfile --no-loadscope-reorder

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help ask briefings atlas check check-words golden docs docs-site test test-slow coverage lab bench sbom lock clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

# What to ask: make ask STATE=Norway TREATY=npt DAY=2020-01-01
STATE ?= Latvia
TREATY ?= Ottawa
DAY ?= 2025-04-16

ask: $(VENV)/installed ## Say whether a state is bound: STATE=Latvia TREATY=Ottawa DAY=2025-04-16
	@$(BIN)/rollback explain "$(STATE)" "$(TREATY)" --as-of "$(DAY)"

briefings: $(VENV)/installed ## Build the flagship briefings into reports/
	$(BIN)/rollback explore
	$(BIN)/rollback build

atlas: $(VENV)/installed ## Build every briefing of the catalogue into reports/
	$(BIN)/rollback explore
	$(BIN)/rollback build --all

check: $(VENV)/installed ## List every fault of the data
	$(BIN)/rollback check

check-words: $(VENV)/installed ## Read every briefing that the data can make, for contradictions
	$(BIN)/python -m tests.reading 1/2 & first=$$!; $(BIN)/python -m tests.reading 2/2; \
	second=$$?; wait $$first && exit $$second

golden: $(VENV)/installed ## Write the golden briefings of the tests anew, to be read
	$(BIN)/python -m tests.reading golden

docs: $(VENV)/installed ## Write what follows from the data: docs/, data/COVERAGE.md, data/datacite.json
	$(BIN)/python -m analysis.documents

docs-site: $(VENV)/installed ## Set the guides and documents as pages to read: build/docs/
	$(BIN)/python -m analysis.documents --site build/docs

test: $(VENV)/installed ## Check style and types, run all tests but the slow ones
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not slow"

test-slow: $(VENV)/installed ## Run the slow tests: whole builds, killed ones, clusters, wheels
	$(BIN)/pytest $(SIDE_BY_SIDE) -m slow

# Kernels, workers and commands are measured too, which more than doubles the time.
coverage: $(VENV)/installed ## Run the tests and measure what they run through
	$(BIN)/pytest $(SIDE_BY_SIDE) --cov

lab: $(VENV)/installed ## Open the notebooks in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=notebooks

bench: $(VENV)/installed ## Run the benchmarks
	$(BIN)/python benchmarks/run.py
	$(BIN)/python -m benchmarks.briefings
	$(BIN)/python -m benchmarks.growth

sbom: $(VENV)/installed ## Write a bill of materials (CycloneDX) into build/sbom.cdx.json
	$(BIN)/python .ci/sbom.py requirements.lock build/sbom.cdx.json

# UPGRADE=1 moves every pin to its newest version; otherwise pins stay where they can.
# One version for every Python (fork-strategy), so that all of them write the same bytes.
lock: ## Pin the dependencies of pyproject.toml in requirements.lock
	$(need_python)
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/pip install --quiet uv==0.13.9
	build/lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	  --fork-strategy fewest --extra dev --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-strip-extras $(if $(UPGRADE),--upgrade) --output-file requirements.lock pyproject.toml

clean: ## Remove the environment, the caches and what a build leaves behind
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache
	find analysis benchmarks notebooks tests -name __pycache__ -prune -exec rm -rf {} +

# The environment is made again when the lock changes; compiling on all cores afterwards takes
# half the time that pip needs for it.
$(VENV)/dependencies: requirements.lock
	$(need_python)
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --no-compile --require-hashes --requirement requirements.lock
	-@$(BIN)/python -W ignore -m compileall -qq -j 0 $(VENV)/lib
	@touch $@

# The package itself comes from this folder, and needs no network.
$(VENV)/installed: $(VENV)/dependencies pyproject.toml
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
