"""A folder of one's own: nothing in it is lost, and whatever it changes is announced."""

from pathlib import Path

import pytest

from allocation.errors import InputError, PotError, RuleError
from rules.library.paths import DATA
from rules.library.schema import Delivery
from tests.helpers.workspaces import SHIPPED, workspace

SAID = 'status = "officieel", source = "eigen opgave"'


def compute(tmp_path, toml, name="budgetten-2025-definitief"):
    (tmp_path / "eigen.toml").write_text(toml, encoding="utf-8")
    [found] = workspace(tmp_path).outcomes(name)
    return found


def figure(name, value, publication="", year=2025):
    where = f'publication = "{publication}", ' if publication else ""
    return f"[figures.{name}]\nvalues = [{{ year = {year}, {where}value = {value}, {SAID} }}]\n"


def column(tmp_path, names, value, publication="budgetten-2025-definitief", source=""):
    """A file with the same value for every municipality of 2025."""
    codes = SHIPPED.outcomes("budgetten-2025-definitief")[0].prepared.territory["code"]
    rows = "".join(f"{code},{value}\n" for code in codes)
    (tmp_path / "x.csv").write_text(f"gemeentecode,x\n{rows}", encoding="utf-8")
    columns = ", ".join(f'"{name}" = "x"' for name in names)
    listed = publication if publication.startswith("[") else f'"{publication}"'
    return f'[[data]]\npublication = {listed}\nyear = 2025\nfile = "x.csv"\ncolumns = {{ {columns} }}\n{source or SAID.replace(", ", chr(10))}\n'


@pytest.mark.promise("docs/bijstand.md#given-before-computed")
@pytest.mark.promise("docs/figures-and-data.md#yours-goes-first")
@pytest.mark.parametrize("publication", ["", "budgetten-2025-definitief"])
def test_an_own_macrobudget_goes_before_the_shipped_one(tmp_path, publication):
    """Also when it names no publication, and so speaks for every one of that year."""
    found = compute(tmp_path, figure("macrobudget", "8_000_000_000", publication))
    assert found.result.national["beschikbaar_macrobudget"] == 8_000_000_000
    assert "Macrobudget" in found.prepared.origins()["own"]


def test_a_value_that_names_no_publication_is_the_only_one_of_its_year(tmp_path):
    """What publications said of that year is no longer there; what they said of other years is."""
    (tmp_path / "eigen.toml").write_text(figure("macrobudget", "8_000_000_000"), encoding="utf-8")
    values = workspace(tmp_path).library.figures["macrobudget"].values
    assert [v.value for v in values if v.year == 2025] == [8_000_000_000]
    shipped = SHIPPED.library.figures["macrobudget"].values
    assert {v for v in values if v.year != 2025} == {v for v in shipped if v.year != 2025} != set()


@pytest.mark.promise("docs/figures-and-data.md#said-by-the-law")
@pytest.mark.parametrize("publication", ["", "budgetten-2025-definitief"])
def test_an_own_value_for_what_the_law_fixes_is_announced(tmp_path, publication):
    found = compute(tmp_path, figure("bovengrens_inwoners", "100_000", publication))
    assert found.prepared.figures["bovengrens_inwoners"].value == 100_000
    assert found.prepared.origins()["own"] == ["Inwoners vanaf wie alleen het objectieve model telt"]


def test_an_own_figure_in_the_place_of_a_rule_is_announced(tmp_path):
    toml = figure("budget_loonkostensubsidie", "700_000_000", "budgetten-2025-definitief")
    found = compute(tmp_path, toml)
    assert found.result.total("deel_loonkostensubsidie").quantize(1) == 700_000_000
    assert found.prepared.origins()["own"] == ["Macrobudget loonkostensubsidie"]


@pytest.mark.promise("docs/figures-and-data.md#yours-is-said-everywhere")
def test_what_is_taken_from_another_publication_is_announced(tmp_path):
    toml = """[[taken]]
    publication = "totaalbeeld-2024"
    year = 2024
    source = "budgetten-2024-voorlopig"
    columns = { uitkering_bijstand = "uitkering_bijstand" }
    """
    found = compute(tmp_path, toml, "totaalbeeld-2024")
    assert found.prepared.origins()["own"] == ["Bijstand (gebundelde uitkering)"]


@pytest.mark.promise("docs/figures-and-data.md#yours-is-said-everywhere")
def test_own_data_behind_what_is_taken_are_announced(tmp_path):
    toml = figure("macrobudget", "8_000_000_000", "budgetten-2025-definitief")
    found = compute(tmp_path, toml, "totaalbeeld-2025")
    assert found.prepared.origins()["own"] == ["Macrobudget"]


PARTS = ["lasten_bijstand[-2]", "lasten_ioaw[-2]", "lasten_ioaz[-2]", "lasten_bbz[-2]", "lasten[-3]"]
BOTH = '["budgetten-2025-voorlopig", "budgetten-2025-definitief"]'


@pytest.mark.promise("docs/bijstand.md#given-before-computed")
def test_a_shipped_stand_in_yields_to_the_parts_that_a_user_has(tmp_path):
    """Lasten per scheme instead of the shipped sum: the sum is computed from them."""
    late = column(tmp_path, ["jaarrekening_te_laat[-2]"], 0, BOTH).replace("x.csv", "late.csv")
    (tmp_path / "x.csv").rename(tmp_path / "late.csv")
    found = compute(tmp_path, late + column(tmp_path, PARTS, 100, BOTH))
    assert set(found.result.values["lasten_jaarrekening"]) == {400}


@pytest.mark.promise("docs/bijstand.md#given-before-computed")
def test_half_of_the_parts_are_asked_for_and_not_lost(tmp_path):
    with pytest.raises(InputError, match=r"niets levert lasten_ioaw\[-2\]"):
        compute(tmp_path, column(tmp_path, ["lasten_bijstand[-2]"], 100, BOTH))


@pytest.mark.promise("docs/bijstand.md#unread-data-are-refused")
@pytest.mark.promise("docs/figures-and-data.md#yours-is-said-everywhere")
@pytest.mark.parametrize("name", ["budgetten-2025-definitief", "totaalbeeld-2025"])
def test_what_no_rule_reads_is_refused(tmp_path, name):
    """Also when the publication is only taken from."""
    with pytest.raises(InputError, match="uw eigen netto_lasten wordt door geen regel"):
        compute(tmp_path, column(tmp_path, ["netto_lasten"], 100), name)


@pytest.mark.parametrize(
    ("columns", "asked", "year", "found"),
    [
        ({"lasten": "nu", "lasten[-1]": "toen"}, "lasten", 2025, "nu"),
        ({"lasten": "nu", "lasten[-1]": "toen"}, "lasten[-1]", 2025, "toen"),
        ({"lasten": "nu"}, "lasten[-1]", 2026, "nu"),
        ({"lasten[-1]": "toen"}, "lasten[-1]", 2025, "toen"),
    ],
)
def test_an_earlier_year_is_said_as_such_or_given_for_that_year_itself(columns, asked, year, found):
    """In one table of 2025 may stand what is of 2025 and what is of 2024; who asks in 2026 reads the first."""
    table = Delivery(Path("x.csv"), year=2025, columns=columns, status="officieel", source="x")
    assert table.column(asked, year) == found


def test_an_amount_is_computed_and_not_delivered(tmp_path):
    toml = column(tmp_path, ["iu_participatie"], 1, "meicirculaire-2024")
    (tmp_path / "eigen.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(RuleError, match="iu_participatie is een van haar bedragen, en wordt dus berekend"):
        workspace(tmp_path).outcomes("meicirculaire-2024", 2025)


def test_what_a_law_says_of_itself_is_not_said_in_a_folder_of_ones_own(tmp_path):
    with pytest.raises(InputError, match=r"\[law\] in een eigen map; verwacht: cijfers, gegevens") as refused:
        compute(tmp_path, (DATA.parent / "participatiewet.toml").read_text(encoding="utf-8"))
    assert "eigen.toml" in str(refused.value)


def test_the_name_of_a_shipped_publication_cannot_be_used(tmp_path):
    toml = """[publication]
    name = "budgetten-2025-definitief"
    title = "x"
    date = "2025"
    issuer = "Gouda"
    years = []
    """
    with pytest.raises(InputError, match="publicatie budgetten-2025-definitief is meegeleverd"):
        compute(tmp_path, toml)


def test_a_pot_below_zero_stops_the_run(tmp_path):
    """Spending on the homeless in another unit than the national total."""
    toml = column(tmp_path, ["uitgaven_dak_en_thuislozen[-2]"], 10**9, BOTH)
    with pytest.raises(PotError, match="pot budget_objectief is kleiner dan nul"):
        compute(tmp_path, toml)


def test_weights_that_are_all_zero_are_named_shortly(tmp_path):
    with pytest.raises(RuleError) as error:
        compute(tmp_path, column(tmp_path, ["objectieve_uitkomst"], 0, BOTH))
    assert "deelt door nul voor 0014, 0034, 0037, 0047, 0050 en nog 337; zijn alle gewichten 0?" in str(
        error.value
    )


def test_publications_that_take_from_each_other_are_refused(tmp_path):
    toml = """[[taken]]
    publication = "budgetten-2025-voorlopig"
    year = 2025
    source = "budgetten-2025-definitief"
    columns = { objectieve_uitkomst = "gebundelde_uitkering" }
    """
    with pytest.raises(InputError, match="nemen van elkaar over in een kring: budgetten-2025-definitief"):
        compute(tmp_path, toml)


def test_an_own_value_for_every_publication_leaves_no_other_of_that_year(tmp_path):
    (tmp_path / "eigen.toml").write_text(figure("macrobudget", "8_000_000_000"), encoding="utf-8")
    values = workspace(tmp_path).library.figures["macrobudget"].values
    assert [value.value for value in values if value.year == 2025] == [8_000_000_000]
    assert len([value for value in values if value.year == 2024]) > 1
