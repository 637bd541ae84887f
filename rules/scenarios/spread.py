"""What comes out of many worlds of a year: per municipality how far apart its amounts are."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import polars as pl
from attrs import frozen

from allocation.case import CODE
from allocation.errors import AllocationError
from allocation.many import WORLD
from allocation.quantiles import QUANTILES, rank
from rules.runs.outcome import Outcome
from rules.scenarios.amounts import RULE, YEAR, Amounts
from rules.scenarios.worlds import Span

NAME, VALUE = "naam", "bedrag"
TOGETHER = 20
"""So many worlds are a group of rows in a file: who asks one of them reads no more than these."""
COUNTRY = ""
"""In the place of a code: all municipalities together."""


@frozen(eq=False)
class Computed:
    """What one publication year has in every world, in order of the worlds, and why some have nothing.

    `frame` has a row per world and municipality, a column per amount; `closings` a row per world and pot,
    where they were asked. `again`: so many worlds were done again on fractions.
    """

    outcome: Outcome
    frame: pl.DataFrame
    failed: Mapping[str, str]
    closings: pl.DataFrame
    again: int

    @property
    def worlds(self) -> int:
        """How many worlds have amounts."""
        return self.frame[WORLD].n_unique()

    @property
    def amounts(self) -> pl.DataFrame:
        """A row per world, municipality and amount."""
        return long(self.outcome, self.frame)

    def stretches(self, count: int) -> Iterator[pl.DataFrame]:
        """The long rows of so many worlds at a time."""
        rows = count * len(self.outcome.prepared.case.codes)
        for start in range(0, self.frame.height, rows):
            yield long(self.outcome, self.frame.slice(start, rows))


def computed(worlds: Span, outcome: Outcome, made: Amounts) -> Computed:
    """A year of which every world was computed. Raises AllocationError where none of them could be."""
    if len(made.failed) == len(worlds.names):
        first = next(iter(made.failed.values()))
        raise AllocationError(f"geen van de {len(made.failed)} werelden is te berekenen; de eerste: {first}")
    frame = made.frame.with_columns(pl.col(WORLD).cast(pl.Enum(worlds.names)))
    return Computed(outcome, frame, made.failed, made.closings, made.again)


def long(outcome: Outcome, frame: pl.DataFrame) -> pl.DataFrame:
    """A row per world, municipality and amount."""
    wanted = [name for name in frame.columns if name not in (WORLD, CODE)]
    scale = max((frame.schema[name].scale for name in wanted), default=0)  # type: ignore[attr-defined]
    names = outcome.prepared.territory.select(CODE, pl.col("naam").alias(NAME))
    year = pl.lit(outcome.prepared.year.year, dtype=pl.Int32).alias(YEAR)
    made = frame.unpivot(wanted, index=[WORLD, CODE], variable_name=RULE, value_name=VALUE)
    return (
        made.sort(WORLD, maintain_order=True)
        .with_columns(pl.col(WORLD, CODE).cast(pl.String), pl.col(VALUE).cast(pl.Decimal(38, scale)))
        .join(names, CODE, "left", maintain_order="left")
        .select(WORLD, year, CODE, NAME, RULE, VALUE)
    )


def group_rows(rows: pl.DataFrame) -> int:
    """How many long rows TOGETHER worlds have."""
    return TOGETHER * (rows.height // rows[WORLD].n_unique())


@frozen
class Spread:
    """How far the values of one amount are apart: of a municipality, or of all together (COUNTRY)."""

    year: int
    code: str
    name: str
    base: Decimal
    values: Mapping[str, Decimal]


def spreads(one: Computed, rule: str) -> list[Spread]:
    """Of an amount: the country first, then every municipality in order of code."""
    amounts = one.frame.select(WORLD, pl.col(CODE).cast(pl.String), pl.col(rule).alias(VALUE))
    if not amounts.height:
        return []
    together = amounts.group_by(WORLD).agg(pl.col(VALUE).sum()).with_columns(pl.lit(COUNTRY).alias(CODE))
    every = pl.concat([amounts.select(CODE, VALUE), together.select(CODE, VALUE)])
    ranked = every.group_by(CODE).agg(
        pl.col(VALUE).sort().get(rank(name, one.worlds)).alias(name) for name in QUANTILES
    )
    names, base = dict(one.outcome.prepared.territory.select(CODE, "naam").iter_rows()), one.outcome.result
    known = {COUNTRY: base.total(rule), **dict(base.values.select(CODE, rule).iter_rows())}
    year = one.outcome.prepared.year.year
    return [
        Spread(year, row[CODE], names.get(row[CODE], "Alle gemeenten"), Decimal(known[row[CODE]]),
               {name: row[name] for name in QUANTILES})
        for row in ranked.sort(CODE).iter_rows(named=True)
    ]  # fmt: skip
