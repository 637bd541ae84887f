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
from allocation.numbers import round_half_away
from cli import main
from rules.catalogue.known import Amount, Known, elsewhere
from rules.catalogue.other_values import other_values
from rules.catalogue.sheets import read_csv
from tables.grid import read_grids
from tables.specification import Asked, read_specification

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


def test_a_computed_value_gives_the_received_amount():
    """Every value that is named as a possible cause gives that very amount."""
    [here] = rules.compute(*S)
    others = elsewhere(here, None, read_csv)
    received = Fraction(value(*S, CLUSTER, "0513") + 123_456)
    amount = Amount(Known(here), CLUSTER)
    found = other_values(amount, others, "0513", received, thorough=True, figures=True)
    assert len(found) == 9  # four volumes, four amounts per unit, the uitkeringsfactor
    for suspect in found:
        [new] = suspect.changed
        assert changed(here, CLUSTER, "0513", new.name, new.value) == received
    kinds = [suspect.kind for suspect in found]
    assert kinds == sorted(kinds)  # computed, unlikely


@pytest.mark.parametrize(
    ("name", "more"), [("inwoners_t1", 180), ("lasten_jaarrekening", 50_000), ("huishoudens_t2", 20)]
)
def test_the_more_plausible_of_many_values_comes_first(name, more):
    """An input of Bergen (NH.) changed: of all values that could be, also of the macrobudget, it is named first."""
    [here] = rules.compute("budgetten-2025-definitief")
    amount = Amount(Known(here), "gebundelde_uitkering")
    now = amount.known.value(name, "0373")
    received = amount.again("0373", {name: now + more})
    found = other_values(amount, [], "0373", received, thorough=True, figures=True)
    [first, *rest] = [suspect.changed[0] for suspect in found]
    assert (first.name, first.value, first.instead) == (name, now + more, now)
    assert "macrobudget" in [changed.name for changed in rest]


def test_a_figure_is_not_wrong_where_another_amount_is_right(tmp_path):
    wrong = value(*S, CLUSTER, "0513") + 123_456
    alone = received(tmp_path, {"0513": wrong})
    assert "het klopt met Bedrag per" in alone
    beside = received(tmp_path, {"0513": wrong, "0363": value(*S, CLUSTER, "0363")})
    assert "het klopt met Bedrag per" not in beside
    assert "factor" not in beside


def test_all_figures_of_another_circular_at_once():
    [here], [there] = rules.compute(*S), rules.compute(MEI_2023, 2024)
    amount = Amount(Known(here), CLUSTER)
    figures = {n: Known(there).value(n, "0513") for n in amount.names if amount.national(n)}
    got = amount.again("0513", figures)
    found = other_values(amount, [Known(there)], "0513", got, thorough=True, figures=True)
    assert {changed.name for changed in found[0].changed} == {
        name for name, figure in figures.items() if figure != amount.known.value(name, "0513")
    }


def test_every_value_is_printed_as_it_gives_the_amount():
    """With as many decimals as it has: 10.327,06441 and not 10.327,06."""
    [here], [there] = rules.compute(*S), rules.compute(*M)
    amount, other = Amount(Known(here), CLUSTER), Known(there)
    for code in list(amount.known.names)[:40]:
        old = other.value("bijstandsontvangers", code)
        got = amount.again(code, {"bijstandsontvangers": old})
        for suspect in other_values(amount, [other], code, got, thorough=True, figures=True):
            new = {
                changed.name: round_half_away(changed.value, changed.decimals) for changed in suspect.changed
            }
            assert amount.again(code, new) == got


def test_figures_are_right_where_other_amounts_agree_with_them():
    [here] = rules.compute(*S)
    amount = Amount(Known(here), CLUSTER)
    received = Fraction(value(*S, CLUSTER, "0513") + 123_456)
    found = other_values(amount, [], "0513", received, thorough=True, figures=False)
    assert {suspect.changed[0].name for suspect in found} == {*amount.book.inputs}


def received(tmp_path, rows, publication=SEPTEMBER, *, head="code;Cluster Participatie"):
    text = "".join(f"{code};{amount}\n" for code, amount in rows.items())
    (tmp_path / "x.csv").write_text(f"{head}\n{text}", encoding="utf-8")
    arguments = ["check", str(tmp_path / "x.csv"), "--publication", publication]
    return CliRunner().invoke(main, arguments).stdout


def of_all(publication, rule):
    [found] = rules.compute(*publication)
    return dict(zip(found.result.values["code"], map(int, found.result.column(rule)), strict=True)), found


def test_one_old_volume_of_everyone_is_counted(tmp_path):
    rows, _ = of_all(S, CLUSTER)
    [here], [there] = rules.compute(*S), rules.compute(*M)
    for code in list(rows)[:40]:
        old = given(there, "loonkostensubsidie", code)
        rows[code] = changed(here, CLUSTER, code, "loonkostensubsidie", old)
    assert re.search(
        r"[34]\d x Inwoners met loonkostensubsidie uit Meicirculaire gemeentefonds 2024, uitkeringsjaar 2024",
        received(tmp_path, rows),
    )


@pytest.mark.parametrize(
    ("figure", "new", "said"),
    [
        ("bedrag_huishouden_laag_inkomen", "365.90", "365,90 in plaats van 355,90"),
        ("uitkeringsfactor", "1.425", "1,425 in plaats van 1,420"),
    ],
)
def test_one_wrong_figure_explains_all(tmp_path, figure, new, said):
    [here] = rules.compute(*S)
    row = Amount(Known(here), CLUSTER).for_everyone({figure: Fraction(new)})
    rows = dict(zip(here.result.values["code"], map(int, row), strict=True))
    shown = received(tmp_path, rows)
    assert "342 x één landelijk cijfer verklaart alle verschillen: " in shown
    assert said in shown


def test_shifted_rows_are_counted(tmp_path):
    rows, _ = of_all(S, CLUSTER)
    codes = list(rows)
    shifted = dict(zip(codes, [rows[code] for code in [*codes[1:], codes[0]]], strict=True))
    assert "342 x dit is het bedrag van een andere gemeente" in received(tmp_path, shifted)


def test_two_old_volumes_at_once(tmp_path):
    [here], [there] = rules.compute(*S), rules.compute(*M)
    values = {name: given(there, name, "0513") for name in ("loonkostensubsidie", "huishoudens_laag_inkomen")}
    amount = Amount(Known(here), CLUSTER).again("0513", values)
    said = received(tmp_path, {"0513": int(amount)})
    assert "1. Inwoners met loonkostensubsidie 101 in plaats van" in said or "1. Huishoudens met laag" in said
    assert " en " in said.split("1. ")[1].split("uit Meicirculaire")[0]


def test_the_sum_of_municipalities_that_were_merged(tmp_path):
    olds = sum(value("regeling-beschut-werk-2022", 2022, PLACES, code) for code in ("0501", "0530", "0614"))
    said = received(tmp_path, {"1992": olds}, "regeling-beschut-werk-2026", head="code;Plekken beschut werk")
    assert "dit is de som van Brielle (0501), Hellevoetsluis (0530), Westvoorne (0614) in" in said


def test_an_amount_that_is_not_rounded_is_compared_as_it_is_printed(tmp_path):
    (tmp_path / "x.csv").write_text(
        "code;Uitkeringsbasis cluster Participatie\n0513;12.442.983,55\n", encoding="utf-8"
    )
    arguments = ["--publication", SEPTEMBER, "--rule", "uitkeringsbasis_participatie"]
    result = CliRunner().invoke(main, ["check", str(tmp_path / "x.csv"), *arguments])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("amounts", "cause"),
    [
        (("17.669", "10.843.061"), "1. het bedrag is in duizenden"),
        (("-17.669.037", "10.843.061"), "1. het teken is omgekeerd"),
        (
            ("10.843.061", "17.669.037"),
            "1. dit is het bedrag van Integratie-uitkering Participatie van deze gemeente",
        ),
        (("", "10.843.061"), "specificatie.csv, row 2, column Bedrag: leeg"),
        (("17,7", "10.843.061"), "1. het bedrag is in miljoenen"),
        (("176.690.370", "10.843.061"), "1. het bedrag is tien keer te hoog"),
        (("17.669.037.000", "10.843.061"), "1. het bedrag is duizend keer te hoog"),
        (("4.417.259", "10.843.061"), "1. dit is een kwart van het bedrag"),
        (("17.669.000", "10.843.061"), "1. het bedrag is afgerond op duizendtallen"),
        (("28.512.098", "10.843.061"), "1. dit is de som van Cluster Participatie en Integratie-uitkering"),
        (("17.669.037", "9.897.869"), "1. dit is het bedrag zonder Begeleiding beschut werk"),
        (("1.769.037", "10.843.061"), "1. er ontbreekt een cijfer"),
        (("176.690.437", "10.843.061"), "1. er is een cijfer te veel"),
        (("35.338.074", "10.843.061"), "1. het bedrag is twee keer te hoog"),
        (("17.700.000", "10.843.061"), "1. het bedrag is afgerond op honderdduizendtallen"),
        (("17.660.000", "10.843.061"), "1. het bedrag is afgekapt op tienduizendtallen"),
        (("17.669.037", "11.788.253"), "1. dit is het bedrag met Begeleiding beschut werk erbij"),
        (("0", "10.843.061"), "1. er staat 0"),
    ],
)
def test_other_causes(tmp_path, amounts, cause):
    rows = dict(zip((CLUSTER, IU), amounts, strict=True))
    result = check(tmp_path, *S, "Gouda", rows)
    assert result.exit_code == 1
    assert cause in result.stdout


def test_one_empty_cell_does_not_hide_what_explains_the_others(tmp_path):
    [here] = rules.compute(*S)
    row = Amount(Known(here), CLUSTER).for_everyone({"uitkeringsfactor": Fraction("1.425")})
    rows = dict(zip(here.result.values["code"], map(int, row), strict=True)) | {"0014": ""}
    assert "341 x één landelijk cijfer verklaart alle verschillen" in received(tmp_path, rows)


def test_a_figure_that_some_do_not_have_explains_the_others(tmp_path):
    """Three municipalities have no one with loonkostensubsidie: their amounts are right."""
    [here] = rules.compute(*S)
    row = Amount(Known(here), CLUSTER).for_everyone({"bedrag_loonkostensubsidie": Fraction(5000)})
    shown = received(tmp_path, dict(zip(here.result.values["code"], map(int, row), strict=True)))
    assert "339 x één landelijk cijfer verklaart alle verschillen: " in shown
    assert "5.000,00 in plaats van 5.179,66" in shown or "5.000 in plaats van 5.179,66" in shown


def test_what_was_not_sought_is_said(tmp_path):
    rows, _ = of_all(S, CLUSTER)
    odd = {code: amount + 1_237 + 7 * place for place, (code, amount) in enumerate(list(rows.items())[:12])}
    said = received(tmp_path, odd)
    assert "12 x geen bekende oorzaak verklaart dit bedrag; naar de waarde die het zou geven is" in said


@pytest.mark.parametrize("amount", [3, 30, 340])
def test_a_small_number_is_near_a_part_of_another_by_chance(tmp_path, amount):
    """Of 34 places, 3 is no tenth, and 30 is not rounded."""
    rows = {"0080": amount}
    said = received(tmp_path, rows, "regeling-beschut-werk-2026", head="code;Plekken beschut werk")
    assert "te laag" not in said
    assert "afgerond" not in said


def test_a_digit_is_of_the_same_sign(tmp_path):
    assert "cijfer" not in received(tmp_path, {"0513": -17_669_737}).split("1.")[1].split("\n")[0]


def test_one_place_too_many_is_no_rounding(tmp_path):
    said = received(tmp_path, {"0513": 101}, "regeling-beschut-werk-2026", head="code;Plekken beschut werk")
    assert "afronding" not in said


def test_a_check_as_values(tmp_path):
    file = tmp_path / "x.csv"
    file.write_text(
        f"code;Cluster Participatie\n0513;{value(*M, CLUSTER, '0513')}\n0363;\n", encoding="utf-8"
    )
    [outcome] = rules.compute(SEPTEMBER)
    received = read_specification(read_grids(file), outcome, Asked())
    made = tables.check.check(outcome, received, elsewhere(outcome, None, read_csv))
    amsterdam, gouda = (f for f in made.findings if f.rule == CLUSTER)
    assert (gouda.received, gouda.computed) == (value(*M, CLUSTER, "0513"), value(*S, CLUSTER, "0513"))
    assert (gouda.causes[0].kind, gouda.causes[0].moment[:13]) == ("publication", "Meicirculaire")
    assert (amsterdam.received, amsterdam.place) == (None, "x.csv, row 3, column Cluster Participatie")
