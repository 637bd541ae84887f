"""What the catalogue promises of figures, streams, territory and shipped data."""

import datetime
from fractions import Fraction

import polars as pl
import pytest
from attrs import evolve

from allocation.errors import FigureError, InputError
from allocation.expressions import Number, Total, names, parts
from allocation.lags import unlagged
from rules import library
from rules.library.documents import read_document
from rules.library.paths import DATA
from rules.library.references import check_references
from rules.reading.csv_table import read_csv
from rules.territory.municipalities import municipalities
from tests.helpers.workspaces import BOOKS, LIBRARY, SHIPPED


def test_amounts_per_unit_are_those_of_the_source():
    weights = read_csv(DATA / "gf_gewichten_participatie.csv").frame
    figures = {
        "bijstandsontvangers": "bedrag_bijstandsontvanger",
        "loonkostensubsidie": "bedrag_loonkostensubsidie",
        "huishoudens_laag_inkomen_met_drempel": "bedrag_huishouden_laag_inkomen",
        "doelgroepenregister": "bedrag_doelgroepenregister",
    }
    compared = 0
    for row in weights.iter_rows(named=True):
        if row["maatstaf"] in figures:
            moment = int(row["uitkeringsjaar"]), row["circulaire"].replace(" ", "-")
            amount = LIBRARY.figures[figures[row["maatstaf"]]].at(*moment).value
            assert amount == Fraction(row["bedrag_per_eenheid_cluster_participatie_eur"])
            assert LIBRARY.figures["uitkeringsfactor"].at(*moment).value == Fraction(row["uitkeringsfactor"])
            compared += 1
    assert compared == 20


@pytest.mark.promise("docs/figures-and-data.md#nothing-is-carried-over")
def test_a_figure_outside_its_validity_is_refused_with_what_is_known():
    with pytest.raises(FigureError) as error:
        LIBRARY.figures["uitkeringsfactor"].at(2026, "septembercirculaire-2024")
    assert "heeft geen waarde voor 2026 in septembercirculaire-2024" in str(error.value)
    assert "2025 (meicirculaire-2024)" in str(error.value)


@pytest.mark.promise("docs/figures-and-data.md#nothing-is-carried-over")
def test_a_later_publication_does_not_replace_an_earlier_one():
    factor = LIBRARY.figures["uitkeringsfactor"]
    assert factor.at(2024, "meicirculaire-2024").value == Fraction("1.414")
    assert factor.at(2024, "septembercirculaire-2024").value == Fraction("1.420")


@pytest.mark.promise("docs/add-a-rule.md#no-overlap-and-no-gap")
@pytest.mark.parametrize("year", range(2017, 2049))
def test_the_rules_of_every_year_are_complete(year):
    assert BOOKS.whole(year).rules


def test_every_rule_says_what_it_is():
    for rule in LIBRARY.rules:
        assert rule.label, rule.name
        assert rule.unit, rule.name
        assert rule.source, rule.name
        assert rule.doc, rule.name


def test_no_constant_stands_in_a_rule():
    """What a rule computes with is a figure with a source; all, nothing, and the number of a month are none."""

    def numbers(node):
        found = [node.value] if isinstance(node, Number) else []
        return found + [value for part in parts(node) for value in numbers(part)]

    for rule in LIBRARY.rules:
        structure = range(13) if rule.module == "rules.betaling" else (0, 1)
        assert set(numbers(rule.formula)) <= {*structure}, rule.name


def test_what_is_added_up_has_no_total_in_it():
    """An explanation and a sheet name what a total adds up: the inner one is a rule of its own."""

    def totals(node):
        inner = [total for part in parts(node) for total in totals(part)]
        return [*inner, node] if isinstance(node, Total) else inner

    for rule in LIBRARY.rules:
        assert all(len(totals(total)) == 1 for total in totals(rule.formula)), rule.name


def payments(year):
    return {s.part: s.payment for s in LIBRARY.streams if s.valid_from <= year <= s.valid_to}


def test_what_moved_to_the_algemene_uitkering_in_2019_and_2023():
    iu, au = "integratie-uitkering", "algemene uitkering"
    classic, new = "Re-integratie klassiek", "Re-integratie nieuwe doelgroep"
    assert [payments(year)[classic] for year in (2015, 2018, 2019, 2048)] == [iu, iu, au, au]
    assert [payments(year)[new] for year in (2015, 2022, 2023, 2048)] == [iu, iu, au, au]


@pytest.mark.parametrize("year", range(2015, 2049))
def test_wsw_and_beschut_werk_stay_in_the_integratie_uitkering(year):
    paid = payments(year)
    assert paid["Wsw"] == paid["Begeleiding nieuw beschut werk"] == "integratie-uitkering"
    assert {"Re-integratie klassiek", "Re-integratie nieuwe doelgroep"} <= set(paid)
    assert ("Voorbereiding transformatie sociale infrastructuur" in paid) == (year == 2024)
    assert ("Infrastructurele opslag" in paid) == (year >= 2025)


@pytest.mark.parametrize("year", [2024, 2025, 2030])
def test_the_integratie_uitkering_adds_what_the_streams_pay_through_it(year):
    book = BOOKS.whole(year)
    through = {
        s.rule
        for s in LIBRARY.streams
        if s.payment == "integratie-uitkering" and s.valid_from <= year <= s.valid_to
    }
    assert set(names(book.rules["iu_participatie"].formula)) == through


def test_two_payments_of_one_part_in_one_year_are_refused(tmp_path):
    (tmp_path / "double.toml").write_text(
        '[[streams]]\npart = "Wsw"\nvalid_from = 2030\nvalid_to = 2030\npayment = "algemene uitkering"\nsource = "x"\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="Wsw: twee betalingen in één jaar"):
        library(tmp_path)


@pytest.mark.parametrize(
    ("date", "count"),
    [
        ("2015-12-31", 393),
        ("2022-01-01", 345),
        ("2022-12-31", 344),
        ("2023-01-01", 342),
        ("2024-01-01", 342),
        ("2026-01-01", 342),
    ],
)
def test_municipalities_on_a_date(date, count):
    assert municipalities(datetime.date.fromisoformat(date)).height == count


def test_a_year_without_a_list_of_municipalities_is_refused():
    with pytest.raises(InputError, match="een dag in 2012 tot en met 2026"):
        municipalities(datetime.date(2030, 1, 1))


@pytest.mark.promise("docs/figures-and-data.md#unknown-keys-are-errors")
@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[figures.x]\nlabel = 1", "label"),
        ("[figures.x]\ncolour = 'red'", "colour"),
        (
            "[figures.x]\nvalues = [{year = 2024, publication = 'p', value = nan, status = 'officieel'}]",
            "exact",
        ),
        ("[figures.x]\nvalues = [{year = 2024, publication = 'p', value = 1, status = 'zeker'}]", "zeker"),
        (
            "[figures.x]\nvalues = [{year = '2024', publication = 'p', value = 1, status = 'officieel'}]",
            "2024",
        ),
        (
            "[[data]]\nyear = 2024\nfile = 'x.csv'\ncolumns = {}\nstatus = 'officieel'\nsource = 's'",
            "publication",
        ),
        ("not toml", "TOML"),
    ],
)
def test_what_a_toml_file_may_not_say(tmp_path, toml, message):
    path = tmp_path / "x.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_document(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)


@pytest.mark.promise("docs/figures-and-data.md#figures-are-exact")
def test_figures_are_read_exactly(tmp_path):
    path = tmp_path / "x.toml"
    values = "{year = 2001, publication = 'p', value = 0.1, status = 'officieel'}, {year = 2002, publication = ['p', 'q'], value = '2/3', status = 'officieel'}"
    path.write_text(f"[figures.x]\nvalues = [{values}]", encoding="utf-8")
    assert [(v.year, v.publication, v.value) for v in read_document(path).figures["x"].dated()] == [
        (2001, "p", Fraction(1, 10)),
        (2002, "p", Fraction(2, 3)),
        (2002, "q", Fraction(2, 3)),
    ]


LAW_DOCUMENT = read_document(DATA.parent / "participatiewet.toml")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"nicknames": {"wswx": ["Rijksbijdrage Wsw"]}}, "'wswx' is geen regel; verwacht: bijvoorbeeld wsw"),
        ({"realised": {"aantal_beschut_werk": "realisatie"}}, "'realisatie' is geen cijfer; verwacht: bijvoorbeeld"),
        ({"realised": {"aantal": "realisatie_beschut_werk"}}, "'aantal' is geen regel"),
        ({"averaged": {"bijstandsontvanger": 3}}, "'bijstandsontvanger' is geen gegeven; verwacht: bijvoorbeeld bijstandsontvangers"),
        ({"causes": {"uitkeringsfactr": "x"}}, "'uitkeringsfactr' is geen cijfer; verwacht: bijvoorbeeld uitkeringsfactor"),
        ({"projection": evolve(LAW_DOCUMENT.law.projection, publication="doorrekening")}, "'doorrekening' is geen publicatie"),
    ],
)  # fmt: skip
def test_what_the_law_speaks_of_is_there(change, said):
    """A figure, a rule, an input or a publication that is not there is named, with what comes near."""
    check_references(LIBRARY, [LAW_DOCUMENT])
    with pytest.raises(InputError) as refused:
        check_references(LIBRARY, [evolve(LAW_DOCUMENT, law=evolve(LAW_DOCUMENT.law, **change))])
    [problem] = refused.value.problems
    assert said in str(problem)


def test_frames_from_python():
    [found] = SHIPPED.outcomes("septembercirculaire-2024")
    assert found.result.values.height == 342
    assert found.result.values.schema["iu_participatie"] == pl.Decimal(38, 0)


def test_what_is_read_of_an_earlier_year_comes_with_all_that_it_rests_on():
    earlier = LIBRARY.read_earlier
    for rule in LIBRARY.rules:
        read = [unlagged(name) for name in names(rule.formula)]
        assert {name for name, years in read if years} <= earlier
        assert rule.name not in earlier or {name for name, _ in read} <= earlier
    everything = {rule.name for rule in LIBRARY.rules} | {*LIBRARY.inputs, *LIBRARY.figures}
    assert earlier < everything
