"""What a settlement promises: every period closes, everyone gets the claim, and nobody who is spared pays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.errors import RuleError
from allocation.settlement import POT, in_proportion, settle, transfers

NAMES = [f"{n:04}" for n in range(1, 30)]
CLAIMS = st.dictionaries(st.sampled_from(NAMES), st.integers(-(10**9), 10**9), min_size=1)
PERIODS = st.integers(1, 6).map(lambda n: [str(2025 + k) for k in range(n)])


@st.composite
def cases(draw):
    claims = draw(CLAIMS)
    return claims, draw(PERIODS), draw(st.sets(st.sampled_from(sorted(claims))))


@given(cases())
def test_every_period_closes_and_everyone_gets_the_claim(case):
    claims, periods, spare = case
    made = settle(claims, periods, spare)
    for period in made.periods:
        assert sum(period.received.values()) == 0
    for name, units in claims.items():
        together = sum(period.received[name] for period in made.periods)
        assert together == (0 if name in made.spared else units)


@given(cases())
def test_nobody_who_is_spared_pays_and_the_pot_bears_it(case):
    claims, periods, spare = case
    made = settle(claims, periods, spare)
    payments = [transfer for period in made.periods for transfer in period.transfers]
    assert not spare & {transfer.payer for transfer in payments}
    assert made.pot == sum(claims.values()) + sum(made.spared.values())
    assert all(units > 0 for units in made.spared.values())


@given(cases())
def test_nobody_pays_in_one_period_and_receives_in_another(case):
    made = settle(*case)
    for name, units in made.claims.items():
        assert all(period.received[name] * units >= 0 for period in made.periods)


@given(cases())
def test_the_payments_are_what_everyone_pays_and_receives(case):
    for period in settle(*case).periods:
        net = dict.fromkeys(period.received, 0)
        for transfer in period.transfers:
            assert transfer.units > 0
            assert transfer.payer != transfer.receiver
            net[transfer.payer] -= transfer.units
            net[transfer.receiver] += transfer.units
        assert net == period.received
        moving = sum(1 for units in net.values() if units)
        assert len(period.transfers) <= max(moving - 1, 0)


@given(cases())
def test_periods_differ_by_no_more_than_rounding(case):
    """Of all that is received together: one unit at most from one period to another."""
    made = settle(*case)
    paid = [sum(max(units, 0) for units in period.received.values()) for period in made.periods]
    assert max(paid) - min(paid) <= 1


def test_an_example():
    """The first got 100 too much, of which two others miss 60 and 40."""
    made = settle({"a": -100, "b": 60, "c": 40}, ["2025", "2026", "2027"])
    assert [dict(period.received) for period in made.periods] == [
        {"a": -33, "b": 20, "c": 13},
        {"a": -34, "b": 20, "c": 14},
        {"a": -33, "b": 20, "c": 13},
    ]
    assert made.pot == 0
    spared = settle({"a": -100, "b": 60, "c": 40}, ["2025"], {"a"})
    assert (spared.pot, spared.spared) == (100, {"a": 100})
    assert {transfer.payer for transfer in spared.periods[0].transfers} == {POT}


def test_nothing_to_settle():
    assert settle({"a": 0}, ["2025"]).periods[0].transfers == []
    assert transfers({}) == []


@pytest.mark.parametrize(
    ("claims", "periods", "spare"),
    [({"a": 1}, [], ()), ({"a": 1}, ["1", "1"], ()), ({"": 1}, ["1"], ()), ({"a": 1}, ["1"], ["b"])],
)
def test_what_is_refused(claims, periods, spare):
    with pytest.raises(RuleError):
        settle(claims, periods, spare)


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=20), st.data())
def test_a_budget_that_stays(paid, data):
    right = data.draw(st.lists(st.fractions(1, 10**6), min_size=len(paid), max_size=len(paid)))
    assert sum(in_proportion(paid, right)) == sum(paid)
