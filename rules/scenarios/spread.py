"""What comes out of many worlds: every amount, and per municipality how far apart they are."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import polars as pl
from attrs import frozen

from allocation.case import CODE
from allocation.errors import AllocationError
from allocation.many import WORLD
from allocation.worlds import evaluate_runs
from rules.runs.outcome import Outcome
from rules.scenarios.worlds import Span, runs

YEAR, NAME, RULE, VALUE = "uitkeringsjaar", "naam", "regel", "bedrag"
COUNTRY = ""
"""In the place of a code: all municipalities together."""
PARTS: Mapping[str, tuple[int, int]] = {
    "minimum": (0, 1),
    "p10": (1, 10),
    "mediaan": (1, 2),
    "p90": (9, 10),
    "maximum": (1, 1),
}
"""Of all worlds so many have this value or a smaller one: always the value of one of them (nearest rank)."""


@frozen
class Computed:
    """The amounts of one publication year in every world, long, and why some worlds have none."""

    outcome: Outcome
    amounts: pl.DataFrame
    failed: Mapping[str, AllocationError]

    @property
    def worlds(self) -> int:
        """How many worlds have amounts."""
        return self.amounts[WORLD].n_unique() if self.amounts.height else 0


def computed(worlds: Span, outcome: Outcome, told: Callable[[int], None]) -> Computed:
    """Every amount of a publication year in every world; `told` hears how many more worlds are done.

    Raises AllocationError where none of them can be computed.
    """
    wanted = [name for name in outcome.prepared.year.amounts if name in outcome.prepared.case.book.rules]
    frames: list[pl.DataFrame] = []
    failed: dict[str, AllocationError] = {}
    for batch in evaluate_runs(runs(worlds, outcome), wanted):
        failed.update(batch.failed)
        if batch.names:
            frames.append(batch.frame())
        told(len(batch.names) + len(batch.failed))
    if not frames:
        first = next(iter(failed.values()))
        raise AllocationError(f"geen van de {len(failed)} werelden is te berekenen; de eerste: {first}")
    return Computed(outcome, _long(outcome, frames, wanted), failed)


def _long(outcome: Outcome, frames: Sequence[pl.DataFrame], wanted: Sequence[str]) -> pl.DataFrame:
    """A row per world, municipality and amount."""
    scales = [frame.schema[name].scale for frame in frames for name in wanted]  # type: ignore[attr-defined]
    kind = pl.Decimal(38, max(scales, default=0))
    names = outcome.prepared.territory.select(CODE, pl.col("naam").alias(NAME))
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        WORLD: pl.String,
        CODE: pl.String,
        RULE: pl.String,
        VALUE: kind,
    }
    parts = [
        frame.select(WORLD, CODE, pl.lit(name).alias(RULE), pl.col(name).cast(kind).alias(VALUE))
        for frame in frames
        for name in wanted
    ]
    long = pl.concat([pl.DataFrame(schema=schema), *parts])
    year = pl.lit(outcome.prepared.year.year, dtype=pl.Int32).alias(YEAR)
    return long.join(names, CODE, "left", maintain_order="left").select(WORLD, year, CODE, NAME, RULE, VALUE)


@frozen
class Spread:
    """How far the values of one amount are apart: of a municipality, or of all together (COUNTRY)."""

    code: str
    name: str
    base: Decimal
    values: Mapping[str, Decimal]


def spreads(one: Computed, rule: str) -> list[Spread]:
    """Of an amount: the country first, then every municipality in order of code."""
    amounts, base = one.amounts.filter(pl.col(RULE) == rule), one.outcome.result.values
    if not amounts.height:
        return []
    together = amounts.group_by(WORLD).agg(pl.col(VALUE).sum()).with_columns(pl.lit(COUNTRY).alias(CODE))
    every = pl.concat([amounts.select(CODE, VALUE), together.select(CODE, VALUE)])
    count = one.worlds
    ranks = {name: max(0, -(-part * count // of) - 1) for name, (part, of) in PARTS.items()}
    ranked = every.group_by(CODE).agg(
        pl.col(VALUE).sort().get(rank).alias(name) for name, rank in ranks.items()
    )
    names = dict(one.outcome.prepared.territory.select(CODE, "naam").iter_rows())
    known = {COUNTRY: one.outcome.result.total(rule), **dict(base.select(CODE, rule).iter_rows())}
    return [
        Spread(row[CODE], names.get(row[CODE], "Alle gemeenten"), Decimal(known[row[CODE]]),
               {name: row[name] for name in PARTS})
        for row in ranked.sort(CODE).iter_rows(named=True)
    ]  # fmt: skip
