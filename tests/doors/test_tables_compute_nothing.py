"""What is printed was computed below: `tables` adds, multiplies and divides no values, and evaluates no rule."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(ROOT.glob("tables/**/*.py"))
ENGINE = {
    f"allocation.{name}"
    for name in (
        "apportion", "attribution", "balance", "evaluation", "exact", "plan", "rewrites", "terms", "territory",
        "vectorised",
    )
}  # fmt: skip
"""What computes; expressions, numbers, results and traces are only read and written."""
TIMES = (ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
"""Operators that make another value; + and - also put texts and lists together, and count places."""
NO_VALUES = {
    "tables/words.py": "per cents, for a reader",
    "tables/listing.py": "millions of euros, for a reader",
    "tables/explaining/as_json.py": "the largest whole number that every reader of JSON tells from the next",
    "tables/checking/causes.py": "a factor is named",
    "tables/scenario/amendment.py": "the letters before the parts of an article",
    "tables/checking/by_stream.py": "as many empty texts as there are rows",
    "tables/checking/headings.py": "as many empty texts as there are columns",
    "tables/explaining/formats.py": "indents",
    "tables/reading/grid.py": "empty cells",
    "tables/publication/receipt.py": "paths",
    "tables/writing.py": "paths",
    "tables/moving.py": "paths",
    "tables/command/site.py": "paths and megabytes",
    "tables/site/build.py": "paths",
    "tables/site/compute.py": "one denominator for numbers that a page computes with",
    "tables/site/drawing.py": "coordinates",
    "tables/site/pages.py": "paths",
    "tables/guarding/report.py": "per cents, for a reader",
    "tables/series/report.py": "millions, for a reader",
    "tables/site/told.py": "per cents, for a reader",
    "tables/command/dutch.py": "paths",
    "tables/workbook/fields.py": "as many empty cells as a row has",
    "tables/workbook/layout.py": "widths and lines of cells",
    "tables/workbook/stored.py": "so many digits as a file stores beside a formula",
    "tables/workbook/style.py": "zeros in a format",
    "tables/workbook/paper.py": "widths of columns and lines",
    "tables/workbook/charts.py": "heights",
    "tables/workbook/ods_chart.py": "centimetres, places in a list of colours",
    "tables/workbook/xlsx_chart.py": "places in a list of colours",
    "tables/workbook/ods.py": "widths and heights",
}
"""The modules that multiply or divide something else than values, and what."""
SUMS = {"sum", "fsum", "prod", "mean", "median", "added", "largest_remainders", "restated", "attribute"}
COUNTED = {
    "tables/reading/spreadsheets.py": "how many likely words the name of a sheet has",
    "tables/workbook/layout.py": "lines of a cell",
    "tables/workbook/paper.py": "widths of columns",
    "tables/site/drawing.py": "the class of a value",
    "tables/letters/document.py": "widths of columns",
}


def place(path):
    return path.relative_to(ROOT).as_posix()


def called(node):
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_nothing_of_the_engine_that_computes_is_imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            assert not names & ENGINE


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_nothing_is_multiplied_divided_or_added_up(path):
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    products = [ast.unparse(n) for n in nodes if isinstance(n, ast.BinOp) and isinstance(n.op, TIMES)]
    sums = [ast.unparse(n) for n in nodes if isinstance(n, ast.Call) and called(n) in SUMS]
    assert place(path) in NO_VALUES or not products
    assert place(path) in COUNTED or not sums


def test_no_exception_without_need():
    """A module that no longer multiplies, divides or counts anything is no exception."""
    for listed, kind in ((NO_VALUES, ast.BinOp), (COUNTED, ast.Call)):
        for name in listed:
            nodes = [*ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8")))]
            assert [
                n
                for n in nodes
                if isinstance(n, kind)
                and (called(n) in SUMS if kind is ast.Call else isinstance(n.op, TIMES))
            ], name
