"""The doors of the house: which room may import from which. One way, and no circles."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOP = ("allocation", "rules", "tables", "cli", "verdeelsleutel")
"""The packages and modules at the top, each above those before it."""
LAW = "the law"
"""The modules directly in rules/: a stream of money each, and `rounding`."""

LOW = {"tables.words", "tables.approximation", "tables.labels", "tables.balances", "tables.file_names"}
MAY_IMPORT = {
    "allocation": set(),
    LAW: {"allocation"},
    "rules.library": {"allocation"},
    "rules.reading": {"allocation"},
    "rules.forms": {"allocation", "rules.library", "rules.reading"},
    "rules.territory": {"allocation", "rules.library"},
    "rules.runs": {"allocation", "rules.library", "rules.reading", "rules.forms", "rules.territory"},
    "rules.guarding": {"allocation", "rules.library", "rules.territory", "rules.runs"},
    "rules.analysis": {
        "allocation", "rules.library", "rules.reading", "rules.territory", "rules.runs", "rules.guarding",
    },
    "rules.parts": {"allocation"},
    "rules.model": {"allocation", LAW, "rules.library", "rules.territory", "rules.runs", "rules.parts"},
    "rules.scenarios": {"allocation", "rules.library", "rules.territory", "rules.runs", "rules.parts"},
    "rules.data": {"allocation", "rules", "rules.library", "rules.reading", "rules.territory", "rules.runs"},
    "tables.words": {"allocation"},
    "tables.approximation": {"allocation", "rules", "tables.words"},
    "tables.labels": {"allocation", "rules", "tables.approximation", "tables.words"},
    "tables.file_names": {"allocation", "rules"},
    "tables.balances": {"allocation", "tables.words"},
    "tables.listing": {"allocation", "rules", *LOW, "tables.workbook"},
    "tables.workbook": {"allocation", "tables.words"},
    "tables.reading": {"allocation", "rules.reading", "tables.words"},
    "tables.households": {"allocation", "rules", *LOW},
    "tables.household_reports": {"allocation", "rules", *LOW, "tables.households"},
    "tables.form": {"allocation", "rules", *LOW, "tables.workbook"},
    "tables.explaining": {"allocation", "rules", *LOW},
    "tables.guarding": {"allocation", "rules", *LOW, "tables.workbook"},
    "tables.publication": {"allocation", "rules", *LOW, "tables.workbook", "tables.listing", "tables.guarding"},
    "tables.specification": {"allocation", "rules", *LOW, "tables.workbook", "tables.publication"},
    "tables.formulas": {
        "allocation", "rules", *LOW, "tables.workbook", "tables.explaining", "tables.publication",
        "tables.specification",
    },
    "tables.comparing": {"allocation", "rules", *LOW, "tables.workbook"},
    "tables.scenario": {
        "allocation", "rules", *LOW, "tables.comparing", "tables.explaining", "tables.listing", "tables.workbook",
    },
    "tables.checking": {"allocation", "rules", *LOW, "tables.reading", "tables.workbook"},
    "tables.questions": {
        "allocation", "rules", *LOW, "tables.workbook", "tables.listing", "tables.comparing", "tables.publication",
    },
}  # fmt: skip
"""Of each room the rooms below it; `rules` stands for all of its rooms. The other files at the root of tables
(publish, restate, writing) stand on top."""


def modules():
    """Every module of the product, by dotted name."""
    paths = [path for top in TOP for path in ROOT.glob(f"{top}/**/*.py")] + [
        ROOT / f"{top}.py" for top in TOP
    ]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in paths
        if path.is_file()
    }


def imports(names, path):
    """The modules of the product that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in TOP)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] in TOP:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in names else node.module


def room(module):
    """The room of a module."""
    top, _, rest = module.partition(".")
    name = f"{top}.{rest.partition('.')[0]}"
    if top == "rules" and rest and not (ROOT / "rules" / rest.partition(".")[0]).is_dir():
        return LAW
    return name if rest and (top == "rules" or name in MAY_IMPORT) else top


def refused(module, imported):
    """Whether a module may not import another."""
    own, other = room(module), room(imported)
    if own == other:
        return False
    if own not in MAY_IMPORT:  # what stands on top of its package
        return TOP.index(other.partition(".")[0]) > TOP.index(own.partition(".")[0])
    allowed = MAY_IMPORT[own]
    return other not in allowed and not (other.startswith("rules.") and "rules" in allowed)


MODULES = modules()
IMPORTS = {name: sorted(set(imports(MODULES, path))) for name, path in MODULES.items()}


def test_no_module_imports_from_a_room_above_it():
    wrong = [
        f"{name} imports {other}"
        for name, others in IMPORTS.items()
        for other in others
        if refused(name, other)
    ]
    assert not wrong


def test_no_two_modules_import_each_other_in_a_circle():
    try:
        TopologicalSorter(IMPORTS).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_every_room_has_a_door():
    assert {room(name) for name in MODULES} <= {*MAY_IMPORT, "rules", "tables", "cli", "verdeelsleutel"}


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("allocation.case", "rules.library.model"),
        ("allocation.case", "tables.words"),
        ("rules.wsw", "rules.library.load"),
        ("tables.workbook.layout", "tables.labels"),
        ("rules", "tables.words"),
        ("tables.publish", "cli"),
        ("rules.library.load", "rules.runs.prepare"),
        ("rules.library.load", "rules.territory.carry"),
        ("rules.reading.columns", "rules.library.schema"),
        ("rules.territory.carry", "rules.runs.prepare"),
        ("rules.runs.prepare", "rules.analysis.check"),
        ("rules.analysis.check", "tables.words"),
        ("rules.analysis.check", "cli"),
        ("tables.workbook.layout", "rules.runs.prepare"),
        ("tables.workbook.layout", "tables.publication.control"),
        ("tables.publication.control", "tables.formulas.sheets"),
        ("tables.explaining.explanation", "tables.workbook.model"),
        ("tables.checking.report", "tables.comparing.report"),
        ("tables.words", "cli"),
    ],
)
def test_a_broken_door_is_seen(module, imported):
    assert refused(module, imported)
