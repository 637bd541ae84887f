"""The threshold of the maatstaf of low incomes, from households and dwellings."""

from fractions import Fraction

import pytest

from rules.library.paths import DATA
from rules.reading.csv_table import read_csv
from tests.helpers.small_cases import exact_values, run
from tests.helpers.workspaces import BOOKS, SHIPPED, workspace

ALL, DWELLINGS, MEASURED = (
    "huishoudens_laag_inkomen_afgeleid", "woonruimten", "huishoudens_laag_inkomen_met_drempel",
)  # fmt: skip


@pytest.mark.promise("docs/derived-keys.md#low-incomes")
def test_the_rule_gives_the_measured_maatstaf_of_all_municipalities():
    frame = read_csv(DATA / "gf_laag_inkomen_woonruimten.csv").frame.sort("gemeentecode")
    rows = {
        code: {"huishoudens_laag_inkomen_alle": households, "woonruimten": dwellings}
        for code, households, dwellings in frame.select("gemeentecode", ALL, DWELLINGS).rows()
    }
    computed = exact_values(run(["huishoudens_laag_inkomen"], 2024, rows), "huishoudens_laag_inkomen")
    assert computed == [Fraction(text) for text in frame[MEASURED]]
    assert len(computed) == 342


def test_below_the_threshold_it_is_nothing():
    rows = {"A": {"huishoudens_laag_inkomen_alle": 100, "woonruimten": 2_000}}
    assert exact_values(run(["huishoudens_laag_inkomen"], 2024, rows), "huishoudens_laag_inkomen") == [0]


@pytest.mark.promise("docs/derived-keys.md#low-incomes")
def test_what_is_given_goes_before_it():
    [outcome] = SHIPPED.outcomes("septembercirculaire-2024")
    assert "huishoudens_laag_inkomen" in outcome.prepared.case.book.inputs
    assert "huishoudens_laag_inkomen" in BOOKS.whole(2024).rules


@pytest.mark.promise("docs/derived-keys.md#low-incomes")
def test_who_delivers_households_and_dwellings_has_it_computed(tmp_path):
    (tmp_path / "l.toml").write_text(
        """[[data]]
        publication = "meicirculaire-2024"
        year = 2024
        file = "shipped:gf_laag_inkomen_woonruimten.csv"
        columns = { huishoudens_laag_inkomen_alle = "huishoudens_laag_inkomen_afgeleid", woonruimten = "woonruimten" }
        status = "afgeleid"
        source = "proef"
        """,
        encoding="utf-8",
    )
    [own] = workspace(tmp_path).outcomes("meicirculaire-2024", 2024)
    [shipped] = SHIPPED.outcomes("meicirculaire-2024", 2024)
    name = "cluster_participatie"
    assert name in own.result.values.columns
    assert own.prepared.case.book.rules["huishoudens_laag_inkomen"]
    gaps = [abs(a - b) for a, b in zip(own.result.values[name], shipped.result.values[name], strict=True)]
    assert max(gaps) == 0
