"""A formula in cells, computed by LibreOffice: conditions come to what the oracle has."""

import shutil
import subprocess
from fractions import Fraction
from itertools import product

import pytest
from openpyxl import Workbook, load_workbook

from allocation import exact
from allocation.expressions import (
    Symbol,
    YesNo,
    both,
    count,
    differs,
    either,
    equals,
    logistic,
    not_,
    rounded,
    where,
)
from tables.formulas.cells import in_cells

OFFICE = shutil.which("soffice")
a, b, yes = map(Symbol, ("a", "b", "yes"))
FORMULAS = [
    *map(
        YesNo, (a < b, a <= b, a >= b, a > b, equals(a, b), differs(a, b), not_(yes), not_(both(yes, a < b)))
    ),
    YesNo(both(a > 0, either(yes, b > a), differs(a - b, 1))),
    YesNo(either(both(a > 0, b > 0), not_(either(yes, a < b)))),
    YesNo(count(yes, a > b, not_(b > 0)) >= 2),
    count(a > 0, yes, either(a > 1, b > 1)) * 2 - 1,
    where(both(yes, not_(a > b)), a + 1, where(either(yes, equals(a, b)), b, -a)),
    rounded(logistic(2 * a - b) * 10**9, 0),
    rounded(100 * logistic(-a, 1) - logistic(b - 1, 0), 0),
]
ROWS = list(product((-1, 0, 1, 2), (0, 1, 2), (0, 1)))


@pytest.mark.promise("docs/add-a-rule.md#yes-or-no")
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not there (Debian: libreoffice-calc)")
def test_a_spreadsheet_decides_as_the_oracle(tmp_path):
    book = Workbook()
    sheet = book.active
    for number, row in enumerate(ROWS, 1):
        places = dict(zip(("a", "b", "yes"), (f"A{number}", f"B{number}", f"C{number}"), strict=True))
        sheet.append([*row, *(f"={in_cells(formula, places.__getitem__)}" for formula in FORMULAS)])
    book.save(tmp_path / "x.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "new")]
    subprocess.run([*command, str(tmp_path / "x.xlsx")], check=True, stdout=subprocess.DEVNULL)
    cells = load_workbook(tmp_path / "new" / "x.xlsx", data_only=True).active
    known = {name: [Fraction(row[place]) for row in ROWS] for place, name in enumerate(("a", "b", "yes"))}
    for column, formula in enumerate(FORMULAS, 4):
        computed = [cells.cell(row, column).value for row in range(1, len(ROWS) + 1)]
        assert computed == exact.value_of(formula, known), in_cells(formula, str)
