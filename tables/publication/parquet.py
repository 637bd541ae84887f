"""Every value of every rule, long: for analysts, and for whoever checks the tables."""

from collections.abc import Sequence
from io import BytesIO

import polars as pl

from allocation.case import CODE
from allocation.column import QUOTIENT_DECIMALS
from allocation.numbers import decimal, decimals_of
from rules import Outcome

COLUMNS = ("publication", "uitkeringsjaar", "gemeentecode", "naam", "rule", "value", "unit", "status")


def values(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """One row per year, rule and municipality; a national value has no gemeentecode."""
    scale = max(_scale(outcome) for outcome in outcomes)
    kind = pl.Decimal(38, scale)
    return pl.concat([frame for outcome in outcomes for frame in _frames(outcome, kind)]).select(COLUMNS)


def parquet(outcomes: Sequence[Outcome]) -> bytes:
    """`values` as the bytes of a parquet file."""
    out = BytesIO()
    values(outcomes).write_parquet(out)
    return out.getvalue()


def _scale(outcome: Outcome) -> int:
    """The decimals that every value needs (a quotient that does not end: QUOTIENT_DECIMALS)."""
    national = (decimals_of(value) for value in outcome.result.national.values())
    columns = outcome.result.values.drop(CODE).dtypes
    return max(
        *(QUOTIENT_DECIMALS if needed is None else needed for needed in national),
        *(kind.scale for kind in columns if isinstance(kind, pl.Decimal)),
        0,
    )


def _frames(outcome: Outcome, kind: pl.Decimal) -> list[pl.DataFrame]:
    prepared, result = outcome.prepared, outcome.result
    frames = []
    for name, rule in prepared.case.book.rules.items():
        if name in result.national:
            value = decimal(result.national[name], kind.scale)
            frame = pl.DataFrame(
                {"gemeentecode": [None], "naam": ["Nederland"], "value": [value]},
                schema={"gemeentecode": pl.String, "naam": pl.String, "value": kind},
            )
        else:
            frame = pl.DataFrame(
                {
                    "gemeentecode": prepared.territory[CODE],
                    "naam": prepared.territory["naam"],
                    "value": result.values[name].cast(kind),
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
