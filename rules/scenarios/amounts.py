"""What comes out of some worlds of a publication year: every amount, balances, and why some have nothing."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import polars as pl
from attrs import frozen

from allocation.case import CODE
from allocation.column import QUOTIENT_DECIMALS
from allocation.expressions import Apportion, Arithmetic, Expression, Logistic, Round, Symbol
from allocation.many import WORLD
from allocation.numbers import decimal
from allocation.rules import Rule
from allocation.worlds import Batch, evaluate_runs
from rules.scenarios.world_runs import Numbers, Setting

YEAR, RULE = "uitkeringsjaar", "regel"
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
WHOLE = 2**256
"""What a sum of hashes goes around at."""


@frozen(eq=False)
class Amounts:
    """Of some worlds, in their order.

    `frame` has a row per world and municipality, a column per amount; `closings` a row per world and pot,
    where they were asked; `failed` says of a world why it has nothing. `again`: so many worlds were done
    again on fractions.
    """

    year: int
    frame: pl.DataFrame
    closings: pl.DataFrame
    failed: Mapping[str, str]
    again: int

    @property
    def outcome(self) -> int:
        """One number of all of it: the hashes of its worlds, each with its amounts, added up.

        So that of a year is the sum of those of its parts, whatever the cut. It tells a fault, no forger.
        """
        cells = [pl.col(name).cast(pl.String) for name in self.frame.columns if name != WORLD]
        texts = (
            self.frame.select(WORLD, row=pl.concat_str(cells, separator=" "))
            .group_by(WORLD, maintain_order=True)
            .agg(pl.col("row").str.join("\n"))
        )
        said = [*texts.iter_rows(), *sorted(self.failed.items())]
        columns = self.frame.columns
        hashes = (sha256(repr((self.year, columns, one)).encode()).digest() for one in said)
        return sum(int.from_bytes(one, "big") for one in hashes) % WHOLE


def amounts(of: Setting, names: Sequence[str], numbers: Numbers) -> Amounts:
    """Every amount in some worlds."""
    kinds = _kinds(of, names)
    frames, ends = [pl.DataFrame(schema=kinds)], [pl.DataFrame(schema=CLOSINGS)]
    failed: dict[str, str] = {}
    again = 0
    for batch in evaluate_runs(of.runs(names, numbers), of.wanted, closing=of.closing):
        failed |= {name: str(error) for name, error in batch.failed.items()}
        again += len(batch.names) if batch.again else 0
        if batch.names:
            frames.append(batch.frame().select(pl.col(name).cast(kind) for name, kind in kinds.items()))
            ends.append(_closings(of.year, batch))
    place = pl.col(WORLD).cast(kinds[WORLD]).to_physical()  # a world that was done again stands in its place
    return Amounts(
        of.year,
        pl.concat(frames).sort(place, maintain_order=True).with_columns(pl.col(WORLD).cast(pl.String)),
        pl.concat(ends).sort(place, maintain_order=True),
        failed,
        again,
    )


def _closings(year: int, batch: Batch) -> pl.DataFrame:
    """The balance of every pot in each world, and how many municipalities were equal at its last unit."""
    rows = []
    for name in batch.names if batch.closings else ():
        balances, ties = batch.closing(name)
        equal = {tie.rule: len(tie.granted) + len(tie.denied) for tie in ties}
        for one in balances:
            parts = (one.available, one.handed_out, one.pot_rounding, one.bounds, one.rounding)
            values = [decimal(value, QUOTIENT_DECIMALS) for value in parts]
            rows.append((name, year, one.pot, one.rule, *values, equal.get(one.rule, 0)))
    return pl.DataFrame(rows, schema=CLOSINGS, orient="row")


def _kinds(of: Setting, names: Sequence[str]) -> dict[str, Kind]:
    """Of each column its kind: the same in every batch, whatever decimals its values happen to need."""
    rules = of.case.book.rules
    decimals = {name: _decimals(rules[name].formula, rules) for name in of.wanted}
    kinds: dict[str, Kind] = {WORLD: pl.Enum(names), CODE: pl.Enum(of.case.codes)}
    return kinds | {name: pl.Decimal(38, count) for name, count in decimals.items()}


def _decimals(formula: Expression, rules: Mapping[str, Rule]) -> int:
    """Those of what is rounded or apportioned, and of sums of such; of all else those that are shown."""
    match formula:
        case Round() | Logistic() | Apportion():
            return formula.decimals
        case Arithmetic("+" | "-", left, right):
            return max(_decimals(left, rules), _decimals(right, rules))
        case Symbol(name) if name in rules:
            return _decimals(rules[name].formula, rules)
        case _:
            return QUOTIENT_DECIMALS
