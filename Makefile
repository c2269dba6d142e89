# make demo   a chat is created on the sandbox portal and read back
# make test   the whole test suite
# Both set everything up themselves: a virtual environment in .venv, nothing else is touched.
SHELL := /bin/sh
# The first Python that is new enough; PYTHON=/path/to/python overrides it.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
BIN := .venv/bin
READY := .venv/.ready
# What is made from the rows, the command tree and the catalogue; CI says when it is stale.
GENERATED := opi_page completions manpages llms reference_pages fault_table pictures

.PHONY: demo test lint types check docs pictures fresh stress audit format clean \
	zipapp deb rpm packages release-check
.DELETE_ON_ERROR:

demo: $(READY)
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tools/demo.sh

test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY)
	$(BIN)/mypy

check: lint types fresh test

docs: $(READY)
	@for made in $(GENERATED); do $(BIN)/python -m tools.$$made; done

pictures: $(READY)
	$(BIN)/python -m tools.pictures

fresh: $(READY)
	@for made in $(GENERATED); do $(BIN)/python -m tools.$$made --check || exit 1; done

# Long: 1,000 kills, 10,000 answers, 200 MB, imports killed on the way, every fault in every manner.
stress: $(READY)
	OINT_STRESS=1000 $(BIN)/python -m pytest -n0 tests/stress tests/faults

# Known weaknesses of what is installed with us. It asks a service on the network, so it is no part
# of `check`; the release does it. What could not be looked up fails, too.
audit: $(READY)
	@test -x build/audit/bin/pip-audit || { "$(PYTHON)" -m venv build/audit && \
		build/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit; }
	@$(BIN)/python -m pip freeze --exclude-editable > build/audit/requirements.txt
	build/audit/bin/pip-audit --strict --no-deps --disable-pip -r build/audit/requirements.txt

# One file that needs only Python: dist/oint.pyz
zipapp: $(READY)
	$(BIN)/python -m tools.zipapp_build

# System packages with everything in them below /usr/lib/oint-b24
deb: $(READY)
	$(BIN)/python -m tools.deb

rpm: $(READY)
	$(BIN)/python -m tools.rpm

packages: zipapp deb rpm

# What a release does, without publishing: the wheel is built from the sdist, installed where
# nothing else is, and makes the demo.
release-check: $(READY)
	rm -rf dist build/clean
	$(BIN)/python -m build --no-isolation
	$(BIN)/python -m venv build/clean
	build/clean/bin/python -m pip install --quiet --disable-pip-version-check dist/*.whl
	@PATH="$(CURDIR)/build/clean/bin:$$PATH" sh tools/demo.sh

format: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf .venv dist build

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (Debian: apt install python3 python3-venv; macOS: brew install python)"; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv .venv || { rm -rf .venv; \
		echo "the venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { rm -rf .venv; \
		echo "pip is missing in the environment; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@
