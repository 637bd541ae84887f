"""What may have happened to an amount: what is named, what is not, and what comes first."""

import re
from fractions import Fraction

import pytest
from click.testing import CliRunner

from allocation.numbers import round_half_away
from cli import main
from rules.analysis import distortions
from rules.analysis.differences import Cause
from rules.analysis.other_values import _solved, other_values
from rules.analysis.outcome_index import OutcomeIndex, elsewhere
from rules.analysis.recomputation import Recomputation
from rules.analysis.suspicion import ORDER, Suspected
from rules.analysis.written import Written, last_decimal
from tables.checking import causes
from tables.comparing.causes import WORDS
from tests.helpers.received_amounts import (
    CLUSTER,
    IU,
    MEI_2023,
    PLACES,
    SEPTEMBER,
    M,
    S,
    changed,
    check,
    given,
    of_all,
    received,
    value,
)
from tests.helpers.workspaces import SHIPPED


def test_each_cause_has_its_place_and_its_words():
    """In one table of what is plausible, and in one of words."""
    assert sorted(kind.name for kinds in ORDER for kind in kinds) == sorted(kind.name for kind in Suspected)
    assert {*causes.WORDS} == {*Suspected}
    lessened = {Fraction(1, divisor) for divisor in (*distortions.LESSENED, *distortions.PARTS)}
    assert {*causes.FACTORS} == lessened | {Fraction(factor) for factor in distortions.ENLARGED}
    assert {*causes.DIGITS} == {*distortions.DIGITS}
    assert {*WORDS} == {*Cause}


@pytest.mark.promise("docs/check.md#causes-give-the-amount")
def test_a_computed_value_gives_the_received_amount():
    """Every value that is named as a possible cause gives that very amount."""
    [here] = SHIPPED.outcomes(*S)
    others = elsewhere(SHIPPED, here)
    received = Fraction(value(*S, CLUSTER, "0513") + 123_456)
    amount = Recomputation(OutcomeIndex(here), CLUSTER)
    found = other_values(amount, others, "0513", received, thorough=True, figures=True)
    assert len(found) == 9  # four volumes, four amounts per unit, the uitkeringsfactor
    for suspect in found:
        [new] = suspect.changed
        assert changed(here, CLUSTER, "0513", new.name, new.value) == received
    ranks = [suspect.rank for suspect in found]
    assert ranks == sorted(ranks)


@pytest.mark.promise("docs/check.md#most-plausible-first")
@pytest.mark.parametrize(
    ("name", "more"), [("inwoners[-1]", 180), ("lasten_jaarrekening", 50_000), ("huishoudens[-2]", 20)]
)
def test_the_more_plausible_of_many_values_comes_first(name, more):
    """An input of Bergen (NH.) changed: of all values that could be, also of the macrobudget, it is named first."""
    [here] = SHIPPED.outcomes("budgetten-2025-definitief")
    amount = Recomputation(OutcomeIndex(here), "gebundelde_uitkering")
    now = amount.known.value(name, "0373")
    received = amount.again("0373", {name: now + more})
    found = other_values(amount, [], "0373", received, thorough=True, figures=True)
    [first, *rest] = [suspect.changed[0] for suspect in found]
    assert (first.name, first.instead) == (name, now)
    assert amount.again("0373", {name: first.value}) == received
    assert abs(first.value - now - more) <= 1  # a whole euro may follow from two of them
    assert "macrobudget" in [changed.name for changed in rest]


@pytest.mark.promise("docs/check.md#causes-give-the-amount")
def test_a_value_is_found_where_the_amount_goes_with_its_square():
    """Where an input also stands in a national total no line is straight: each step starts from the two before."""
    found, decimals = _solved(lambda value: round_half_away(value**2, 0), Fraction(100), Fraction(40_000), 0)
    assert (found, decimals) == (200, 0)


@pytest.mark.promise("docs/check.md#unrounded-in-cents")
@pytest.mark.parametrize("grain", [Fraction(1, 100), Fraction(1, 10), Fraction(1), Fraction(1000)])
def test_an_amount_is_printed_in_whole_cents_or_as_the_table_has_it(grain):
    outcome = SHIPPED.outcome(*S)
    index = OutcomeIndex(outcome) if grain == Fraction(1, 100) else OutcomeIndex(outcome).in_units(grain)
    assert index.grain == grain
    printed = index.computed["uitkeringsbasis_participatie"].values()
    for value_, exact in zip(printed, outcome.result.exact("uitkeringsbasis_participatie"), strict=True):
        assert value_ % grain == 0
        assert abs(value_ - exact) <= grain / 2


@pytest.mark.promise("docs/check.md#parts-are-compared")
@pytest.mark.parametrize(
    ("text", "grain"),
    [("1.726", 1), ("1.726,3", Fraction(1, 10)), ("-0,25", Fraction(1, 100)), ("1,726", Fraction(1, 100))],
)
def test_a_number_says_of_what_it_is_a_multiple(text, grain):
    """Of a cent at the least: an amount has no finer parts."""
    assert last_decimal(text) == grain


@pytest.mark.promise("docs/check.md#a-figure-that-is-right")
def test_a_figure_is_not_wrong_where_another_amount_is_right(tmp_path):
    wrong = value(*S, CLUSTER, "0513") + 123_456
    alone = received(tmp_path, {"0513": wrong})
    assert "zou kloppen als Bedrag per" in alone
    beside = received(tmp_path, {"0513": wrong, "0363": value(*S, CLUSTER, "0363")})
    assert "zou kloppen als Bedrag per" not in beside
    assert "factor" not in beside


@pytest.mark.promise("docs/check.md#values-of-elsewhere")
def test_all_figures_of_another_circular_at_once():
    [here], [there] = SHIPPED.outcomes(*S), SHIPPED.outcomes(MEI_2023, 2024)
    amount = Recomputation(OutcomeIndex(here), CLUSTER)
    figures = {n: OutcomeIndex(there).value(n, "0513") for n in amount.names if amount.national(n)}
    got = amount.again("0513", figures)
    found = other_values(amount, [OutcomeIndex(there)], "0513", got, thorough=True, figures=True)
    assert {changed.name for changed in found[0].changed} == {
        name for name, figure in figures.items() if figure != amount.known.value(name, "0513")
    }


@pytest.mark.promise("docs/check.md#values-of-elsewhere")
def test_two_volumes_of_another_circular_at_once():
    """Not one of them alone, nor all that differ."""
    [here], [there] = SHIPPED.outcomes(*S), SHIPPED.outcomes(MEI_2023, 2024)
    amount, other = Recomputation(OutcomeIndex(here), CLUSTER), OutcomeIndex(there)
    volumes = [name for name in amount.names if not amount.national(name)]
    old = {name: other.value(name, "0513") for name in volumes}
    differ = [name for name in volumes if old[name] != amount.known.value(name, "0513")]
    assert len(differ) > 2
    got = amount.again("0513", {name: old[name] for name in differ[:2]})
    found = other_values(amount, [other], "0513", got, thorough=True, figures=True)
    assert {changed.name for changed in found[0].changed} == {*differ[:2]}


def test_amounts_are_multiples_of_their_last_decimal():
    """Of what was not filled in nothing follows."""
    written = Written(unit=1000)
    assert written.grain([Fraction("1.5"), None, Fraction(2)]) == 100
    assert written.grain([Fraction(1), None]) == written.grain([None]) == 1000


@pytest.mark.promise("docs/check.md#causes-give-the-amount")
def test_every_value_is_printed_as_it_gives_the_amount():
    """With as many decimals as it has: 10.327,06441 and not 10.327,06."""
    [here], [there] = SHIPPED.outcomes(*S), SHIPPED.outcomes(*M)
    amount, other = Recomputation(OutcomeIndex(here), CLUSTER), OutcomeIndex(there)
    for code in list(amount.known.names)[:40]:
        old = other.value("bijstandsontvangers", code)
        got = amount.again(code, {"bijstandsontvangers": old})
        for suspect in other_values(amount, [other], code, got, thorough=True, figures=True):
            new = {
                changed.name: round_half_away(changed.value, changed.decimals) for changed in suspect.changed
            }
            assert amount.again(code, new) == got


@pytest.mark.promise("docs/check.md#a-figure-that-is-right")
def test_figures_are_right_where_other_amounts_agree_with_them():
    [here] = SHIPPED.outcomes(*S)
    amount = Recomputation(OutcomeIndex(here), CLUSTER)
    received = Fraction(value(*S, CLUSTER, "0513") + 123_456)
    found = other_values(amount, [], "0513", received, thorough=True, figures=False)
    assert {suspect.changed[0].name for suspect in found} == {*amount.book.inputs}


@pytest.mark.promise("docs/check.md#counted-first")
def test_one_old_volume_of_everyone_is_counted(tmp_path):
    rows, _ = of_all(S, CLUSTER)
    [here], [there] = SHIPPED.outcomes(*S), SHIPPED.outcomes(*M)
    for code in list(rows)[:40]:
        old = given(there, "loonkostensubsidie", code)
        rows[code] = changed(here, CLUSTER, code, "loonkostensubsidie", old)
    assert re.search(
        r"[34]\d x Inwoners met loonkostensubsidie uit Meicirculaire gemeentefonds 2024, uitkeringsjaar 2024",
        received(tmp_path, rows),
    )


@pytest.mark.promise("docs/check.md#one-figure-for-all")
@pytest.mark.parametrize(
    ("figure", "new", "said"),
    [
        ("bedrag_huishouden_laag_inkomen", "365.90", "365,90 in plaats van 355,90"),
        ("uitkeringsfactor", "1.425", "1,425 in plaats van 1,420"),
    ],
)
def test_one_wrong_figure_explains_all(tmp_path, figure, new, said):
    [here] = SHIPPED.outcomes(*S)
    row = Recomputation(OutcomeIndex(here), CLUSTER).for_everyone({figure: Fraction(new)})
    rows = dict(zip(here.result.values["code"], map(int, row), strict=True))
    shown = received(tmp_path, rows)
    assert "342 x één landelijk cijfer verklaart alle verschillen: " in shown
    assert said in shown


@pytest.mark.promise("docs/check.md#predecessors-and-others")
@pytest.mark.promise("docs/check.md#counted-first")
def test_shifted_rows_are_counted(tmp_path):
    rows, _ = of_all(S, CLUSTER)
    codes = list(rows)
    shifted = dict(zip(codes, [rows[code] for code in [*codes[1:], codes[0]]], strict=True))
    assert "342 x dit is het bedrag van een andere gemeente" in received(tmp_path, shifted)


@pytest.mark.promise("docs/check.md#values-of-elsewhere")
def test_two_old_volumes_at_once(tmp_path):
    [here], [there] = SHIPPED.outcomes(*S), SHIPPED.outcomes(*M)
    values = {name: given(there, name, "0513") for name in ("loonkostensubsidie", "huishoudens_laag_inkomen")}
    amount = Recomputation(OutcomeIndex(here), CLUSTER).again("0513", values)
    said = received(tmp_path, {"0513": int(amount)})
    assert "1. Inwoners met loonkostensubsidie 101 in plaats van" in said or "1. Huishoudens met laag" in said
    assert " en " in said.split("1. ")[1].split("uit Meicirculaire")[0]


@pytest.mark.promise("docs/check.md#predecessors-and-others")
def test_the_sum_of_municipalities_that_were_merged(tmp_path):
    olds = sum(value("regeling-beschut-werk-2022", 2022, PLACES, code) for code in ("0501", "0530", "0614"))
    said = received(tmp_path, {"1992": olds}, "regeling-beschut-werk-2026", head="code;Plekken beschut werk")
    assert "dit is de som van Brielle (0501), Hellevoetsluis (0530), Westvoorne (0614) in" in said


@pytest.mark.promise("docs/check.md#unrounded-in-cents")
def test_an_amount_that_is_not_rounded_is_compared_as_it_is_printed(tmp_path):
    (tmp_path / "x.csv").write_text(
        "code;Uitkeringsbasis cluster Participatie\n0513;12.442.983,55\n", encoding="utf-8"
    )
    arguments = ["--publication", SEPTEMBER, "--rule", "uitkeringsbasis_participatie"]
    result = CliRunner().invoke(main, ["check", str(tmp_path / "x.csv"), *arguments])
    assert result.exit_code == 0, result.output


@pytest.mark.promise("docs/check.md#known-causes")
@pytest.mark.parametrize(
    ("amounts", "cause"),
    [
        (("17.669", "10.843.061"), "1. het bedrag is in duizenden"),
        (("-17.669.037", "10.843.061"), "1. het teken is omgekeerd"),
        (
            ("10.843.061", "17.669.037"),
            "1. dit is het bedrag van Integratie-uitkering Participatie van deze gemeente",
        ),
        (("", "10.843.061"), "specificatie.csv, rij 2, kolom Bedrag: leeg"),
        (("17,7", "10.843.061"), "1. het bedrag is in miljoenen"),
        (("176.690.370", "10.843.061"), "1. het bedrag is tien keer te hoog"),
        (("17.669.037.000", "10.843.061"), "1. het bedrag is duizend keer te hoog"),
        (("4.417.259", "10.843.061"), "1. dit is een kwart van het bedrag"),
        (("17.669.000", "10.843.061"), "1. het bedrag is afgerond op duizendtallen"),
        (("28.512.098", "10.843.061"), "1. dit is de som van Cluster Participatie en Integratie-uitkering"),
        (("17.669.037", "9.900.870"), "2. dit is het bedrag zonder Begeleiding beschut werk"),
        (("1.769.037", "10.843.061"), "1. er ontbreekt een cijfer"),
        (("176.690.437", "10.843.061"), "1. er is een cijfer te veel"),
        (("35.338.074", "10.843.061"), "1. het bedrag is twee keer te hoog"),
        (("17.700.000", "10.843.061"), "1. het bedrag is afgerond op honderdduizendtallen"),
        (("17.660.000", "10.843.061"), "1. het bedrag is afgekapt op tienduizendtallen"),
        (("17.669.037", "11.785.252"), "1. dit is het bedrag met Begeleiding beschut werk erbij"),
        (("0", "10.843.061"), "1. er staat 0"),
    ],
)
def test_other_causes(tmp_path, amounts, cause):
    rows = dict(zip((CLUSTER, IU), amounts, strict=True))
    result = check(tmp_path, *S, "Gouda", rows)
    assert result.exit_code == 1
    assert cause in result.stdout


@pytest.mark.parametrize(
    ("code", "got", "rounded"),
    [("0377", 1_000_000, "tienduizendtallen"), ("0523", 100_000, "duizendtallen"), ("0523", 99_000, None)],
)
def test_what_is_rounded_has_three_digits_at_least(code, got, rounded):
    """Of 995.520 and 99.678; what ends in zeros may be so by chance, so two digits say nothing."""
    [here] = SHIPPED.outcomes(*S)
    computed = Fraction(value(*S, IU, code))
    found = [
        one
        for one in distortions._rounding(OutcomeIndex(here), IU, computed, Fraction(got))
        if one.kind == Suspected.ROUNDED
    ]
    assert [causes.DIGITS[one.digits] for one in found] == ([rounded] if rounded else [])


@pytest.mark.promise("docs/check.md#one-figure-for-all")
def test_one_empty_cell_does_not_hide_what_explains_the_others(tmp_path):
    [here] = SHIPPED.outcomes(*S)
    row = Recomputation(OutcomeIndex(here), CLUSTER).for_everyone({"uitkeringsfactor": Fraction("1.425")})
    rows = dict(zip(here.result.values["code"], map(int, row), strict=True)) | {"0014": ""}
    assert "341 x één landelijk cijfer verklaart alle verschillen" in received(tmp_path, rows)


@pytest.mark.promise("docs/check.md#one-figure-for-all")
def test_a_figure_that_some_do_not_have_explains_the_others(tmp_path):
    """Three municipalities have no one with loonkostensubsidie: their amounts are right."""
    [here] = SHIPPED.outcomes(*S)
    row = Recomputation(OutcomeIndex(here), CLUSTER).for_everyone(
        {"bedrag_loonkostensubsidie": Fraction(5000)}
    )
    shown = received(tmp_path, dict(zip(here.result.values["code"], map(int, row), strict=True)))
    assert "339 x één landelijk cijfer verklaart alle verschillen: " in shown
    assert "5.000,00 in plaats van 5.179,66" in shown or "5.000 in plaats van 5.179,66" in shown


@pytest.mark.promise("docs/check.md#what-was-not-sought")
def test_what_was_not_sought_is_said(tmp_path):
    rows, _ = of_all(S, CLUSTER)
    odd = {code: amount + 1_237 + 7 * place for place, (code, amount) in enumerate(list(rows.items())[:12])}
    said = received(tmp_path, odd)
    assert "12 x geen bekende oorzaak verklaart dit bedrag; naar de waarde die het zou geven is" in said


@pytest.mark.promise("docs/check.md#causes-give-the-amount")
@pytest.mark.parametrize("amount", [3, 30, 340])
def test_a_small_number_is_near_a_part_of_another_by_chance(tmp_path, amount):
    """Of 34 places, 3 is no tenth, and 30 is not rounded."""
    rows = {"0080": amount}
    said = received(tmp_path, rows, "regeling-beschut-werk-2026", head="code;Plekken beschut werk")
    assert "te laag" not in said
    assert "afgerond" not in said


def test_a_digit_with_the_sign_reversed_is_both(tmp_path):
    said = received(tmp_path, {"0513": -17_669_737})
    assert "1. het teken is omgekeerd, en één cijfer is anders" in said


def test_one_place_too_many_is_no_rounding(tmp_path):
    said = received(tmp_path, {"0513": 101}, "regeling-beschut-werk-2026", head="code;Plekken beschut werk")
    assert "afronding" not in said
