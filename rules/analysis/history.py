"""The history of an amount: what each publication gave for each year, on one territory."""

import datetime
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import get_args

import polars as pl
from attrs import frozen

from allocation.case import CODE
from allocation.errors import InputError, Problem
from allocation.numbers import decimal
from rules.analysis.outcome_index import SHOWN
from rules.analysis.side_by_side import Moment, moment
from rules.library.schema import Stand
from rules.runs.rulebooks import named_rule
from rules.runs.workspace import Workspace
from rules.territory.municipalities import municipalities

DECIMALS = pl.Decimal(38, SHOWN)
STANDS = get_args(Stand)
"""In order: of two moments of one date the more definite one is later."""


@frozen(eq=False)
class History:
    """An amount over all publications and years that have it, the oldest first, on one territory."""

    rule: str
    territory: datetime.date
    names: Mapping[str, str]
    moments: Sequence[Moment]

    @cached_property
    def frame(self) -> pl.DataFrame:
        """A row per municipality and moment: whose, which publication and year, the amount, how sure."""
        rows = [
            (
                code,
                self.names[code],
                moment.outcome.prepared.publication.name,
                moment.outcome.prepared.year.year,
                decimal(moment.amounts[code], SHOWN),
                moment.status(code),
                moment.moved,
            )
            for moment in self.moments
            for code in self.names
        ]
        names = [CODE, "naam", "publicatie", "uitkeringsjaar", "bedrag", "status", "overgebracht"]
        return pl.DataFrame(rows, schema=names, orient="row", schema_overrides={"bedrag": DECIMALS})


def history(space: Workspace, asked: str) -> History:
    """All that is known of an amount (by name or label), on the latest territory of those that have it.

    Only what can be computed: a publication of which data are lacking has no amounts. Raises InputError for
    an amount that no such publication has.
    """
    labels = {rule.name: rule for rule in space.library.rules}
    rule = named_rule(labels, asked)
    found = [
        (year.year, of.date, STANDS.index(year.stand), of.name)
        for of in space.library.publications.values()
        for year in of.years
        if rule in year.amounts and space.complete(of.name, year.year, [rule])
    ]
    if not found:
        expected = "een bedrag van een publicatie die te berekenen is (verdeel list publications)"
        raise InputError([Problem("historie", f"geen publicatie geeft {rule}", expected)])
    outcomes = [space.outcome(name, year, [rule]) for year, *_, name in sorted(found)]
    territory = max(outcome.prepared.year.territory for outcome in outcomes)
    names = dict(municipalities(territory).select(CODE, "naam").iter_rows())
    moments = [moment(outcome, rule, territory) for outcome in outcomes]
    return History(rule, territory, names, moments)
