"""What a terminal shows of a publication: totals, pots, and the comparison with what was published."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from allocation.numbers import decimals_of
from rules import Outcome
from rules.analysis.verify import Agreement, against_bounds, against_oracle
from rules.territory.naming import names_by_code
from tables.approximation import banner, banners
from tables.balances import AVAILABLE, CENTS, LEFT, amounts, closed, reasons
from tables.labels import departures, edition, label, publication_year, status
from tables.listing import as_text
from tables.publication.control import no_evidence
from tables.words import first_few, in_words, number, plural

DECIMALS = 9
"""Of a relative difference."""


def publication_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """The national total of every amount, and how many pots close."""
    return [line for outcome in outcomes for line in _publication_lines(outcome)]


RATIOS, RATIO = ("aandeel", "factor"), 6
"""Units of what is a ratio, and how many decimals it has here at most."""


def _publication_lines(outcome: Outcome) -> Iterator[str]:
    year, result = outcome.prepared.year, outcome.result
    totals = {name: Fraction(result.total(name)) for name in year.amounts} | dict(result.national)
    rows = [
        (*label(outcome, name), _words(value, label(outcome, name)[1]), status(outcome, name))
        for name, value in totals.items()
    ]
    wide = max(len(words) for _, _, words, _ in rows)
    yield f"{publication_year(outcome)} ({year.stand}):"
    if approximated := banner(outcome):
        yield f"  {approximated}"
    shown = [(text, words.rjust(wide), unit, mark) for text, unit, words, mark in rows]
    yield from (f"  {line}" for line in as_text(shown))
    if result.balances:
        pots, exact = len(result.balances), closed(result.balances)
        ties = plural(len(result.ties), "gelijke rest", "gelijke resten")
        other = f"{pots - exact} met een verklaard verschil"
        yield f"  {plural(pots, 'pot', 'potten')}: {exact} op de cent gesloten, {other}; {ties}"
    yield from (f"  {text}" for text in (*edition(outcome), *departures(outcome)))


def _words(value: Fraction, unit: str) -> str:
    """A value for a reader; of a share or a factor no two decimals, which say little of it."""
    if unit not in RATIOS:
        return in_words(value)
    needed = decimals_of(value)
    return number(value, RATIO if needed is None else min(needed, RATIO))


def agreement_lines(outcomes: Sequence[Outcome], agreements: Sequence[Sequence[Agreement]]) -> list[str]:
    """The oracle, the pots, and per comparison how many values agree, how far off, and if it counts."""
    lines = []
    for outcome, of_year in zip(outcomes, agreements, strict=True):
        lines.append(f"{publication_year(outcome)}:")
        lines += [f"  {text}" for text in banners([outcome])]
        values, different = against_oracle(outcome.result)
        also = len(outcome.result.on_fractions)
        how = f" ({plural(also, 'regel', 'regels')} ook zelf met breuken gerekend)" if also else ""
        lines.append(f"  nagerekend met breuken: {values} waarden, {different} verschillen{how}")
        if also:
            values, different = against_bounds(outcome)
            lines.append(f"  nagerekend binnen grenzen: {values} waarden, {different} verschillen")
        lines += [f"  {line}" for line in _pot_lines(outcome)]
        if not of_year:
            lines.append("  geen gepubliceerde bedragen opgegeven")
        lines += [f"  {line}" for agreement in of_year for line in _agreement_lines(outcome, agreement)]
    return lines


def _agreement_lines(outcome: Outcome, agreement: Agreement) -> Iterator[str]:
    text, unit = label(outcome, agreement.published.rule)
    national = agreement.published.total is not None
    what = "landelijk totaal" if national else f"{agreement.count} gemeenten, {agreement.equal} gelijk"
    median = number(agreement.median_relative, DECIMALS)
    yield f"{text}: {what}"
    stated = "gepubliceerd" if agreement.published.official else "buiten dit programma nagerekend"
    yield f"  berekend {in_words(agreement.computed)} {unit}, {stated} {in_words(agreement.stated)}"
    yield f"  grootste verschil {in_words(agreement.largest)}, mediaan relatief {median}"
    names = names_by_code(outcome.prepared.territory)
    if agreement.gaps:
        gaps = {code: ("+" if gap > 0 else "") + in_words(gap) for code, gap in agreement.gaps.items()}
        furthest = [f"{names[code]} ({code}) {gap}" for code, gap in gaps.items()]
        yield f"  het verst ernaast (berekend min {stated}): {first_few(furthest)}"
    if agreement.lacking and agreement.by_code:
        who = [f"{names[code]} ({code})" for code in agreement.lacking]
        yield f"  niet {stated}: {plural(len(who), 'gemeente', 'gemeenten')} ({first_few(who)})"
    if agreement.published.accepted:
        yield f"  aanvaard verschil {in_words(agreement.published.accepted)}: {agreement.published.because}"
    yield f"  bron: {agreement.published.source}"
    yield "  telt als bewijs" if agreement.evidence else f"  telt niet als bewijs: {no_evidence(agreement)}"


def _pot_lines(outcome: Outcome) -> list[str]:
    """Of each pot what is left over, and why."""
    return [
        f"pot {label(outcome, balance.pot)[0]}: {amounts(balance, (AVAILABLE, LEFT), _in_cents)} "
        f"({reasons(balance)})"
        for balance in outcome.result.balances
    ]


def _in_cents(value: Fraction) -> str:
    return number(value, CENTS)
