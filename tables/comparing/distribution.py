"""How municipalities are spread over a value, as a table with a chart."""

from collections.abc import Sequence
from fractions import Fraction

from allocation.numbers import decimals_of
from rules.analysis.distribution import Class, distribution
from tables.words import number
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, Chart


def distribution_block(name: str, caption: str, what: str, values: Sequence[Fraction]) -> Block:
    """A table of how many municipalities have which `what`; `values` are not empty."""
    classes = distribution(values)
    bounds = [bound for one in classes for bound in (one.low, one.high) if bound is not None]
    decimals = max(decimals_of(bound) or 0 for bound in bounds)
    fields: list[Field[Class]] = [
        Field(what, lambda one: _label(one, decimals), width=34, total="Totaal"),
        Field("Gemeenten", lambda one: one.count, width=14, decimals=0, total=len(values)),
    ]
    return block(name, fields, classes, caption=caption, totals=True)


def distribution_chart(of: Block) -> Chart:
    """The counts of such a table as bars."""
    what, counted = (column.header for column in of.columns)
    ends = f"van {of.rows[0][0]} tot {of.rows[-1][0]}"
    alt = f"Staven: hoeveel gemeenten er zijn in elke klasse van {what}, {ends}."
    return Chart(of.caption, of.name, what, [counted], what, counted.lower(), alt)


def _label(one: Class, decimals: int) -> str:
    if one.low is None:
        return f"minder dan {number(one.high or Fraction(0), decimals)}"
    if one.high is None:
        return f"{number(one.low, decimals)} of meer"
    return f"{number(one.low, decimals)} tot {number(one.high, decimals)}"
