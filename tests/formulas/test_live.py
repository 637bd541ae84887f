"""The workbook of formulas: a spreadsheet that knows nothing of us comes to the same amounts."""

import os
import random
import re
from fractions import Fraction
from functools import cache
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl.utils import column_index_from_string
from xlsxwriter.worksheet import Worksheet

from allocation import exact
from allocation.case import CODE
from allocation.errors import AllocationError
from allocation.evaluation import evaluate
from allocation.numbers import decimal
from tables.explaining.explanation import explain
from tables.formulas import sheets as live_pages
from tables.publish import RENDERERS
from tables.workbook.layout import lay_out
from tables.workbook.model import Formula
from tests.helpers import made_up_data as filled
from tests.helpers.office import BOOKS, OFFICE, rows
from tests.helpers.office import recalculated as computed_by_office
from tests.helpers.workspaces import LIBRARY, SHIPPED, workspace

pytestmark = pytest.mark.xdist_group("office")
NAMES = [
    of.name
    for of in LIBRARY.publications.values()
    if all(SHIPPED.complete(of.name, y.year) for y in of.years)
]
TIES = ("septembercirculaire-2024", "meicirculaire-2024")
HALVES = {
    "halves 1.005": Fraction("1.005"),
    "halves 2.675": Fraction("2.675"),
    "halves 0.285": Fraction("0.285"),
}
"""Factors of which a spreadsheet has no exact value, by which amounts are multiplied that then end in a half."""
IN_ODS = {
    "septembercirculaire-2024",
    "meicirculaire-2024",
    "budgetten-2025-definitief",
    "totaalbeeld-2025",
    "beschut-naar-realisatie",
    "regeling-beschut-werk-2026",
    "verkenning-varianten",
}
"""Those of which the ODS is computed too, that have between them every kind of sheet and formula; all in the deep run."""
DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"


def rules_of(name):
    """Every version of every rule that a publication follows."""
    of = LIBRARY.publications[name]
    books = [SHIPPED.books.behind(of, year, year.shown) for year in of.years]
    return {rule for book in books for rule in book.rules.values()}


def with_every_rule(names):
    """As few of these publications as it takes, by and large, to have every version of every rule of them all."""
    has = {name: rules_of(name) for name in names}
    wanted, few = set().union(*has.values()), set()
    while wanted:
        most = max(names, key=lambda name: len(has[name] & wanted))
        few.add(most)
        wanted -= has[most]
    return few


def computed_by(kind):
    """The publications of which LibreOffice computes a format as it is, and those it computes changed."""
    names = [name for name in NAMES if kind == "xlsx" or name in IN_ODS or DEEP]
    return {"as it is": names, "changed": names if DEEP else with_every_rule(names)}


COMPUTED = {kind: computed_by(kind) for kind in BOOKS}
STATES = [
    (name, state, kind)
    for name in NAMES
    for state in ("as it is", "changed")
    for kind in BOOKS
    if name in COMPUTED[kind][state]
]
STATES += [(name, "own", "xlsx") for name in filled.OWN]
STATES += [(name, "ties", kind) for name in TIES for kind in BOOKS]
STATES += [("septembercirculaire-2024", state, kind) for state in HALVES for kind in BOOKS]


def changed(case, seed):
    """Ten figures and inputs with other values, as many figures as inputs where there are that many."""
    chance = random.Random(seed)
    inputs = [(name, row) for name in case.book.inputs for row in range(len(case.codes))]
    wanted = [(name, 0) for name in chance.sample(sorted(case.book.figures), min(5, len(case.book.figures)))]
    wanted += chance.sample(inputs, 10 - len(wanted))
    known = exact.given(case)
    found = {}
    for name, row in wanted:
        value = known[name][row]
        found[name, row] = Fraction(decimal(value * chance.choice([98, 99, 101]) / 100, 2)) or value
    return found


def equal_weights(case):
    """Everyone the same weight: the last units are all tied, and go by order of code."""
    return {
        (name, row): Fraction(7)
        for name in ("verwachte_se", "doelgroepenregister")
        for row in range(len(case.codes))
    }


def exact_halves(case, factor):
    """Every amount is an exact half euro, that a spreadsheet's own numbers miss by a little."""
    prices = [name for name in case.book.figures if name.startswith("bedrag_")]
    figures = {(name, 0): Fraction(name == "bedrag_bijstandsontvanger") for name in prices}
    rows = range(len(case.codes))
    volumes = {("bijstandsontvangers", r): Fraction(100 * (2 * r + 1) * (911 if r % 2 else 37)) for r in rows}
    return {**figures, **volumes, ("uitkeringsfactor", 0): factor}


def applied(case, new):
    inputs = {}
    for (name, row), value in new.items():
        if name in case.inputs:
            inputs.setdefault(name, {})[case.codes[row]] = value
    return case.with_values(figures={n: v for (n, _), v in new.items() if n in case.figures}, inputs=inputs)


def chosen(case, name, state):
    """The changes of a state; other ones where the law cannot be followed with them."""
    if state in ("as it is", "own"):
        return {}
    if state == "ties":
        return equal_weights(case)
    if state in HALVES:
        return exact_halves(case, HALVES[state])
    for attempt in range(20):
        new = changed(case, f"{name} {attempt}")
        try:
            evaluate(applied(case, new))
        except AllocationError:
            continue
        return new
    raise AssertionError(name)


@cache
def shipped(name):
    """The workbook of formulas of what is shipped."""
    outcomes = SHIPPED.outcomes(name)
    return [live_pages.live(outcome) for outcome in outcomes], live_pages.workbook(
        outcomes, explained(outcomes)
    )


@cache
def rendered(name, kind):
    """The file of that workbook."""
    return RENDERERS[kind](shipped(name)[1])


@cache
def changes_of(name, state):
    """What is filled in in a state, year after year, and what the engine makes of it."""
    found = []
    for outcome in SHIPPED.outcomes(name):
        new = chosen(outcome.prepared.case, name, state)
        case = applied(outcome.prepared.case, new)
        found.append((new, case, exact.evaluate(case)))
    return found


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory):
    """Every workbook without stored values, some with changed cells, as LibreOffice computes it."""
    if not OFFICE:
        pytest.skip("LibreOffice is not there (Debian: libreoffice-calc)")
    folder = tmp_path_factory.mktemp("live")
    made = {}
    for name, state, kind in STATES:
        if state == "own":
            outcomes = workspace(filled.folder(tmp_path_factory.mktemp(name), name)).outcomes(name)
            years = [live_pages.live(outcome) for outcome in outcomes]
            written = live_pages.workbook(outcomes, explained(outcomes))
            book = BOOKS[kind](RENDERERS[kind](written))
            known = [exact.evaluate(outcome.prepared.case) for outcome in outcomes]
        else:
            (years, written), book = shipped(name), BOOKS[kind](rendered(name, kind))
            for year, (new, _, _) in zip(years, changes_of(name, state), strict=True):
                for (of, row), value in new.items():
                    place = year.places[of]
                    book.set(place.sheet, f"{place.letter}{place.top + row}", float(value))
            known = [found for _, _, found in changes_of(name, state)]
        path = folder / f"{name} {state} {kind}.{kind}"
        book.save(path)
        made[name, state, kind] = list(zip(years, known, strict=True)), written, path
    found = computed_by_office([path for _, _, path in made.values()], folder)
    return {key: (results, written, found[path]) for key, (results, written, path) in made.items()}


@pytest.mark.promise("README.md#half-away-from-zero")
@pytest.mark.promise("docs/formulas.md#change-and-follow")
@pytest.mark.promise("docs/formulas.md#as-exact-as-the-engine")
@pytest.mark.promise("docs/formulas.md#halves-and-ties")
@pytest.mark.promise("docs/formulas.md#in-both-formats")
@pytest.mark.parametrize(("name", "state", "kind"), STATES)
def test_a_spreadsheet_comes_to_the_same(recalculated, name, state, kind):
    """Every value of every rule, to the cent; the amounts in whole euros are the same number."""
    results, _, path = recalculated[name, state, kind]
    for year, known in results:
        compared = 0
        computed = {sheet: rows(path, sheet) for sheet in {year.places[rule].sheet for rule in known}}
        for rule, expected in known.items():
            place = year.places[rule]
            column = column_index_from_string(place.letter) - 1
            lines = computed[place.sheet][place.top - 1 :][: len(expected)]
            cells = [line[column] for line in lines]
            wrong = [
                (rule, row, cell, float(value))
                for row, (cell, value) in enumerate(zip(cells, expected, strict=True))
                if cell != value and not abs(Fraction(cell) - value) < Fraction(1, 200)
            ]
            assert not wrong
            compared += len(expected)
        assert compared


@pytest.mark.promise("docs/formulas.md#as-exact-as-the-engine")
@pytest.mark.parametrize(("name", "state", "kind"), [key for key in STATES if key[1] in ("as it is", "own")])
def test_every_cell_of_every_sheet_comes_to_what_is_stored(recalculated, name, state, kind):
    """The explanation of one municipality, the control sheet, totals and helping columns included."""
    _, written, path = recalculated[name, state, kind]
    compared = 0
    for sheet in written.sheets:
        now = rows(path, sheet.name)
        for number, row in enumerate(lay_out(sheet).rows):
            for column, (value, _) in enumerate(row):
                if isinstance(value, Formula):
                    found = now[number][column]
                    if isinstance(value.result, str):
                        assert (found or "") == value.result, (sheet.name, number, column, found)
                    else:
                        gap = abs(Fraction(found) - Fraction(value.result))
                        assert gap < Fraction(1, 200), (sheet.name, number, column, found)
                    compared += 1
    assert compared > 300


def explained(outcomes):
    """Of the last municipality: another row than the first would then be seen."""
    return [
        explain(outcome, rule, outcome.prepared.territory[CODE][-1])
        for outcome in outcomes
        for rule in outcome.prepared.year.amounts
    ]


@pytest.mark.promise("docs/formulas.md#change-and-follow")
@pytest.mark.parametrize("name", NAMES)
def test_a_change_changes_amounts(name):
    """The changes of the test above are worth something: without them the amounts are others."""
    as_is = changes_of(name, "as it is")
    for (new, _, changed_to), (_, _, before) in zip(changes_of(name, "changed"), as_is, strict=True):
        assert len(new) == 10
        assert changed_to != before


@pytest.mark.promise("docs/formulas.md#change-and-follow")
def test_every_rule_is_computed_in_a_changed_state():
    """Not every publication is changed in this run, but every version of every rule is, as it is really followed."""
    followed = {
        name: {rule for of in SHIPPED.outcomes(name) for rule in of.prepared.case.book.rules.values()}
        for name in NAMES
    }
    for kind in BOOKS:
        as_is, changed_too = (
            [name for name, of, at in STATES if (of, at) == (state, kind)]
            for state in ("as it is", "changed")
        )
        assert set(as_is) == (set(NAMES) if kind == "xlsx" or DEEP else IN_ODS)
        rules = set().union(*(followed[name] for name in as_is))
        assert rules
        assert rules == set().union(*(followed[name] for name in changed_too))


@pytest.mark.promise("docs/formulas.md#halves-and-ties")
@pytest.mark.parametrize("state", HALVES)
def test_the_halves_are_halves(state):
    [outcome] = SHIPPED.outcomes("septembercirculaire-2024")
    case = applied(outcome.prepared.case, exact_halves(outcome.prepared.case, HALVES[state]))
    basis = exact.evaluate(case)["uitkeringsbasis_participatie"]
    assert all(value * HALVES[state] % 1 == Fraction(1, 2) for value in basis)


@pytest.mark.promise("docs/formulas.md#as-exact-as-the-engine")
@pytest.mark.parametrize("kind", BOOKS)
def test_a_file_without_stored_values_has_none(kind, tmp_path):
    """What the recalculation starts from: every formula, and no value of any of them."""
    raw = rendered("regeling-beschut-werk-2026", kind)
    before, after = tmp_path / f"before.{kind}", tmp_path / f"after.{kind}"
    before.write_bytes(raw)
    BOOKS[kind](raw).save(after)
    (formulas, with_value), (kept, none) = (count_of_formulas(path, kind) for path in (before, after))
    assert formulas == with_value == kept > 600
    assert none == 0


def count_of_formulas(path, kind):
    """How many cells have a formula, and how many of these have a value beside it."""
    with ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name == "content.xml" or "/worksheets/sheet" in name]
        cells = [
            cell
            for name in names
            for cell in etree.fromstring(archive.read(name)).iter("{*}c", "{*}table-cell")
        ]
    if kind == "ods":
        with_formula = [cell for cell in cells if any(key.endswith("}formula") for key in cell.attrib)]
        return len(with_formula), sum(
            len(cell) > 0 or any(key.endswith("value") for key in cell.attrib) for cell in with_formula
        )
    with_formula = [cell for cell in cells if cell.find("{*}f") is not None]
    return len(with_formula), sum(cell.find("{*}v") is not None for cell in with_formula)


@pytest.mark.parametrize("name", NAMES)
def test_no_formula_has_a_function_that_a_file_writes_in_another_way(name):
    """What we do not let the library look for in each: it would write all of them as they are."""
    texts = {
        re.sub(r"\d+", "1", value.text)
        for sheet in shipped(name)[1].sheets
        for row in lay_out(sheet).rows
        for value, _ in row
        if isinstance(value, Formula)
    }
    assert texts
    plain, newer = Worksheet()._prepare_formula, "=XLOOKUP(A1,B1:B2,C1:C2)"
    assert plain(newer) != newer.removeprefix("="), "the library does so with newer ones"
    assert all(plain(text, True) == text.removeprefix("=") for text in texts)
