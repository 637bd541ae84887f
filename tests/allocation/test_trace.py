"""The lines behind an amount: each follows from the numbers that it shows, however many decimals that takes."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allocation.case import CODE, case_of
from allocation.evaluation import evaluate
from allocation.rulebook import rulebook
from allocation.rules import Rounding, rule
from allocation.trace import recomputed, trace

WHOLE = Rounding(0, "whole units")


def made(function, **more):
    return rule(label=function.__name__, unit="u", source="s", valid_from=1, **more)(function)


def country(first, second, part):
    """Two quotients, of which both a line of its own and a line together are rounded."""

    def x(a):
        return a * first

    def y(a):
        return a * second

    def alone(x):
        return 1 - x * part

    def together(x, y):
        return x + y

    def amount(alone, together):
        return alone + together

    rounded = [made(function, rounds=WHOLE) for function in (alone, together)]
    book = rulebook([made(x), made(y), *rounded, made(amount)], ["a"], [], 1)
    rows = {CODE: ["1", "2"], "a": pl.Series([Decimal(1), Decimal(2)], dtype=pl.Decimal(38, 0))}
    return case_of(book, pl.DataFrame(rows), {}, {"a": "officieel"})


THIRDS = st.fractions(Fraction(1, 30), 3, max_denominator=30)


@pytest.mark.promise("docs/explain.md#decimals-that-suffice")
@pytest.mark.promise("docs/explain.md#every-line-follows")
@given(THIRDS, THIRDS, THIRDS)
@example(Fraction(2, 3), Fraction(5, 6), Fraction(3, 4))  # exact halves made of thirds, on both lines
def test_every_line_follows_from_what_it_shows(first, second, part):
    case = country(first, second, part)
    result = evaluate(case)
    for place, code in enumerate(("1", "2")):
        lines = trace(result, "amount", code).lines
        assert lines[-1].result.number == Fraction(result.column("amount")[place])
        for line in lines:
            assert recomputed(line) == line.result.number
            results = {other.rule: other.result for other in lines}
            assert all(results[name] == number for name, number in line.numbers.items() if name in results)
