"""A correction: what was paid on wrong values is settled over later years, so that every year closes."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from attrs import Factory, frozen

from allocation.case import CODE
from allocation.errors import InputError, Problem
from allocation.evaluation import evaluate
from allocation.numbers import added, round_half_away
from allocation.settlement import POT, Settlement, in_proportion
from rules.analysis.given_values import Changed, with_changes
from rules.analysis.handed_on import settled, steps
from rules.library.layers import Reorganisation
from rules.runs.outcome import Outcome

CENTS = 2


@frozen
class Line:
    """What one municipality (or the pot: POT) was paid, should have been, and is settled in each year.

    In the unit of the amount; `settled` and `spared` add up to `right` - `paid` and what was `taken` over
    from who went before it (below zero: left to who came after), of the pot to what it bears.
    """

    who: str
    paid: Fraction
    right: Fraction
    difference: Fraction
    spared: Fraction
    taken: Fraction
    by_year: Sequence[Fraction]

    @property
    def settled(self) -> Fraction:
        """What is received over all years (below zero: paid)."""
        return sum(self.by_year, Fraction(0))


@frozen
class Correction:
    """Of one amount what was paid and what is right, per municipality in order of code, and the settlement.

    `paid` and `right` are in units of 10^-`decimals` of the unit of the amount. `closed`: the total is what
    was paid. `pot` is what bears the rest ("" where nothing does). `taken` is what each took over when
    municipalities merged or split on the way, and `names` are those of the new ones.
    """

    outcome: Outcome
    rule: str
    decimals: int
    paid: Sequence[int]
    right: Sequence[int]
    closed: bool
    pot: str
    settlement: Settlement
    taken: Mapping[str, int] = Factory(dict)
    names: Mapping[str, str] = Factory(dict)

    @property
    def codes(self) -> Sequence[str]:
        """The municipalities."""
        return self.outcome.prepared.case.codes

    def amount(self, units: int) -> Fraction:
        """Whole units as an amount."""
        return Fraction(units, 10**self.decimals)

    @property
    def years(self) -> list[str]:
        """The years over which it is settled."""
        return [period.name for period in self.settlement.periods]

    @property
    def lines(self) -> list[Line]:
        """A line per municipality, in order of code, those that came later, and the pot that bears any."""
        lines = [self._line(*row) for row in zip(self.codes, self.paid, self.right, strict=True)]
        lines += [self._line(code, 0, 0) for code in sorted({*self.taken} - {*self.codes})]
        return [*lines, self._line(POT, 0, 0)] if self.pot else lines

    @property
    def together(self) -> Line:
        """All lines added up: nothing in any year."""
        lines = self.lines
        columns = zip(
            *((one.paid, one.right, one.difference, one.spared, one.taken, *one.by_year) for one in lines),
            strict=True,
        )
        paid, right, difference, spared, taken, *by_year = map(added, columns)
        return Line("", paid, right, difference, spared, taken, by_year)

    @property
    def moved(self) -> list[Fraction]:
        """What changes hands in each year, by year."""
        return [
            self.amount(sum(transfer.units for transfer in period.transfers))
            for period in self.settlement.periods
        ]

    def _line(self, who: str, paid: int, right: int) -> Line:
        settlement = self.settlement
        spared = -settlement.spared.get(who, 0)
        received = (period.received.get(who, 0) for period in settlement.periods)
        numbers = (paid, right, right - paid, spared, self.taken.get(who, 0), *received)
        was, now, difference, kept, taken, *by_year = map(self.amount, numbers)
        return Line(who, was, now, difference, kept, taken, by_year)


def planted(outcome: Outcome, rule: str, mistakes: Sequence[Changed]) -> Sequence[Fraction]:
    """The amounts of a rule when some cells had another value."""
    return evaluate(with_changes(outcome.prepared.case, list(mistakes))).exact(rule)


@frozen
class Terms:
    """How a correction is settled: in equal parts over `years`; see `correction`.

    `what` merges or splits municipalities in the year `since` (None: the first), which no law says.
    """

    years: Sequence[int]
    spare: Collection[str] = ()
    pot: str = ""
    closed: bool = False
    what: Reorganisation | None = None
    since: int | None = None


def corrections(
    was: Outcome, right: Outcome, mistakes: Sequence[Changed], rules: Sequence[str], terms: Terms
) -> list[Correction]:
    """Of each of the amounts that was paid wrongly: on what `was` has, with `mistakes` in it.

    Raises InputError where the two are on other municipalities, and what `correction` raises.
    """
    same_municipalities(was, right)
    paid = {rule: planted(was, rule, mistakes) for rule in rules}
    wrong = [rule for rule in rules if [*paid[rule]] != [*right.result.exact(rule)]]
    return [correction(right, rule, paid[rule], terms) for rule in wrong]


def correction(right: Outcome, rule: str, paid: Sequence[Fraction], terms: Terms) -> Correction:
    """Settle what was `paid` of an amount (in order of code) to what is right by `right`, in equal parts.

    `closed`: the budget was what it was, so what is right is brought to the total that was paid. Whoever is
    in `spare` (codes) pays nothing. Who merges or splits on the way hands on what is left. Amounts are whole
    euros where all of them are, else cents. Raises InputError where something is left that nobody bears, and
    no `pot` is named to do so, and what `steps` raises.
    """
    values = right.result.exact(rule)
    decimals = 0 if all(value.denominator == 1 for value in (*paid, *values)) else CENTS
    was = [_units(value, decimals) for value in paid]
    now = in_proportion(was, values) if terms.closed else [_units(value, decimals) for value in values]
    codes = right.prepared.case.codes
    claims = {code: b - a for code, a, b in zip(codes, was, now, strict=True)}
    at = steps(right.prepared.year.territory, terms.years, terms.what, terms.since)
    handed = settled(claims, [str(year) for year in terms.years], terms.spare, at)
    made = handed.settlement
    if made.pot and not terms.pot:
        unit = right.prepared.case.book.rules[rule].unit
        found = f"{Fraction(made.pot, 10**decimals)} {unit} blijft over dat geen gemeente betaalt of ontvangt"
        raise InputError(
            [Problem(rule, found, "een pot die het draagt (--pot), of een budget dat blijft (--closed)")]
        )
    pot = terms.pot if made.pot else ""
    return Correction(right, rule, decimals, was, now, terms.closed, pot, made, handed.taken, at.names)


def same_municipalities(paid: Outcome, right: Outcome) -> None:
    """Raise InputError where two outcomes are not on the same municipalities."""
    if paid.prepared.case.codes != right.prepared.case.codes:
        days = f"op de gemeenten van {paid.prepared.year.territory} en {right.prepared.year.territory}"
        raise InputError([Problem(CODE, days, "wat is betaald en wat juist is op dezelfde gemeenten")])


def _units(value: Fraction, decimals: int) -> int:
    return int(round_half_away(value, decimals) * 10**decimals)
