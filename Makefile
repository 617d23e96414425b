# Two commands are all a newcomer needs: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
.PHONY: demo test check format install clean

demo: .venv/.installed
	@$(BIN)/crosswind run experiments/quickstart.toml

test: .venv/.installed
	@scripts/test

check: .venv/.installed
	@scripts/check

format: .venv/.installed
	@scripts/format

install: .venv/.installed

.venv/.installed: requirements.lock pyproject.toml
	@PYTHON=$(PYTHON) scripts/install

clean:
	rm -rf .venv .crosswind
