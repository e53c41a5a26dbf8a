# Two commands matter: `make run` and `make test`. Both make what they need.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: run test bench check format clean
.DEFAULT_GOAL := run

.venv/run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 run"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: .venv/run   ## serve the dashboard at http://localhost:8501
	@$(BIN)/python -m dashboard $(ARGS)

test: .venv/dev  ## lint, types and every test; gets Chromium, LibreOffice and MariaDB when there are none
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.office
	@$(BIN)/python -m tests.mariadb
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder $(ARGS)

bench: .venv/dev ## measure every page against its SQL, and the viewers, in one run
	@$(BIN)/python -m benchmarks $(ARGS)

check: .venv/run ## does the database keep the contract?
	@$(BIN)/python -m database check $(ARGS)

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:           ## remove the environment and the embedded database
	rm -rf .venv .data .mypy_cache .ruff_cache .pytest_cache .hypothesis
