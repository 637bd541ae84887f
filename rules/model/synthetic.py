"""Households that do not exist: any number, for the municipalities of a year, to prove the code with.

Every row says `synthetisch`. What a household has is a function of the seed and its number alone.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl

from allocation.chance import happens, picked, uniform_of
from allocation.errors import InputError, Problem
from rules.model import law
from rules.model.checks import NORM, PLACE
from rules.model.margins import Cell, cells, made_up
from rules.model.norms import STUDENT
from rules.model.run import Setting
from rules.model.unpacking import SYNTHETIC
from rules.model.weights import Weights

N = pl.col("nummer")
POOR = pl.col("arm")
EACH = ("leeftijd", "herkomst", "hci")
"""What every adult has of its own."""


def write(path: Path, of: Setting, households: int, seed: int = 1) -> None:
    """Write a file of households. Raises InputError where its name does not say what it is."""
    if "synthetisch" not in path.name or path.suffix != ".parquet":
        found = [
            Problem(
                str(path),
                "de naam zegt niet wat het is",
                "een naam met `synthetisch` erin, die eindigt op .parquet",
            )
        ]
        raise InputError(found)
    made = frame(of, households, seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    made.sink_parquet(path, statistics=False)


def frame(of: Setting, households: int, seed: int = 1) -> pl.LazyFrame:
    """The households as a LazyFrame, with every column that the model asks."""
    weights = of.weights
    by_cell = cells(of.layout.codes, households)
    listed = _listed(by_cell, weights, seed)
    rows = listed.lazy().select(pl.col("cel").repeat_by("aantal")).explode("cel").with_row_index("nummer")
    whole = rows.join(listed.lazy().drop("aantal"), on="cel", how="left", maintain_order="left")
    groups = {group.name: group.rows for group in law.groups(weights.given)}
    drawn = whole.with_columns(_picks(groups, seed)).with_columns(_rows(groups, weights, seed))
    return drawn.with_columns(_norm(weights, seed).alias(NORM), pl.lit(value=True).alias(SYNTHETIC)).select(
        PLACE, NORM, *weights.given, *weights.measured, SYNTHETIC
    )


def _listed(by_cell: Sequence[Cell], weights: Weights, seed: int) -> pl.DataFrame:
    """The cells, with what is measured in their municipality."""
    middles = made_up()["middles"]
    values = {
        name: [_around(middles.get(name, middles["rest"]), seed, f"{name} {cell.code}") for cell in by_cell]
        for name in weights.measured
    }
    return pl.DataFrame(
        {
            "cel": pl.Series(range(len(by_cell)), dtype=pl.UInt32),
            "aantal": pl.Series([cell.count for cell in by_cell], dtype=pl.UInt32),
            PLACE: [cell.code for cell in by_cell],
            "type": [cell.type for cell in by_cell],
            "arm": [cell.poor for cell in by_cell],
            **{name: pl.Series(of, dtype=pl.Decimal(12, 6)) for name, of in values.items()},
        }
    )


def _around(middle: int, seed: int, what: str) -> Decimal:
    """A value from two thirds of a middle (in thousandths) to four thirds."""
    third = middle * 1000 * 2 // 3
    return Decimal(third + (third * uniform_of(seed, what, 0) >> 32)).scaleb(-6)


def _two(weights: Weights) -> pl.Expr:
    return pl.col("type").is_in(list(law.adults("one", weights.given))).not_()


def _picks(groups: dict[str, tuple[str, ...]], seed: int) -> list[pl.Expr]:
    """Of each group which row the first adult has, and which the second; as places in the group."""
    made = []
    for name, said in made_up()["picks"].items():
        for adult in (1, 2):
            one, other = (
                picked(
                    seed,
                    f"{name} {adult}",
                    N,
                    [Fraction(said[which].get(row, said["rest"])) for row in groups[name]],
                )
                for which in ("poor", "rows")
            )
            made.append(pl.when(POOR).then(one).otherwise(other).alias(f"{name} {adult}"))
    both = [_chances("vermogen_boven", "vermogen_tot"), _chances("corporatiewoning", "standplaats")]
    both.append(_chances("ao_uitkering_15_80_of_onbekend", "ao_uitkering_80_100"))
    for what, (poor, rich) in zip(("vermogen", "woning", "ao"), both, strict=True):
        made.append(
            pl.when(POOR).then(picked(seed, what, N, poor)).otherwise(picked(seed, what, N, rich)).alias(what)
        )
    return made


def _chances(first: str, second: str) -> tuple[list[Fraction], list[Fraction]]:
    """The shares of one row, another, and neither; of who is poor, and of who is not."""
    said = made_up()["chances"]
    poor, rich = ([Fraction(said[row][which], 1000) for row in (first, second)] for which in ("poor", "all"))
    return [*poor, 1 - sum(poor, Fraction(0))], [*rich, 1 - sum(rich, Fraction(0))]


def _rows(groups: dict[str, tuple[str, ...]], weights: Weights, seed: int) -> list[pl.Expr]:
    """Every given row as 0 or 1."""
    known: dict[str, pl.Expr] = {row: pl.col("type") == row for row in groups["gezinssituatie"]}
    known |= {
        row: (pl.col(f"{name} 1") == n)
        | ((pl.col(f"{name} 2") == n) & (_two(weights) if name in EACH else False))
        for name in made_up()["picks"]
        for n, row in enumerate(groups[name])
    }
    for what, name in (("vermogen", "vermogensklasse"), ("woning", "soort woning"), ("ao", "mate van AO")):
        known |= {row: pl.col(what) == n % 2 for n, row in enumerate(groups[name])}
    alone = pl.col("type") == "alleenstaande"
    known |= {
        r: known[r] & (alone if r.startswith("alleenstaande") else ~alone) for r in groups["vermogensklasse"]
    }
    for fits in law.fits(weights.given):
        if fits.needs:
            known[fits.rows[0]] = known[fits.needs[0]] & _happens(fits.rows[0], seed)
    return [known.get(row, _happens(row, seed)).cast(pl.UInt8).alias(row) for row in weights.given]


def _happens(row: str, seed: int) -> pl.Expr:
    said = made_up()["chances"].get(row, made_up()["chances"]["rest"])
    poor, rich = (happens(seed, row, N, Fraction(said[which], 1000)) for which in ("poor", "all"))
    return pl.when(POOR).then(poor).otherwise(rich)


def _norm(weights: Weights, seed: int) -> pl.Expr:
    """The norm that goes with who is in the household."""
    couple = pl.col("type").is_in(list(law.adults("couple", weights.given)))
    young = [pl.col(f"leeftijd {adult}") == 0 for adult in (1, 2)]
    all_young = young[0] & (young[1] | ~_two(weights))
    child = (
        pl.when(pl.col("type").str.starts_with("paar_jongste"))
        .then(pl.lit("met"))
        .otherwise(pl.lit("zonder"))
    )
    shared = _happens("kostendeler", seed)
    return (
        pl.when((pl.col("student") == 1) & ~couple).then(pl.lit(STUDENT))
        .when(couple & all_young).then(pl.format("paar_beide_18_20_{}_kind", child))
        .when(couple & (young[0] | young[1])).then(pl.format("paar_een_18_20_{}_kind", child))
        .when(all_young).then(pl.lit("alleenstaande_18_20"))
        .when(shared).then(pl.lit("kostendeler_21_aow_2"))
        .when(couple).then(pl.lit("paar_beide_21_aow"))
        .otherwise(pl.lit("alleenstaande_21_aow"))
    )  # fmt: skip
