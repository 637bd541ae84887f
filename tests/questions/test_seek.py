"""Which value makes an amount what is asked: every one that there is, and none that is not."""

from fractions import Fraction

import pytest
from click.testing import CliRunner

from allocation.evaluation import evaluate
from allocation.goal import Stretch
from cli import main
from rules.analysis.given_values import Changed, cell_named, value_of, with_changes
from rules.analysis.seek import answer, question
from tests.helpers.workspaces import SHIPPED

GOUDA = "0513"


def run(*arguments):
    return CliRunner().invoke(main, ["seek", *arguments])


def asked(publication, name, rule, code=GOUDA, change=0, **options):
    [found] = SHIPPED.outcomes(publication)
    cell = cell_named(found.prepared, name, code)
    values = found.result.exact(rule)
    now = values[found.prepared.case.codes.index(code)] if code and len(values) > 1 else sum(values)
    return question(found, cell, rule, code if len(values) > 1 else "", now + change, **options)


CASES = [
    ("septembercirculaire-2024", "uitkeringsfactor", "cluster_participatie"),
    ("septembercirculaire-2024", "doelgroepenregister", "cluster_participatie"),
    ("septembercirculaire-2024", "verwachte_se", "iu_participatie"),
    ("budgetten-2024-definitief", "macrobudget", "gebundelde_uitkering"),
    ("budgetten-2024-definitief", "objectieve_uitkomst", "gebundelde_uitkering"),
    ("regeling-beschut-werk-2026", "landelijk_aantal_beschut_werk", "aantal_beschut_werk"),
]


@pytest.mark.promise("docs/questions.md#what-is-now-is-found")
@pytest.mark.parametrize(("publication", "name", "rule"), CASES)
def test_what_it_is_now_is_found_and_its_neighbours_are_not(publication, name, rule):
    """The value of now is among the answers; just outside each of them the engine gives another amount."""
    made = question_of_now = asked(publication, name, rule)
    found = answer(made)
    now = value_of(made.outcome.prepared, made.cell)
    assert any(each.first <= now <= each.last for each in found.found.stretches) or _between(found, now)
    step = Fraction(1, 10**made.decimals)
    for stretch in found.found.stretches:
        for value, equal in (
            (stretch.first, True), (stretch.last, True), (stretch.first - step, False), (stretch.last + step, False)
        ):  # fmt: skip
            assert (amount(question_of_now, value) == made.asked) == equal


def _between(found, now):
    """A value with more decimals than are asked lies between two neighbours."""
    return any(each.first <= now <= each.last for one in found.between for each in one.found.stretches)


def amount(made, value):
    case = with_changes(made.outcome.prepared.case, [Changed(made.cell, value)])
    return evaluate(case).exact(made.rule)[case.codes.index(GOUDA)]


@pytest.mark.promise("docs/questions.md#steps")
def test_rounding_makes_an_interval():
    """100,000 more for Gouda: between 1.428 and 1.429, in steps of 0.000,000,001."""
    found = answer(
        asked("septembercirculaire-2024", "uitkeringsfactor", "cluster_participatie", change=100_000)
    )
    assert found.found.stretches == ()
    [between] = found.between
    assert (between.passing.before, between.passing.after) == (Fraction("1.428"), Fraction("1.429"))
    assert between.found.stretches == (Stretch(Fraction("1.428036647"), Fraction("1.428036727")),)


def test_an_exact_value_where_nothing_is_rounded():
    """300 million for guidance: 300,000,000 / 10,718.416 places."""
    made = asked(
        "septembercirculaire-2024", "prijs_begeleiding_beschut_werk", "budget_begeleiding_beschut_werk"
    )
    [found] = SHIPPED.outcomes("septembercirculaire-2024")
    places = found.prepared.case.figures["landelijke_plekken_begeleiding"]
    made = question(found, made.cell, made.rule, "", Fraction(300_000_000))
    [between] = answer(made).between
    assert between.exact == 300_000_000 / places


def test_a_minimum_is_turned_until_the_total_is_right():
    """Places beschut werk: with at least 8 in each municipality there are 13,000, with no other minimum."""
    [found] = SHIPPED.outcomes("regeling-beschut-werk-2026")
    cell = cell_named(found.prepared, "minimum_aantal_plekken")
    made = answer(question(found, cell, "aantal_beschut_werk", "", Fraction(13_000)))
    assert made.found.stretches == (Stretch(Fraction(8), Fraction(8)),)


def test_none_is_said():
    found = answer(asked("budgetten-2024-definitief", "inwoners[-1]", "gebundelde_uitkering", change=10**9))
    assert (found.found.stretches, found.between) == ((), [])


def test_the_command():
    result = run(
        "uitkeringsfactor", "--publication", "septembercirculaire-2024", "--gemeente", "Gouda",
        "--rule", "cluster_participatie", "--as", "septembercirculaire-2023",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert "nu 17.669.037 EUR, gevraagd 17.169.810 EUR" in result.stdout
    assert "van 1,379878824 tot en met 1,379878903" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["uitkeringsfactor", "--rule", "iu_participatie", "--target", "1"], "berust niet op"),
        (["verwachte_se", "--rule", "iu_participatie", "--target", "1"], "van wie het is"),
        (["uitkeringsfactor", "--target", "1"], "een van deze (--rule)"),
        (["uitkeringsfactor", "--rule", "cluster_participatie"], "noem één van"),
        (["uitkeringsfactor", "--rule", "cluster_participatie", "--target", "x"], "een getal zoals"),
        (
            ["uitkeringsfactor", "--rule", "cluster_participatie", "--target", "1", "--to", "4"],
            "van 0 tot en met 3",
        ),
        (
            ["uitkeringsfactor", "--rule", "cluster_participatie", "--as", "regeling-beschut-werk-2026"],
            "2026",
        ),
    ],
)
def test_what_is_refused(arguments, said):
    result = run(*arguments, "--publication", "septembercirculaire-2024")
    assert result.exit_code == 2
    assert said in result.stderr
