"""The model in plain Python on Decimal, as the text reads: slow, and without packing, polars or floats.

It stands apart from `sums`, which is held against it: rows by name, and every value decided in Decimal.
"""

from collections.abc import Mapping
from decimal import Decimal, localcontext

from allocation.logistic import DECIMALS, decided
from rules.model.weights import CONSTANT, Table, Weights

Household = Mapping[str, Decimal | int]
"""Of every given row 0 or 1, and of what is measured its value."""


def whole(household: Household, weights: Weights) -> dict[str, Decimal | int]:
    """The household with the rows that follow from others."""
    made = dict(household)
    for one in weights.computed:
        also = not one.also or any(household[row] for row in one.also)
        made[one.name] = int(also and any(household[row] for row in one.any))
    return made


def terms(household: Household, table: Table, weights: Weights) -> dict[str, Decimal]:
    """What each row adds to x, that is not 0; the constant too."""
    values = {**whole(household, weights), CONSTANT: 1}
    with localcontext() as context:
        context.prec = 60
        return {
            row.name: Decimal(values[row.name]) * row.value
            for row in table.rows
            if row.value and values[row.name]
        }


def fixed(household: Household, table: Table, weights: Weights) -> int:
    """The chance, or the fraction, in units of 10^-9."""
    with localcontext() as context:
        context.prec = 60
        x = sum(terms(household, table, weights).values(), start=Decimal(0))
        units = int(x.scaleb(weights.scale))
    return decided(units, weights.scale, DECIMALS)
