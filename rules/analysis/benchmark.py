"""Benchmark: what municipalities realised, beside what an outcome gives them, and beside each other.

The result (given minus realised) falls apart in two, exactly: what the national budget did (with everyone's
share in what was realised), and what the distribution did, which adds up to nothing over all municipalities.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.errors import InputError, Problem
from allocation.figures import FigureValue
from allocation.inputs import InputSpec, Kind
from allocation.numbers import added
from rules.analysis.groups import Grouping
from rules.reading.columns import Table, read_columns
from rules.reading.stated import Purpose
from rules.runs.outcome import Outcome, Prepared
from rules.runs.places import places
from rules.territory.municipalities import inhabitants_on
from rules.territory.naming import names_by_code

PEERS = 6
PER = 10_000
"""So many inhabitants: what is realised is compared per so many."""


@frozen
class Row:
    """A municipality, or some together: what it was given and what it realised, in the unit of the amount.

    `macro` and `distribution` add up to the result. `persons` is 0 where these are not known.
    """

    code: str
    name: str
    persons: Fraction
    given: Fraction
    realised: Fraction
    macro: Fraction

    @property
    def result(self) -> Fraction:
        """What it was given more than it realised (less, below zero)."""
        return self.given - self.realised

    @property
    def distribution(self) -> Fraction:
        """What the distribution did: the rest of the result."""
        return self.result - self.macro

    @property
    def used(self) -> Fraction | None:
        """What was realised, per hundred of what was given; None where nothing was."""
        return self.realised / self.given * 100 if self.given else None

    @property
    def rate(self) -> Fraction | None:
        """What was realised per 10,000 inhabitants; None where these are not known."""
        return self.realised / self.persons * PER if self.persons else None

    @property
    def result_per_inhabitant(self) -> Fraction | None:
        """The result per inhabitant."""
        return self.result / self.persons if self.persons else None


@frozen
class Benchmark:
    """Every municipality in order of code; `national` is what is known of the country from elsewhere."""

    outcome: Outcome
    rule: str
    rows: Sequence[Row]
    national: FigureValue | None

    @property
    def everyone(self) -> Row:
        """All municipalities together."""
        return together(self.rows)

    def row(self, code: str) -> Row:
        """One municipality."""
        return next(row for row in self.rows if row.code == code)

    def by_group(self, grouping: Grouping) -> list[tuple[str, Row]]:
        """Each group as one."""
        rows = {row.code: row for row in self.rows}
        return [
            (group, together([rows[c] for c in codes])) for group, codes in grouping.members.items() if codes
        ]

    def peers(self, code: str) -> list[Row]:
        """The municipalities that are nearest in inhabitants; none where these are not known."""
        mine = self.row(code)
        others = [row for row in self.rows if row.code != code and row.persons]
        near = sorted(others, key=lambda row: (abs(row.persons - mine.persons), row.code))
        return near[:PEERS] if mine.persons else []


def benchmark(outcome: Outcome, rule: str, realised: Mapping[str, Fraction]) -> Benchmark:
    """What was realised (by code, of every municipality) beside an amount.

    Raises InputError where nothing was realised at all, so that there is nothing to compare with.
    """
    prepared = outcome.prepared
    codes, names = prepared.case.codes, names_by_code(prepared.territory)
    persons = inhabitants_on(prepared.year.year, prepared.year.territory)
    given = outcome.result.exact(rule)
    whole = added(list(realised.values()))
    if not whole:
        raise InputError([Problem(rule, "nothing was realised by any municipality", "what was realised")])
    part = added(given) / whole - 1
    rows = [
        Row(code, names[code], persons.get(code, Fraction(0)), amount, realised[code], realised[code] * part)
        for code, amount in zip(codes, given, strict=True)
    ]
    return Benchmark(outcome, rule, rows, _national(prepared, rule))


def realised_in(table: Table, key: str, column: str, outcome: Outcome, rule: str) -> dict[str, Fraction]:
    """What a table has, for every municipality of the outcome. Raises InputError with all that is wrong."""
    of = outcome.prepared.case.book.rules[rule]
    kind: Kind = "bedrag" if of.unit.is_money else "aantal"
    spec = InputSpec("realised", of.label, of.unit, kind, 2, "")
    there = places(outcome.prepared.year.territory)
    columns, problems = read_columns(table, key, [(spec, column)], there, Purpose())
    if problems:
        raise InputError(problems)
    return {code: Fraction(value) for code, value in columns.rows()}


def together(rows: Sequence[Row]) -> Row:
    """Some municipalities as one; of inhabitants that are not known of all of them, none."""
    persons = added([row.persons for row in rows]) if all(row.persons for row in rows) else Fraction(0)
    sums = (added([getattr(row, name) for row in rows]) for name in ("given", "realised", "macro"))
    return Row("", "", persons, *sums)


def _national(prepared: Prepared, rule: str) -> FigureValue | None:
    library, moment = prepared.library, (prepared.publication.name, prepared.year.year)
    name = library.law.realised.get(rule, "")
    return library.figure(name, *moment) if name and library.has_figure(name, *moment) else None
