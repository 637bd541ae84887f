"""The two national numbers of a circular, from its amounts alone: verdeel derive."""

import pytest
from click.testing import CliRunner

from cli import main
from rules.data import derive_keys, persons
from tests.helpers.workspaces import LIBRARY

EXTRA = {("meicirculaire-2024", 2024): 63_900_000, ("septembercirculaire-2024", 2024): 63_900_000}


def derive(folder, paid, *more, day="2024-01-01"):
    rows = "".join(f"{code};{amount}\n" for code, amount in paid.items())
    (folder / "iu.csv").write_text(f"gemeentecode;bedrag\n{rows}", encoding="utf-8")
    arguments = ["derive", str(folder / "iu.csv"), "--column", "bedrag", "--territory", day, *more]
    return CliRunner().invoke(main, arguments)


@pytest.mark.promise("docs/add-a-circular.md#national-numbers")
@pytest.mark.parametrize(("name", "year"), derive_keys.CIRCULARS)
def test_the_numbers_of_the_shipped_circulars(tmp_path, name, year):
    result = derive(tmp_path, persons.published_iu(name, year), "--added", str(EXTRA.get((name, year), 0)))
    assert result.exit_code == 0
    printed = dict(line.strip().split(" = ") for line in result.stdout.splitlines() if " = " in line)
    for figure in ("prijs_begeleiding_beschut_werk", "landelijke_plekken_begeleiding", "budget_wsw"):
        assert LIBRARY.figures[figure].at(year, name).value == derive_keys.Fraction(printed[figure])


def test_on_later_municipalities(tmp_path):
    result = derive(tmp_path, persons.published_iu("meicirculaire-2024", 2025), day="2026-01-01")
    assert "landelijke_plekken_begeleiding = 11588.611" in result.stdout


@pytest.mark.parametrize(
    ("change", "more", "message"),
    [
        (lambda paid: dict.fromkeys(paid, 0), (), "uit wie in 2023 geen Wsw had, volgen geen prijs"),
        (lambda paid: dict(list(paid.items())[1:]), (), "geen rij voor"),
        (lambda paid: paid, ("--added", "3000000000"), "voor de Wsw blijft minder dan niets over"),
        (
            lambda paid: {c: n + 7 * place for place, (c, n) in enumerate(paid.items())},
            (),
            "volgen geen prijs en plekken",
        ),
    ],
)
def test_amounts_from_which_nothing_follows_are_refused(tmp_path, change, more, message):
    result = derive(tmp_path, change(persons.published_iu("meicirculaire-2024", 2024)), *more)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.promise("docs/add-a-circular.md#shipped-key")
def test_a_publication_of_ones_own_names_the_shipped_key_and_se(tmp_path):
    (tmp_path / "p.toml").write_text(
        """
[publication]
name = "mijn-circulaire"
title = "Proef"
date = "2024"
issuer = "Proef"

[[publication.years]]
year = 2024
territory = 2024-01-01
stand = "indicatief"
amounts = ["wsw", "begeleiding_beschut_werk"]

[[data]]
year = 2024
file = "shipped:sleutel_beschut_werk.csv"
territory = 2022-12-31
columns = { sleutel_beschut_werk = "sleutel" }
status = "afgeleid"
source = "docs/derived-keys.md"

[[data]]
year = 2024
file = "shipped:verwachte_se.csv"
rows = { publicatie = "meicirculaire-2024", uitkeringsjaar = "2024" }
columns = { verwachte_se = "verwachte_se" }
status = "afgeleid"
source = "docs/derived-keys.md"

[figures]
prijs_begeleiding_beschut_werk.values = [{ year = 2024, publication = "mijn-circulaire", value = 11_296, status = "afgeleid", source = "x" }]
landelijke_plekken_begeleiding.values = [{ year = 2024, publication = "mijn-circulaire", value = 10_718.416, status = "afgeleid", source = "x" }]
minimum_aantal_plekken.values = [{ year = 2024, publication = "mijn-circulaire", value = 1, status = "afgeleid", source = "x" }]
budget_wsw.values = [{ year = 2024, publication = "mijn-circulaire", value = 1_885_889_925, status = "afgeleid", source = "x" }]
""",
        encoding="utf-8",
    )
    arguments = [
        "explain",
        "Gouda",
        "--publication",
        "mijn-circulaire",
        "--rule",
        "wsw",
        "--data",
        str(tmp_path),
    ]
    result = CliRunner().invoke(main, arguments)
    assert "Wsw = 9.576.391 EUR" in result.stdout


@pytest.mark.promise("docs/figures-and-data.md#hint-is-told")
def test_whoever_is_asked_for_the_opslag_is_told_of_the_trap(tmp_path):
    (tmp_path / "p.toml").write_text(
        '[publication]\nname = "later"\ntitle = "x"\ndate = "2025"\nissuer = "x"\n[[publication.years]]\nyear = 2025\n'
        'territory = 2025-01-01\nstand = "voorlopig"\namounts = ["infrastructurele_opslag"]\n',
        encoding="utf-8",
    )
    result = CliRunner().invoke(
        main, ["publish", "later", "--data", str(tmp_path), "--out", str(tmp_path / "o")]
    )
    assert result.exit_code == 2
    assert (
        "vul 0 in, tenzij de circulaire de opslag als eigen onderdeel verdeelt: de 19,8 miljoen"
        in result.stderr
    )
