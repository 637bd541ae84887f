"""Outcomes to look things up in, with what was published of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import cached_property
from weakref import WeakKeyDictionary

from attrs import field, frozen

from allocation import exact
from allocation.case import CODE
from allocation.errors import AllocationError
from allocation.numbers import round_half_away
from rules.analysis.verify import Agreement, agreements
from rules.runs.outcome import Outcome
from rules.runs.workspace import Workspace
from rules.territory.naming import names_by_code

SHOWN = 2
"""The decimals of an amount that is not rounded, as it is printed."""
CENT = Fraction(1, 10**SHOWN)
STAND_INS = "indicatief"
"""The status of what rests on stand-ins: nothing can be concluded from such an amount."""


@frozen(eq=False)
class _ByRule(Mapping[str, Mapping[str, Fraction]]):
    """What is made of a rule when it is asked, once: of most publications one rule of many is looked at."""

    names: Sequence[str]
    make: Callable[[str], Mapping[str, Fraction]]
    _made: dict[str, Mapping[str, Fraction]] = field(factory=dict, init=False, eq=False, repr=False)

    def __getitem__(self, rule: str) -> Mapping[str, Fraction]:
        if rule not in self._made:
            if rule not in self.names:
                raise KeyError(rule)
            self._made[rule] = self.make(rule)
        return self._made[rule]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@frozen
class OutcomeIndex:
    """An outcome, with what is looked up in it time and again.

    `compared` is what is known of it from elsewhere; `grain` what amounts are a multiple of, as a table
    in thousands has them.
    """

    outcome: Outcome
    compared: Sequence[Agreement] = ()
    grain: Fraction = CENT
    _coarser: dict[Fraction, "OutcomeIndex"] = field(factory=dict, init=False, eq=False, repr=False)

    @cached_property
    def names(self) -> dict[str, str]:
        """The municipalities by code, in order."""
        return names_by_code(self.outcome.prepared.territory)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each municipality, by code."""
        return {code: place for place, code in enumerate(self.outcome.result.values[CODE])}

    @property
    def all(self) -> Mapping[str, exact.Row]:
        """The exact values of figures, inputs and rules."""
        return self.outcome.result.rows

    @cached_property
    def computed(self) -> Mapping[str, Mapping[str, Fraction]]:
        """The computed amounts by rule and code, as they are printed."""
        values = self.outcome.result.values
        return _ByRule(
            [rule for rule in values.columns if rule != CODE],
            lambda rule: {
                code: self.printed(Fraction(value))
                for code, value in zip(values[CODE], values[rule], strict=True)
            },
        )

    @cached_property
    def official(self) -> Mapping[str, Mapping[str, Fraction]]:
        """What was published, by rule and code; nothing of what rests on own data."""
        return {
            agreement.published.rule: {c: self.printed(stated) for c, stated in agreement.by_code.items()}
            for agreement in self.compared
            if agreement.by_code and agreement.published.official and not agreement.base
        }

    @cached_property
    def amounts(self) -> Mapping[str, Mapping[str, Fraction]]:
        """The amounts by rule and code: published where that is known, else computed."""
        computed = self.computed
        return _ByRule([*computed], lambda rule: {**computed[rule], **self.official.get(rule, {})})

    def sources(self, rule: str) -> list[str]:
        """Who published the amounts of a rule."""
        return [
            agreement.published.source
            for agreement in self.compared
            if agreement.published.rule == rule and rule in self.official and agreement.by_code
        ]

    def beside(self, rule: str) -> Agreement | None:
        """What an amount, or what it is a part of, can be compared with; of more where it is furthest off."""
        book = self.outcome.prepared.case.book
        among = [a for a in self.compared if a.by_code and rule in book.behind(a.published.rule)]
        return max(among, key=lambda agreement: agreement.largest, default=None)

    def margin(self, rule: str) -> Fraction:
        """How far computed amounts of a rule are known to be off."""
        beside = self.beside(rule)
        return beside.largest if beside else Fraction(0)

    def proves(self, rule: str) -> bool:
        """Whether a difference with a computed amount says anything: not where it rests on stand-ins."""
        return self.outcome.result.statuses.get(rule) != STAND_INS

    def printed(self, value: Fraction) -> Fraction:
        """A value as a table would have it."""
        if self.grain == CENT:
            return value if value.denominator == 1 else round_half_away(value, SHOWN)
        return round_half_away(value / self.grain, 0) * self.grain

    def in_units(self, grain: Fraction) -> "OutcomeIndex":
        """The same, as in a table that has multiples of `grain` alone."""
        if grain == self.grain:
            return self
        if grain not in self._coarser:
            self._coarser[grain] = OutcomeIndex(self.outcome, self.compared, grain)
        return self._coarser[grain]

    def value(self, name: str, code: str) -> exact.Value:
        """A figure, or the input of a municipality; None where it is not known."""
        row = self.all.get(name, [])
        if not row or (len(row) > 1 and code not in self.places):
            return None
        return row[self.places[code] if len(row) > 1 else 0]


def indexed(space: Workspace, outcome: Outcome) -> OutcomeIndex:
    """An outcome with what is known of it from elsewhere; on own data it is no longer what was published."""
    return OutcomeIndex(outcome, () if outcome.prepared.origins() else agreements(space, outcome))


_INDEXED: WeakKeyDictionary[Workspace, dict[int, OutcomeIndex]] = WeakKeyDictionary()
"""Of the outcomes that a workspace remembers, by identity: the same for every file that is checked."""


def elsewhere(space: Workspace, outcome: Outcome) -> list[OutcomeIndex]:
    """Every other publication year that has one of the amounts of `outcome`, computed, with all it takes."""
    others, known = [], _INDEXED.setdefault(space, {})
    for name, year, shared in _others(space, outcome):
        with suppress(AllocationError):  # an other publication that cannot be computed explains nothing
            other = space.outcome(name, year, shared)
            if id(other) not in known:
                known[id(other)] = indexed(space, other)
            others.append(known[id(other)])
    return others


def _others(space: Workspace, outcome: Outcome) -> Iterator[tuple[str, int, list[str]]]:
    own = (outcome.prepared.publication.name, outcome.prepared.year.year)
    for publication in space.library.publications.values():
        for year in publication.years:
            shared = [amount for amount in outcome.prepared.year.amounts if amount in year.amounts]
            which = publication.name, year.year
            if shared and which != own and space.complete(*which, shared):
                yield *which, shared
