"""Territory: no value gets lost or doubled, whatever merges, splits or is renumbered, in any order."""

import datetime
import json
import re
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from allocation.case import Case
from allocation.errors import InputError
from allocation.evaluation import evaluate
from allocation.expressions import total
from allocation.inputs import InputSpec
from allocation.rulebook import rulebook
from allocation.rules import rule
from allocation.territory import Move, between, check, origins, restated, restated_share
from cli import main
from rules.analysis.verify import against_oracle
from rules.library.paths import DATA
from rules.reading.csv_table import read_csv
from rules.territory.carry import carry
from rules.territory.municipalities import carried, moves, municipalities, with_regions
from rules.territory.reorganisation import parse
from tables.publication.carried import carried_sheet
from tables.publication.reorganisation import what_if_sheet
from tests.helpers import own_folder as own
from tests.helpers.workspaces import SHIPPED, workspace

UNITS = "abcdef"


def day(year):
    return datetime.date(year, 1, 1)


@st.composite
def territories(draw):
    """Random moves over some years between at most six units, each of which may end and come back."""
    found = []
    living = set(UNITS[:4])
    for year in range(1, draw(st.integers(1, 5)) + 1):
        step = []
        for old in sorted(draw(st.sets(st.sampled_from(sorted(living)), max_size=3))):
            goals = draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True))
            weights = draw(st.lists(st.integers(1, 9), min_size=len(goals), max_size=len(goals)))
            step += [
                Move(day(year), old, new, Fraction(w, sum(weights)))
                for new, w in zip(goals, weights, strict=True)
            ]
        moved = {move.old for move in step}
        living = (living - moved) | {move.new for move in step}
        found += step
    return found


VALUES = st.fixed_dictionaries({unit: st.fractions(0, 1000, max_denominator=100) for unit in UNITS[:4]})


@pytest.mark.promise("docs/territory.md#totals-stay")
@given(moves=territories(), values=VALUES, years=st.tuples(st.integers(0, 5), st.integers(0, 5)))
def test_the_total_is_unchanged_to_the_last_decimal(moves, values, years):
    check(moves)
    parts = between(moves, day(min(years) + 1), day(max(years) + 1))
    assert sum(restated(values, parts).values()) == sum(values.values())


@pytest.mark.promise("docs/territory.md#one-step-or-ten")
@given(moves=territories(), values=VALUES, middle=st.integers(0, 6))
def test_one_step_equals_step_by_step(moves, values, middle):
    start, end = datetime.date.min, day(9)
    half = restated(values, between(moves, start, day(middle + 1)))
    assert restated(half, between(moves, day(middle + 1), end)) == restated(
        values, between(moves, start, end)
    )


@given(moves=territories(), values=VALUES, data=st.data())
def test_the_order_of_rows_is_irrelevant(moves, values, data):
    shuffled = data.draw(st.permutations(moves))
    rows = dict(data.draw(st.permutations(list(values.items()))))
    start, end = datetime.date.min, day(9)
    assert restated(rows, between(shuffled, start, end)) == restated(values, between(moves, start, end))


@given(moves=territories(), weights=VALUES, share=st.fractions(0, 1, max_denominator=50))
def test_a_share_that_is_the_same_everywhere_stays_the_same(moves, weights, share):
    parts = between(moves, datetime.date.min, day(9))
    again = restated_share(dict.fromkeys(weights, share), weights, parts)
    carried_weights = restated(weights, parts)
    assert all(value == share for unit, value in again.items() if carried_weights[unit])


@pytest.mark.promise("docs/territory.md#shares-are-not-added")
def test_a_share_is_not_added_but_computed_again():
    """10 of 100 and 30 of 50 make 40 of 150."""
    parts = between(
        [Move(day(2), "a", "c", Fraction(1)), Move(day(2), "b", "c", Fraction(1))], day(1), day(2)
    )
    shares = {"a": Fraction(1, 10), "b": Fraction(3, 5)}
    assert restated_share(shares, {"a": Fraction(100), "b": Fraction(50)}, parts) == {"c": Fraction(40, 150)}


def test_origins_say_from_whom_and_which_part():
    parts = between(
        [Move(day(2), "a", "b", Fraction(1, 4)), Move(day(2), "a", "c", Fraction(3, 4))], day(1), day(2)
    )
    assert origins(parts, "abd") == {
        "b": {"a": Fraction(1, 4), "b": Fraction(1)},
        "c": {"a": Fraction(3, 4)},
    }


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ([("a", "b", 1), ("a", "b", 1)], "gaat meer dan één keer naar b"),
        ([("a", "b", Fraction(1, 2))], "de delen zijn samen 50%; verwacht: delen die samen 100% zijn"),
        ([("a", "b", 2), ("a", "c", -1)], "een deel van nul of minder"),
    ],
)
def test_moves_that_lose_or_double_something_are_refused(wrong, message):
    with pytest.raises(InputError, match=message):
        check([Move(day(1), old, new, Fraction(share)) for old, new, share in wrong])


def test_a_unit_that_has_ended_cannot_move_again():
    with pytest.raises(InputError, match="a: opgeheven op 0001-01-01"):
        check([Move(day(1), "a", "b", Fraction(1)), Move(day(2), "a", "c", Fraction(1))])
    check(
        [
            Move(day(1), "a", "b", Fraction(1)),
            Move(day(2), "b", "a", Fraction(1)),
            Move(day(3), "a", "c", Fraction(1)),
        ]
    )


@pytest.mark.promise("docs/territory.md#never-back-in-time")
def test_what_has_merged_cannot_be_taken_apart():
    with pytest.raises(InputError, match="een samenvoeging is niet terug te draaien"):
        between([], day(2), day(1))


@pytest.mark.promise("docs/territory.md#population-is-carried")
@pytest.mark.parametrize("year", range(2013, 2025))
def test_the_reorganisations_carry_the_population_over_new_years_night(year):
    """31 December on the old territory becomes 1 January on the new one, person by person."""
    stock = read_csv(DATA / "inwoners.csv").frame

    def persons(of, column):
        rows = stock.filter(pl.col("jaar") == str(of), pl.col(column).is_not_null())
        return {code: Fraction(n) for code, n in rows.select("gemeentecode", column).rows()}

    parts = carried(datetime.date(year - 1, 12, 31), datetime.date(year, 1, 1))
    assert restated(persons(year - 1, "inwoners_31dec"), parts) == persons(year, "inwoners_1jan")


COUNTS = [415, 408, 403, 393, 390, 388, 380, 355, 355, 352, 345, 342, 342, 342, 342]


@pytest.mark.parametrize(("year", "count"), list(enumerate(COUNTS, start=2012)))
def test_the_number_of_municipalities_on_1_january(year, count):
    frame = with_regions(datetime.date(year, 1, 1))
    assert frame.height == count
    assert frame["arbeidsmarktregio"].n_unique() == 35
    assert frame.null_count().sum_horizontal().item() == 0


@pytest.mark.promise("README.md#every-reorganisation")
@pytest.mark.promise("docs/territory.md#population-is-carried")
@pytest.mark.parametrize("year", range(2013, 2027))
def test_the_reorganisations_lead_from_each_list_to_the_next(year):
    old, new = (municipalities(datetime.date(y, 1, 1))["code"].to_list() for y in (year - 1, year))
    parts = carried(datetime.date(year - 1, 1, 1), datetime.date(year, 1, 1))
    assert set(restated(dict.fromkeys(old, Fraction(1)), parts)) == set(new)


def test_weesp_moved_in_the_middle_of_a_year():
    before, after = (municipalities(datetime.date(2022, 3, d))["naam"].to_list() for d in (23, 24))
    assert set(before) - set(after) == {"Weesp"}


def test_every_region_has_its_centre_within_it():
    frame = with_regions(datetime.date(2026, 1, 1))
    within = frame.filter(pl.col("naam") == pl.col("centrumgemeente"))
    assert within.height == 35


@pytest.mark.promise("docs/territory.md#regions")
@pytest.mark.parametrize(
    ("day", "name", "region"),
    [
        (datetime.date(2021, 1, 1), "Weesp", "Gooi en Vechtstreek"),
        (datetime.date(2026, 1, 1), "Amsterdam", "Groot Amsterdam"),
        (datetime.date(2012, 1, 1), "Nijkerk", "Amersfoort"),
    ],
)
def test_a_region_follows_most_of_the_inhabitants(day, name, region):
    """Amsterdam has Weesp since, of another region; a corner of Nijkerk went to Barneveld, of FoodValley."""
    frame = with_regions(day)
    assert frame.filter(pl.col("naam") == name)["arbeidsmarktregio"].to_list() == [region]


def test_the_shipped_reorganisations_are_sound():
    check(moves())


@pytest.mark.promise("docs/territory.md#key-is-carried")
def test_voorne_aan_zee_has_30_places_in_2026_from_its_three_predecessors():
    before = dict(SHIPPED.outcomes("regeling-beschut-werk-2022")[0].result.values.iter_rows())
    [after] = SHIPPED.outcomes("regeling-beschut-werk-2026")
    assert [before[code] for code in ("0501", "0530", "0614")] == [4, 15, 4]
    assert dict(after.result.values.iter_rows())["1992"] == 30
    origin = after.prepared.came_from["sleutel_beschut_werk"]
    assert origin == {"1992": dict.fromkeys(["0501", "0530", "0614"], Fraction(1))}


PEOPLE = InputSpec("people", "People", "persons", "aantal", 0, "x")
RATE = InputSpec("rate", "Rate", "", "aandeel", 2, "x", of="people")
LOOSE = InputSpec("rate", "Rate", "", "aandeel", 2, "x")


def columns(year, **values):
    codes = municipalities(datetime.date(year, 1, 1))["code"]
    made = {name: pl.Series([value] * len(codes), dtype=pl.Decimal(38, 2)) for name, value in values.items()}
    return pl.DataFrame({"code": codes, **made})


@pytest.mark.promise("README.md#every-reorganisation")
@pytest.mark.promise("docs/territory.md#totals-stay")
@pytest.mark.parametrize("year", [2013, 2018, 2020])
def test_an_input_of_any_year_is_carried_and_conserved(year):
    """Over the split of Haaren (2021) and all that came before: to the last decimal."""
    frame = columns(year, people=Decimal("100.01"))
    start, end = datetime.date(year, 1, 1), datetime.date(2024, 1, 1)
    found = carry([PEOPLE], frame, start, end)["people"]
    assert found.column.total == Fraction(frame["people"].sum())
    assert len(found.column) == municipalities(end).height


def test_small_and_large_values_over_several_splits_can_be_reckoned_with():
    """Euros of 2018 on the territory of 2021: a small first value and later ones beyond 64 bits in its units."""
    start, end = datetime.date(2018, 1, 1), datetime.date(2021, 1, 1)
    codes = municipalities(start)["code"]
    euros = [Decimal(5), *[Decimal(10**9 + 7 * place) for place in range(len(codes) - 1)]]
    frame = pl.DataFrame({"code": codes, "people": pl.Series(euros, dtype=pl.Decimal(38, 2))})
    column = carry([PEOPLE], frame, start, end)["people"].column
    share = rule(label="x", unit="EUR", source="x", valid_from=1, name="share", pot="pot")(
        lambda pot, people: pot * people / total(people)
    )
    book = rulebook([share], ["people"], ["pot"], 1)
    statuses = {"pot": "officieel", "people": "officieel"}
    case = Case(
        book, tuple(municipalities(end)["code"]), {"people": column}, {"pot": Fraction(1000)}, statuses
    )
    assert against_oracle(evaluate(case))[1] == 0


@pytest.mark.promise("docs/territory.md#split-is-derived")
@pytest.mark.parametrize(
    ("day", "status"),
    [(datetime.date(2020, 1, 1), "afgeleid"), (datetime.date(2022, 1, 1), "officieel")],
)
def test_what_was_split_is_derived_and_what_was_added_up_is_not(tmp_path, day, status):
    """Haaren was split in 2021; since 2022 there were mergers only."""
    folder = own.folder(tmp_path)
    municipalities(day).select("code", se=pl.lit("1.5")).write_csv(folder / "se.csv")
    path = folder / "mijn.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('key = "code"', f'key = "code"\nterritory = {day}'), encoding="utf-8")
    [outcome] = workspace(folder).outcomes("mijn-circulaire")
    assert outcome.result.statuses["wsw"] == status


@pytest.mark.promise("docs/territory.md#shares-are-not-added")
def test_a_share_is_computed_again_from_what_it_is_a_share_of():
    frame = columns(2020, people=Decimal(50), rate=Decimal("0.25"))
    found = carry([PEOPLE, RATE], frame, datetime.date(2020, 1, 1), datetime.date(2024, 1, 1))
    assert set(found["rate"].column.exact) == {Fraction(1, 4)}


@pytest.mark.promise("docs/territory.md#shares-are-not-added")
def test_a_share_of_nothing_known_is_refused_and_not_added():
    frame = columns(2020, rate=Decimal("0.25"))
    with pytest.raises(
        InputError, match=r"een aandeel, op de gemeenten van 2020-01-01, is niet op te tellen"
    ):
        carry([LOOSE], frame, datetime.date(2020, 1, 1), datetime.date(2024, 1, 1))


@pytest.mark.promise("docs/territory.md#parts-stay-exact")
def test_carried_values_that_do_not_end_are_used_exactly():
    """A key of 2020, over the split of Haaren: polars carries the quotient, and the pot closes."""
    end = datetime.date(2024, 1, 1)
    found = carry([PEOPLE], columns(2020, people=Decimal(7)), datetime.date(2020, 1, 1), end)["people"]
    share = rule(label="x", unit="x", source="x", valid_from=1, name="share", pot="pot")(
        lambda pot, people: pot * people / total(people)
    )
    case = Case(
        rulebook([share], ["people"], ["pot"], 1),
        tuple(municipalities(end)["code"]),
        {"people": found.column},
        {"pot": Fraction(1000)},
        {"pot": "officieel", "people": "officieel"},
    )
    result = evaluate(case)
    assert not result.on_fractions
    assert result.balances[0].left == 0
    assert against_oracle(result)[1] == 0


@pytest.mark.promise("docs/territory.md#additive-but-for-rounding")
def test_what_is_additive_may_be_restated_before_or_after():
    """The unrounded share of a pot: computed on the old territory and carried, or on the new one."""
    start, end = datetime.date(2020, 1, 1), datetime.date(2024, 1, 1)
    frame = pl.DataFrame({"code": municipalities(start)["code"]}).with_columns(
        people=pl.int_range(1, pl.len() + 1).cast(pl.Decimal(38, 0))
    )
    old = {code: Fraction(value) for code, value in frame.rows()}
    people = carry([PEOPLE], frame, start, end)["people"].column.exact
    now = dict(zip(municipalities(end)["code"], people, strict=True))
    whole = sum(old.values())
    before = restated({code: value * 1000 / whole for code, value in old.items()}, carried(start, end))
    assert before == {code: value * 1000 / sum(now.values()) for code, value in now.items()}


MERGED = parse(["0501+0530+0614=1992:Voorne"], [])


@pytest.mark.promise("docs/territory.md#what-if-shows-all")
@pytest.mark.promise("docs/territory.md#places-of-three")
def test_a_what_if_merger_gives_what_the_law_gave_a_year_later():
    """The places of 2022 with Brielle, Hellevoetsluis and Westvoorne as one: shares add, then round."""
    [today], [after] = (
        space.outcomes("regeling-beschut-werk-2022") for space in (SHIPPED, SHIPPED.reorganised(MERGED))
    )
    assert after.prepared.territory.filter(pl.col("code") == "1992").row(0) == (
        "1992",
        "Voorne",
        "Zuid-Holland",
    )
    assert after.result.values.height == 342
    before, then = (dict(o.result.values.iter_rows()) for o in (today, after))
    assert sum(before[code] for code in ("0501", "0530", "0614")) == 23
    assert then["1992"] == 22
    assert {c: n for c, n in before.items() if c in then} == {c: n for c, n in then.items() if c != "1992"}
    rows = what_if_sheet(today, after).blocks[0].rows
    assert rows[0][1:] == ["1992", "Voorne", "Brielle, Hellevoetsluis, Westvoorne", 23, 22, -1]
    assert rows[1][2:] == ["Alle andere gemeenten", "", 9483, 9483, 0]


@pytest.mark.promise("README.md#every-reorganisation")
@pytest.mark.promise("docs/territory.md#what-if-shows-all")
def test_a_what_if_split_keeps_every_pot():
    halves = parse([], ["0363=0363:0.5,9002:1/2"])
    [today], [after] = (
        space.outcomes("septembercirculaire-2024") for space in (SHIPPED, SHIPPED.reorganised(halves))
    )
    assert after.result.total("wsw") == today.result.total("wsw")
    wsw = dict(after.result.values.select("code", "wsw").iter_rows())
    assert abs(wsw["0363"] - wsw["9002"]) <= 1
    assert today.result.statuses["cluster_participatie"] == "officieel"
    assert after.result.statuses["cluster_participatie"] == "afgeleid"
    assert against_oracle(after.result)[1] == 0


@pytest.mark.parametrize(
    ("merges", "splits", "words"),
    [
        (["0513=9001"], [], "--merge 0513=9001: niet te lezen"),
        (["0513+1931=1", "0513+0363=2"], [], "0513 gaat twee keer over"),
        ([], ["0363=0363:0.5,9002:0.4"], "delen boven 0 die samen 1 zijn"),
        ([], ["0363"], "--split 0363: niet te lezen"),
    ],
)
def test_a_what_if_that_cannot_be(merges, splits, words):
    with pytest.raises(InputError, match=re.escape(words)):
        parse(merges, splits)


def test_a_what_if_of_a_municipality_that_is_not_there():
    with pytest.raises(InputError, match="wat als, 9999: zo'n gemeente is er niet"):
        SHIPPED.reorganised(parse(["0513+9999=9001"], [])).outcomes("regeling-beschut-werk-2022")


@pytest.mark.promise("docs/territory.md#what-if-is-said")
def test_the_workbook_of_a_what_if_says_so(tmp_path):
    arguments = [
        "publish",
        "septembercirculaire-2024",
        "--merge",
        "0513+1931=9001:Groot-Gouda",
        "--out",
        str(tmp_path),
    ]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    book = load_workbook(tmp_path / "septembercirculaire-2024-wat-als-groot-gouda.xlsx")
    assert book.sheetnames[1] == "Wat als 2024"
    for name in ("Leeswijzer", "Wat als 2024", "IU Participatie 2024"):
        said = "".join(str(cell.value) for cell in book[name]["A"][:6])
        assert "Wat als: met een herindeling die geen wet nog kent" in said
    column = [row[0].value for row in book["Wat als 2024"].iter_rows()]
    column = column[column.index("Bedrag") + 1 :]
    streams = column[: column.index(None)]
    assert column[-1] == "9001"
    assert set(streams) == {
        "Cluster Participatie (EUR)",
        "Wsw (EUR)",
        "Voorbereiding transformatie sociale infrastructuur (EUR)",
        "Begeleiding beschut werk (EUR)",
        "Integratie-uitkering Participatie (EUR)",
    }
    receipt = json.loads(
        (tmp_path / "septembercirculaire-2024-wat-als-groot-gouda.receipt.json").read_text(encoding="utf-8")
    )
    assert receipt["wat als"] == {"0513": {"9001": "1"}, "1931": {"9001": "1"}}
    assert receipt["wat als, namen"] == {"9001": "Groot-Gouda"}


@pytest.mark.promise("docs/territory.md#old-amounts-on-new-rows")
def test_two_publications_on_the_newer_territory():
    """The places of 2022 on the municipalities of 2026: the same rows as the publication of 2026."""
    [old] = SHIPPED.outcomes("regeling-beschut-werk-2022")
    [new] = SHIPPED.outcomes("regeling-beschut-werk-2026")
    page = carried_sheet(old, datetime.date(2026, 1, 1))
    rows = {row[0]: row for row in page.blocks[0].rows}
    assert list(rows) == new.result.values["code"].to_list()
    assert rows["1992"][2:] == ["0501, 0530, 0614", Decimal(23)]
    assert sum(row[3] for row in rows.values()) == 9506 == page.blocks[0].totals[3]
    with pytest.raises(InputError, match="een samenvoeging is niet terug te draaien"):
        carried_sheet(new, datetime.date(2022, 1, 1))


@pytest.mark.promise("docs/territory.md#old-amounts-on-new-rows")
def test_the_option_territory_adds_a_sheet(tmp_path):
    arguments = ["publish", "regeling-beschut-werk-2022", "--territory", "2026-01-01", "--out", str(tmp_path)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    book = load_workbook(tmp_path / "regeling-beschut-werk-2022.xlsx")
    assert "Indeling 2026, jaar 2022" in book.sheetnames


def test_a_what_if_has_no_later_territory(tmp_path):
    arguments = [
        "publish",
        "regeling-beschut-werk-2022",
        "--merge",
        "0513+1931=9001",
        "--territory",
        "2026-01-01",
    ]
    result = CliRunner().invoke(main, [*arguments, "--out", str(tmp_path / "uit")])
    assert result.exit_code == 2
    assert "niet samen met --merge of --split" in result.stderr
    assert not (tmp_path / "uit").exists()
