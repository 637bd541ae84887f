"""A correction while municipalities merge and split: it stays zero-sum, every year and in all."""

import datetime
from fractions import Fraction

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from allocation.errors import InputError
from allocation.settlement import POT, settle
from cli import main
from rules.analysis.given_values import Changed, cell_named
from rules.analysis.handed_on import Steps, settled, steps
from rules.analysis.settlement import Terms, correction, planted
from rules.territory.municipalities import carried
from rules.territory.reorganisation import parse
from tests.helpers.workspaces import SHIPPED

NAMES = [f"{n:04}" for n in range(1, 12)]
NEW = ["9001", "9002", "9003"]
CLAIMS = st.dictionaries(st.sampled_from(NAMES), st.integers(-(10**9), 10**9), min_size=1)


@st.composite
def parts(draw, codes):
    """Where some of the codes go: together to a new one, or apart to several (also to one that stays)."""
    found = {}
    for old in draw(st.sets(st.sampled_from(codes), max_size=4)):
        goals = draw(st.lists(st.sampled_from([*NEW, *codes]), min_size=1, max_size=3, unique=True))
        weights = draw(st.lists(st.integers(1, 9), min_size=len(goals), max_size=len(goals)))
        found[old] = {
            goal: Fraction(weight, sum(weights)) for goal, weight in zip(goals, weights, strict=True)
        }
    return found


@st.composite
def cases(draw):
    claims = draw(CLAIMS)
    periods = [str(2025 + k) for k in range(draw(st.integers(1, 5)))]
    at = {name: draw(parts([*NAMES, *NEW])) for name in draw(st.sets(st.sampled_from(periods)))}
    return claims, periods, draw(st.sets(st.sampled_from(sorted(claims)))), Steps(at)


@pytest.mark.promise("docs/questions.md#handed-on")
@given(cases())
def test_every_period_closes_and_nothing_of_a_claim_is_lost(case):
    claims, periods, spare, at = case
    made = settled(claims, periods, spare, at)
    for period in made.settlement.periods:
        assert sum(period.received.values()) == 0
        net = dict.fromkeys(period.received, 0)
        for one in period.transfers:
            net[one.payer] -= one.units
            net[one.receiver] += one.units
        assert net == period.received
    assert sum(made.taken.values()) == 0
    everyone = {who for period in made.settlement.periods for who in period.received} | {*claims}
    for who in everyone - {POT}:
        together = sum(period.received.get(who, 0) for period in made.settlement.periods)
        claim = 0 if who in made.settlement.spared else claims.get(who, 0)
        assert together == claim + made.taken.get(who, 0)
    borne = sum(period.received.get(POT, 0) for period in made.settlement.periods)
    assert borne == -made.settlement.pot


@pytest.mark.promise("docs/questions.md#handed-on")
@given(cases())
def test_before_the_first_reorganisation_and_without_one_it_is_what_it_was(case):
    claims, periods, spare, at = case
    made, plain = settled(claims, periods, spare, at).settlement, settle(claims, periods, spare)
    until = min((place for place, name in enumerate(periods) if at.parts.get(name)), default=len(periods))
    assert [one.received for one in made.periods[:until]] == [one.received for one in plain.periods[:until]]
    assert settled(claims, periods, spare, Steps()).settlement == plain


@given(CLAIMS)
def test_two_that_merge_settle_what_they_are_together(claims):
    """Who is to pay and who is to receive: what they owe each other is gone."""
    codes = sorted(claims)
    at = Steps({"2026": {old: {"9001": Fraction(1)} for old in codes}})
    made = settled(claims, ["2025", "2026"], (), at)
    assert {who: units for who, units in made.settlement.periods[1].received.items() if units} == {
        who: sign * -made.settlement.periods[1].received[POT]
        for who, sign in (("9001", 1), (POT, -1))
        if made.settlement.periods[1].received.get(POT)
    }


def test_a_split_is_in_whole_units():
    at = Steps({"2026": {"a": {"b": Fraction(1, 3), "c": Fraction(2, 3)}}})
    made = settled({"a": -100, "d": 100}, ["2025", "2026"], (), at)
    assert [dict(period.received) for period in made.settlement.periods] == [
        {"a": -50, "d": 50},
        {"b": -17, "c": -33, "d": 50},
    ]
    assert made.taken == {"a": 50, "b": -17, "c": -33}


def test_the_reorganisations_of_the_law_count_and_border_corrections_do_not():
    """Voorne aan Zee was made of three on 1 January 2023; who only gave up some land goes on."""
    day = datetime.date(2022, 1, 1)
    found = steps(day, [2022, 2023, 2024])
    assert {old for old, into in found.parts["2023"].items() if "1992" in into} == {"0501", "0530", "0614"}
    assert found.names["1992"] == "Voorne aan Zee"
    gone = {old for old, into in carried(day, datetime.date(2024, 1, 1)).items() if old not in into}
    assert {old for step in found.parts.values() for old in step} == gone
    early = steps(datetime.date(2012, 1, 1), [2015])
    assert all(old not in into for old, into in early.parts["2015"].items())


def mistake(what="", split="", since=None, **options):
    """Gouda had 300 SE too many or too few in 2023; it merges or is split while that is put right."""
    right = SHIPPED.outcome("septembercirculaire-2023")
    rule = "iu_participatie"
    paid = planted(right, rule, [Changed(cell_named(right.prepared, "verwachte_se", "0513"), 300)])
    supposed = parse([what] if what else [], [split] if split else [])
    return correction(right, rule, paid, Terms([2025, 2026, 2027], what=supposed, since=since, **options))


@pytest.mark.promise("docs/questions.md#handed-on")
@pytest.mark.parametrize("since", [None, 2026, 2027])
@pytest.mark.parametrize(
    ("what", "split"),
    [("0513+0627=9001:Samen", ""), ("", "0513=9001:1/3,9002:2/3"), ("", "0513=0513:0.5,0363:0.5")],
)
@pytest.mark.parametrize("options", [{}, {"spare": ["0513"], "pot": "Reserve"}])
def test_the_correction_of_a_circular_closes_over_a_merger_and_a_split(what, split, since, options):
    made = mistake(what, split, since, **options)
    together = made.together
    assert together.by_year == [0, 0, 0]
    assert together.taken == 0
    assert together.settled == 0
    for line in made.lines:
        assert line.settled + line.spared == line.difference + line.taken or line.who == POT
    plain = mistake(**options)
    until = {None: 0, 2026: 1, 2027: 2}[since]
    assert [p.received for p in made.settlement.periods[:until]] == [
        p.received for p in plain.settlement.periods[:until]
    ]


def test_the_command_shows_who_took_over_and_refuses_what_is_not_there():
    base = ["settle", "septembercirculaire-2023", "--wrong", "Gouda:verwachte_se=300", "--over", "2025-2027"]
    merged = CliRunner().invoke(main, [*base, "--merge", "0513+0627=9001:Samen", "--since", "2026"])
    assert merged.exit_code == 0, merged.output
    assert "overgenomen" in merged.stdout
    assert "het is overgenomen door Samen (9001)" in merged.stdout
    one = CliRunner().invoke(main, [*base, "--merge", "0513+0627=9001:Samen", "--gemeente", "9001"])
    assert "Samen betaalt" in one.stdout
    assert "overgenomen" not in CliRunner().invoke(main, base).stdout
    for more in (["--merge", "0513+1=9001"], ["--merge", "0513+0627=9001", "--since", "2030"]):
        refused = CliRunner().invoke(main, [*base, *more])
        assert (refused.exit_code, refused.stdout) == (2, "")
    with pytest.raises(InputError, match="2030"):
        mistake("0513+0627=9001", since=2030)
