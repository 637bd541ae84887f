"""A scenario is carried to the next circular, with a list of what moved under it."""

from fractions import Fraction

import pytest
from click.testing import CliRunner

from cli import main
from rules.scenarios.carry import carried, moved
from rules.scenarios.known import read_scenario
from tests.helpers.workspaces import SHIPPED

MEI, SEPT = "meicirculaire-2024", "septembercirculaire-2024"
TEXT = f"""[scenario]
name = "mijn"
title = "Mijn aannames"
source = "eigen raming"

[[figure]]
name = "uitkeringsfactor"  # relatief
plus = "0.01"
publication = "{MEI}"

[[figure]]
name = "bedrag_doelgroepenregister"
value = 1100
publication = "{MEI}"
years = [2024]

[[input]]
name = "loonkostensubsidie"
value = 110
municipalities = ["Gouda"]
publication = "{MEI}"
"""


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def written(folder):
    (folder / "mijn.toml").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.mark.promise("docs/scenarios.md#carried")
def test_what_moved_is_listed(tmp_path):
    one = read_scenario(written(tmp_path) / "mijn.toml")
    rows = {row.name: row for row in moved(SHIPPED, one, SHIPPED.outcome(MEI, 2024), SHIPPED.outcome(SEPT))}
    factor = rows["uitkeringsfactor"]
    assert (factor.before.base, factor.before.mine) == (Fraction("1.414"), Fraction("1.424"))
    assert (factor.after.base, factor.after.mine) == (Fraction("1.42"), Fraction("1.43"))
    assert not factor.stays
    assert rows["bedrag_doelgroepenregister"].after.mine == 1100
    assert rows["bedrag_doelgroepenregister"].stays
    lks = rows["loonkostensubsidie"]
    assert lks.before.mine - lks.before.base == 110 - 101
    assert lks.after.mine - lks.after.base == 110 - 124


@pytest.mark.promise("docs/scenarios.md#carried")
def test_the_carried_scenario_is_the_same_of_the_next_circular(tmp_path):
    data, out = written(tmp_path), tmp_path
    asked = ["--from", MEI, "--to", SEPT, "--year", 2024, "--data", data, "--out", out]
    told = run("scenario", "carry", "mijn", *asked)
    assert told.exit_code == 0, told.stderr
    lines = [line for line in told.stdout.splitlines() if "Uitkeringsfactor" in line]
    assert [line.split()[-6:] for line in lines] == [["1,414", "1,424", "1,42", "1,43", "gaat", "mee"]]
    assert "de basis is gewijzigd, uw waarde blijft" in told.stdout
    new = read_scenario(tmp_path / f"mijn-{SEPT}.toml")
    old = carried(read_scenario(tmp_path / "mijn.toml"), MEI, SEPT, f"mijn-{SEPT}")
    assert (new.scenario, new.figure, new.input) == (old.scenario, old.figure, old.input)
    result = run("scenario", f"mijn-{SEPT}", SEPT, "--data", data)
    assert "1,42 factor → 1,43 factor" in result.stdout


def test_a_scenario_is_not_written_away_from_its_files(tmp_path):
    data = tmp_path / "in"
    data.mkdir()
    text = TEXT.replace('value = 110\nmunicipalities = ["Gouda"]', 'file = "a.csv"\ncolumn = "n"')
    (data / "mijn.toml").write_text(text, encoding="utf-8")
    codes = SHIPPED.outcome(SEPT).prepared.case.codes
    (data / "a.csv").write_text(
        "gemeentecode,n\n" + "".join(f"{code},1\n" for code in codes), encoding="utf-8"
    )
    asked = ["--from", MEI, "--to", SEPT, "--year", 2024, "--data", data, "--out"]
    assert "noemt bestanden van zijn eigen map" in run("scenario", "carry", "mijn", *asked, tmp_path).stderr
    assert run("scenario", "carry", "mijn", *asked, data).exit_code == 0


@pytest.mark.parametrize("name", ["mijnn", "mijn+basis"])
def test_what_is_no_scenario_is_refused(tmp_path, name):
    result = run(
        "scenario", "carry", name, "--from", MEI, "--to", SEPT, "--year", 2024, "--data", written(tmp_path)
    )
    assert result.exit_code == 2
    assert "scenario" in result.stderr
