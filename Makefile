# Everything a developer or an operator does from a clone. `make` alone lists the commands.
# Needs only make, git and Python >= 3.11 with venv; all else is installed into .venv.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The newest known interpreter that is new enough; `make PYTHON=... setup` names another.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Commands change nothing outside the clone and the temporary directory, caches included.
export PIP_CACHE_DIR ?= $(CURDIR)/.cache/pip
export npm_config_cache ?= $(CURDIR)/.cache/npm

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: .venv/run-installed ## Make .venv with what the server needs (quick when nothing changed)
	@:

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Cognate needs Python 3.11 or newer; none was found on the PATH. Name one: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cognate needs Python 3.11 or newer; $(PYTHON) is older or does not run." >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; echo "$(PYTHON) cannot make virtual environments; install its venv package (Debian: python3-venv)." >&2; exit 1; }

# An editable install cannot stand in a file of hashes, so the project itself follows by a second call.
# The distribution is installed again when pyproject.toml changes, because it carries the entry points.
.venv/run-installed: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "Installing the requirements of the server ..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/test-installed: requirements/test.txt .venv/run-installed
	@echo "Installing the requirements of the tests ..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements/test.txt
	@touch $@

.PHONY: run
run: setup ## Serve the development profile on http://localhost:9229
	@exec $(BIN)/cognate dev

.PHONY: test
test: .venv/test-installed ## Run every test
	@$(BIN)/python -m tests.support.npm install
	$(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist loadscope --no-loadscope-reorder

# How many processes share the tests; 0 is the one that collects them.
PROCESSES ?= 2

.PHONY: check
check: .venv/test-installed ## Check format, lint, types, import rules, generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory verify

.PHONY: generate
generate: .venv/test-installed ## Write the generated files again
	$(BIN)/python -m tools.generate_wire
	$(BIN)/python -m tools.report_compatibility
	$(BIN)/python -m tools.draw_sign_in

.PHONY: verify
verify: .venv/test-installed ## Fail when a generated file is stale
	$(BIN)/python -m tools.generate_wire --check
	$(BIN)/python -m tools.report_compatibility --check
	$(BIN)/python -m tools.draw_sign_in --check

.PHONY: bench
bench: .venv/test-installed ## Measure against the floors of this machine
	$(BIN)/python -m tools.bench

.PHONY: faults
faults: .venv/test-installed ## Kill the server and the database under load, many times
	$(BIN)/python -m pytest -m faults --timeout 3600 -s tests/faults

.PHONY: terraform
terraform: .venv/test-installed ## Apply, change and destroy with Terraform, where it is installed
	$(BIN)/python -m pytest -m terraform tests/terraform

.PHONY: lock
lock: .venv/test-installed ## Write the lock files again (UPGRADE=--upgrade takes newer versions)
	@test -x .cache/lock/bin/uv || { $(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip --quiet install 'uv>=0.13'; }
	.cache/lock/bin/uv $(LOCK) --group build --output-file requirements/run.txt
	.cache/lock/bin/uv $(LOCK) --group test --constraint requirements/run.txt --output-file requirements/test.txt
	$(BIN)/python -m tests.support.npm lock

# No index may be named here: the locks then hold names, versions and hashes, no addresses.
LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE) \
	--custom-compile-command 'make lock' pyproject.toml

.PHONY: clean
clean: ## Remove what the other commands made (the store under var/ stays)
	rm -rf .venv .cache build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis tests/clients/node_modules
	find app domain adapters tools tests migrations -name __pycache__ -prune -exec rm -rf {} +
