# make tables   set up, compute a circular from the shipped public data, write its workbook to uit/
# make test     set up and run the tests; with COVERAGE=97, as CI does, it also prints which lines and branches of
#               allocation/ and rules/ they reach, and fails below that many in a hundred
# make audit    the licences of what is installed, and what is known to be wrong with it
# make check    lint and types
# make types-js the types of the scripts of the pages (needs tsc; Debian: node-typescript)
# make deep     the properties of rules with 20,000 examples each, going on where it stopped; every publication on
#               paper and for everyone
# make bench    the benchmarks
# make same     compare all that is printed with what the base commit printed
# make site     make the pages of everything in pagina/
# make bench-site how long the pages take, and how much they are
# make bench-worlds  many worlds at once, in turn with polars on floats
# make bench-base  the benchmarks, in turn with the base commit
# make verify   compare every publication with what was published
# make published write docs/published.md: every published amount beside the computed one
# make golden   write the golden explanations again, to be read in review (tests/explaining/golden)
# make promises write docs/promises.md: each promise of the README and the docs, with the tests that hold it
# make mistakes  print what is said to each of the mistakes that are planted in own data
# make keys     derive again what is derived (rules/data)
# make pictures  the pictures of the sheets again (needs LibreOffice and poppler)
# make hostile  what is said to each of two hundred hostile inputs, with time and memory
# make households  100,000 households at random of each table, in two representations, polars and plain Python
# make cases    the small cases of the law: of each article how many branches its rules have, and whether each has one
# make plant    ten faults planted one by one in a copy of the tree: each must make a test fail
# make mutants  a seeded sample of mutants, each against the tests that fit; goes on where it stopped
# make fuzz     ten minutes (SECONDS=600) of inputs that nobody thought of, for every reader
# make locale  what the command line library says, in Dutch (needs gettext)
# make lock     pin the versions of pyproject.toml again, with hashes

PYTHON ?= python3
PUBLICATION ?= septembercirculaire-2024
OUT ?= uit
BIN := .venv/bin
READY := .venv/ready
TOOLS := .venv/ready-dev
REACHED := .venv/coverage.json

.PHONY: golden published cases audit households pictures plant mutants fuzz hostile site bench-site tables test check types-js deep bench bench-worlds bench-base same verify promises mistakes keys locale lock

tables: $(READY)
	$(BIN)/verdeel publish $(PUBLICATION) --out $(OUT)

test: $(TOOLS)
	$(BIN)/python $(if $(COVERAGE),-m slipcover --json --out $(REACHED)) -m pytest -n auto --dist loadgroup
	$(if $(COVERAGE),$(BIN)/python -m slipcover --merge $(REACHED) --out $(REACHED) --fail-under $(COVERAGE))

audit: $(TOOLS)
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/python -m tests.audit

check: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

types-js:
	@command -v tsc >/dev/null || { echo "tsc is not there (Debian: node-typescript)"; exit 1; }
	tsc --project tests/site/types

deep: $(TOOLS)
	$(BIN)/python -m tests.deep
	HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest -n auto --dist loadgroup tests/publication/test_readable.py tests/publication/test_paper.py tests/formulas tests/faults

bench: $(TOOLS)
	$(BIN)/python benchmarks/bench_publish.py
	$(BIN)/python benchmarks/bench_explain.py
	$(BIN)/python benchmarks/bench_rules.py
	$(BIN)/python -m pip install --quiet --target .venv/compared --requirement benchmarks/requirements.txt --upgrade
	PYTHONPATH=.venv/compared $(BIN)/python benchmarks/bench_apportion.py

site: $(READY)
	$(BIN)/verdeel site --out pagina

bench-site: $(TOOLS)
	$(BIN)/python benchmarks/bench_site.py

bench-worlds: $(TOOLS)
	$(BIN)/python benchmarks/bench_worlds.py
	$(BIN)/python benchmarks/bench_world_parts.py
	$(BIN)/python benchmarks/bench_levels.py

bench-base: $(TOOLS)
	$(BIN)/python benchmarks/bench_base.py

same: $(TOOLS)
	$(BIN)/python benchmarks/compare_outputs.py

verify: $(TOOLS)
	$(BIN)/python -m tests.published --check

published: $(TOOLS)
	$(BIN)/python -m tests.published

golden: $(TOOLS)
	$(BIN)/python -m tests.golden

promises: $(TOOLS)
	$(BIN)/python -m tests.promises

mistakes: $(TOOLS)
	$(BIN)/python -m tests.mistakes

keys: $(READY)
	$(BIN)/python -m rules.data.derive_keys
	$(BIN)/python -m rules.data.derive_bijstand
	$(BIN)/python -m rules.data.spread

pictures: $(TOOLS)
	$(BIN)/python -m tests.pictures_of_sheets

hostile: $(TOOLS)
	$(BIN)/python -m tests.hostile.corpus

households: $(READY)
	$(BIN)/python -m tests.every_household

cases: $(TOOLS)
	$(BIN)/python -m tests.law_cases

plant: $(TOOLS)
	HYPOTHESIS_PROFILE=quick $(BIN)/python -m tests.bite.plant

mutants: $(TOOLS)
	nice -n 19 $(BIN)/python -m tests.bite.mutants

SECONDS ?= 600
fuzz: $(TOOLS)
	$(BIN)/python -m pip install --quiet --target .venv/fuzz --upgrade atheris
	PYTHONPATH=.venv/fuzz SECONDS=$(SECONDS) nice -n 19 $(BIN)/python -m tests.bite.fuzz

locale:
	cd tables/command/locale/nl/LC_MESSAGES && msgfmt --no-hash --check --output-file messages.mo messages.po

lock: $(TOOLS)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --python-version 3.11 \
		--extra dev pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --python-version 3.11 \
		--extra build --constraint requirements-dev.txt pyproject.toml -o requirements.txt

$(READY): requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(READY)

$(TOOLS): requirements-dev.txt $(READY)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $(TOOLS)
