"""The overview: who is in which class, what stands beside the amounts, and how sure that is."""

from fractions import Fraction

import pytest

from allocation.numbers import decimal
from rules.analysis import groups
from rules.analysis.overview import overview_of
from rules.analysis.restate import values_of
from rules.territory.municipalities import inhabitants_on
from tables import publish
from tables.publication.groups import group_name
from tests.helpers import own_folder as own
from tests.helpers.workspaces import SHIPPED, workspace


@pytest.mark.parametrize(
    ("persons", "size"), [(14_999, 0), (15_000, 0), (15_001, 1), (39_999, 1), (40_000, 2), (40_001, 2)]
)
def test_size_classes_change_at_15000_and_40000(persons, size, monkeypatch):
    [found] = SHIPPED.outcomes("regeling-beschut-werk-2026")
    codes = found.prepared.territory["code"]
    monkeypatch.setattr(groups, "inhabitants_on", lambda *_: dict.fromkeys(codes, Fraction(persons)))
    [of_size] = [g for g in groups.groupings(found.prepared) if g.kind == "size"]
    classes = ("t/m 15.000 inwoners", "15.001-39.999 inwoners", "vanaf 40.000 inwoners")
    assert tuple(group_name(of_size, group) for group in of_size.groups) == classes
    assert {group_name(of_size, group) for group in of_size.of.values()} == {classes[size]}


def test_where_the_inhabitants_are_not_known_there_are_no_size_classes():
    [found] = SHIPPED.outcomes("verkenning-baankansen")
    assert [g.kind for g in groups.groupings(found.prepared)] == ["province", "region"]


@pytest.mark.promise("docs/paper.md#overview")
def test_the_overview_has_inhabitants_totals_and_the_publication_before_it():
    [now] = SHIPPED.outcomes("septembercirculaire-2024")
    beside = overview_of(SHIPPED, now)
    assert beside.previous.prepared.publication.name == "meicirculaire-2024"
    book = publish.workbook([now], [[]], publish.Extra(beside=[beside]))
    [table] = book.sheets[1].blocks
    heads = [column.header for column in table.columns]
    then = SHIPPED.outcome("meicirculaire-2024", 2024)
    streams = [values_of(now, name) for name in now.prepared.year.amounts]
    before = [values_of(then, name) for name in now.prepared.year.amounts]
    persons = inhabitants_on(2024, now.prepared.year.territory)
    for cells in table.rows:
        row = dict(zip(heads, cells, strict=True))
        code = row["Gemeentecode"]
        total, old = (sum(of[code] for of in each) for each in (streams, before))
        assert row["Inwoners (1 januari 2024)"] == persons[code]
        assert row["Totaal van de bedragen (EUR)"] == total
        assert row["Per inwoner (EUR)"] == decimal(total / persons[code], 2)
        assert (row["Vorige stand (EUR)"], row["Verschil met vorige stand (EUR)"]) == (old, total - old)
    assert "Vorige stand: Meicirculaire gemeentefonds 2024 (mei 2024)" in book.sheets[1].subtitle
    others = [c.header for sheet in book.sheets[5:7] for t in sheet.blocks for c in t.columns]
    assert not {"Provincie", "Arbeidsmarktregio", "Grootteklasse"} & {*others}


def test_there_is_no_publication_before_it_with_data_of_ones_own(tmp_path):
    space = workspace(own.folder(tmp_path))
    assert all(overview_of(space, outcome).previous is None for outcome in space.outcomes("mijn-circulaire"))


@pytest.mark.promise("docs/paper.md#all-of-it")
def test_where_most_have_nothing_the_others_are_listed():
    [outcome] = SHIPPED.outcomes("herindelingsmaatstaf-2024")
    book = publish.workbook([outcome], [[]], publish.Extra())
    amounts = outcome.result.column("herindelingsmaatstaf").to_list()
    paid = sum(1 for amount in amounts if amount)
    [table] = book.sheets[1].blocks
    assert len(table.rows) == paid < len(amounts) / 2
    assert f"{len(amounts) - paid} van {len(amounts)} gemeenten krijgen hier niets" in book.sheets[1].subtitle
    assert table.totals[[c.header for c in table.columns].index("Herindelingsmaatstaf (EUR)")] == sum(amounts)


@pytest.mark.promise("README.md#as-sure-as-the-least-sure")
def test_what_is_made_of_amounts_on_the_overview_is_as_sure_as_they_are():
    [now] = SHIPPED.outcomes("budgetten-2025-definitief")
    book = publish.workbook([now], [[]], publish.Extra(beside=[overview_of(SHIPPED, now)]))
    marks = {column.header: column.mark for column in book.sheets[1].blocks[0].columns}
    derived = ("Per inwoner (EUR)", "Vorige stand (EUR)", "Verschil met vorige stand (EUR)")
    assert {marks[header] for header in derived} == {"indicatief"}
    assert marks["Inwoners (1 januari 2025)"] == ""
    [later] = SHIPPED.outcomes("regeling-beschut-werk-2026")
    columns = publish.workbook([later], [[]], publish.Extra()).sheets[1].blocks[0].columns
    assert {c.header: c.mark for c in columns}["Inwoners (1 januari 2026)"] == "afgeleid"
