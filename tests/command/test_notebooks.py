"""The notebooks of the docs run, and print what stands in them."""

import json

import pytest

from tests.notebooks import NOTEBOOKS, printed, run

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


def test_there_are_two():
    assert len(PATHS) == 2


@pytest.mark.promise("docs/site.md#notebooks")
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_cell_prints_what_stands_below_it(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    kept = [(printed(cell), lines) for cell, lines in run(notebook)]
    assert len(kept) >= 3
    for stands, prints in kept:
        assert stands == prints


def test_made_up_numbers_say_so():
    """The own table is an example: beside each of its numbers, and in the text above it."""
    text = (NOTEBOOKS / "verandering-per-inwoner.ipynb").read_text(encoding="utf-8")
    assert "verzonnen, een voorbeeld" in text
    notebook = json.loads(text)
    rows = [
        line
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        for line in printed(cell)
        if "wachtlijst" in line
    ]
    assert rows
    assert all("(voorbeeld)" in row for row in rows)
