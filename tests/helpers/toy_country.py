"""A toy country, to test the engine without Dutch law: cities share bread, wood and gold."""

from decimal import Decimal
from fractions import Fraction

import polars as pl

from allocation.case import CODE, Case, case_of
from allocation.evaluation import evaluate
from allocation.expressions import apportion, clamp, maximum, total, where
from allocation.result import Result
from allocation.rulebook import rulebook
from allocation.rules import Rounding, Rule, rule

WHOLE = Rounding(0, "the king counts in whole loaves")


@rule(label="Bread", unit="loaves", source="Edict 1", valid_from=1, rounds=WHOLE, pot="granary")
def bread(granary, people):
    """A share of the granary by head, at least one loaf."""
    return maximum(1, granary * people / total(people))


@rule(label="Wood", unit="logs", source="Edict 2", valid_from=1, pot="forest")
def wood(forest, hearths):
    """The forest by hearth, to the last log."""
    return apportion(forest, hearths)


@rule(label="Share of wood", unit="logs", source="Edict 2", valid_from=1)
def exact_wood(forest, hearths):
    """The same without rounding: a quotient that may not end."""
    return forest * hearths / total(hearths)


@rule(
    label="Gold", unit="coins", source="Edict 3", valid_from=1, rounds=Rounding(2, "coins are cut in cents")
)
def gold(price, people, hearths, limit):
    """Paid by head within bounds; cities with more hearths than people get the limit."""
    return where(hearths > people, limit, clamp(price * people, 0, limit))


RULES: list[Rule] = [bread, wood, exact_wood, gold]
INPUTS = ["people", "hearths"]
FIGURES = ["granary", "forest", "price", "limit"]


def case(rows: dict[str, tuple[str, str]], rules: list[Rule] = RULES, **figures: object) -> Case:
    """A case from {code: (people, hearths)}."""
    numbers = {"granary": 100, "forest": 10, "price": Fraction(1, 3), "limit": 50, **figures}
    columns = {
        name: pl.Series([Decimal(values[i]) for values in rows.values()], dtype=pl.Decimal(38, 6))
        for i, name in enumerate(INPUTS)
    }
    book = rulebook(rules, INPUTS, FIGURES, 1)
    return case_of(
        book,
        pl.DataFrame({CODE: list(rows), **columns}),
        {name: Fraction(numbers[name]) for name in FIGURES},
        dict.fromkeys([*INPUTS, *FIGURES], "officieel"),
    )


def result(rows: dict[str, tuple[str, str]], rules: list[Rule] = RULES, **figures: object) -> Result:
    """What comes of a case."""
    return evaluate(case(rows, rules, **figures))
