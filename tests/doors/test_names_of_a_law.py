"""Rooms that serve every law know no word of one: those stand beside its rules (rules/participatiewet.toml)."""

import re
from pathlib import Path

import pytest

import rules
from allocation.errors import InputError

ROOT = Path(__file__).parents[2]
ROOMS = (
    "allocation", "rules/analysis", "rules/forms", "rules/library", "rules/reading", "rules/runs", "rules/scenarios", "rules/territory", "tables",
)  # fmt: skip
WORDS = re.compile(
    "participatie|bijstand|buig|ioa[wz]|bbz|wsw|beschut|loonkosten|vangnet|macrobudget|deelbudget"
    "|uitkeringsfactor|objectief|blijfkans|begeleiding",
    re.IGNORECASE,
)
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_word_of_the_law(path):
    """But for an example of use (>>>), which is of what ships."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if WORDS.search(line) and not line.lstrip().startswith(">>>")]


def test_no_rule_figure_or_input_of_the_law_is_named():
    """Nor one with another word: no text in a generic room is the name of a rule, figure or input."""
    library = rules.library()
    names = {rule.name for rule in library.rules} | {*library.figures, *library.inputs}
    generic = {"inwoners"}
    for path in MODULES:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if ">>>" not in line]
        texts = set(re.findall(r"""["']([a-z0-9_]+)["']""", "\n".join(lines)))
        assert not (texts & names) - generic, path


WHOLE = """
[law]
name = "x"
causes = {}
nicknames = {}
size_classes = { bounds = ["a", "b"], source = "x" }
announced = { figures = ["a"], adjusted = "a", adjustments = ["a"] }
specification = { neutral = "x", units = "x", abbreviations = "x", titles = "x" }
"""


@pytest.mark.parametrize("toml", ['[law]\nname = "x"', WHOLE])
def test_a_folder_of_ones_own_says_no_law(tmp_path, toml):
    (tmp_path / "x.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(InputError, match="law"):
        rules.library(tmp_path)
