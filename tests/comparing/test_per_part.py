"""A change per part of an amount (volume times amount per unit times factor) adds up both ways, to the cent."""

from fractions import Fraction
from io import BytesIO
from itertools import permutations

import openpyxl
import pytest

from rules.analysis.compare import compare_publications
from rules.analysis.differences import Cause
from rules.analysis.per_part import addition, parts_of
from tables.comparing import report, sheets
from tables.workbook import xlsx
from tests.helpers.workspaces import SHIPPED

PAIRS = [
    ("meicirculaire-2023", "meicirculaire-2024"),
    ("septembercirculaire-2023", "septembercirculaire-2024"),
    ("meicirculaire-2024", "septembercirculaire-2024"),
]
MAATSTAVEN = {
    "bijstandsontvangers": "bedrag_bijstandsontvanger",
    "loonkostensubsidie": "bedrag_loonkostensubsidie",
    "huishoudens_laag_inkomen": "bedrag_huishouden_laag_inkomen",
    "doelgroepenregister": "bedrag_doelgroepenregister",
}


@pytest.fixture(scope="module")
def compared():
    return {pair: compare_publications(SHIPPED, *pair, 2024) for pair in PAIRS}


@pytest.mark.promise("docs/compare.md#per-part")
@pytest.mark.parametrize("pair", PAIRS)
def test_the_parts_are_each_cause_exactly_and_in_cents_what_is_shown_of_it(pair, compared):
    for d in (d for d in compared[pair].differences if not d.stays):
        parts = parts_of(compared[pair], d)
        assert parts
        for cause, row in d.parts.items():
            if cause == Cause.ROUNDING or not any(row):
                continue
            rows = [part.effects[cause] for part in parts if cause in part.effects]
            assert [sum(values) for values in zip(*rows, strict=True)] == row
        for place in range(len(d.codes)):
            change = d.at(place)
            shown, found = change.in_cents(), addition(parts, change, place)
            *sums, whole = found.together
            assert dict(zip(found.causes, sums, strict=True)) == {
                cause: shown[cause] for cause in found.causes
            }
            assert all(sum(cells) == total for *cells, total in found.rows)
            assert whole + shown[Cause.ROUNDING] == change.difference
            assert all((cell * 100).denominator == 1 for row in found.rows for cell in row)


@pytest.mark.parametrize("code", ["0513", "0363", "0088"])
def test_a_part_is_the_average_over_all_orders_by_hand(code, compared):
    """Of three causes in six orders, of a product."""
    both = compared[PAIRS[0]]
    d = both.differences[0]
    parts = {part.name: part for part in parts_of(both, d)}
    assert {*parts} == {*MAATSTAVEN}
    place = d.codes.index(code)
    old, new = both.on_new.prepared, both.after.prepared
    for volume, price in MAATSTAVEN.items():
        factors = [
            ("uitkeringsfactor", *(p.figures["uitkeringsfactor"].value for p in (old, new))),
            (Cause.RATE, *(p.figures[price].value for p in (old, new))),
            (Cause.OWN_INPUTS, *(p.case.inputs[volume].exact[place] for p in (old, new))),
        ]
        effects = dict.fromkeys((name for name, *_ in factors), Fraction(0))
        for order in permutations(range(3)):
            values = [was for _, was, _ in factors]
            for at in order:
                before = values[0] * values[1] * values[2]
                values[at] = factors[at][2]
                effects[factors[at][0]] += (values[0] * values[1] * values[2] - before) / 6
        assert {cause: row[place] for cause, row in parts[volume].effects.items()} == effects


def test_what_is_no_such_sum_has_no_parts():
    both = compare_publications(SHIPPED, "budgetten-2024-voorlopig", "budgetten-2024-definitief")
    assert [parts_of(both, d) for d in both.differences] == [[]]


@pytest.mark.promise("docs/compare.md#per-part")
def test_a_reader_is_told_of_one_municipality_and_of_all(compared):
    both = compared[PAIRS[0]]
    told = report.lines(both, "0513")
    assert "    Bijstandsontvangers                       +393.317,47 EUR" in told
    assert "      door uitkeringsfactor                   +168.375,29 EUR" in told
    book = openpyxl.load_workbook(BytesIO(xlsx.render(sheets.workbook(both))))
    sheet = book["Per onderdeel Cluster 2024"]
    table = {row[1]: row for row in sheet.iter_rows(values_only=True)}
    gouda = dict(zip(table["Gemeente"], table["Gouda"], strict=True))
    assert gouda["Bijstandsontvangers: samen (EUR)"] == 393_317.47
    assert gouda["Bijstandsontvangers: door eigen gegevens (EUR)"] == -51_257.24
    assert book.sheetnames[0] == "Wijzigingen"
