# make tables   set up, compute a circular from the shipped public data, write its workbook to uit/
# make test     set up and run the tests
# make check    lint and types
# make deep     the property tests with many more examples; every publication on paper and for everyone
# make bench    the benchmarks
# make same     compare all that is printed with what the base commit printed
# make site     make the pages of everything in pagina/
# make bench-site how long the pages take, and how much they are
# make bench-worlds  many worlds at once, in turn with polars on floats
# make bench-base  the benchmarks, in turn with the base commit
# make verify   compare every publication with what was published
# make promises write docs/promises.md: each promise of the README and the docs, with the tests that hold it
# make mistakes  print what is said to each of the mistakes that are planted in own data
# make keys     derive again what is derived (rules/data)
# make hostile  what is said to each of two hundred hostile inputs, with time and memory
# make locale  what the command line library says, in Dutch (needs gettext)
# make lock     pin the versions of pyproject.toml again, with hashes

PYTHON ?= python3
PUBLICATION ?= septembercirculaire-2024
OUT ?= uit
BIN := .venv/bin
READY := .venv/ready

.PHONY: hostile site bench-site tables test check deep bench bench-worlds bench-base same verify promises mistakes keys locale lock

tables: $(READY)
	$(BIN)/verdeel publish $(PUBLICATION) --out $(OUT)

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

deep: $(READY)
	HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest tests/allocation tests/guarding tests/checking/test_specification.py
	HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest tests/publication/test_readable.py tests/publication/test_paper.py tests/formulas tests/faults

bench: $(READY)
	$(BIN)/python benchmarks/bench_publish.py
	$(BIN)/python benchmarks/bench_explain.py
	$(BIN)/python benchmarks/bench_rules.py
	$(BIN)/python -m pip install --quiet --target .venv/compared --requirement benchmarks/requirements.txt --upgrade
	PYTHONPATH=.venv/compared $(BIN)/python benchmarks/bench_apportion.py

site: $(READY)
	$(BIN)/verdeel site --out pagina

bench-site: $(READY)
	$(BIN)/python benchmarks/bench_site.py

bench-worlds: $(READY)
	$(BIN)/python benchmarks/bench_worlds.py
	$(BIN)/python benchmarks/bench_levels.py

bench-base: $(READY)
	$(BIN)/python benchmarks/bench_base.py

same: $(READY)
	$(BIN)/python benchmarks/compare_outputs.py

verify: $(READY)
	$(BIN)/verdeel verify meicirculaire-2023 --within 0
	$(BIN)/verdeel verify septembercirculaire-2023 --within 1
	$(BIN)/verdeel verify meicirculaire-2024 --within 0
	$(BIN)/verdeel verify septembercirculaire-2024 --within 0
	$(BIN)/verdeel verify regeling-beschut-werk-2022 --within 0
	$(BIN)/verdeel verify regeling-beschut-werk-2026 --within 0

promises: $(READY)
	$(BIN)/python -m tests.promises

mistakes: $(READY)
	$(BIN)/python -m tests.mistakes

keys: $(READY)
	$(BIN)/python -m rules.data.derive_keys
	$(BIN)/python -m rules.data.derive_bijstand
	$(BIN)/python -m rules.data.spread

hostile: $(READY)
	$(BIN)/python -m tests.hostile.corpus

locale:
	cd tables/command/locale/nl/LC_MESSAGES && msgfmt --no-hash --check --output-file messages.mo messages.po

lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --python-version 3.11 \
		--extra dev pyproject.toml -o requirements.txt

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(READY)
