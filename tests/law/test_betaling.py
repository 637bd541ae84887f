"""The payment calendar in every year: nothing paid yet, some months, all but one."""

from fractions import Fraction

import pytest

from allocation.numbers import round_half_away
from tests.helpers.small_cases import alone, exact_values, law

MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
          "november", "december")  # fmt: skip
MAY, EARLIER, NOW = 4, 1_000_003, 1_100_010


def calendar(paid, earlier=EARLIER, now=NOW):
    rows = {
        code: {"gebundelde_uitkering": n, "eerdere_uitkering": e}
        for code, n, e in (("A", now, earlier), ("B", earlier, now))
    }
    parts = {name: law(2024)[name] for name in ("betaald_deel_maand", "betaald_deel_mei")}
    result = alone([f"betaling_{name}" for name in MONTHS], 2024, rows, {"maanden_betaald": paid, **parts})
    return [exact_values(result, f"betaling_{name}") for name in MONTHS]


@pytest.mark.parametrize("paid", range(12))
def test_what_is_left_is_spread_over_the_months_that_are_left(paid):
    """In plain fractions, apart from the rule; what is paid after twelve months is the uitkering."""
    months = calendar(paid)
    for place, (earlier, now) in enumerate([(EARLIER, NOW), (NOW, EARLIER)]):
        settled = [
            round_half_away((now - earlier) * Fraction(max(0, month - paid), 12 - paid), 2)
            for month in range(13)
        ]
        shares = [Fraction(12 if month == MAY else 8, 100) for month in range(12)]
        expected = [s * earlier + b - a for s, a, b in zip(shares, settled[:-1], settled[1:], strict=True)]
        got = [month[place] for month in months]
        assert got == expected
        assert sum(got) == now
        assert got[:paid] == [share * earlier for share in shares[:paid]]
