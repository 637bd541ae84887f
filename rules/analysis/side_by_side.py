"""An amount of several years beside each other, all on the municipalities of the latest of them."""

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.case import CODE
from allocation.territory import restated
from rules.analysis.restate import values_of
from rules.runs.outcome import Outcome
from rules.territory.municipalities import carried


@frozen(eq=False)
class YearOf:
    """An amount in a year: by code on the later municipalities, and how sure each is.

    `moved`: some of it was added up over a reorganisation, so that no publication has it so.
    """

    outcome: Outcome
    amounts: Mapping[str, Fraction]
    statuses: Mapping[str, str]
    moved: bool

    @property
    def total(self) -> Fraction:
        """Of all municipalities together."""
        return sum(self.amounts.values(), Fraction(0))


def latest(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome on the latest municipalities: on which all are shown."""
    return max(outcomes, key=lambda outcome: outcome.prepared.year.territory)


def side_by_side(outcomes: Sequence[Outcome], amount: str) -> list[YearOf]:
    """The years that have the amount, in their order."""
    end = latest(outcomes).prepared
    have = [one for one in outcomes if amount in one.prepared.year.amounts]
    return [_year(one, amount, list(end.territory[CODE]), end.year.territory) for one in have]


def _year(outcome: Outcome, amount: str, codes: Sequence[str], end: datetime.date) -> YearOf:
    prepared = outcome.prepared
    parts = carried(prepared.year.territory, end)
    amounts = restated(values_of(outcome, amount), parts)
    changed = {code for into in parts.values() for code in into}
    sure = dict(zip(prepared.case.codes, outcome.sure(amount), strict=True))
    whole = outcome.result.statuses[amount]
    statuses = {code: whole if code in changed else sure.get(code, whole) for code in codes}
    return YearOf(outcome, {code: amounts[code] for code in codes if code in amounts}, statuses, bool(parts))
