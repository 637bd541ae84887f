"""Every household of a great many: two representations, each in polars and in plain Python on Decimal.

`python -m tests.every_household [COUNT]` (or `make households`) makes COUNT households at random for each of
the five tables (100,000 unless told), and holds four ways against each other: a column an indicator and
packed codes, both by polars and by plain Python. In every household x is equal exactly, chance and fraction
in nine decimals; in every municipality and norm the sums. 300 of each table are in the suite.
"""

import sys
import tempfile
import time
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import polars as pl
from attrs import evolve, frozen

from allocation.logistic import DECIMALS, decided, fixed_of
from rules.model import plain
from rules.model.checks import NORM, PLACE
from rules.model.households import households
from rules.model.lookups import lookups
from rules.model.outcome import outcomes
from rules.model.packing import booleans, packed
from rules.model.sums import Sum, Sums, merged, sums
from rules.model.weights import CONSTANT
from tests.helpers import random_households
from tests.helpers.model_settings import YEARS, of_year

COUNT, LOT = 100_000, 10_000
certain = cache(decided)
"""The value that an x has is asked by both plain ways, so it is computed once for each x."""


@frozen
class Found:
    """What was held against each other, of one table."""

    households: int
    logits: int
    nearest: int
    sums: Sums


def check(year, count=COUNT, lot=LOT):
    """Raises AssertionError where two ways differ."""
    parts, logits, close = [], set(), 0
    for number, start in enumerate(range(0, count, lot)):
        of = of_year(year)
        frame = random_households.households(
            of.weights, of.layout.codes, min(lot, count - start), f"elk {number}"
        )
        made = _lot(of, frame, logits)
        close += made.decided
        parts.append(made)
        certain.cache_clear()
    return Found(count, len(logits), close, merged(parts))


def _lot(of, frame, logits):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "huishoudens.parquet"
        frame.write_parquet(path)
        right = households(path, of.weights, of.layout.codes, list(of.norms))
        codes = packed(right.frame, of.weights, of.layout).collect()
        whole = right.frame.with_columns(booleans(of.weights)).collect()
    tables, scale = (of.weights.chance, of.weights.price), of.weights.scale
    by_name = [_named(frame, table, of.weights) for table in tables]
    by_code = [_coded(codes, table, of) for table in tables]
    assert by_name == by_code, "plain Python: by name and by code"
    of_bits = lookups(of.weights, of.layout).xs(codes.lazy()).collect()
    xs = [(_columns(whole, table, of.weights), found) for table, found in zip(tables, of_bits, strict=True)]
    for (columns, coded), plainly in zip(xs, by_name, strict=True):
        assert columns.to_list() == coded.to_list() == plainly, "x in polars and in plain Python"
    values = [[certain(x, scale, DECIMALS) for x in plainly] for plainly in by_name]
    for (columns, coded), plainly in zip(xs, values, strict=True):
        assert _fixed(columns, scale) == _fixed(coded, scale) == plainly, "p or f"
    added = _added(frame, *values)
    made = sums(codes.lazy(), of.weights, of.layout)
    assert made.by == added, "the sums of a municipality"
    assert outcomes(made, of.layout.codes, of.norms) == outcomes(Sums(added, 0), of.layout.codes, of.norms)
    for both in zip(*by_name, strict=True):
        logits.update(both)
    return evolve(made, by=added)


def _fixed(x, scale):
    unit = Fraction(1, 10**scale)
    return pl.select(fixed_of(pl.lit(x), None, unit, DECIMALS)).to_series().to_list()


def _named(frame, table, weights):
    """X of every household in units, by the names of its rows, in Decimal."""
    return [
        int(sum(plain.terms(row, table, weights).values(), start=Decimal(0)).scaleb(weights.scale))
        for row in frame.iter_rows(named=True)
    ]


def _coded(codes, table, of):
    """The same of packed rows: bits looked up one by one, once for each number that a column has."""
    of_row = {row.name: row.value or Decimal(0) for row in table.rows}

    @cache
    def of_bits(column, bits):
        names = dict(of.layout.columns)[column]
        return sum(
            (of_row.get(n, Decimal(0)) for i, n in enumerate(names) if bits >> i & 1), start=Decimal(0)
        )

    columns = [column for column, _ in of.layout.columns]
    measured = [(name, of_row[name].scaleb(-6)) for name in of.weights.measured if name in of_row]
    made = []
    for row in codes.iter_rows(named=True):
        x = of_row[CONSTANT] + sum(of_bits(column, row[column]) for column in columns)
        x += sum(row[name] * weight for name, weight in measured)
        made.append(int(x.scaleb(of.weights.scale)))
    return made


def _columns(whole, table, weights):
    """The same of a column an indicator, in polars."""
    terms = [
        pl.lit(weights.units(row.value)) if row.name == CONSTANT
        else pl.col(row.name).cast(pl.Int64) * (weights.units(row.value) // (10**6 if row.name in weights.measured else 1))
        for row in table.rows
    ]  # fmt: skip
    return whole.select(x=pl.sum_horizontal(terms))["x"]


def _added(frame, chances, fractions):
    rows, chance, paid = Counter(), Counter(), Counter()
    for key, p, f in zip(frame.select(PLACE, NORM).iter_rows(), chances, fractions, strict=True):
        rows[key] += 1
        chance[key] += p
        paid[key] += p * f
    return {key: Sum(rows[key], chance[key], paid[key]) for key in rows}


def main(count):
    """A line for each table."""
    for year in YEARS:
        begin = time.perf_counter()
        found = check(year, count)
        places = len({place for place, _ in found.sums.by})
        print(  # noqa: T201
            f"{year}: {found.households:,} households, {found.logits:,} different x, {2 * found.households:,} values "
            f"equal in four ways; {found.nearest} decided near a half; {places} municipalities, "
            f"{len(found.sums.by):,} sums equal; {time.perf_counter() - begin:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else COUNT)
