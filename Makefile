# Komek: make run · make test · make check · make bench
PYTHON ?= python3
BIN := .venv/bin
FLASK := $(BIN)/flask --app app

# thumbs for answers; none with `make run FEEDBACK=`
run: export FEEDBACK ?= sqlite:///.feedback.db

.PHONY: run test check browser messages bench lock

# without a REGISTRY of yours: a registry of invented people, with histories that end today
ifdef REGISTRY
run: .venv/run .secret-key
	@SECRET_KEY=$$(cat .secret-key) exec $(BIN)/python -m app
else
run: .venv/run .secret-key .registry-key
	@REGISTRY_KEY=$$(cat .registry-key) $(FLASK) registry demo --out .registry
	@SECRET_KEY=$$(cat .secret-key) REGISTRY=sqlite:///.registry REGISTRY_KEY=$$(cat .registry-key) DEMO=1 exec $(BIN)/python -m app
endif

test: check browser
	$(BIN)/pytest -m browser

check: .venv/dev
	@sh tests/servers.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@sh tests/scripts.sh
	$(BIN)/python tests/messages.py
	$(FLASK) content check
	$(BIN)/pytest -m "not browser"

browser: .venv/dev
	@sh tests/browser/find-chromium.sh

bench: .venv/bench
	$(BIN)/python -m bench.matching
	$(BIN)/python bench/registry.py --write
	$(BIN)/python bench/faults.py --write
	$(BIN)/python -m bench.widget

messages: .venv/dev
	$(BIN)/python tests/messages.py --update

lock: .venv/dev
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 -q pyproject.toml --group dev -o requirements-dev.txt
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 -q pyproject.toml -c requirements-dev.txt -o requirements.txt
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 -q pyproject.toml --group bench -c requirements-dev.txt -o requirements-bench.txt

.venv/run: requirements.txt
	@PYTHON=$(PYTHON) sh bin/venv requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt
	@PYTHON=$(PYTHON) sh bin/venv requirements-dev.txt
	@touch $@ .venv/run

.venv/bench: requirements-bench.txt .venv/dev
	@PYTHON=$(PYTHON) sh bin/venv requirements-bench.txt
	@touch $@

.secret-key .registry-key:
	@umask 077 && $(BIN)/python -c 'import secrets; print(secrets.token_hex(32))' > $@
