"""A specification that could be read in two ways, or is of something else, is refused with one message."""

import pytest
from click.testing import CliRunner

from cli import main
from tests.helpers.received_tables import GOUDA, RIGHT, SEPTEMBER, check, file, workbook


@pytest.mark.promise("docs/check.md#something-else-is-refused")
def test_a_municipality_twice_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text("code;Cluster Participatie\n513;1\nGouda;2\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "x.csv"), "--publication", SEPTEMBER])
    assert result.exit_code == 2
    assert "rij 3, kolom code: 'Gouda'; verwacht: elke gemeente één keer" in result.stderr


@pytest.mark.promise("docs/check.md#exit-2")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Onderdeel;Bedrag\nCluster Participatie;veel\n", "'veel'; verwacht: een bedrag"),
        (
            "Onderdeel;Bedrag\nCluster Participatie;veel\nIU Participatie;1,2,3\n",
            "rij 3, kolom Bedrag: '1,2,3'",
        ),
        (
            "a;b\nx;y\n",
            "verwacht: een rij of een kolom voor Cluster Participatie of Integratie-uitkering Participatie",
        ),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, content, said):
    (tmp_path / "x.csv").write_text(content, encoding="utf-8")
    arguments = ["check", str(tmp_path / "x.csv"), "--publication", SEPTEMBER, "--gemeente", "Gouda"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.promise("docs/check.md#something-else-is-refused")
@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        (
            "Onderdeel;Bedrag 2025\n" + RIGHT.format("", ""),
            GOUDA,
            "bedragen voor 2025; verwacht: een kolom voor alleen 2024",
        ),
        (
            "code;Cluster Participatie 2023\n0513;1\n",
            (),
            "kolommen Cluster Participatie 2023; verwacht: kolommen voor 2024",
        ),
        ("gemeente;Cluster Participatie\nVlieland;1\n", GOUDA, "Gouda (0513) staat niet in kolom 'gemeente'"),
        (
            "Gemeente;Onderdeel;2024\nVlieland;Cluster Participatie;1\n",
            GOUDA,
            "dit is van Vlieland (0096), niet van Gouda",
        ),
        (
            "Onderdeel;Bedrag\nIU Participatie;1\nIU Participatie;2\n",
            GOUDA,
            "'IU Participatie' meer dan één keer",
        ),
        (
            "Onderdeel;Bedrag\nIU Participatie;17,669.037\n",
            GOUDA,
            "rij 2, kolom Bedrag: '17,669.037'; verwacht: een bedrag",
        ),
        ("Onderdeel;Bedrag\nIU Participatie;=A1+1\n", GOUDA, "een formule zonder opgeslagen uitkomst"),
        (
            "Onderdeel;Bedrag\nDecentralisatie-uitkering Participatie;1\n",
            GOUDA,
            "niets dat heet als een van de geldstromen",
        ),
        ("Plekken beschut werk;34\n", (), "verwacht: een rij of een kolom voor"),
    ],
)
def test_what_would_be_compared_with_something_else_is_refused(tmp_path, text, arguments, said):
    result = file(tmp_path, text, *arguments)
    assert result.exit_code == 2, result.output
    assert said in result.stderr


@pytest.mark.promise("docs/check.md#two-ways-is-refused")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Onderdeel;Realisatie 2024;Begroting 2024\nCluster Participatie;17.669.037;1\n",
            "meer dan één kolom met bedragen (Realisatie 2024, Begroting 2024); verwacht: één; zeg met --column welke",
        ),
        (
            "gemeente;Cluster Participatie netto;Cluster Participatie bruto\nGouda;1;2\n",
            "'Cluster Participatie netto', 'Cluster Participatie bruto' voor Cluster Participatie; verwacht: één tekst",
        ),
        (
            "code;Cluster Participatie;Cluster Participatie\n0513;1;2\n",
            "'Cluster Participatie' meer dan één keer; verwacht: elke geldstroom één keer",
        ),
        (
            "Onderdeel;2024;2024\nCluster Participatie;1;2\n",
            "meer dan één kolom met bedragen (2024, 2024)",
        ),
        (
            "code;gemeente;Cluster Participatie\n0513;Delft;17669037\n",
            "Delft (0503) en Gouda (0513); verwacht: een code en een naam van één gemeente",
        ),
        (
            "Specificatie gemeente Delft;\nOnderdeel;Bedrag\nCluster Participatie;17.669.037\n",
            "dit is van Delft (0503), niet van Gouda (0513)",
        ),
        (
            "gemeente;Cluster Participatie\nGuda;1\nGoude;2\n",
            "geen gemeente van deze publicatie onder gemeente, Cluster Participatie (gelezen: Guda, Goude)",
        ),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(tmp_path, text, said):
    result = file(tmp_path, text, *GOUDA)
    assert result.exit_code == 2, result.output
    assert said in result.stderr


@pytest.mark.promise("docs/check.md#counts-are-no-euros")
def test_euros_are_no_places(tmp_path):
    text = "gemeente;Begeleiding beschut werk (EUR)\nGouda;942191\n"
    result = file(tmp_path, text, publication="regeling-beschut-werk-2026")
    assert result.exit_code == 2
    assert "niets dat heet als een van de geldstromen" in result.stderr


def test_every_wrong_cell_is_named_at_once(tmp_path):
    text = "code;Cluster Participatie\n513;1\nGouda;2\n0513;3\n0363;veel\n"
    said = file(tmp_path, text).stderr
    assert all(f"rij {row}, kolom" in said for row in (3, 4, 5))


def test_a_sheet_that_is_not_there_or_has_nothing_is_said(tmp_path):
    path = workbook(tmp_path)
    assert "er is geen blad 'Blad3'; verwacht: een van Toelichting, Specificatie" in (
        check(path, "--sheet", "Blad3").stderr
    )
    assert "blad Toelichting: niets dat heet als een van de geldstromen" in (
        check(path, "--sheet", "Toelichting").stderr
    )


@pytest.mark.promise("docs/check.md#exit-2")
def test_a_file_that_is_no_table_is_refused(tmp_path):
    for name, content in (
        ("a.csv", b"x;y\n" + b'"' + b"z" * 200_000),
        ("b.xlsx", b"PK\x03\x04"),
        ("c.csv", b""),
    ):
        (tmp_path / name).write_bytes(content)
        result = check(tmp_path / name)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 2), result.output


@pytest.mark.promise("docs/check.md#something-else-is-refused")
@pytest.mark.promise("docs/check.md#counts-are-no-euros")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Gemeente Gouda\nUitkeringsjaar 2025\nOnderdeel;Bedrag\n" + RIGHT.format("", ""),
            "de titels zeggen 2025; verwacht: 2024",
        ),
        (
            "Gemeente;Gouda\nJaar;2025\nOnderdeel;Bedrag\n" + RIGHT.format("", ""),
            "bedragen voor 2025; verwacht: rijen voor 2024",
        ),
        (
            "Onderdeel;Bedrag\nCluster Participatie 2025;17.669.037\n",
            "rijen Cluster Participatie 2025; verwacht: rijen voor 2024",
        ),
        (
            "Gemeente;Jaar;Cluster Participatie\nGouda;2025;17669037\n",
            "bedragen voor 2025; verwacht: rijen voor 2024",
        ),
        (
            "Uitkeringen per gemeente 2025\ngemeente;Cluster Participatie\nGouda;17669037\n",
            "de titels zeggen 2025",
        ),
        (
            "Gemeente Utrecht, uitkeringsjaar 2024\nOnderdeel;Bedrag\n" + RIGHT.format("", ""),
            "dit is van Utrecht (0344), niet van Gouda",
        ),
        (
            "Specificatie voor Utrecht\nOnderdeel;Bedrag\n" + RIGHT.format("", ""),
            "dit is van Utrecht (0344), niet van Gouda",
        ),
        (
            "Gemeente;0344 Utrecht\nOnderdeel;Bedrag\n" + RIGHT.format("", ""),
            "dit is van Utrecht (0344), niet van Gouda",
        ),
        (
            "Gemeente;Utrecht (0344)\nOnderdeel;Bedrag\n" + RIGHT.format("", ""),
            "dit is van Utrecht (0344), niet van Gouda",
        ),
        (
            "Onderdeel;Gouda;Septembercirculaire\nCluster Participatie;1;17.669.037\nIU Participatie;2;10.843.061\n",
            "meer dan één kolom met bedragen (Gouda, Septembercirculaire)",
        ),
        (
            "Geldstroom;Gouda;;Utrecht;\n;2023;2024;2023;2024\nCluster Participatie;1;17.669.037;2;3\n",
            "heeft bedragen van niemand; verwacht: een gemeente erboven",
        ),
        ("Onderdeel;Bedrag\nCluster Participatie;17669037 1\n", "'17669037 1'; verwacht: een bedrag"),
        (
            "Gemeente;Gouda;\nUitkeringsjaar;2024;\nOnderdeel;Berekend;Ontvangen\nCluster Participatie;17.669.037;17.000.000\n",
            "meer dan één kolom met bedragen (Berekend, Ontvangen)",
        ),
        (
            "Onderdeel;2024;;2025;\n;Toegekend;Ontvangen;Toegekend;Ontvangen\nCluster Participatie;17.669.037;1;2;3\n",
            "meer dan één kolom met bedragen (2024 Toegekend, 2024 Ontvangen)",
        ),
        (
            "Onderdeel;2024;Werkelijk ontvangen 2024\nCluster Participatie;17.669.037;1\n",
            "meer dan één kolom met bedragen (2024, Werkelijk ontvangen 2024)",
        ),
        (
            "Onderdeel;Begroting 2024;Na wijziging\nCluster Participatie;17.669.037;1\n",
            "meer dan één kolom met bedragen (Begroting 2024, Na wijziging)",
        ),
        ("Onderdeel;Bedrag\nWsw;1\nWsw;2\n", "'Wsw' meer dan één keer; verwacht: elke geldstroom één keer"),
        ("Onderwerp;Pagina\nCluster Participatie;2\n", "geen kolom met bedragen naast de namen"),
        ("Onderdeel;Bedrag\nAantal Wsw;266,5\n", "niets dat heet als een van de geldstromen"),
    ],
)
def test_what_is_of_something_else_is_refused(tmp_path, text, said):
    result = file(tmp_path, text, *GOUDA)
    assert result.exit_code == 2, result.output
    assert said in result.stderr


def test_an_address_is_no_municipality_of_the_amounts(tmp_path):
    text = "Ministerie van BZK;\nDen Haag;\nOnderdeel;Bedrag\nCluster Participatie;17.669.037\n"
    result = file(tmp_path, text)
    assert result.exit_code == 2
    assert "--gemeente, om te zeggen van wie het is" in result.stderr


def test_a_national_amount_is_of_no_municipality(tmp_path):
    text = "Onderdeel;Bedrag\nCluster Participatie landelijk;4\n"
    result = file(tmp_path, text, *GOUDA, "--rule", "cluster_participatie_landelijk")
    assert result.exit_code == 2
    assert "'cluster_participatie_landelijk'; verwacht: een regel die wordt berekend, zoals" in result.stderr
