"""What a scenario varies is a grid of worlds; what it draws is drawn again and again, from a seed."""

from fractions import Fraction

import polars as pl
import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from allocation import exact
from allocation.errors import AllocationError, InputError
from allocation.evaluation import evaluate
from allocation.quantiles import QUANTILES
from cli import main
from rules import Workspace
from rules.analysis.years import ahead
from rules.scenarios import spread
from rules.scenarios.amounts import amounts
from rules.scenarios.draws import drawn
from rules.scenarios.known import read_scenario
from rules.scenarios.spread import COUNTRY, spreads
from rules.scenarios.stack import with_scenarios
from rules.scenarios.varied import Draw, Range
from rules.scenarios.world_runs import numbers, setting
from rules.scenarios.worlds import span
from tests.helpers.workspaces import SHIPPED

SEPT, MEI = "septembercirculaire-2024", "meicirculaire-2024"
OUTCOME = SHIPPED.outcome(SEPT)
UNSURE = "onzekere-cijfers"


def scenario(folder, text, name="proef"):
    path = folder / f"{name}.toml"
    head = f'[scenario]\nname = "{name}"\ntitle = "Proef"\nsource = "een proef"\n'
    path.write_text(head + text, encoding="utf-8")
    return read_scenario(path)


def grid(folder, text, draws=1, outcomes=(OUTCOME,)):
    return span([scenario(folder, text)], outcomes, draws, 1)


def runs(worlds, outcome):
    """All worlds of a year."""
    return setting(worlds, outcome).runs(worlds.names, numbers(worlds))


def computed(worlds):
    """Every world of a year, in this process, in one part."""
    made = amounts(setting(worlds, OUTCOME), worlds.names, numbers(worlds))
    return spread.computed(worlds, OUTCOME, made)


FACTORS = '[[vary]]\nfigure = "uitkeringsfactor"\ntimes = ["0.99", 1, "1.01"]\n'
PRICES = '[[vary]]\nfigure = "bedrag_bijstandsontvanger"\nvalues_range = { least = 5000, most = 5200, step = 100 }\n'
DRAWN = '[[draw]]\nfigure = "budget_wsw"\ntimes = true\nshape = "uniform"\nleast = "0.9"\nmost = "1.1"\n'


@pytest.mark.promise("docs/scenarios.md#grid")
def test_lists_and_ranges_make_a_grid_and_each_world_is_as_it_is_alone(tmp_path):
    worlds = grid(tmp_path, FACTORS + PRICES)
    made = runs(worlds, OUTCOME)
    assert len(worlds.names) == 9
    points = list(
        zip(made.figures["uitkeringsfactor"], made.figures["bedrag_bijstandsontvanger"], strict=True)
    )
    assert len({*points}) == 9
    assert {price for _, price in points} == {5000, 5100, 5200}
    assert {factor for factor, _ in points} == {Fraction("1.406"), Fraction("1.42"), Fraction("1.434")}
    one = computed(worlds)
    for name in worlds.names:
        alone = exact.evaluate(made.world(name))
        mine = one.amounts.filter((pl.col("world") == name) & (pl.col("regel") == "cluster_participatie"))
        assert list(mine.sort("code")["bedrag"]) == [int(value) for value in alone["cluster_participatie"]]


def test_a_factor_of_a_figure_has_the_decimals_of_the_figure(tmp_path):
    """1,42 times 0,99 is 1,4058: the uitkeringsfactor has three decimals, and a budget is in whole euros."""
    made = runs(grid(tmp_path, FACTORS + DRAWN, draws=20), OUTCOME)
    assert made.figures["uitkeringsfactor"][0] == Fraction("1.406")
    assert all(value.denominator == 1 for value in made.figures["budget_wsw"])


def test_an_input_is_varied_for_every_municipality(tmp_path):
    text = '[[vary]]\ninput = "bijstandsontvangers"\ntimes = [1, 2]\n'
    made = runs(grid(tmp_path, text), OUTCOME)
    assert all(one * 2 == other for one, other in made.inputs["bijstandsontvangers"].values())


def test_draws_are_the_same_at_every_point_of_a_grid(tmp_path):
    worlds = grid(tmp_path, FACTORS + DRAWN, draws=10)
    made = runs(worlds, OUTCOME)
    assert len(worlds.names) == 30
    assert (
        made.figures["budget_wsw"][:10]
        == made.figures["budget_wsw"][10:20]
        == made.figures["budget_wsw"][20:]
    )


SHAPES = st.tuples(st.integers(-50, 50), st.integers(0, 40), st.integers(1, 40))


@given(shape=SHAPES, seed=st.integers(0, 10**6), triangular=st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_is_drawn_lies_between_least_and_most_and_follows_from_the_seed(shape, seed, triangular):
    least, up, more = (Fraction(value, 10) for value in shape)
    mode = least + up if triangular else None
    draw = Draw(least, least + up + more, "triangular" if triangular else "uniform", mode, figure="a")
    numbers = drawn(draw, "a", 30, seed)
    assert all(draw.least <= number <= draw.most for number in numbers)
    assert all((number * 10**6).denominator == 1 for number in numbers)
    assert drawn(draw, "a", 40, seed)[:30] == numbers
    assert drawn(draw, "b", 30, seed) != numbers


@pytest.mark.promise("docs/scenarios.md#seeded")
def test_the_shape_is_that_of_the_distribution():
    """Of a triangle from 0 to 1 with its top at 1/4, a quarter lies below the top and the mean is 5/12."""
    numbers = drawn(Draw(Fraction(0), Fraction(1), "triangular", Fraction(1, 4), figure="a"), "a", 4000, 1)
    below = sum(number < Fraction(1, 4) for number in numbers)
    assert abs(Fraction(below, 4000) - Fraction(1, 4)) < Fraction(2, 100)
    assert abs(sum(numbers) / 4000 - Fraction(5, 12)) < Fraction(1, 100)
    flat = drawn(Draw(Fraction(2), Fraction(4), "uniform", figure="a"), "a", 4000, 1)
    assert abs(sum(flat) / 4000 - 3) < Fraction(3, 100)


@pytest.mark.promise("docs/scenarios.md#spread")
def test_the_spread_of_a_municipality_is_of_amounts_that_are_there(tmp_path):
    worlds = grid(tmp_path, DRAWN, draws=37)
    one = computed(worlds)
    found = {row.code: row for row in spreads(one, "iu_participatie")}
    assert len(found) == 343
    for code in ("0513", "0363"):
        mine = sorted(
            one.amounts.filter((pl.col("code") == code) & (pl.col("regel") == "iu_participatie"))["bedrag"]
        )
        places = [0, -(-37 // 10) - 1, 18, -(-37 * 9 // 10) - 1, 36]
        assert list(found[code].values.values()) == [mine[place] for place in places]
        assert (
            found[code].base
            == OUTCOME.result.exact("iu_participatie")[OUTCOME.prepared.case.codes.index(code)]
        )
    together = (
        one.amounts.filter(pl.col("regel") == "iu_participatie").group_by("world").agg(pl.col("bedrag").sum())
    )
    assert found[COUNTRY].values["minimum"] == together["bedrag"].min()
    assert list(found[COUNTRY].values) == list(QUANTILES)


def test_only_what_is_not_official_is_drawn(tmp_path):
    text = DRAWN.replace("budget_wsw", "uitkeringsfactor")
    with pytest.raises(InputError, match=r"uitkeringsfactor is officieel.*zoals .*budget_wsw"):
        grid(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "niets varieert of wordt geloot"),
        (FACTORS.replace("uitkeringsfactor", "uitkeringsfactr"), "uitkeringsfactor"),
        (FACTORS + FACTORS, "varieert of wordt geloot, twee keer"),
        (FACTORS.replace("1.01", "3"), "van 0 tot en met 3"),
        (DRAWN.replace("budget_wsw", "macrobudget"), "dat de bedragen van deze publicatie zelf lezen"),
    ],
)
def test_what_cannot_be_varied_is_refused(tmp_path, text, expected):
    with pytest.raises(InputError, match=expected):
        grid(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        DRAWN + "mode = 1\n",
        DRAWN.replace("0.9", "1.2"),
        DRAWN.replace("uniform", "triangular"),
        DRAWN.replace("times = true\n", 'input = "verwachte_se"\ntimes = true\n'),
        '[[draw]]\nevery = ["officieel"]\ntimes = true\nshape = "uniform"\nleast = 0\nmost = 1\n',
        '[[vary]]\nfigure = "uitkeringsfactor"\ntimes = [1]\nvalues = [1]\n',
        '[[vary]]\nfigure = "uitkeringsfactor"\ntimes_range = { least = 1, most = 2, step = "0.3" }\n',
    ],
)
def test_a_distribution_or_range_that_is_none_is_refused(tmp_path, text):
    with pytest.raises(InputError):
        scenario(tmp_path, text)


def test_a_range_has_both_its_ends():
    assert Range(Fraction(1), Fraction(2), Fraction(1, 4)).values == [
        1,
        Fraction(5, 4),
        Fraction(3, 2),
        Fraction(7, 4),
        2,
    ]


def test_where_no_world_can_be_computed_it_says_why(tmp_path):
    text = '[[vary]]\nfigure = "budget_wsw"\nvalues = ["10.5", "11.5"]\n'
    with pytest.raises(
        AllocationError,
        match="geen van de 2 werelden is te berekenen; de eerste: regel wsw: de pot is geen geheel",
    ):
        computed(grid(tmp_path, text))


def test_a_world_that_cannot_be_computed_harms_no_other(tmp_path):
    text = '[[vary]]\nfigure = "budget_wsw"\nvalues = ["10.5", 1000000]\n'
    one = computed(grid(tmp_path, text))
    assert (one.worlds, len(one.failed)) == (1, 1)


@pytest.mark.promise("docs/scenarios.md#same-worlds")
def test_the_command_writes_the_same_bytes_for_the_same_seed(tmp_path):
    def write(name, *more):
        asked = ["scenario", "worlds", UNSURE, MEI, "--draws", "5", "--out", str(tmp_path / name), *more]
        result = CliRunner().invoke(main, asked)
        assert result.exit_code == 0, result.stderr
        folder = tmp_path / name
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}, result

    one, result = write("a")
    other, _ = write("b")
    assert one == other
    assert one != write("c", "--seed", "2")[0]
    stem = f"{MEI}-scenario-{UNSURE}-werelden"
    parts = {f"{stem}/uitkeringsjaar={year}/1-1-tot-en-met-1-5.parquet" for year in (2024, 2025)}
    assert {*one} == {f"{stem}.xlsx", f"{stem}-cijfers.parquet", f"{stem}.receipt.json", *parts}
    frame = pl.read_parquet(tmp_path / "a" / stem / "**" / "*.parquet", hive_partitioning=True)
    assert frame.height == 5 * 2 * 2 * 342
    sheet = load_workbook(tmp_path / "a" / f"{stem}.xlsx").worksheets[1]
    years = {row[0] for row in sheet.iter_rows(values_only=True) if row[1] == "0513"}
    assert years == {"2024", "2025"}
    assert "Integratie-uitkering Participatie" in result.stdout


def test_what_is_named_is_not_drawn_again_with_every_figure(tmp_path):
    every = '[[draw]]\nevery = ["afgeleid"]\ntimes = true\nshape = "uniform"\nleast = "0.9"\nmost = "1.1"\n'
    worlds = grid(tmp_path, DRAWN + every, draws=3)
    names = [one.name for one in worlds.draws]
    assert names.count("budget_wsw") == 1
    assert len(names) > 1


OWN = """[figures.budget_infrastructurele_opslag]
values = [{ year = 2025, to = 2048, value = "0", status = "indicatief", source = "eigen" }]
"""


@pytest.mark.promise("docs/scenarios.md#worlds-through-years")
def test_a_world_runs_through_all_years_and_each_year_of_it_is_as_it_is_alone(tmp_path):
    """Parts of a world at a time, the balance of every pot; an earlier run with more worlds leaves nothing."""
    head = '[scenario]\nname = "proef"\ntitle = "Proef"\nsource = "een proef"\n'
    (tmp_path / "proef.toml").write_text(head + FACTORS + DRAWN, encoding="utf-8")
    (tmp_path / "opslag.toml").write_text(OWN, encoding="utf-8")

    def write(draws):
        asked = ["scenario", "worlds", "proef", SEPT, "--data", tmp_path, "--to", "2027", "--balances"]
        more = ["--draws", draws, "--out", tmp_path / "uit"]
        result = CliRunner().invoke(main, [*map(str, asked + more)])
        assert result.exit_code == 0, result.output

    write(3)
    write(2)
    [stem] = [path for path in (tmp_path / "uit").iterdir() if path.is_dir()]
    frame = pl.read_parquet(stem / "**" / "*.parquet", hive_partitioning=True)
    assert frame.height == 3 * 2 * 4 * 2 * 342
    space = with_scenarios(ahead(Workspace.open(tmp_path), SEPT, range(2024, 2028)), "proef")
    numbers = pl.read_parquet(tmp_path / "uit" / f"{stem.name}-cijfers.parquet")
    for year in (2024, 2027):
        outcome = space.outcome(SEPT, year)
        made = runs(span([read_scenario(tmp_path / "proef.toml")], [outcome], 2, 1), outcome)
        for name in ("1-1", "3-2"):
            alone = evaluate(made.world(name))
            mine = frame.filter(
                (pl.col("world") == name)
                & (pl.col("uitkeringsjaar") == year)
                & (pl.col("regel") == "iu_participatie")
            )
            assert list(mine.sort("code")["bedrag"]) == list(alone.column("iu_participatie"))
    assert numbers.height == 6
    balances = pl.read_parquet(tmp_path / "uit" / f"{stem.name}-balansen.parquet")
    assert balances.height == 6 * sum(len(space.outcome(SEPT, y).result.balances) for y in range(2024, 2028))
    reasons = pl.sum_horizontal("afronding_pot", "grenzen", "afronding")
    assert balances.select((pl.col("beschikbaar") - pl.col("uitgedeeld") - reasons).abs().max()).item() < 1e-9


@pytest.mark.parametrize("last", ["2023", "2100"])
def test_a_year_that_cannot_be_is_refused(tmp_path, last):
    asked = ["scenario", "worlds", UNSURE, MEI, "--to", last, "--out", str(tmp_path)]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 2
    assert "een jaar van 2024 tot en met 2074" in result.stderr


@pytest.mark.promise("docs/scenarios.md#worlds-through-years")
def test_what_a_year_reads_of_an_earlier_one_is_what_that_world_had_in_it(tmp_path):
    """The places of 2035 add up the growth of every year before: 2034 is in these worlds, 2033 is not."""
    outcome = SHIPPED.outcome("verkenning-varianten", 2035)
    text = '[[vary]]\nfigure = "oploop_per_jaar"\ntimes = [1, 2]\n'
    alone = grid(tmp_path, text, outcomes=(outcome,))
    assert {*runs(alone, outcome).figures} == {"oploop_per_jaar"}
    through = evolve(alone, years=frozenset({2034, 2035}))
    made = runs(through, outcome)
    assert {*made.figures} == {"oploop_per_jaar", "oploop_per_jaar[-1]"}
    once, twice = made.figures["oploop_per_jaar[-1]"]
    assert (once, twice) == (outcome.prepared.case.figures["oploop_per_jaar[-1]"], 2 * once)


def test_where_no_part_can_be_written_it_is_refused(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    asked = ["scenario", "worlds", UNSURE, MEI, "--draws", "2", "--out", str(tmp_path)]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 2
    assert "een map om in te schrijven" in result.stderr
    assert not any(tmp_path.iterdir())
