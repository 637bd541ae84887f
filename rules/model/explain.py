"""Why: what makes the chance of one household, weight by weight, and what sets a municipality apart.

The second is on the logit and exact there: x is a sum, so the mean x of a municipality less that of the
country is the sum, over the groups of rows, of weight times the difference of the means. O itself is no
sum of such parts (the logistic function bends); what a change of weights does to O is divided by Shapley
(`effect`).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import polars as pl
from attrs import frozen

from allocation.errors import InputError, Problem
from rules.model import law, plain
from rules.model.checks import NORM, PLACE
from rules.model.households import scan
from rules.model.layout import Layout
from rules.model.run import Run, Setting
from rules.model.sums import UNIT
from rules.model.weights import CONSTANT, Table, Weight, Weights


@frozen
class Term:
    """A row of a table that adds to x: its value in the household, and what it adds."""

    row: Weight
    value: Fraction
    adds: Fraction


@frozen
class HouseholdExplained:
    """One household: what adds to x in both tables, chance and fraction (nine decimals), and its norm."""

    code: str
    norm: str
    cents: int
    chance_terms: tuple[Term, ...]
    price_terms: tuple[Term, ...]
    chance: Fraction
    fraction: Fraction

    @property
    def expected(self) -> Fraction:
        """What the household adds to O, in euros."""
        return self.chance * self.fraction * Fraction(self.cents, 100)


def row_of(path: Path, number: int) -> Mapping[str, object]:
    """A row of a file of households, counted from 1. Raises InputError where there is none."""
    found = scan(path).slice(number - 1, 1).collect()
    if found.is_empty():
        raise InputError([Problem(f"{path.name}, rij {number}", "is er niet", "een rij van het bestand")])
    return found.row(0, named=True)


def household(row: Mapping[str, object], of: Setting) -> HouseholdExplained:
    """Explain a household, of which `row` has every column."""
    weights = of.weights
    values: plain.Household = {name: row[name] for name in (*weights.given, *weights.measured)}  # type: ignore[misc]
    both = (weights.chance, weights.price)
    chance, price = (_terms(values, table, weights) for table in both)
    p, f = (Fraction(plain.fixed(values, table, weights), UNIT) for table in both)
    norm = str(row[NORM])
    return HouseholdExplained(str(row[PLACE]), norm, of.norms[norm], chance, price, p, f)


def _terms(values: plain.Household, table: Table, weights: Weights) -> tuple[Term, ...]:
    known = {**plain.whole(values, weights), CONSTANT: 1}
    adds = plain.terms(values, table, weights)
    return tuple(
        Term(row, Fraction(known[row.name]), Fraction(adds[row.name]))
        for row in table.rows
        if row.name in adds
    )


@frozen
class Apart:
    """A group of rows of one table: the mean of what it adds to x, here and in the country."""

    part: str
    group: str
    here: Fraction
    country: Fraction

    @property
    def difference(self) -> Fraction:
        """What sets the municipality apart."""
        return self.here - self.country


def apart(run: Run, code: str) -> list[Apart]:
    """Each group of each table, for a municipality against the country.

    Raises InputError where it has no households.
    """
    weights = run.setting.weights
    means = means_of(run, code)
    return [
        Apart(table.part, group, *(_adds(table, group, mean) for mean in means))
        for table in (weights.chance, weights.price)
        for group in dict.fromkeys(row.group for row in table.rows if row.name != CONSTANT)
    ]


def means_of(run: Run, code: str) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """The mean of every row, in a municipality and in the country.

    Raises InputError where it has no households.
    """
    weights, layout = run.setting.weights, run.setting.layout
    frames = [_counts(pl.scan_parquet(part.path), weights, layout) for part in run.parts]
    counts = pl.concat(frames).group_by(PLACE).sum()
    here = counts.filter(pl.col(PLACE) == layout.codes.index(code))
    if here.is_empty():
        raise InputError(
            [Problem(f"gemeente {code}", "er zijn geen huishoudens van", "een gemeente met huishoudens")]
        )
    return _means(here, weights), _means(counts, weights)


def _counts(frame: pl.LazyFrame, weights: Weights, layout: Layout) -> pl.DataFrame:
    """Of each municipality its rows, how many have each row, and the sum of what is measured (millionths)."""
    bits = [
        (pl.col(column) // (1 << bit) % 2).cast(pl.Int64).sum().alias(name)
        for column, names in layout.columns
        for bit, name in enumerate(names)
    ]
    measured = [pl.col(name).cast(pl.Int64).sum() for name in weights.measured]
    return (
        frame.group_by(PLACE)
        .agg(pl.len().cast(pl.Int64).alias("\0rows"), *bits, *measured)
        .collect(engine="streaming")
    )


def _means(counts: pl.DataFrame, weights: Weights) -> dict[str, Fraction]:
    sums = counts.drop(PLACE).sum().row(0, named=True)
    rows, ten = sums.pop("\0rows"), 10 ** law.document()["measured"]["decimals"]
    return {name: Fraction(n, rows * (ten if name in weights.measured else 1)) for name, n in sums.items()}


def _adds(table: Table, group: str, means: Mapping[str, Fraction]) -> Fraction:
    rows: Sequence[Weight] = [
        row for row in table.rows if row.group == group and row.value and row.name != CONSTANT
    ]
    return sum((Fraction(row.value) * means[row.name] for row in rows if row.value), Fraction(0))


def x_of(terms: Sequence[Term]) -> Fraction:
    """x: all that a household's rows add."""
    return sum((term.adds for term in terms), Fraction(0))


def by_part(made: Sequence[Apart]) -> dict[str, Apart]:
    """Of each table all groups together: what the differences add up to."""
    return {
        part: Apart(part, "", *(_together(made, part, name) for name in ("here", "country")))
        for part in dict.fromkeys(one.part for one in made)
    }


def _together(made: Sequence[Apart], part: str, name: str) -> Fraction:
    return sum((getattr(one, name) for one in made if one.part == part), Fraction(0))
