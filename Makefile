# Two commands do all the set-up: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test test-engines test-slow test-fleet chaos fuzz check lint fix bench endurance browser clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/activate:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "newscrawl needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); } \
	  || { rm -rf $(VENV); echo "Python cannot make a virtual environment: apt install python3-venv"; exit 1; }

$(VENV)/.run: $(BIN)/activate pyproject.toml
	@echo "Installing newscrawl into $(VENV) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]'
	@touch $@

browser: $(VENV)/.run ## Find or install a Chromium, and say which
	@$(BIN)/newscrawl browser

demo: $(VENV)/.run browser ## Crawl the demo newspaper and show what came out
	@$(BIN)/newscrawl demo
	@echo "Before that, here: . $(BIN)/activate"

test: $(VENV)/.dev browser ## Run every test but the slow and the foreign-engine ones
	@$(BIN)/python -m pytest -q -n 5 --dist loadfile --no-loadscope-reorder -m 'not slow and not engine and not chaos and not machines'

test-engines: $(VENV)/.dev browser ## Run the tests on real comment engines and archive programs (installs Waline, WordPress, Django, Trac, Ikiwiki, Fossil, Artalk, pywb, warcprox, wacz, ReplayWeb.page)
	@$(BIN)/python -m pytest -q -m engine

test-slow: $(VENV)/.dev browser ## Run the tests that take minutes
	@$(BIN)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder -m 'slow and not engine and not chaos and not machines'

test-fleet: $(VENV)/.dev browser ## Run the tests of several machines (need a PostgreSQL: apt-get install postgresql)
	@$(BIN)/python -m pytest -q -n 2 -m machines

chaos: $(VENV)/.dev browser ## End crawls a hundred times in each way and count what was lost, let fifty faults happen to several machines, let these visit sixty papers for a week, and visit a paper every hour of a month (over 1.5 hours)
	@$(BIN)/python -m pytest -v -n 2 --dist worksteal -rP -m chaos

fuzz: $(VENV)/.dev ## Try invented pages, answers, dates and threads for half an hour
	@$(BIN)/python -m tests.tools.fuzz 30

lint: $(VENV)/.dev ## Run linters and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

check: lint test ## Run linters, types and tests

fix: $(VENV)/.dev ## Format, and mend what the linter can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

$(VENV)/.peers: $(VENV)/.dev
	@echo "Installing what newscrawl is compared with ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check 'pip>=24.1' # takes html_clean and html-clean for one
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[peers]'
	@touch $@

bench: $(VENV)/.peers browser ## Measure: articles beside other readers, comments per second, CPU by each way in, by each kind of large page, of a fleet, of several machines and of an archive
	@$(BIN)/python -m tests.tools.bench_articles
	@$(BIN)/python -m tests.tools.bench_ways
	@$(BIN)/python -m tests.tools.bench_render
	@$(BIN)/python -m tests.tools.bench_feeds
	@$(BIN)/python -m tests.tools.bench_keep
	@$(BIN)/python -m tests.tools.bench_export
	@$(BIN)/python -m tests.tools.bench_trees
	@$(BIN)/python -m tests.tools.bench_ledger
	@$(BIN)/python -m tests.tools.bench_fleet
	@$(BIN)/python -m tests.tools.bench_machines
	@$(BIN)/python -m tests.tools.bench_archive

endurance: $(VENV)/.dev browser ## Render 1,500 pages in one run and watch its memory (half an hour)
	@$(BIN)/python -m tests.tools.bench_endurance

clean: ## Remove what make made, but no output
	@rm -rf $(VENV) .lab .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
