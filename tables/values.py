"""Every value of every rule, long: for analysts, and for whoever checks the tables."""

from collections.abc import Sequence
from io import BytesIO

import polars as pl

from allocation.case import CODE, QUOTIENT_DECIMALS
from allocation.numbers import decimal
from rules import Outcome

COLUMNS = ("publication", "uitkeringsjaar", "gemeentecode", "naam", "rule", "value", "unit", "status")
VALUE = pl.Decimal(38, 14)


def values(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """One row per year, rule and municipality; a national value has no gemeentecode."""
    return pl.concat([frame for outcome in outcomes for frame in _frames(outcome)]).select(COLUMNS)


def parquet(outcomes: Sequence[Outcome]) -> bytes:
    """`values` as the bytes of a parquet file."""
    out = BytesIO()
    values(outcomes).write_parquet(out)
    return out.getvalue()


def _frames(outcome: Outcome) -> list[pl.DataFrame]:
    prepared, result = outcome.prepared, outcome.result
    frames = []
    for name, rule in prepared.case.book.rules.items():
        if name in result.national:
            value = decimal(result.national[name], QUOTIENT_DECIMALS)
            frame = pl.DataFrame(
                {"gemeentecode": [None], "naam": ["Nederland"], "value": [value]},
                schema={"gemeentecode": pl.String, "naam": pl.String, "value": VALUE},
            )
        else:
            frame = pl.DataFrame(
                {
                    "gemeentecode": prepared.territory[CODE],
                    "naam": prepared.territory["naam"],
                    "value": result.values[name].cast(VALUE),
                }
            )
        frames.append(
            frame.with_columns(
                publication=pl.lit(prepared.publication.name),
                uitkeringsjaar=pl.lit(prepared.year.year, dtype=pl.Int32),
                rule=pl.lit(name),
                unit=pl.lit(rule.unit),
                status=pl.lit(result.statuses[name]),
            )
        )
    return frames
