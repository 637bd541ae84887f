"""Reading a specification: tables of any shape, each as a sensible reader would read it."""

import re

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from allocation.errors import InputError
from allocation.numbers import round_half_away
from cli import main
from rules.analysis.lines import parts_of, with_lines
from tables.checking.specification import Asked, read_specification
from tables.reading.grid import Grid
from tables.words import amount
from tests.helpers.received_tables import GOUDA, RIGHT, SEPTEMBER, check, file, workbook
from tests.helpers.workspaces import SHIPPED


@pytest.mark.promise("docs/check.md#matched-is-printed")
def test_what_was_matched_is_reported(tmp_path):
    result = file(tmp_path, "Onderdeel;Bedrag\n" + RIGHT.format("", ""), "--gemeente", "0513")
    assert "namen: kolom 'Onderdeel', bedragen: kolom 'Bedrag'" in result.stdout
    assert "Integratie-uitkering Participatie: rij 'IU Participatie'" in result.stdout


@pytest.mark.promise("docs/check.md#parts-are-compared")
@pytest.mark.parametrize("publication", [SEPTEMBER, "meicirculaire-2023"])
def test_a_line_is_the_volume_times_the_amount_per_unit_in_whole_euros(publication):
    """As a municipality is sent it: of each maatstaf what it has, what one brings, and the two together."""
    outcome = with_lines(SHIPPED.outcome(publication, 2024))
    case, result = outcome.prepared.case, outcome.result
    lines = parts_of(outcome)
    assert {f"{name}_regel" for name in ("bijstandsontvangers", "loonkostensubsidie")} <= {*lines}
    for line, (volume, price) in lines.items():
        assert case.inputs[line.removesuffix("_regel")].exact == result.exact(volume)
        [one] = {*result.exact(price)}
        assert one in case.figures.values()
        whole = [round_half_away(each * one, 0) for each in result.exact(volume)]
        assert list(result.exact(line)) == whole


@pytest.mark.promise("docs/check.md#notations-of-amounts")
@pytest.mark.parametrize(
    "text", ["17669037", "17.669.037", "17.669.037,00", "€ 17.669.037", "17669037.00", "17.669.037,-"]
)
def test_numbers_in_any_notation(tmp_path, text):
    rows = f"Onderdeel;Bedrag\nCluster Participatie;{text}\nIU Participatie;10.843.061\n"
    assert file(tmp_path, rows, *GOUDA).exit_code == 0


@pytest.mark.promise("docs/check.md#the-column-that-is-meant")
@pytest.mark.parametrize(
    ("head", "before"),
    [
        ("Specificatie Gouda;;\n;;\nOnderdeel;2023;2024\n", "1;"),
        ("Onderdeel;Bedrag 2024;2025\n", ""),
        ("Onderdeel;2023;2024;Verschil 2024-2023\n", "1;"),
        ("Onderdeel;Mutatie 2024;Bedrag\n", "1;"),
        ("", ""),
        ("Gemeente;Gouda;\nOnderdeel;;Bedrag\n", ";"),
    ],
)
def test_the_column_with_the_amounts(tmp_path, head, before):
    """Titles above, another year beside it, a difference, no heading at all."""
    lines = RIGHT.format(before, before).replace(
        "\n", ";3\n" if "Verschil" in head or "2025" in head else "\n"
    )
    result = file(tmp_path, head + lines, *GOUDA)
    assert result.exit_code == 0, result.output


@pytest.mark.promise("docs/check.md#others-are-said")
def test_of_a_table_only_the_municipality_that_is_asked(tmp_path):
    """An unreadable cell of another one does not matter; who is absent or misspelled is said."""
    text = "gemeente;Cluster Participatie;IU Participatie\nGouda;17669037;10843061\nZwole;veel;1\nVlieland;veel;1\n"
    assert file(tmp_path, text, *GOUDA).exit_code == 0
    said = file(tmp_path, text.replace("veel", "1")).stdout
    assert "rij 3 (Zwole, bedoeld: Zwolle?)" in said
    assert "niet in het bestand: 340 gemeenten" in said


@pytest.mark.promise("docs/check.md#parts-are-compared")
def test_the_parts_of_a_stream_are_compared_too(tmp_path):
    text = "Onderdeel;Bedrag\nIU Participatie;10.843.061\nWsw;9.576.390\nCluster Participatie;17.669.037\n"
    result = file(tmp_path, text, *GOUDA)
    assert "Gouda (0513), Wsw: 9.576.390 in de opgave, 9.576.391 EUR berekend" in result.stdout
    assert "2 van 3 bedragen gelijk" in result.stdout


@pytest.mark.promise("docs/check.md#notations-of-amounts")
def test_a_number_in_a_spreadsheet_is_no_dutch_text(tmp_path):
    """17669.037 as a number is seventeen thousand, not seventeen million."""
    book = openpyxl.Workbook()
    book.active.append(["Onderdeel", "Bedrag"])
    book.active.append(["Cluster Participatie", 669.037])
    book.save(tmp_path / "x.xlsx")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "x.xlsx"), "--publication", SEPTEMBER, *GOUDA])
    assert "669,04 in de opgave" in result.stdout


@pytest.mark.promise("docs/check.md#three-shapes")
@pytest.mark.promise("docs/check.md#the-column-that-is-meant")
@pytest.mark.parametrize(
    "text",
    [
        "Onderdeel;September 2024;Mei 2024\nCluster Participatie;17.669.037;1\nIU Participatie;10.843.061;2\n",
        "Onderdeel;Mei 2024;September 2024\nCluster Participatie;1;17.669.037\nIU Participatie;2;10.843.061\n",
        "Onderdeel;Bedrag;Vorige circulaire\nCluster Participatie;17.669.037;1\nIU Participatie;10.843.061;2\n",
        "Onderdeel;Bedrag;per inwoner\nCluster Participatie;17.669.037;1\nIU Participatie;10.843.061;2\n",
        "Nr;Onderdeel;Bedrag;Pagina\n1;Cluster Participatie;17.669.037;1\n2;IU Participatie;10.843.061;2\n",
        "Onderdeel;Bedrag;Bedrag x 1.000\nCluster Participatie;17.669.037;17.669\nIU Participatie;10.843.061;10.843\n",
        "Onderdeel;Gouda\nCluster Participatie;17.669.037\nIU Participatie;10.843.061\n",
        "Stroom;Gouda;Leiden;Totaal\nCluster Participatie;17.669.037;1;2\nIU Participatie;10.843.061;2;3\n",
        "Stroom;Leiden;Gemeente Gouda\nIU Participatie;1;10.843.061\nCluster Participatie;2;17.669.037\n",
        "gemeente;Cluster Participatie mei;Cluster Participatie september;IU Participatie\nGouda;1;17669037;10843061\n",
        "gemeente;IU Participatie 2023;Cluster Participatie;IU Participatie 2024\nGouda;1;17669037;10843061\n",
        ";;2025;;2024;\nCode;Gemeente;Cluster Participatie;IU Participatie;Cluster Participatie;IU Participatie\n0513;Gouda;99;88;17669037;10843061\n",
        "Code;Cluster Participatie;;IU Participatie;\n;2025;2024;2025;2024\n0513;99;17669037;88;10843061\n",
        "Code;Gemeente;Participatie;\n;;Cluster;Integratie-uitkering\n0513;Gouda;17669037;10843061\n",
        "Bedragen;;;\nCode;Gemeente;Cluster Participatie;IU Participatie\n0513;Gouda;17669037;10843061\n",
        "Specificatie gemeente Gouda;\nOnderdeel;Bedrag\nCluster Participatie;17.669.037*\nIU Participatie;10.843.061 ¹\n",
        "Overzicht mutaties;Gouda\nOnderdeel;Bedrag\nCluster Participatie;17.669.037\nIU Participatie;10.843.061\n",
        "Onderdeel;Septembercirculaire 2024;Meicirculaire 2024\nCluster Participatie;17.669.037;1\nIU Participatie;10.843.061;2\n",
        'gemeente;"Cluster\nParticipatie";"IU\nParticipatie"\nGouda;17669037;10843061\n',
        'gemeente,Cluster Participatie,IU Participatie,noot\nGouda,17669037,10843061,"definitief; zie brief"\n',
    ],
)
def test_of_several_the_one_that_is_meant(tmp_path, text):
    """The circular and the year that are asked, a plain "Bedrag", the municipality's own column."""
    result = file(tmp_path, text, *GOUDA)
    assert result.exit_code == 0, result.output


@pytest.mark.promise("docs/check.md#two-ways-is-refused")
def test_a_user_says_which_column_and_which_stream(tmp_path):
    text = "Onderdeel;Realisatie 2024;Begroting 2024\nCluster Participatie;17.669.037;1\n"
    arguments = (*GOUDA, "--column", "realisatie 2024", "--rule", "Cluster Participatie")
    result = file(tmp_path, text, *arguments)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "1 van 1 bedragen gelijk")
    assert "geen kolom 'Bedrag' met bedragen; verwacht: een van Realisatie 2024, Begroting 2024" in (
        file(tmp_path, text, *GOUDA, "--column", "Bedrag").stderr
    )


@pytest.mark.promise("docs/check.md#first-sheet")
@pytest.mark.parametrize("arguments", [(), ("--sheet", "specificatie")])
def test_the_first_sheet_with_a_specification_is_read(tmp_path, arguments):
    result = check(workbook(tmp_path), *arguments)
    assert result.exit_code == 0, result.output


def as_computed(result):
    """Whether all that differs is what is computed, where another amount was published."""
    differences = re.findall(r": (\S+) in de opgave, (.*)", result.stdout)
    return all(said.endswith(f"gepubliceerd (hier berekend: {amount})") for amount, said in differences)


def test_the_programs_own_tables_are_a_specification(tmp_path):
    for more in (["publish", SEPTEMBER, "--formulas", "--out", str(tmp_path)],
                 ["explain", "Gouda", "--publication", SEPTEMBER, "--xlsx", str(tmp_path / "gouda.xlsx")]):  # fmt: skip
        assert CliRunner().invoke(main, more).exit_code == 0
    for name in (f"{SEPTEMBER}.xlsx", f"{SEPTEMBER}-formules.xlsx", "gouda.xlsx"):
        result = check(tmp_path / name)
        assert result.stdout.splitlines()[-1].endswith("bedragen gelijk"), result.output
        assert as_computed(result), result.output


@pytest.mark.parametrize(
    "head",
    [
        "Onderdeel;Septembercirculaire 2023",
        "Onderdeel;sept. 2023",
        "Onderdeel;Mei 2023;September 2023",
        "Septembercirculaire 2023;\nOnderdeel;Uitkeringsjaar 2024",
    ],
)
def test_the_year_of_the_circular_is_not_that_of_the_amounts(tmp_path, head):
    amounts = "1;7" if "Mei" in head else "7"
    text = f"{head}\nCluster Participatie;{amounts}\nIU Participatie;{amounts}\n"
    result = file(tmp_path, text, *GOUDA, publication="septembercirculaire-2023")
    assert "Cluster Participatie: 7 in de opgave" in result.stdout, result.output


@pytest.mark.promise("docs/check.md#encodings")
def test_a_table_as_excel_saves_unicode_text(tmp_path):
    (tmp_path / "x.csv").write_bytes(
        f"Onderdeel\tBedrag\n{RIGHT.format('', '')}".replace(";", "\t").encode("utf-16")
    )
    assert check(tmp_path / "x.csv", *GOUDA).exit_code == 0


@pytest.mark.parametrize(
    "text",
    [
        "Onderdeel;Gouda;Nederland\nCluster Participatie;17.669.037;1\nIU Participatie;10.843.061;2\n",
        "Onderdeel;Nederland;Gemeente Gouda\nCluster Participatie;1;17.669.037\nIU Participatie;2;10.843.061\n",
        "Onderdeel;Gouda;per inwoner\nCluster Participatie;17.669.037;1\nIU Participatie;10.843.061;2\n",
        "Onderdeel;Gouda;Pagina\nCluster Participatie;17.669.037;1\nIU Participatie;10.843.061;2\n",
        "Onderdeel;Jaar;Bedrag\nCluster Participatie;2023;1\nCluster Participatie;2024;17.669.037\nIU Participatie;2024;10.843.061\n",
        "Gemeente;Jaar;Cluster Participatie;IU Participatie\nGouda;2023;1;2\nGouda;2024;17669037;10843061\n",
        "Provincie;Naam gemeente;Cluster Participatie;IU Participatie\nUtrecht;Gouda;17669037;10843061\n",
        "Arbeidsmarktregio;Gemeentenaam;Cluster Participatie;IU Participatie\nAmersfoort;Gouda;17669037;10843061\n",
        "Gemeentenummer;Cluster Participatie;IU Participatie\n513;17669037;10843061\n",
        ";Gemeente;Cluster Participatie;IU Participatie\n14;Gouda;17669037;10843061\n",
        "Onderdeel;Bedrag\nAU - Participatie;17.669.037\nIntegratie-uitkering Participatie;10.843.061\n",
        "Onderdeel;Bedrag\nSubcluster Participatie;17.669.037\nIU sociaal domein Participatie;10.843.061\n",
        "Specificatie Gouda, 2024\nCluster Participatie;17.669.037,00\nIU Participatie;10.843.061,00\n",
        "Uitgeprint op 3 januari 2026\nOnderdeel;Bedrag\nCluster Participatie;17.669.037\nIU Participatie;10.843.061\n",
        "Cluster Participatie;17.669.037;1\nIU Participatie;10.843.061;\n",
        "gemeente;Cluster Participatie;Cluster Participatie per inwoner;IU Participatie\nGouda;17669037;233;10843061\n",
    ],
)
def test_what_a_sensible_reader_would_read(tmp_path, text):
    result = file(tmp_path, text, *GOUDA)
    assert result.exit_code == 0, result.output


@pytest.mark.promise("docs/check.md#two-ways-is-refused")
def test_the_column_that_a_user_names_is_the_one_in_a_table_too(tmp_path):
    text = "gemeente;Cluster Participatie oud;Cluster Participatie nieuw\nGouda;1;17669037\n"
    asked = ("--rule", "cluster_participatie", "--column")
    assert file(tmp_path, text, *asked, "Cluster Participatie nieuw").exit_code == 0
    assert file(tmp_path, text, *asked, "Cluster Participatie oud").exit_code == 1
    assert (
        "geen kolom 'onzin'; verwacht: een van Cluster Participatie oud, "
        in file(tmp_path, text, *asked, "onzin").stderr
    )


@pytest.mark.promise("docs/check.md#the-sheet-of-the-year")
def test_the_sheet_of_the_year_is_read(tmp_path):
    assert CliRunner().invoke(main, ["publish", "meicirculaire-2024", "--out", str(tmp_path)]).exit_code == 0
    for year in ("2024", "2025"):
        result = check(tmp_path / "meicirculaire-2024.xlsx", "--year", year, publication="meicirculaire-2024")
        assert as_computed(result), result.output
        assert f"  blad: Overzicht {year}" in result.stdout


@pytest.mark.promise("docs/check.md#encodings")
def test_as_a_dutch_excel_saves_it(tmp_path):
    text = "gemeente;Cluster Participatie\nSúdwest-Fryslân;1\n"
    (tmp_path / "x.csv").write_bytes(text.encode("cp1252"))
    assert "Súdwest-Fryslân (1900), Cluster Participatie: 1 in de opgave" in check(tmp_path / "x.csv").stdout


META = "Gemeente;Gouda;\nUitkeringsjaar;2024;\n"


@pytest.mark.promise("docs/check.md#titles-and-headings")
@pytest.mark.parametrize(
    "text",
    [
        META + "Onderdeel;Mei;September\nCluster Participatie;1;17.669.037\nIU Participatie;2;10.843.061\n",
        META
        + "Onderdeel;Aantal inwoners;Bedrag\nCluster Participatie;75.316;17.669.037\nIU Participatie;75.316;10.843.061\n",
        META
        + "Onderdeel;Vorige circulaire;Deze circulaire\nCluster Participatie;1;17.669.037\nIU Participatie;2;10.843.061\n",
        "Onderdeel;2024;;2025;\n;Mei;September;Mei;September\nCluster Participatie;1;17.669.037;3;4\nIU Participatie;2;10.843.061;5;6\n",
        "Bijlage 2: cluster Participatie;;;\nCode;Gemeente;Cluster Participatie;IU Participatie\n0513;Gouda;17669037;10843061\n",
        "Onderdeel;2024;2024 na septembercirculaire\nCluster Participatie;1;17.669.037\nIU Participatie;2;10.843.061\n",
        "Onderdeel;2024;Septembercirculaire 2024\nCluster Participatie;1;17.669.037\nIU Participatie;2;10.843.061\n",
        "Ministerie van BZK;\nDen Haag;\nKenmerk: 2023-0000567890;\nOnderdeel;Bedrag\nCluster Participatie;17.669.037\nIU Participatie;10.843.061\n",
        "Gemeente Gouda;Markt 2\n;2011 RD Haarlem\nOnderdeel;Bedrag\nCluster Participatie;17.669.037\nIU Participatie;10.843.061\n",
        "Postbus 20011;\n2011 RD Haarlem;\nAfgedrukt op 2025-01-15;\nOnderdeel;Bedrag\nCluster Participatie;17.669.037\nIU Participatie;10.843.061\n",
        "Ministerie;Den Haag\nOnderdeel;Bedrag\nCluster Participatie;17.669.037\nIU Participatie;10.843.061\n",
        "gemeente;Cluster Participatie;IU Participatie\n's-Gravenhage;1;1\nGouda;17669037;10843061\nDen Haag;;\n",
        "Code;Gemeente;Cluster Participatie;IU Participatie\n0344;Utrecht;1;1\n0513;Gouda;17669037;10843061\n;Utrecht;9;9\n",
        "Gemeente;Cluster Participatie;IU Participatie\nGouda (0513);17669037;10843061\n0344 Utrecht;1;1\n",
        "Gemeente;Stroom;Bedrag\nGroningen;Cluster Participatie;1\nGroningen;IU Participatie;2\nGouda;Cluster Participatie;17.669.037\nGouda;IU Participatie;10.843.061\n",
        "Provincienaam;Gemeentenaam;Cluster Participatie;IU Participatie\nUtrecht;Gouda;17669037;10843061\n",
        "Code;Omschrijving;Bedrag\n106;Cluster Participatie;17.669.037\n244;IU Participatie;10.843.061\n",
        "Nr;Onderdeel;Toekenning\n1;Cluster Participatie;17.669.037\n2;IU Participatie;10.843.061\n",
        "Grootboek;Omschrijving;Saldo;Blz.\n8001;Cluster Participatie;17.669.037;4\n8002;IU Participatie;10.843.061;5\n",
        "Boekjaar;Stroom;Ontvangen\n2023;Cluster Participatie;1\n2023;IU Participatie;2\n2024;Cluster Participatie;17.669.037\n2024;IU Participatie;10.843.061\n",
        "Onderdeel;Bedrag\nCluster Participatie;17.669.037\nIntegratieuitkering Participatie;\nWsw;9.576.391\nTotaal integratieuitkering Participatie;10.843.061\n",
    ],
)
def test_tables_as_they_are_sent(tmp_path, text):
    """Metadata and letterheads above, headings of two rows, subtotals, numbers of streams, a year per row."""
    result = file(tmp_path, text, *GOUDA)
    assert result.exit_code == 0, result.output


@pytest.mark.promise("docs/check.md#first-sheet")
def test_an_explanation_in_front_and_a_sheet_of_another_circular_are_passed_over(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Toelichting"
    book.active.append(["Cluster Participatie", "verdeeld met maatstaven"])
    for title, amounts in (("Mei 2024", (1, 2)), ("September 2024", (17_669_037, 10_843_061))):
        sheet = book.create_sheet(title)
        for row in zip(
            ("Onderdeel", "Cluster Participatie", "IU Participatie"), ("Bedrag", *amounts), strict=True
        ):
            sheet.append(row)
    book.create_sheet("Oud", 0).append(["Cluster Participatie", 1])
    book["Oud"].sheet_state = "hidden"
    book.save(tmp_path / "x.xlsx")
    result = check(tmp_path / "x.xlsx", *GOUDA)
    assert result.exit_code == 0, result.output
    assert "  blad: September 2024" in result.stdout


@pytest.mark.promise("docs/check.md#one-stream")
@pytest.mark.parametrize("head", ["Bedrag", "2024", "Bedrag 2024 (EUR)"])
def test_of_one_stream_the_column_needs_no_name(tmp_path, head):
    text = f"Integratie-uitkering Participatie 2024;;\nCode;Gemeente;{head}\n0513;Gouda;10.843.061\n"
    assert file(tmp_path, text, "--rule", "iu_participatie").exit_code == 0
    text = "Integratie-uitkering Participatie;\nGemeente;2023;2024\nGouda;9.848.145;10.843.061\n"
    assert file(tmp_path, text, "--rule", "iu_participatie").exit_code == 0
    text = f"Gemeente;{head.replace('Bedrag', 'Aantal').replace('EUR', 'plekken').replace('2024', '2026')}\nGouda;100\n"
    assert file(tmp_path, text, publication="regeling-beschut-werk-2026").exit_code == 0


CELLS = st.sampled_from([
    "", "", "", "Gouda", "Leiden", "0513", "513", "Gemeente Gouda", "Gouda (0513)", "Cluster Participatie", "IU Participatie",
    "Wsw", "1.234", "17.669.037", "-", "n.v.t.", "2024", "2023", "Bedrag", "Gemeente", "Code", "Jaar", "Totaal", "Provincie",
    "Onderdeel", "Mei", "per inwoner", "ontvangen", "uitkeringsjaar 2025", "Nr", "Cluster Participatie 2024",
])  # fmt: skip
OUTCOME = SHIPPED.outcomes("septembercirculaire-2024")[0]


@pytest.mark.promise("docs/check.md#exit-2")
@given(
    st.integers(1, 5).flatmap(
        lambda wide: st.lists(
            st.lists(CELLS, min_size=wide, max_size=wide).filter(any), min_size=1, max_size=6
        )
    ),
    st.sampled_from(["", "Gouda"]),
    st.sampled_from(["", "cluster_participatie"]),
    st.sampled_from(["", "Bedrag"]),
)
def test_any_table_is_read_or_refused_with_a_message(rows, municipality, rule, column):
    numbers, letters = ([str(n + 1) for n in range(count)] for count in (len(rows), len(rows[0])))
    grid = Grid("x.csv", numbers, rows, letters)
    try:
        read = read_specification(iter([grid]), OUTCOME, Asked(municipality, rule, column))
    except InputError as error:
        assert error.problems
    else:
        assert read.amounts
        assert read.matched


@pytest.mark.promise("docs/check.md#rows-above-are-listed")
@pytest.mark.parametrize(
    ("above", "said"),
    [
        ("Rijksbijdrage Wsw;9.573.400\n", "Gouda (0513), Wsw: 9.573.400 in de opgave, 9.5"),
        ("Begeleiding nieuw beschut;1.000\n", "Begeleiding beschut werk: 1.000 in de opgave"),
        ("Rijksbijdrage iets anders;9.573.400\n", "niet herkend, niet gelezen: Rijksbijdrage iets anders"),
        ("Jeugd;1\nWmo;2\n", "niet herkend, niet gelezen: Jeugd, Wmo"),
    ],
)
def test_a_row_above_the_first_stream_is_read_or_listed(tmp_path, above, said):
    result = file(tmp_path, "Onderdeel;Bedrag\n" + above + RIGHT.format("", ""), *GOUDA)
    assert said in result.stdout, result.output


@pytest.mark.promise("docs/check.md#under-its-heading")
@pytest.mark.parametrize(
    "text",
    [
        "Onderdeel;2024\nCluster Participatie;17.669.037\nIntegratie-uitkeringen;\nVoogdij;3\nParticipatie;10.843.061\n",
        "Onderdeel;2024\nAlgemene uitkering, clusters;\nCluster Participatie;17.669.037\nIntegratie-uitkeringen 2024;\nParticipatie;10.843.061\n",
        "Onderdeel;2024\nIntegratie- en decentralisatie-uitkeringen;\nParticipatie;10.843.061\nOverig;\nCluster Participatie;17.669.037\n",
        "Cluster;Gemeente;Integratie-uitkeringen;\n;;Voogdij;Participatie\n;Gouda;2;10.843.061\n",
    ],
)
def test_a_short_name_is_what_its_heading_says(tmp_path, text):
    said = file(tmp_path, text, *GOUDA).stdout
    assert "Gouda (0513), Integratie-uitkering" not in said
    assert "Integratie-uitkering Participatie: niet herkend" not in said, said


@pytest.mark.promise("docs/check.md#notations-of-amounts")
@given(
    st.integers(1, 10**10),
    st.sampled_from(["-{}", "{}-", "({})", "{} N", "\u2012{}", "\u2013 {}", "\u2212{}", "\u2014{}", "€ -{},00", "{},00 n"]),
)  # fmt: skip
def test_every_way_to_write_a_negative_amount(number, text):
    shown = f"{number:,}".replace(",", ".")
    assert amount(text.format(shown)) == -number
    assert amount(f"{shown} V") == number


@pytest.mark.parametrize("text", ["-", "--", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212"])
def test_every_dash_alone_is_nothing(text):
    assert amount(text) == 0
