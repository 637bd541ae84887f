"""Inputs of any year are carried to the municipalities of another."""

import datetime
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest

from allocation.case import Case
from allocation.errors import InputError
from allocation.evaluation import evaluate
from allocation.expressions import total
from allocation.inputs import InputSpec
from allocation.rulebook import rulebook
from allocation.rules import rule
from allocation.territory import restated
from rules.analysis.verify import against_oracle
from rules.territory.carry import carry
from rules.territory.municipalities import carried, municipalities
from tests.helpers import own_folder as own
from tests.helpers.workspaces import workspace

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
