"""An amount at several moments beside each other, all on the municipalities of the latest of them."""

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.territory import restated
from rules.analysis.restate import values_of
from rules.runs.outcome import Outcome
from rules.territory.municipalities import carried

OFFICIAL = "officieel"


@frozen(eq=False)
class Moment:
    """An amount (`rule`) as one publication gives it for one year, in order of code, on a later day.

    `moved`: some of it was added up over a reorganisation, so that no publication has it so. `statuses` say
    of each how sure it is: official is what was published, as far as that is known.
    """

    outcome: Outcome
    rule: str
    amounts: Mapping[str, Fraction]
    statuses: Mapping[str, str]
    moved: bool

    @property
    def total(self) -> Fraction:
        """Of all municipalities together."""
        return sum(self.amounts.values(), Fraction(0))

    def status(self, code: str) -> str:
        """How sure the amount of a municipality is; "" stands for the country."""
        if code:
            return self.statuses[code]
        official = {*self.statuses.values()} <= {OFFICIAL}
        return OFFICIAL if official else self.outcome.result.statuses[self.rule]


def moment(outcome: Outcome, rule: str, day: datetime.date) -> Moment:
    """The amounts of an outcome on the municipalities of a later day."""
    prepared = outcome.prepared
    parts = carried(prepared.year.territory, day)
    amounts = dict(sorted(restated(values_of(outcome, rule), parts).items()))
    changed = {code for into in parts.values() for code in into}
    sure = dict(zip(prepared.case.codes, outcome.sure(rule), strict=True))
    whole = outcome.result.statuses[rule]
    statuses = {code: whole if code in changed else sure[code] for code in amounts}
    return Moment(outcome, rule, amounts, statuses, bool(parts))


def latest(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome on the latest municipalities: on which all are shown."""
    return max(outcomes, key=lambda outcome: outcome.prepared.year.territory)


def side_by_side(outcomes: Sequence[Outcome], amount: str) -> list[Moment]:
    """The years that have the amount, in their order."""
    day = latest(outcomes).prepared.year.territory
    return [moment(one, amount, day) for one in outcomes if amount in one.prepared.year.amounts]
