"""The history of an amount: what each publication gave for each year, on one territory."""

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import get_args

import polars as pl
from attrs import frozen

from allocation.case import CODE
from allocation.errors import InputError, Problem
from allocation.numbers import decimal
from allocation.territory import restated
from rules.analysis.outcome_index import SHOWN
from rules.analysis.restate import values_of
from rules.library.schema import Stand
from rules.runs.outcome import Outcome
from rules.runs.rulebooks import named_rule
from rules.runs.workspace import Workspace
from rules.territory.municipalities import carried, municipalities

DECIMALS = pl.Decimal(38, SHOWN)
STANDS = get_args(Stand)
"""In order: of two moments of one date the more definite one is later."""


@frozen(eq=False)
class Moment:
    """What one publication gave for one year: `amounts` by code, on the territory of the history.

    `moved`: they were added up over a reorganisation, so that no publication has them so. `official` says of
    which municipalities it is what was published, as far as that is known.
    """

    outcome: Outcome
    amounts: Mapping[str, Fraction]
    moved: bool
    official: frozenset[str]
    rule: str

    @property
    def total(self) -> Fraction:
        """Of all municipalities together."""
        return sum(self.amounts.values(), Fraction(0))

    def status(self, code: str) -> str:
        """How sure the amount of a municipality is; "" stands for the country."""
        rule_status = self.outcome.result.statuses[self.rule]
        whole = self.official >= {*self.amounts} if not code else code in self.official
        return "officieel" if whole else rule_status


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
    moments = [_moment(outcome, rule, territory) for outcome in outcomes]
    return History(rule, territory, names, moments)


def _moment(outcome: Outcome, rule: str, territory: datetime.date) -> Moment:
    parts = carried(outcome.prepared.year.territory, territory)
    amounts = restated(values_of(outcome, rule), parts)
    changed = {code for into in parts.values() for code in into}
    sure = zip(outcome.prepared.case.codes, outcome.sure(rule), strict=True)
    official = {code for code, status in sure if status == "officieel"} - changed
    return Moment(outcome, amounts, bool(parts), frozenset(official & {*amounts}), rule)
