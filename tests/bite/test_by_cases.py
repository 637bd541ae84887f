"""The small cases see a mutant of a rule, and nothing in the modules as they are."""

import pytest

from tests.bite.by_cases import ROOT, sample, seen
from tests.bite.mutations import Mutant

MODULES = sorted(path for path in (ROOT / "rules").glob("*.py") if path.with_suffix(".toml").exists())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_nothing_is_seen_in_a_module_as_it_is(path):
    assert not seen(Mutant(path.relative_to(ROOT).as_posix(), 1, "", "", "", 0, 0, "none"))


@pytest.mark.promise("docs/bite.md#cases-see")
def test_nearly_every_mutant_of_a_rule_is_seen():
    assert sum(map(seen, sample()[:60])) >= 57
