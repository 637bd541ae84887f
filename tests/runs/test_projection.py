"""A projection: years in order, each with its own law and territory; what one computes, later ones read."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

import rules.runs.workspace
import verdeelsleutel
from allocation.errors import AllocationError
from allocation.expressions import lag, total
from allocation.inputs import InputSpec
from allocation.rules import Rounding, rule
from rules import Workspace
from rules.library.layers import SHIPPED as NAME
from rules.library.layers import Layer
from rules.library.model import stacked
from rules.library.schema import Delivery, FigureEntry, Publication, PublicationYear, Value
from rules.territory.municipalities import municipalities
from tables.labels import departures

FIRST, LAST = 2015, 2048


@rule(label="Wood", unit="logs", source="Edict", valid_from=1)
def wood(wood, axes):
    """A third of what was cut in each of the two years before, and a log for each axe: no whole numbers."""
    return lag(wood, 1) / 3 + lag(wood, 2) / 3 + axes


@rule(label="Store", unit="logs", source="Edict", valid_from=1)
def store(store, wood):
    """All that was ever cut: one value for the country."""
    return lag(store, 1) + total(wood)


@rule(label="Share", unit="coins", source="Edict", valid_from=1, rounds=Rounding(0, "whole"), pot="purse")
def share(purse, wood):
    """The purse by the wood of the year before."""
    return purse * lag(wood, 1) / total(lag(wood, 1))


ISLAND = "0088"
"""Schiermonnikoog was never part of a reorganisation."""


def of_island(outcome, name="wood"):
    """The value of a rule or input for the island."""
    return dict(zip(outcome.prepared.case.codes, outcome.result.exact(name), strict=True))[ISLAND]


def forest(path, first=FIRST, given_later=()):
    """A publication of `first` alone; of the two years before, the wood is handed in."""

    def delivery(year, name, value):
        file = path / f"{name}-{year}.csv"
        codes = municipalities(date(min(max(year, first), 2026), 1, 1))["code"]
        file.write_text("\n".join(["gemeentecode,n", *(f"{code},{value}" for code in codes), ""]))
        day = date(min(max(year, first), 2026), 1, 1)
        return Delivery(file, year=year, columns={name: "n"}, status="officieel", source="x", territory=day)

    wanted = [
        (first - 1, "wood", 3),
        (first - 2, "wood", 6),
        *((y, "axes", 1) for y in range(first, LAST + 1)),
    ]
    entries = {("forest", y, name): delivery(y, name, value) for y, name, value in [*wanted, *given_later]}
    specs = {
        "wood": InputSpec("wood", "Wood", "logs", "aantal", 0, "Edict"),
        "axes": InputSpec("axes", "Axes", "logs", "aantal", 0, "Edict"),
    }
    figures = {
        "purse": FigureEntry("Purse", "coins", values=[Value(first, Fraction(1000), "officieel", ["forest"], to=LAST, source="x")]),
        "store": FigureEntry("Store", "logs", values=[Value(first - 1, Fraction(7), "officieel", ["forest"], source="x")]),
    }  # fmt: skip
    year = PublicationYear(first, date(first, 1, 1), "definitief", ["share"], ["share", "wood", "store"])
    publication = Publication("forest", "Forest", "2015", "King", [year])
    layer = Layer(NAME, figures, specs, {"forest": publication}, entries)
    return Workspace(stacked((wood, store, share), (layer,)))


@pytest.fixture
def prepared(monkeypatch):
    """Which years are prepared, and how often."""
    counts, original = Counter(), rules.runs.workspace.prepare

    def counting(plan, *more):
        counts[plan.year.year] += 1
        return original(plan, *more)

    monkeypatch.setattr(rules.runs.workspace, "prepare", counting)
    return counts


def by_hand(count, first_logs=3, second_logs=6):
    """The wood of a city that never merged, year by year."""
    logs = [Fraction(second_logs), Fraction(first_logs)]
    for _ in range(count):
        logs.append(logs[-1] / 3 + logs[-2] / 3 + 1)
    return logs[2:]


@pytest.mark.promise("README.md#project")
def test_34_years_are_34_preparations_and_equal_a_loop_by_hand(tmp_path, prepared):
    """Lags of one and two years, exact where no decimal ends, over every reorganisation of 2015 to 2026."""
    outcomes = list(verdeelsleutel.project(forest(tmp_path), "forest", range(FIRST, LAST + 1)))
    assert prepared == dict.fromkeys(range(FIRST, LAST + 1), 1)
    assert [outcome.prepared.year.year for outcome in outcomes] == [*range(FIRST, LAST + 1)]
    assert [of_island(outcome) for outcome in outcomes] == by_hand(34)
    stored = [o.result.national["store"] for o in outcomes]
    added = [sum(o.result.exact("wood")) for o in outcomes]
    assert stored == [7 + sum(added[: n + 1]) for n in range(34)]
    assert {len(o.prepared.case.codes) for o in outcomes} > {342, 393}  # each year on its own territory
    assert all(balance.left == balance.rounding for o in outcomes for balance in o.result.balances)


def test_a_merger_takes_the_wood_of_earlier_years_along(tmp_path):
    """Nothing is lost where municipalities merge between a year and the next."""
    before, after = verdeelsleutel.project(forest(tmp_path, 2018), "forest", [2018, 2019])
    assert len(before.prepared.case.codes) > len(after.prepared.case.codes)
    carried = after.prepared.case.inputs["wood[-1]"].total
    assert carried == before.result.columns["wood"].total


@pytest.mark.promise("README.md#project")
def test_given_goes_before_computed(tmp_path):
    """What is delivered for a year of the horizon counts, not what that year computed."""
    space = forest(tmp_path, given_later=[(2017, "wood", 100)])
    outcomes = {o.prepared.year.year: o for o in verdeelsleutel.project(space, "forest", [2016, 2017, 2018])}
    assert of_island(outcomes[2018], "wood[-1]") == 100
    assert of_island(outcomes[2017]) == 100  # in the year itself too
    assert "wood[-1]" not in outcomes[2018].prepared.taken
    assert outcomes[2018].prepared.taken["wood[-2]"].outcome is outcomes[2016]


def test_what_was_computed_says_so_and_leads_to_its_year(tmp_path):
    first, second = verdeelsleutel.project(forest(tmp_path), "forest", [2015, 2016])
    assert not departures(first)
    assert departures(second) == ["doorgerekend uit eerdere jaren (Store 2015, Wood 2015)"]
    assert second.prepared.taken["wood[-1]"].outcome is first


def test_a_year_alone_computes_those_before_it_itself(tmp_path, prepared):
    """The same law, on the municipalities of that year: without the years before, they are steps in it."""
    [alone] = verdeelsleutel.project(forest(tmp_path), "forest", [2020])
    assert prepared == {2020: 1}
    assert of_island(alone) == by_hand(6)[-1]
    assert "wood[-5]" in alone.result.columns


def test_a_year_it_does_not_have_is_indicative_and_like_the_one_before(tmp_path):
    first, second = verdeelsleutel.project(forest(tmp_path), "forest", [2015, 2016])
    assert (first.prepared.year.stand, second.prepared.year.stand) == ("definitief", "indicatief")
    assert second.prepared.year.territory == date(2016, 1, 1)


def test_what_is_lacking_of_a_year_is_said_after_those_before_it(tmp_path):
    years = verdeelsleutel.project(forest(tmp_path), "forest", range(2015, 2050))
    found = []
    with pytest.raises(AllocationError, match=r"forest, 2049.*axes"):
        for outcome in years:
            found.append(outcome)  # noqa: PERF402
    assert len(found) == 34
