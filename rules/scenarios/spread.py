"""What comes out of many worlds: every amount, and per municipality how far apart they are."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import polars as pl
from attrs import frozen

from allocation.case import CODE
from allocation.column import QUOTIENT_DECIMALS
from allocation.errors import AllocationError
from allocation.expressions import Apportion, Arithmetic, Expression, Round, Symbol
from allocation.many import WORLD
from allocation.numbers import decimal
from allocation.quantiles import QUANTILES, rank
from allocation.rules import Rule
from allocation.worlds import Batch, evaluate_runs
from rules.runs.outcome import Outcome
from rules.scenarios.worlds import Span, runs

YEAR, NAME, RULE, VALUE = "uitkeringsjaar", "naam", "regel", "bedrag"
TOGETHER = 20
"""So many worlds are a group of rows in a file: who asks one of them reads no more than these."""
COUNTRY = ""
"""In the place of a code: all municipalities together."""


@frozen(eq=False)
class Computed:
    """What one publication year has in every world, and why some worlds have nothing.

    `frame` has a row per world and municipality, a column per amount; `closings` a row per world and pot,
    where they were asked. `again`: so many worlds were done again on fractions.
    """

    outcome: Outcome
    frame: pl.DataFrame
    failed: Mapping[str, AllocationError]
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


def computed(
    worlds: Span,
    outcome: Outcome,
    told: Callable[[int], None],
    part: Callable[[pl.DataFrame], None] = lambda _: None,
    *,
    closing: bool = False,
) -> Computed:
    """Every amount of a publication year in every world; `told` hears how many more worlds are done.

    `part` gets the long rows of some worlds at a time, world after world. With `closing` also the balance of
    every pot in each world. Raises AllocationError where none of them can be computed.
    """
    wanted = [name for name in outcome.prepared.year.amounts if name in outcome.prepared.case.book.rules]
    kinds = _kinds(worlds, outcome, wanted)
    frames, ends = [pl.DataFrame(schema=kinds)], [pl.DataFrame(schema=CLOSINGS)]
    failed: dict[str, AllocationError] = {}
    again = 0
    for batch in evaluate_runs(runs(worlds, outcome), wanted, closing=closing):
        failed.update(batch.failed)
        again += len(batch.names) if batch.again else 0
        if batch.names:
            frames.append(batch.frame().select(pl.col(name).cast(kind) for name, kind in kinds.items()))
            part(long(outcome, frames[-1]))
            ends.append(_closings(outcome, batch))
        told(len(batch.names) + len(batch.failed))
    if len(failed) == len(worlds.names):
        first = next(iter(failed.values()))
        raise AllocationError(f"geen van de {len(failed)} werelden is te berekenen; de eerste: {first}")
    return Computed(outcome, pl.concat(frames), failed, pl.concat(ends), again)


Kind = pl.DataType | type[pl.DataType]
BALANCE = ("beschikbaar", "uitgedeeld", "afronding_pot", "grenzen", "afronding")
CLOSINGS: Mapping[str, Kind] = {
    WORLD: pl.String,
    YEAR: pl.Int32,
    "pot": pl.String,
    RULE: pl.String,
    **dict.fromkeys(BALANCE, pl.Decimal(38, QUOTIENT_DECIMALS)),
    "gelijke_resten": pl.Int32,
}


def _closings(outcome: Outcome, batch: Batch) -> pl.DataFrame:
    """The balance of every pot in each world, and how many municipalities were equal at its last unit."""
    year = outcome.prepared.year.year
    rows = []
    for name in batch.names if batch.closings else ():
        balances, ties = batch.closing(name)
        equal = {tie.rule: len(tie.granted) + len(tie.denied) for tie in ties}
        for one in balances:
            parts = (one.available, one.handed_out, one.pot_rounding, one.bounds, one.rounding)
            values = [decimal(value, QUOTIENT_DECIMALS) for value in parts]
            rows.append((name, year, one.pot, one.rule, *values, equal.get(one.rule, 0)))
    return pl.DataFrame(rows, schema=CLOSINGS, orient="row")


def _kinds(worlds: Span, outcome: Outcome, wanted: Sequence[str]) -> dict[str, Kind]:
    """Of each column its kind: the same in every batch, whatever decimals its values happen to need."""
    rules, codes = outcome.prepared.case.book.rules, outcome.prepared.case.codes
    decimals = {name: _decimals(rules[name].formula, rules) for name in wanted}
    kinds: dict[str, Kind] = {WORLD: pl.Enum(worlds.names), CODE: pl.Enum(codes)}
    return kinds | {name: pl.Decimal(38, count) for name, count in decimals.items()}


def _decimals(formula: Expression, rules: Mapping[str, Rule]) -> int:
    """Those of what is rounded or apportioned, and of sums of such; of all else those that are shown."""
    match formula:
        case Round() | Apportion():
            return formula.decimals
        case Arithmetic("+" | "-", left, right):
            return max(_decimals(left, rules), _decimals(right, rules))
        case Symbol(name) if name in rules:
            return _decimals(rules[name].formula, rules)
        case _:
            return QUOTIENT_DECIMALS


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
