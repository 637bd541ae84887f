"""What one unit more does, which value makes an amount what is wanted, and what a correction pays to whom."""

import csv
from fractions import Fraction

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from allocation.errors import AllocationError, InputError, RuleError
from allocation.evaluation import evaluate
from cli import main
from rules.analysis.correction import correction, payments
from rules.analysis.goal import goal_of, seek
from rules.analysis.marginal import marginals
from tests.helpers.workspaces import SHIPPED

SEPTEMBER = SHIPPED.outcome("septembercirculaire-2024")
CODES = SEPTEMBER.prepared.case.codes
GOUDA = "0513"


def amount(outcome, rule, code=GOUDA):
    return outcome.result.exact(rule)[outcome.prepared.case.codes.index(code)]


# One unit more


@pytest.mark.promise("docs/effects.md#one-unit-more")
def test_what_a_unit_brings_in_is_its_published_amount():
    """Anchors of 2024: 7.355 euros a bijstandsontvanger and a loonkostensubsidie, 1.488 in the register."""
    found = {one.name: one.effects for one in marginals(SEPTEMBER, GOUDA)}
    brings = {
        name: round(effect.own) for name, effects in found.items() for effect in effects if effect.rule == "cluster_participatie"
    }  # fmt: skip
    assert brings["bijstandsontvangers"] == brings["loonkostensubsidie"] == 7355
    assert brings["doelgroepenregister"] == 1488
    assert all(e.others == 0 for e in found["bijstandsontvangers"])


@pytest.mark.promise("docs/effects.md#one-unit-more")
@given(st.sampled_from(CODES), st.integers(-3, 50))
def test_where_a_pot_is_divided_what_one_gains_the_others_lose(code, more):
    """The Wsw: to the last decimal."""
    [found] = marginals(SEPTEMBER, code, Fraction(more), ["verwachte_se"])
    [effect] = [one for one in found.effects if one.rule == "iu_participatie"]
    assert effect.country == 0
    assert (effect.own > 0) == (found.becomes > found.was)


def test_what_is_no_input_is_refused():
    with pytest.raises(RuleError, match="no figure, input or municipality"):
        list(marginals(SEPTEMBER, GOUDA, names=["onzin"]))


# Goal seek


@pytest.mark.promise("docs/effects.md#goal")
@given(st.integers(10_000_000, 20_000_000))
def test_a_straight_line_has_one_solution_that_is_exact(wanted):
    goal = goal_of(SEPTEMBER, "uitkeringsfactor", "", "cluster_participatie", GOUDA, Fraction(wanted))
    [found] = seek(SEPTEMBER, goal, Fraction(0), Fraction(3))
    per_factor = (
        Fraction(amount(SEPTEMBER, "basisbedrag_participatie"))
        if "basisbedrag_participatie" in SEPTEMBER.result.columns
        else None
    )
    again = SEPTEMBER.prepared.case.with_values(figures={"uitkeringsfactor": found.value})
    assert abs(amount_of(again, "cluster_participatie") - wanted) <= Fraction(1, 2)
    assert per_factor is None or found.value * per_factor == wanted


def amount_of(case, rule):
    return evaluate(case).exact(rule)[case.codes.index(GOUDA)]


@pytest.mark.promise("docs/effects.md#goal")
def test_of_the_rounded_amount_the_whole_interval_is_found():
    """Beyond either end it is another amount."""
    now = amount(SEPTEMBER, "begeleiding_beschut_werk", "0088")
    goal = goal_of(
        SEPTEMBER, "sleutel_beschut_werk", "0088", "begeleiding_beschut_werk", "0088", Fraction(now)
    )
    solutions = seek(SEPTEMBER, goal, Fraction(0), Fraction(200))
    assert solutions
    for one in solutions:
        assert one.low is not None
        for value, same in ((one.low, True), (one.high, True), (one.high + Fraction(1, 100), False)):
            case = SEPTEMBER.prepared.case.with_values(inputs={"sleutel_beschut_werk": {"0088": value}})
            found = evaluate(case).exact("begeleiding_beschut_werk")[case.codes.index("0088")]
            assert (found == now) is same or value > 200


def test_where_there_is_none_none_is_said():
    goal = goal_of(SEPTEMBER, "uitkeringsfactor", "", "cluster_participatie", GOUDA, Fraction(10**12))
    assert seek(SEPTEMBER, goal, Fraction(0), Fraction(3)) == []


@pytest.mark.parametrize(
    ("changed", "code", "rule"),
    [
        ("factor", "", "cluster_participatie"),
        ("uitkeringsfactor", GOUDA, "cluster_participatie"),
        ("uitkeringsfactor", "", "onzin"),
    ],
)
def test_what_cannot_be_sought_is_refused(changed, code, rule):
    with pytest.raises(RuleError, match="is no"):
        goal_of(SEPTEMBER, changed, code, rule, GOUDA, Fraction(1))


# Correction

EUROS = st.integers(-(10**7), 10**7)


@pytest.mark.promise("docs/effects.md#correction")
@given(
    st.lists(st.tuples(EUROS, EUROS), min_size=1, max_size=8),
    st.integers(1, 5),
    st.sets(st.integers(0, 7)),
)
def test_a_correction_closes_every_year_and_in_all(amounts, count, spared):
    paid = {f"{n:04}": Fraction(was) for n, (was, _) in enumerate(amounts)}
    right = {f"{n:04}": Fraction(now) for n, (_, now) in enumerate(amounts)}
    kept = [code for n, code in enumerate(paid) if n in spared]
    found = correction(paid, right, range(2025, 2025 + count), kept)
    for place in range(count):
        assert sum(euros[place] for euros in found.by_code.values()) + found.pot[place] == 0
    for code, euros in found.by_code.items():
        owed = right[code] - paid[code]
        assert found.total(code) == (max(0, owed) if code in kept else owed)
        assert all(abs(each - Fraction(found.total(code), count)) < 2 for each in euros)
        assert code not in kept or min(euros) >= -1  # but for a euro that the next year returns
    paid_to = {}
    for one in payments(found):
        assert one.amount > 0
        paid_to[one.receiver] = paid_to.get(one.receiver, 0) + one.amount
        paid_to[one.payer] = paid_to.get(one.payer, 0) - one.amount
    assert {code: e for code, e in paid_to.items() if e} == {
        code: e for code, e in {**{c: found.total(c) for c in paid}, "": found.pot_total}.items() if e
    }


@pytest.mark.parametrize(
    ("paid", "right", "years", "spared", "says"),
    [
        ({"a": 1}, {"a": 1}, [], [], "one year or more"),
        ({"a": 1}, {"a": 1}, [2026, 2025], [], "in order"),
        ({"a": 1}, {"b": 1}, [2025], [], "the same codes"),
        ({"a": Fraction(1, 2)}, {"a": 1}, [2025], [], "whole euros"),
        ({"a": 1}, {"a": 1}, [2025], ["z"], "codes of municipalities"),
    ],
)
def test_what_cannot_be_corrected_is_refused(paid, right, years, spared, says):
    with pytest.raises(InputError, match=says):
        correction(paid, right, years, spared)


@pytest.mark.promise("docs/effects.md#a-mistake-of-2023")
def test_a_mistake_planted_in_one_volume_is_priced_and_corrected(tmp_path):
    """A tenth too many expected SE for Gouda: what it costs everyone, and three years that undo it."""
    wrong = tmp_path / "fout"
    wrong.mkdir()
    values = SEPTEMBER.prepared.case.inputs["verwachte_se"].exact
    planted = {
        code: value * Fraction(11, 10) if code == GOUDA else value
        for code, value in zip(CODES, values, strict=True)
    }
    (wrong / "se.csv").write_text(
        "gemeentecode,se\n" + "\n".join(f"{c},{float(v):.6f}" for c, v in planted.items())
    )
    (wrong / "se.toml").write_text(
        '[[data]]\npublication = "septembercirculaire-2024"\nyear = 2024\nfile = "se.csv"\n'
        'columns = { verwachte_se = "se" }\nstatus = "indicatief"\nsource = "fout"\n'
    )
    out = tmp_path / "correctie.csv"
    arguments = [
        "correction",
        "septembercirculaire-2024",
        "iu_participatie",
        "--paid",
        str(wrong),
        "--years",
        "2025-2027",
    ]
    result = CliRunner().invoke(main, [*arguments, "--spare", "Vlieland", "--out", str(out)])
    assert result.exit_code == 0, result.output
    with out.open(encoding="utf-8", newline="") as file:
        rows = [*csv.reader(file)][1:]
    years = [[int(cell) for cell in row[2:]] for row in rows]
    assert [sum(column) for column in zip(*years, strict=True)] == [0, 0, 0, 0]
    by_code = {row[0]: int(row[-1]) for row in rows}
    assert by_code[GOUDA] < -900_000
    assert "Elk jaar samen nul" in result.stdout


# The commands


@pytest.mark.promise("docs/effects.md#one-unit-more")
def test_effect_says_who_is_hit_most():
    result = CliRunner().invoke(main, ["effect", "Gouda", "--publication", "septembercirculaire-2024"])
    assert result.exit_code == 0, result.output
    assert "+7.355,12" in result.stdout
    assert "Amsterdam -1.402" in result.stdout


@pytest.mark.promise("docs/effects.md#goal")
def test_goal_finds_what_makes_gouda_neutral():
    """Against the circular of May."""
    arguments = [
        "--publication",
        "septembercirculaire-2024",
        "--gemeente",
        "Gouda",
        "--figure",
        "uitkeringsfactor",
    ]
    result = CliRunner().invoke(
        main, ["goal", "cluster_participatie", *arguments, "--as-in", "meicirculaire-2024"]
    )
    assert result.exit_code == 0, result.output
    assert "1,392952898589" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["effect", "Goudaa", "--publication", "septembercirculaire-2024"], "Gouda"),
        (["effect", "Gouda", "--publication", "septembercirculaire-2024", "--by", "veel"], "no number"),
        (["goal", "cluster_participatie", "--publication", "septembercirculaire-2024"], "one of --figure"),
        (
            ["goal", "x", "--publication", "septembercirculaire-2024", "--figure", "y", "--target", "1"],
            "rule",
        ),
        (
            ["correction", "septembercirculaire-2024", "iu_participatie", "--paid", "/", "--years", "x"],
            "TOML",
        ),
    ],
)
def test_wrong_use_is_refused(arguments, says):
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert says in result.output
    assert not isinstance(result.exception, AllocationError)
