"""A workspace does everything once: reads a file, builds a rulebook, prepares a year of a publication."""

import gc
import time
from collections import Counter
from datetime import date

import pytest
from click.testing import CliRunner

import cli
import rules.runs.workspace
from allocation.errors import InputError
from allocation.expressions import lag
from allocation.inputs import InputSpec
from allocation.rules import Rounding, rule
from rules import Workspace
from rules.library.layers import SHIPPED as NAME
from rules.library.layers import Layer
from rules.library.model import stacked
from rules.library.schema import Delivery, Publication, PublicationYear, Taken
from rules.runs import rulebooks
from rules.territory.municipalities import municipalities
from tables.command import lists, options
from tests.helpers.workspaces import SHIPPED

FIRST = 2024


@rule(label="Wood", unit="logs", source="Edict", valid_from=1, rounds=Rounding(0, "whole logs"))
def wood(wood):
    """What was cut in the two years before."""
    return lag(wood, 1) + lag(wood, 2)


def lagged(path, count, *, begin=True):
    """`count` years, each resting on the two before; two years are handed in, unless they are lacking."""
    codes = municipalities(date(2024, 1, 1))["code"]
    (path / "wood.csv").write_text("\n".join(["gemeentecode,n", *(f"{c},1" for c in codes), ""]))
    start = Delivery(
        path / "wood.csv", year=0, columns={"wood[-1]": "n", "wood[-2]": "n"}, status="officieel", source="x"
    )
    entries = {}
    for year in range(FIRST, FIRST + count):
        for before in (1, 2):
            taken = Taken(year, "forest", {f"wood[-{before}]": "wood"}, source_year=year - before)
            entry = taken if year - before >= FIRST else start
            if begin or entry is taken:
                entries["forest", year, f"wood[-{before}]"] = entry
    years = [PublicationYear(FIRST + n, date(2024, 1, 1), "definitief", ["wood"]) for n in range(count)]
    specs = {"wood": InputSpec("wood", "Wood", "logs", "aantal", 0, "Edict")}
    publication = Publication("forest", "Forest", "2024", "King", years)
    return Workspace(stacked((wood,), (Layer(NAME, {}, specs, {"forest": publication}, entries),)))


@pytest.fixture
def counted(monkeypatch):
    """What is prepared, which rulebooks are built, how often the library is read."""
    counts = {"prepare": Counter(), "rulebook": Counter(), "library": Counter(), "file": Counter()}

    def count(module, name, kind, key):
        original = getattr(module, name)

        def counting(*args, **more):
            counts[kind][key(*args)] += 1
            return original(*args, **more)

        monkeypatch.setattr(module, name, counting)

    count(
        rules.runs.workspace, "prepare", "prepare", lambda plan, *_: (plan.publication.name, plan.year.year)
    )
    count(rulebooks, "rulebook", "rulebook", _books)
    count(rules.runs.workspace, "library", "library", lambda *folder: folder)
    for module in (options, lists):
        count(module, "read_table", "file", lambda file, sheet="": (file, sheet))
    return counts


def _books(_rules, _inputs, _figures, year, given, since):
    return year, given, since


@pytest.mark.promise("README.md#computed-once")
@pytest.mark.parametrize("years", [17, 30])
def test_lagged_years_are_prepared_once_each(tmp_path, counted, years):
    outcome = lagged(tmp_path, years).outcome("forest", FIRST + years - 1)
    assert len(counted["prepare"]) == sum(counted["prepare"].values()) == years
    before, amount = 1, 1
    for _ in range(years):
        before, amount = amount, before + amount
    assert set(outcome.result.values["wood"]) == {amount}


def test_a_lag_that_leads_nowhere_is_refused_once(tmp_path, counted):
    """The error of a year is remembered too, so that it is not sought again along every way to it."""
    with pytest.raises(InputError, match=r"niets levert wood\[-1\] .*"):
        lagged(tmp_path, 30, begin=False).outcome("forest", FIRST + 29)
    assert set(counted["prepare"].values()) == {1}


def test_whether_lagged_years_are_complete_is_answered_at_once(tmp_path):
    space = lagged(tmp_path, 30)
    begin = time.perf_counter()
    assert space.complete("forest", FIRST + 29)
    assert time.perf_counter() - begin < 5  # without remembering: a million years are looked at


@pytest.mark.promise("README.md#computed-once")
@pytest.mark.parametrize(
    "command",
    [
        ["publish", "totaalbeeld-2024", "--out", "{out}"],
        ["publish", "septembercirculaire-2024", "--formulas", "--out", "{out}"],
        ["explain", "Gouda", "--publication", "totaalbeeld-2024"],
        ["explain", "Gouda", "--publication", "meicirculaire-2024"],
        ["check", "{file}", "--publication", "septembercirculaire-2024", "--gemeente", "Gouda"],
        [
            "check",
            "{file}",
            "--publication",
            "septembercirculaire-2024",
            "--gemeente",
            "Gouda",
            "--data",
            "{data}",
        ],
        ["compare", "meicirculaire-2024", "septembercirculaire-2024"],
        ["verify", "meicirculaire-2024"],
        ["list", "publications"],
    ],
    ids=lambda command: f"{command[0]} {command[-1]}",
)
def test_a_command_does_nothing_twice(tmp_path, counted, command):
    (tmp_path / "x.csv").write_text("Onderdeel;Bedrag\nCluster Participatie;17.332.490\n", encoding="utf-8")
    (tmp_path / "eigen").mkdir()
    (tmp_path / "eigen" / "x.toml").write_text(
        '[figures.uitkeringsfactor]\nvalues = [{ year = 2024, publication = "meicirculaire-2024", '
        'value = 1.5, status = "indicatief", source = "x" }]\n'
    )
    places = {"out": tmp_path / "uit", "file": tmp_path / "x.csv", "data": tmp_path / "eigen"}
    result = CliRunner().invoke(cli.main, [part.format(**places) for part in command])
    assert result.exit_code in (0, 1), result.output
    for counts in counted.values():
        assert set(counts.values()) <= {1}, counts.most_common(3)
    assert len(counted["library"]) == 1


def test_an_outcome_is_computed_once():
    first = SHIPPED.outcome("regeling-beschut-werk-2026")
    assert SHIPPED.outcome("regeling-beschut-werk-2026") is first
    assert SHIPPED.outcomes("regeling-beschut-werk-2026", 2026) == [first]


def test_one_year_is_asked_of_a_publication_that_has_more():
    with pytest.raises(InputError, match="zij heeft 2024 en 2025; verwacht: een van deze"):
        SHIPPED.outcome("meicirculaire-2024")


def test_the_command_leaves_the_garbage_collector_of_others_alone():
    assert gc.isenabled()
    CliRunner().invoke(cli.main, ["list", "rules"])
    assert gc.isenabled()
