"""Specificatie: who picks a municipality sees what the engine has of it, as LibreOffice computes it."""

import datetime
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from allocation import exact
from rules.analysis.groups import groupings
from rules.analysis.overview import overview_of
from rules.territory.municipalities import inhabitants_on
from tables import publish
from tables.formulas import sheets as live_pages
from tables.labels import label
from tables.publication.groups import group_name
from tables.specification.sheets import CHOICE, LOOKED_UP, PAGE
from tests.helpers.office import BOOKS, OFFICE, recalculated, rows
from tests.helpers.workspaces import SHIPPED

pytestmark = [
    pytest.mark.xdist_group("specification"),
    pytest.mark.skipif(not OFFICE, reason="LibreOffice is not there (Debian: libreoffice-calc)"),
]
PUBLICATION = "septembercirculaire-2024"
TWELVE = {
    "0448": "Texel, an island",
    "0088": "Schiermonnikoog, the smallest",
    "0363": "Amsterdam, the largest",
    "0518": "'s-Gravenhage, a name that starts with a sign",
    "0014": "Groningen, the first code",
    "1992": "Voorne aan Zee, merged in 2023",
    "1982": "Land van Cuijk, merged in 2022",
    "1969": "Westerkwartier, with a part of one that was split",
    "0277": "Rozendaal, hardly any Wsw",
    "0373": "Bergen (NH.), with brackets and a point",
    "0893": "Bergen (L.), the other Bergen",
    "0197": "Aalten, some 27,000",
}
KINDS = [("tables", kind) for kind in BOOKS] + [("formulas", kind) for kind in BOOKS]


def made(what, beside):
    if what == "formulas":
        return live_pages.workbook([one.outcome for one in beside], beside=beside)
    return publish.workbook(
        [one.outcome for one in beside], [[] for _ in beside], publish.Extra(beside=beside)
    )


@pytest.fixture(scope="module")
def beside():
    return [overview_of(SHIPPED, outcome) for outcome in SHIPPED.outcomes(PUBLICATION)]


@pytest.fixture(scope="module")
def filled_in(tmp_path_factory, beside):
    """Every workbook with each of the twelve picked, by name and by code."""
    folder, paths = tmp_path_factory.mktemp("picked"), {}
    [one] = beside
    territory = dict(one.outcome.prepared.territory.select("code", "naam").iter_rows())
    for what, kind in KINDS:
        raw = publish.RENDERERS[kind](made(what, beside))
        book, sheet = BOOKS[kind](raw), f"{PAGE} {one.outcome.prepared.year.year}"
        cell = pick_cell(book, sheet)
        for place, code in enumerate(TWELVE):
            book.set(sheet, cell, code if place % 2 else f"{territory[code]} ({code})")
            paths[what, kind, code] = folder / f"{what}-{kind}-{code}.{kind}"
            book.save(paths[what, kind, code])
    return paths


@pytest.fixture(scope="module")
def picked(filled_in, tmp_path_factory):
    """The values that LibreOffice comes to in each."""
    found = recalculated(filled_in.values(), tmp_path_factory.mktemp("computed"))
    return {key: found[path] for key, path in filled_in.items()}


@pytest.fixture(scope="module")
def kept(filled_in, tmp_path_factory):
    """One of each kind as LibreOffice writes it, with its list to pick from."""
    paths = {(what, kind): filled_in[what, kind, "0448"] for what, kind in KINDS}
    found = recalculated(paths.values(), tmp_path_factory.mktemp("kept"), "xlsx")
    return {key: found[path] for key, path in paths.items()}


def pick_cell(book, sheet):
    """Below the words that ask for it."""
    if book.kind == "xlsx":
        lines = ((row, book.value(cells["A"])) for row, cells in book.rows(sheet).items() if "A" in cells)
    else:
        lines = ((n, "".join(row[0].itertext())) for n, row in enumerate(book.rows(sheet), 1) if len(row))
    return f"A{next(row for row, text in lines if text == CHOICE) + 1}"


@pytest.fixture(scope="module")
def oracle(beside):
    """All that the oracle has: what is computed now, what is given, and what was computed before."""
    [one] = beside
    case = one.outcome.prepared.case
    return exact.evaluate(case), exact.given(case), exact.evaluate(one.previous.prepared.case)


def expected(one, code, oracle):
    """By label what is told, computed from the case and the shipped tables, not by what prints it."""
    outcome, prepared = one.outcome, one.outcome.prepared
    (known, given, previous), codes = oracle, list(prepared.case.codes)
    row = codes.index(code)
    persons = inhabitants_on(prepared.year.year, prepared.year.territory)
    [sizes] = [each for each in groupings(prepared) if each.kind == "size"]
    same = [c for c in codes if sizes.of[c] == sizes.of[code]]
    found = {}
    for name in [*prepared.year.amounts, *prepared.case.book.inputs]:
        values = (known if name in known else given)[name]
        text, unit = label(outcome, name)
        rule = prepared.case.book.rules.get(name)
        per = [None] * 3
        if unit.is_money:
            of_same = sum(values[codes.index(c)] for c in same)
            per = [
                values[row] / persons[code],
                sum(values) / sum(persons[c] for c in codes),
                of_same / sum(persons[c] for c in same),
            ]
        before = previous[name][codes.index(code)] if rule else None
        share = values[row] * 100 / sum(values)
        found[text] = [
            values[row],
            sum(values),
            share,
            *per,
            before,
            None if before is None else values[row] - before,
        ]
    who = [code, dict(prepared.territory.select("code", "provincie").iter_rows())[code]]
    who += [dict(prepared.territory.select("code", "naam").iter_rows())[code]]
    return [*who, persons[code], group_name(sizes, sizes.of[code])], found


@pytest.mark.promise("docs/formulas.md#specification-equals-the-engine")
@pytest.mark.parametrize("code", TWELVE)
@pytest.mark.parametrize(("what", "kind"), KINDS)
def test_every_cell_is_what_the_engine_has(picked, beside, oracle, what, kind, code):
    [one] = beside
    assert one.previous is not None
    page = rows(picked[what, kind, code], f"{PAGE} {one.outcome.prepared.year.year}")
    who, lines = expected(one, code, oracle)
    head = next(place for place, row in enumerate(page) if row[:1] == [CHOICE])
    assert page[head + 1][1:6] == who
    told = {row[0]: row[2:10] for row in page[head + 3 :] if row}
    compared = 0
    for text, values in lines.items():
        for found, value in zip(told[text], values, strict=True):
            if value is None:
                assert found in (".", "n.v.t.")
            else:
                assert abs(Fraction(found) - value) < Fraction(1, 10**6) * max(1, abs(value) / 10**6), text
                compared += 1
    assert compared >= 8 * 2 + 3 * 6


@pytest.mark.promise("docs/formulas.md#specification-equals-the-engine")
def test_the_twelve_differ(beside):
    """Islands, merged ones, the smallest and the largest: of every size class, and some with no Wsw to speak of."""
    [one] = beside
    prepared = one.outcome.prepared
    assert {*TWELVE} <= {*prepared.case.codes}
    [sizes] = [each for each in groupings(prepared) if each.kind == "size"]
    assert {sizes.of[code] for code in TWELVE} == {*sizes.groups}
    persons = inhabitants_on(prepared.year.year, datetime.date(prepared.year.year, 1, 1))
    assert max(persons, key=persons.get) in TWELVE
    assert min(persons, key=persons.get) in TWELVE
    wsw = dict(zip(prepared.case.codes, exact.given(prepared.case)["verwachte_se"], strict=True))
    assert min(wsw.values()) in [wsw[code] for code in TWELVE]


@pytest.mark.promise("docs/formulas.md#specification-from-a-list")
@pytest.mark.parametrize(("what", "kind"), KINDS)
def test_one_picks_from_a_list_in_order_of_name(kept, beside, what, kind):
    """LibreOffice keeps the list, of the ODS too; the list is what stands on the sheet that is looked up."""
    [one] = beside
    year = one.outcome.prepared.year.year
    book = load_workbook(kept[what, kind])
    [rule] = book[f"{PAGE} {year}"].data_validations.dataValidation
    assert rule.type == "list"
    area = book.defined_names[f"keuze_spec_{year}"].value.rpartition("!")[2]
    choices = [cell.value for [cell] in book[f"{LOOKED_UP} {year}"][area.replace("$", "")]]
    assert len(choices) == 342
    assert choices[0] == "Aa en Hunze (1680)"
    assert "Bergen (NH.) (0373)" in choices
    assert "'s-Gravenhage (0518)" in choices
    plain = [choice.lstrip("'").lower() for choice in choices]
    assert plain == sorted(plain)
