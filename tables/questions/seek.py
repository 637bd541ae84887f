"""Which values make an amount what is asked, in words."""

from collections.abc import Iterator
from fractions import Fraction

from allocation.goal import Stretch
from allocation.numbers import decimals_of
from rules.analysis.seek import FINER, Answer, Between
from rules.territory.naming import names_by_code
from tables.approximation import banners
from tables.comparing.report import titled
from tables.labels import label
from tables.words import in_words, number, plural

MOST_DIGITS = 12
LONGEST = 24
"""A longer ratio says a reader nothing."""


def lines(answer: Answer) -> list[str]:
    """What was asked, what is found, and what was looked at."""
    asked = answer.question
    text, unit = label(asked.outcome, asked.rule)
    named, counted = label(asked.outcome, asked.cell.name)
    names = names_by_code(asked.outcome.prepared.territory)
    national = asked.outcome.prepared.case.book.national(asked.rule)
    who = names[asked.code] if asked.code else "landelijk" if national else "alle gemeenten samen"
    whose = f" van {names[asked.cell.code]}" if asked.cell.code else ""
    span = f"{_value(answer, asked.least)} tot en met {_value(answer, asked.most)}"
    return [
        "",
        titled(asked.outcome),
        *banners([asked.outcome]),
        f"{text}, {who}: nu {in_words(answer.amount)} {unit}, gevraagd {in_words(asked.asked)} {unit}",
        f"{named}{whose} ({counted}): nu {_value(answer, answer.now)}",
        *_found(answer),
        *(line for one in answer.between for line in _between(one)),
        f"Van elke waarde van {span}, {_in_decimals(asked.decimals)}, is uitgemaakt of zij het doet.",
    ]


def _value(answer: Answer, value: Fraction) -> str:
    return number(value, max(answer.question.decimals, min(decimals_of(value) or 0, MOST_DIGITS)))


def _found(answer: Answer) -> Iterator[str]:
    decimals = answer.question.decimals
    for stretch in answer.found.stretches:
        yield f"  {_stretch(stretch, decimals)}"
    if not answer.found.stretches:
        yield f"  {'geen hele waarde' if not decimals else f'geen waarde {_in_decimals(decimals)}'}"


def _in_decimals(decimals: int) -> str:
    return f"in {plural(decimals, 'decimaal', 'decimalen')}" if decimals else "in hele getallen"


def _stretch(stretch: Stretch, decimals: int) -> str:
    if stretch.first == stretch.last:
        return f"bij {number(stretch.first, decimals)}"
    return f"van {number(stretch.first, decimals)} tot en met {number(stretch.last, decimals)}"


def _between(one: Between) -> Iterator[str]:
    """Where the amount goes past what is asked, and with how many decimals it does not."""
    fewer = one.decimals - FINER
    before, after = number(one.passing.before, fewer), number(one.passing.after, fewer)
    yield f"  tussen {before} en {after} gaat het bedrag er voorbij"
    for stretch in one.found.stretches:
        yield f"    in {one.decimals} decimalen: {_stretch(stretch, one.decimals)}"
    if one.exact is not None and not one.found.stretches:
        ratio = f" ({one.exact})" if len(str(one.exact)) <= LONGEST else ""
        yield f"    precies bij {number(one.exact, one.decimals)}...{ratio}"
    if not one.found.stretches and one.exact is None:
        jump = one.found.passings[0] if one.found.passings else one.passing
        low, high = number(jump.before, one.decimals), number(jump.after, one.decimals)
        yield f"    ook in {one.decimals} decimalen niet: het bedrag verspringt tussen {low} en {high}"
