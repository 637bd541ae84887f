"""What stands on the overview beside the amounts: inhabitants, the amounts together, and before."""

from collections.abc import Sequence
from fractions import Fraction

from allocation.numbers import decimal
from rules import Outcome
from rules.analysis.overview import Overview, Values
from tables.labels import label, status
from tables.publication.signs import UNKNOWN
from tables.words import STANDS, date_in_words
from tables.workbook.fields import Field

CENTS = 2
INHABITANTS = "Inwoners"


def inhabitant_fields(of: Overview) -> list[Field[int]]:
    """The inhabitants of each municipality, where they are known and not shown already."""
    if not any(of.persons) or _shows(of.outcome, INHABITANTS):
        return []
    year = of.outcome.prepared.year.year
    total = Outcome.together(of.persons)
    return [_field(f"{INHABITANTS} (1 januari {year})", of.persons, total, 0, _of_persons(of))]


def total_fields(of: Overview) -> list[Field[int]]:
    """The amounts together, per inhabitant, and beside the publication before this one."""
    if not of.money:
        return []
    found, whole, now = [], Outcome.together(of.together), _sure(of.outcome, of.money)
    if len(of.money) > 1:
        decimals = _decimals(of.together)
        found.append(_field("Totaal van de bedragen (EUR)", of.together, whole, decimals, now))
    if any(of.per_inhabitant) and not _shows_per_inhabitant(of.outcome):
        mark = max(now, _of_persons(of))
        found.append(_field("Per inwoner (EUR)", of.per_inhabitant, of.of_the_country, CENTS, mark))
    if of.previous:
        then, decimals = _sure(of.previous, of.money), _decimals([*of.before, *of.together])
        total, change = Outcome.together(of.before), Outcome.together(of.change)
        found.append(_field("Vorige stand (EUR)", of.before, total, decimals, then))
        found.append(_field("Verschil met vorige stand (EUR)", of.change, change, decimals, max(now, then)))
    return found


def _sure(outcome: Outcome, names: Sequence[str]) -> str:
    """The status of the least sure of some amounts; "" where all are official."""
    return max((status(outcome, name) for name in names), default="")


def _of_persons(of: Overview) -> str:
    return "" if of.counted else "afgeleid"


def previous_words(of: Overview) -> str:
    """Which publication came before, and how definite it was, as a line; "" without one."""
    if of.previous is None:
        return ""
    prepared = of.previous.prepared
    date = date_in_words(prepared.publication.date)
    return f"\nVorige stand: {prepared.publication.title} ({date}), {STANDS[prepared.year.stand]}."


def _shows(outcome: Outcome, word: str) -> bool:
    return any(label(outcome, name)[0].startswith(word) for name in outcome.prepared.year.overview)


def _shows_per_inhabitant(outcome: Outcome) -> bool:
    return any(label(outcome, name)[1] == "EUR per inwoner" for name in outcome.prepared.year.overview)


def _decimals(values: Values) -> int:
    return 0 if all(value is None or value.denominator == 1 for value in values) else CENTS


def _field(header: str, values: Values, total: Fraction | None, decimals: int, mark: str) -> Field[int]:
    cells = [UNKNOWN if value is None else decimal(value, decimals) for value in values]
    whole = "" if total is None else decimal(total, decimals)
    return Field(header, cells.__getitem__, width=15, decimals=decimals, mark=mark, total=whole)
