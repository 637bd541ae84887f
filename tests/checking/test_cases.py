"""Tables as they are handed in (tests/cases), each with the outcome that is wanted, and variants of each kind."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from tests.helpers.received_tables import GOUDA, SEPTEMBER

CASES = Path(__file__).parents[1] / "cases"
MEI_2024 = ("--publication", "meicirculaire-2024", "--year", "2024")
IU = ("--rule", "iu_participatie")


def check(file, *arguments):
    return CliRunner().invoke(main, ["check", str(file), *arguments])


def of_text(tmp_path, text, *arguments):
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    return check(tmp_path / "x.csv", *arguments)


def table(case, file):
    return (CASES / case / file).read_text(encoding="utf-8")


# 01: a stream that is called by one plain word


@pytest.mark.promise("docs/check.md#what-a-user-names-is-read")
@pytest.mark.parametrize(
    ("change", "column"),
    [
        (("", ""), ("--column", "Participatie")),
        (("", ""), ()),
        (("Participatie", "Bedrag 2024"), ("--column", "Bedrag 2024")),
        (("Participatie", "PART."), ("--column", "part.")),
        (("Participatie", "2024"), ("--column", "2024")),
    ],
)
def test_the_column_that_a_user_names_is_read_for_the_rule_that_it_names(tmp_path, change, column):
    text = table("01", "iu_tabel.csv").replace(*change) if change[0] else table("01", "iu_tabel.csv")
    result = of_text(tmp_path, text, *MEI_2024, *IU, *column)
    assert "10.843.061" not in result.stdout, result.output  # Gouda is right
    assert "Stadskanaal (0037), Integratie-uitkering Participatie: 20.090.334 in de opgave" in result.stdout
    assert result.exit_code == 1


# 03: a specification per maatstaf


@pytest.mark.promise("docs/check.md#line-by-line")
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("2024-2026", "2024").replace("Bedragen in euro", "Bedragen in hele euro's"),
        lambda text: text.replace("Nr.;Maatstaven;2024", "Nr.;Maatstaf;Uitkomst 2024"),
        lambda text: "\n".join(line.partition(";")[2] for line in text.splitlines()),
        lambda text: text.replace("Bedragen in euro", "Bedragen x 1.000")
        .replace("8.941.802", "8.942").replace("523.146", "523").replace("594.074", "594"),
    ],
)  # fmt: skip
def test_a_specification_per_maatstaf_is_compared_line_by_line(tmp_path, change):
    result = of_text(tmp_path, change(table("03", "bijlage.csv")), *MEI_2024, *GOUDA)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == "3 van 3 bedragen gelijk"
    assert "niet gelezen: Inwoners, Huishoudens met laag inkomen boven drempel" in result.stdout


@pytest.mark.promise("docs/check.md#line-by-line")
@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        ("8.491.802", "1. twee cijfers zijn verwisseld"),
        ("9.105.118", "zou kloppen als "),
        ("8.942", "1. het bedrag is in duizenden"),
    ],
)
def test_a_line_that_differs_has_a_cause(tmp_path, wrong, cause):
    text = table("03", "bijlage.csv").replace("8.941.802", wrong)
    result = of_text(tmp_path, text, *MEI_2024, *GOUDA)
    assert result.exit_code == 1
    assert f"Bijstandsontvangers maal het bedrag: {wrong} in de opgave" in result.stdout
    assert cause in result.stdout
    assert "2 van 3 bedragen gelijk" in result.stdout


def test_lines_stand_beside_a_stream(tmp_path):
    """With the volume and the amount per unit in columns of their own, and the integratie-uitkering below."""
    text = (
        "Maatstaf;Volume 2024;Bedrag per eenheid 2024;Uitkomst 2024\n"
        "Bijstandsontvangers;1.726,33;5.179,66;8.941.802\nLoonkostensubsidie;101;5.179,66;523.146\n"
        "Integratie-uitkering Participatie;;;10.843.061\n"
    )
    result = of_text(tmp_path, text, *MEI_2024, *GOUDA)
    assert result.exit_code == 0, result.output
    assert "7 van 7 bedragen gelijk" in result.stdout


APART = (
    "Maatstaf;Volume 2024;Bedrag per eenheid 2024;Uitkomst 2024\n"
    "Bijstandsontvangers;1.726,33;5.179,66;8.941.802\nLoonkostensubsidie;101;5.179,66;523.146\n"
)


@pytest.mark.promise("docs/check.md#line-by-line")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1.726,33", "1.762,33", "Bijstandsontvangers, volume: 1.762,33 in de opgave, 1.726,33"),
        ("101;", "110;", "Inwoners met loonkostensubsidie, volume: 110 in de opgave, 101"),
        ("5.179,66;8", "5.124,19;8", "Bedrag per bijstandsontvanger: 5.124,19 in de opgave, 5.179,66"),
        ("1.726,33", "1.727", "Bijstandsontvangers, volume: 1.727 in de opgave, 1.726"),
    ],
)
def test_volume_and_amount_per_unit_are_compared_where_they_stand_apart(tmp_path, old, new, said):
    """A wrong volume beside a right product is a difference too; written as a whole number it is rounded."""
    for text in (APART, APART.replace("1.726,33", "1.726"), APART.replace("Volume", "Aantal eenheden")):
        right = of_text(tmp_path, text, *MEI_2024, *GOUDA)
        assert right.exit_code == 0, right.output
        assert right.stdout.splitlines()[-1] == "6 van 6 bedragen gelijk"
    result = of_text(tmp_path, APART.replace(old, new), *MEI_2024, *GOUDA)
    assert result.exit_code == 1
    assert said in result.stdout
    assert "5 van 6 bedragen gelijk" in result.stdout


# 05: a verdict on an estimated amount


@pytest.mark.promise("docs/check.md#no-cause-of-an-unsure-amount")
@pytest.mark.parametrize("received", ["28.400.000", "34.202.483", "34.202.000", "34.202.842", "34.902.482"])
def test_a_difference_with_a_stand_in_proves_nothing(tmp_path, received):
    """No figure, digit or rounding explains it: the computed amount is no budget of any municipality."""
    text = table("05", "buig.csv").replace("28.400.000", received)
    result = of_text(tmp_path, text, "--publication", "budgetten-2025-definitief", *GOUDA)
    assert result.exit_code == 1
    assert "indicatief, rust op een benadering" in result.stdout
    assert "het verschil bewijst niets" in result.stdout
    assert "1. " not in result.stdout, result.output


# 17: the unit and the sign that a table says


@pytest.mark.promise("docs/check.md#unit-and-sign")
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("bedragen x 1.000,-", "(in duizenden euro's)"),
        lambda text: text.replace("bedragen x 1.000,-;;;\n", "") + "bedragen x € 1.000;;;\n",
        lambda text: text.replace("bedragen x 1.000,-;;;\n", "").replace("ting 2024", "ting 2024 (x € 1.000)"),
        lambda text: re.sub(r";-([\d.]+)", r";\1-", text),
        lambda text: re.sub(r";-([\d.]+)", ";\u2012\\1", text),
        lambda text: re.sub(r";-([\d.]+)", r";\1 V", text),
        lambda text: re.sub(r";-([\d.]+)", r";\1 N", text),
        lambda text: re.sub(r";-([\d.]+)\.\d+", r";-\1", text).replace("x 1.000,-", "x 1 mln")
        .replace("-17", "-17,67").replace("-10\n", "-10,84\n"),
    ],
)  # fmt: skip
def test_the_unit_and_the_sign_are_read(tmp_path, change):
    result = of_text(tmp_path, change(table("17", "middelen.csv")), "--publication", SEPTEMBER, *GOUDA)
    assert result.exit_code == 0, result.output
    assert "2 van 2 bedragen gelijk" in result.stdout
    assert re.search("bedragen in (duizenden|miljoenen)", result.stdout)


@pytest.mark.promise("docs/check.md#two-causes-at-once")
@pytest.mark.parametrize(
    ("received", "cause"),
    [
        ("-17.669", "het teken is omgekeerd, en het bedrag is in duizenden"),
        ("-17.332.490", "het teken is omgekeerd, en dit is het bedrag van Meicirculaire gemeentefonds 2024"),
        ("17.332", "het bedrag is in duizenden, en dit is het bedrag van Meicirculaire gemeentefonds 2024"),
        ("17.669.073-", "het teken is omgekeerd, en twee cijfers zijn verwisseld"),
        ("-17.669.038", "het teken is omgekeerd, en een verschil van afronding"),
    ],
)
def test_two_causes_at_once(tmp_path, received, cause):
    text = f"Onderdeel;2024\nCluster Participatie;{received}\nIU Participatie;10.843.061\n"
    result = of_text(tmp_path, text, "--publication", SEPTEMBER, *GOUDA)
    assert result.exit_code == 1
    assert f"  1. {cause}" in result.stdout


# 20: a row that is a municipality


@pytest.mark.promise("docs/check.md#not-compared-is-1")
@pytest.mark.parametrize(
    ("old", "new"),
    [("", ""), ("Groningen;", "Grooningen X;"), ("Groningen;", "9999;"), ("Almere;", "Ten Boer;")],
)
def test_a_municipality_that_is_not_compared_is_no_agreement(tmp_path, old, new):
    """A name that is not understood is said, and the status with it; the names of the case all are."""
    text = table("20", "tabel.csv")
    result = of_text(tmp_path, text.replace(old, new) if old else text, "--publication", SEPTEMBER, *IU)
    assert result.exit_code == 1  # four of the amounts in the case are a euro off what was published
    if old:
        assert "niet vergeleken, lijkt wel een gemeente" in result.stdout
    else:
        assert "338 van 342 bedragen gelijk" in result.stdout
        assert "lijkt wel een gemeente" not in result.stdout


def test_a_total_is_no_municipality(tmp_path):
    text = table("20", "tabel.csv") + "Totaal;2.070.910.995\nProvincie Utrecht;1\n"
    lines = of_text(tmp_path, text, "--publication", SEPTEMBER, *IU).stdout.splitlines()
    assert not any("Totaal" in line and "lijkt wel een gemeente" in line for line in lines)


# 29: paid on an old volume


@pytest.mark.promise("docs/check.md#values-of-elsewhere")
@pytest.mark.parametrize(
    "text", ["{}", "Specificatie Stadskanaal\n{}", "{}Algemene uitkering overig;3\n", "Nr;{}"]
)
def test_an_old_volume_is_the_first_cause(tmp_path, text):
    filled = text.format(table("29", "opgave.csv"))
    if text.startswith("Nr"):
        filled = "\n".join(f"{n};{line}" for n, line in enumerate(filled[3:].splitlines()))
    result = of_text(
        tmp_path,
        filled,
        "--publication",
        SEPTEMBER,
        "--gemeente",
        "Stadskanaal",
        "--rule",
        "cluster_participatie",
    )
    assert result.exit_code == 1
    assert re.search(r"  1\. Bijstandsontvangers .* uit Meicirculaire gemeentefonds 2023", result.stdout)
