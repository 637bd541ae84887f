"""Received specifications: twenty seeded discrepancies, each found, its cause the first or second named."""

import re
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import rules
import tables.check
from allocation import exact
from cli import main
from rules.catalogue.sheets import read_csv
from rules.catalogue.suspects import Known, elsewhere, suspects
from tables.grid import read_grid
from tables.specification import read_specification

SEPTEMBER, MEI, MEI_2023, SEPTEMBER_2023 = (
    "septembercirculaire-2024",
    "meicirculaire-2024",
    "meicirculaire-2023",
    "septembercirculaire-2023",
)
CLUSTER, IU = "cluster_participatie", "iu_participatie"
PLACES = "aantal_beschut_werk"
LABELS = {CLUSTER: "Cluster Participatie", IU: "IU Participatie", PLACES: "Plekken beschut werk"}


def value(publication, year, rule, code):
    [found] = rules.compute(publication, year)
    return int(dict(zip(found.result.values["code"], found.result.column(rule), strict=True))[code])


def with_input(publication, year, rule, code, name, source):
    """The amount with one input of another publication."""
    [here], [there] = rules.compute(publication, year), rules.compute(*source)
    return changed(here, rule, code, name, given(there, name, code))


def given(outcome, name, code):
    case = outcome.prepared.case
    return case.exact(name)[list(case.municipalities["code"]).index(code)]


def changed(outcome, rule, code, name, new):
    case = outcome.prepared.case
    place = list(case.municipalities["code"]).index(code)
    known = exact.given(case)
    known[name] = [new if i == place or len(known[name]) == 1 else v for i, v in enumerate(known[name])]
    for step, entry in case.book.rules.items():
        known[step] = exact.value_of(entry.formula, known)
    return int(known[rule][place])


def check(tmp_path, publication, year, code, amounts):
    rows = "\n".join(f"{LABELS[rule]};{amount}" for rule, amount in amounts.items() if amount is not None)
    file = tmp_path / "specificatie.csv"
    file.write_text(f"Onderdeel;Bedrag\n{rows}\nAlgemene uitkering overig;1.000\n", encoding="utf-8")
    arguments = ["check", str(file), "--publication", publication, "--year", str(year), "--gemeente", code]
    return CliRunner().invoke(main, arguments)


def dutch(amount):
    return f"{amount:,}".replace(",", ".")


def digit(amount, place, by):
    text = str(amount)
    return int(text[:place] + str((int(text[place]) + by) % 10) + text[place + 1 :])


def swapped_digits(amount, place):
    text = str(amount)
    return int(text[:place] + text[place + 1] + text[place] + text[place + 2 :])


S, M = (SEPTEMBER, 2024), (MEI, 2024)
SEEDED = {
    "the circular before, cluster": (S, "0513", CLUSTER, lambda: value(*M, CLUSTER, "0513"), "Meicirculaire gemeentefonds 2024"),
    "a circular of a year ago, cluster": (S, "0363", CLUSTER, lambda: value(MEI_2023, 2024, CLUSTER, "0363"), "Meicirculaire gemeentefonds 2023"),
    "a circular of a year ago, iu": (S, "0599", IU, lambda: value(SEPTEMBER_2023, 2024, IU, "0599"), "Septembercirculaire gemeentefonds 2023"),
    "the later circular": (M, "0014", CLUSTER, lambda: value(*S, CLUSTER, "0014"), "Septembercirculaire gemeentefonds 2024"),
    "another year, cluster": (M, "0034", CLUSTER, lambda: value(MEI, 2025, CLUSTER, "0034"), "uitkeringsjaar 2025"),
    "another year, iu": ((MEI, 2025), "0828", IU, lambda: value(*M, IU, "0828"), "uitkeringsjaar 2024"),
    "an old volume loonkostensubsidie": (S, "0513", CLUSTER, lambda: with_input(*S, CLUSTER, "0513", "loonkostensubsidie", M), "Inwoners met loonkostensubsidie"),
    "an old volume laag inkomen": (S, "0344", CLUSTER, lambda: with_input(*S, CLUSTER, "0344", "huishoudens_laag_inkomen", M), "Huishoudens met laag inkomen"),
    "an old volume doelgroepenregister": (S, "0268", CLUSTER, lambda: with_input(*S, CLUSTER, "0268", "doelgroepenregister", M), "Gemeentelijk doelgroepenregister"),
    "an old volume bijstandsontvangers": (M, "0080", CLUSTER, lambda: with_input(*M, CLUSTER, "0080", "bijstandsontvangers", (MEI_2023, 2024)), "Bijstandsontvangers"),
    "the row of another, cluster": (S, "0513", CLUSTER, lambda: value(*S, CLUSTER, "0518"), "dit is het bedrag van 's-Gravenhage (0518)"),
    "the row of another, iu": (S, "0106", IU, lambda: value(*S, IU, "0109"), "dit is het bedrag van Coevorden (0109)"),
    "the row of another, places": (("regeling-beschut-werk-2026", 2026), "0363", PLACES, lambda: value("regeling-beschut-werk-2026", 2026, PLACES, "0599"), "dit is het bedrag van Rotterdam"),
    "rounded up": (S, "0513", CLUSTER, lambda: value(*S, CLUSTER, "0513") + 1, "afronding"),
    "rounded down": (S, "0344", IU, lambda: value(*S, IU, "0344") - 1, "afronding"),
    "one digit off": (S, "0513", CLUSTER, lambda: digit(value(*S, CLUSTER, "0513"), 2, 3), "één cijfer is anders"),
    "one digit off in the thousands": (S, "0772", IU, lambda: digit(value(*S, IU, "0772"), 4, 5), "één cijfer is anders"),
    "two digits swapped": (S, "0363", CLUSTER, lambda: swapped_digits(value(*S, CLUSTER, "0363"), 2), "twee cijfers zijn verwisseld"),
    "a stream is missing": (S, "0513", IU, lambda: None, "de geldstroom ontbreekt"),
    "a municipality that is no more": (("regeling-beschut-werk-2026", 2026), "1992", PLACES, lambda: value("regeling-beschut-werk-2022", 2022, PLACES, "0530"), "dat in deze gemeente opging"),
}  # fmt: skip


def test_there_are_twenty():
    assert len(SEEDED) == 20


@pytest.mark.parametrize("name", SEEDED)
def test_a_seeded_discrepancy_is_found_and_its_cause_named_first_or_second(name, tmp_path):
    (publication, year), code, rule, wrong, cause = SEEDED[name]
    [found] = rules.compute(publication, year)
    amounts = {r: dutch(value(publication, year, r, code)) for r in found.prepared.year.amounts}
    received = wrong()
    assert received is None or dutch(received) != amounts[rule]
    amounts[rule] = None if received is None else dutch(received)
    result = check(tmp_path, publication, year, code, amounts)
    assert result.exit_code == 1, result.output
    assert result.stdout.count("in de opgave") == 1
    first_two = [line for line in result.stdout.splitlines() if line.startswith(("  1. ", "  2. "))]
    assert cause in "\n".join(first_two)


def test_a_specification_that_agrees(tmp_path):
    amounts = {rule: dutch(value(*S, rule, "0513")) for rule in (CLUSTER, IU)}
    result = check(tmp_path, *S, "Gouda", amounts)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "2 van 2 bedragen gelijk"


def test_what_was_matched_is_reported(tmp_path):
    amounts = {rule: dutch(value(*S, rule, "0513")) for rule in (CLUSTER, IU)}
    result = check(tmp_path, *S, "0513", amounts)
    assert "namen: kolom 'Onderdeel', bedragen: kolom 'Bedrag'" in result.stdout
    assert "Integratie-uitkering Participatie: rij 'IU Participatie'" in result.stdout


def test_a_spreadsheet_with_a_row_per_municipality(tmp_path):
    """Names instead of codes, columns in words of its own, one amount wrong."""
    book = openpyxl.Workbook()
    book.active.append(["Gemeente", "Participatie (cluster)", "Integratie-uitkering Participatie 2024"])
    for name, code in (("Gouda", "0513"), ("Vlieland", "0096")):
        book.active.append(
            [name, value(*S, CLUSTER, code), value(*S, IU, code) + (100 if code == "0096" else 0)]
        )
    book.save(tmp_path / "tabel.xlsx")
    arguments = ["check", str(tmp_path / "tabel.xlsx"), "--publication", SEPTEMBER]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert (
        "Vlieland (0096), Integratie-uitkering Participatie: 11.396 in de opgave, 11.296 EUR berekend"
        in result.stdout
    )
    assert "3 van 4 bedragen gelijk" in result.stdout


def test_a_total_row_is_not_read_and_a_stream_without_a_column_is_said_once(tmp_path):
    rows = [(code, value(*S, CLUSTER, code)) for code in ("0513", "0096")]
    text = "code;Cluster Participatie\n" + "".join(f"{c};{a}\n" for c, a in rows) + "Totaal;123\n"
    (tmp_path / "tabel.csv").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "tabel.csv"), "--publication", SEPTEMBER])
    assert result.exit_code == 1
    assert "niet gelezen, geen gemeente van deze indeling: rij 4 (Totaal)" in result.stdout
    assert (
        "Integratie-uitkering Participatie: de geldstroom ontbreekt, of staat er onder een naam die niet is herkend (voor Vlieland (0096), Gouda (0513))"
        in result.stdout
    )
    assert "2 van 4 bedragen gelijk" in result.stdout


def test_a_municipality_twice_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text("code;Cluster Participatie\n513;1\nGouda;2\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "x.csv"), "--publication", SEPTEMBER])
    assert result.exit_code == 2
    assert "row 3, column code: 'Gouda'; expected each municipality once" in result.stderr


def test_one_cause_of_many_differences_is_counted(tmp_path):
    [outcome] = rules.compute(*M)
    pairs = zip(outcome.result.values["code"], outcome.result.column(CLUSTER), strict=True)
    rows = "".join(f"{code};{amount}\n" for code, amount in pairs)
    (tmp_path / "x.csv").write_text(f"code;Cluster Participatie\n{rows}", encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "x.csv"), "--publication", SEPTEMBER])
    assert "342 x dit is het bedrag van Meicirculaire gemeentefonds 2024" in result.stdout


def test_the_check_in_the_docs_is_real(tmp_path, monkeypatch):
    page = (Path(__file__).parent.parent / "docs" / "check.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    Path("specificatie.csv").write_text(page.split("```csv\n")[1].split("```")[0], encoding="utf-8")
    command = page.split("    $ verdeel ")[1].split("\n")[0]
    shown = page.split(command)[1].split("```\n")[1].split("```")[0]
    assert CliRunner().invoke(main, command.split()).stdout == shown


@pytest.mark.parametrize(
    "text", ["17669037", "17.669.037", "17.669.037,00", "€ 17.669.037", "17669037.00", "17.669.037,-"]
)
def test_numbers_in_any_notation(tmp_path, text):
    amounts = {CLUSTER: text, IU: dutch(value(*S, IU, "0513"))}
    assert check(tmp_path, *S, "0513", amounts).exit_code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Onderdeel;Bedrag\nCluster Participatie;veel\n", "'veel'; expected an amount"),
        (
            "Onderdeel;Bedrag\nCluster Participatie;veel\nIU Participatie;1,2,3\n",
            "row 3, column Bedrag: '1,2,3'",
        ),
        (
            "a;b\nx;y\n",
            "expected a row or a column for Cluster Participatie or Integratie-uitkering Participatie",
        ),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, content, said):
    (tmp_path / "x.csv").write_text(content, encoding="utf-8")
    arguments = ["check", str(tmp_path / "x.csv"), "--publication", SEPTEMBER, "--gemeente", "Gouda"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert said in result.stderr


SOLVED = re.compile(r"het klopt met (.+) ([\d.,]+) in plaats van")


def test_the_solved_value_gives_the_received_amount():
    """Every value that is named as a possible cause gives that very amount."""
    [here] = rules.compute(*S)
    others = elsewhere(here, [CLUSTER], None, read_csv)
    received = Fraction(value(*S, CLUSTER, "0513") + 123_456)
    said = [
        SOLVED.match(suspect.what) for suspect in suspects(Known(here), others, CLUSTER, "0513", received)
    ]
    found = {match[1]: Fraction(match[2].replace(".", "").replace(",", ".")) for match in said if match}
    library = here.prepared.library
    names = {spec.label: name for name, spec in (*library.inputs.items(), *library.figures.items())}
    assert len(found) == 9  # four volumes, four amounts per unit, the uitkeringsfactor
    for text, new in found.items():
        assert changed(here, CLUSTER, "0513", names[text], new) == received


def file(tmp_path, text, *arguments):
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    return CliRunner().invoke(
        main, ["check", str(tmp_path / "x.csv"), "--publication", SEPTEMBER, *arguments]
    )


GOUDA = ("--gemeente", "Gouda")
RIGHT = "Cluster Participatie;{}17.669.037\nIU Participatie;{}10.843.061\n"


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


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        (
            "Onderdeel;Bedrag 2025\n" + RIGHT.format("", ""),
            GOUDA,
            "amounts for 2025; expected a column for 2024",
        ),
        (
            "code;Cluster Participatie 2023\n0513;1\n",
            (),
            "columns Cluster Participatie 2023; expected columns for 2024",
        ),
        ("gemeente;Cluster Participatie\nVlieland;1\n", GOUDA, "Gouda (0513) is not in kolom 'gemeente'"),
        (
            "Gemeente;Onderdeel;2024\nVlieland;Cluster Participatie;1\n",
            GOUDA,
            "this is of Vlieland (0096), not of Gouda",
        ),
        (
            "Onderdeel;Bedrag\nIU Participatie;1\nIU Participatie;2\n",
            GOUDA,
            "'IU Participatie' more than once",
        ),
        (
            "Onderdeel;Bedrag\nIU Participatie;17,669.037\n",
            GOUDA,
            "row 2, column Bedrag: '17,669.037'; expected an amount",
        ),
        ("Onderdeel;Bedrag\nIU Participatie;=A1+1\n", GOUDA, "a formula without a stored outcome"),
        (
            "Onderdeel;Bedrag\nDecentralisatie-uitkering Participatie;1\n",
            GOUDA,
            "nothing that is called like one of the streams",
        ),
        ("Plekken beschut werk;34\n", (), "expected a row or a column for"),
    ],
)
def test_what_would_be_compared_with_something_else_is_refused(tmp_path, text, arguments, said):
    result = file(tmp_path, text, *arguments)
    assert result.exit_code == 2, result.output
    assert said in result.stderr


def test_of_a_table_only_the_municipality_that_is_asked(tmp_path):
    """An unreadable cell of another one does not matter; who is absent or misspelled is said."""
    text = "gemeente;Cluster Participatie;IU Participatie\nGouda;17669037;10843061\nZwole;n.v.t.;1\nVlieland;n.v.t.;1\n"
    assert file(tmp_path, text, *GOUDA).exit_code == 0
    said = file(tmp_path, text.replace("n.v.t.", "1")).stdout
    assert "rij 3 (Zwole, bedoeld: Zwolle?)" in said
    assert "niet in het bestand: 340 gemeenten" in said


@pytest.mark.parametrize(
    ("amounts", "cause"),
    [
        (("17.669", "10.843.061"), "1. het bedrag staat in duizenden"),
        (("-17.669.037", "10.843.061"), "1. het teken is omgekeerd"),
        (
            ("10.843.061", "17.669.037"),
            "1. dit is het bedrag van Integratie-uitkering Participatie van deze gemeente",
        ),
        (("", "10.843.061"), "x.csv, row 2, column Bedrag: leeg"),
    ],
)
def test_other_causes(tmp_path, amounts, cause):
    text = "Onderdeel;Bedrag\nSubcluster Participatie;{}\nI.U. sociaal domein Participatie;{}\n".format(
        *amounts
    )
    result = file(tmp_path, text, *GOUDA)
    assert result.exit_code == 1
    assert cause in result.stdout


def test_the_parts_of_a_stream_are_compared_too(tmp_path):
    text = "Onderdeel;Bedrag\nIU Participatie;10.843.061\nWsw;9.573.482\nCluster Participatie;17.669.037\n"
    result = file(tmp_path, text, *GOUDA)
    assert "Gouda (0513), Wsw: 9.573.482 in de opgave, 9.573.483 EUR berekend" in result.stdout
    assert "2 van 3 bedragen gelijk" in result.stdout


def test_a_number_in_a_spreadsheet_is_no_dutch_text(tmp_path):
    """17669.037 as a number is seventeen thousand, not seventeen million."""
    book = openpyxl.Workbook()
    book.active.append(["Onderdeel", "Bedrag"])
    book.active.append(["Cluster Participatie", 669.037])
    book.save(tmp_path / "x.xlsx")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "x.xlsx"), "--publication", SEPTEMBER, *GOUDA])
    assert "669,04 in de opgave" in result.stdout


def test_a_check_as_values(tmp_path):
    file = tmp_path / "x.csv"
    file.write_text(
        f"code;Cluster Participatie\n0513;{value(*M, CLUSTER, '0513')}\n0363;\n", encoding="utf-8"
    )
    [outcome] = rules.compute(SEPTEMBER)
    received = read_specification(read_grid(file), outcome, "")
    made = tables.check.check(outcome, received, elsewhere(outcome, [CLUSTER], None, read_csv))
    amsterdam, gouda = (f for f in made.findings if f.rule == CLUSTER)
    assert (gouda.received, gouda.computed) == (value(*M, CLUSTER, "0513"), value(*S, CLUSTER, "0513"))
    assert gouda.causes[0].startswith("dit is het bedrag van Meicirculaire gemeentefonds 2024")
    assert (amsterdam.received, amsterdam.place) == (None, "x.csv, row 3, column Cluster Participatie")
