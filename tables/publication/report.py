"""What a terminal shows of a publication: totals, pots, and the comparison with what was published."""

from collections.abc import Sequence
from fractions import Fraction

from rules import Outcome
from rules.analysis.verify import Agreement, against_oracle
from tables.labels import departures, edition, label, status
from tables.listing import as_text
from tables.words import in_words, number, plural


def publication_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """The national total of every amount, and how many pots close."""
    lines = []
    for outcome in outcomes:
        year, result = outcome.prepared.year, outcome.result
        totals = {name: Fraction(result.total(name)) for name in year.amounts} | dict(result.national)
        rows = [
            (*label(outcome, name), in_words(value), status(outcome, name)) for name, value in totals.items()
        ]
        wide = max(len(words) for _, _, words, _ in rows)
        lines.append(f"{outcome.prepared.publication.title}, uitkeringsjaar {year.year} ({year.stand}):")
        shown = [(text, words.rjust(wide), unit, mark) for text, unit, words, mark in rows]
        lines += [f"  {line}" for line in as_text(shown)]
        pots = plural(len(result.balances), "pot", "potten")
        exact = sum(not balance.left for balance in result.balances)
        other = len(result.balances) - exact
        ties = plural(len(result.ties), "gelijke rest", "gelijke resten")
        if result.balances:
            lines.append(f"  {pots}: {exact} op de cent gesloten, {other} met een verklaard verschil; {ties}")
        lines += [f"  {text}" for text in (*edition(outcome), *departures(outcome))]
    return lines


def comparison_lines(outcomes: Sequence[Outcome], compared: Sequence[Sequence[Agreement]]) -> list[str]:
    """The oracle, the pots, and per comparison how many values agree, how far off, and if it counts."""
    lines = []
    for outcome, of_year in zip(outcomes, compared, strict=True):
        prepared = outcome.prepared
        lines.append(f"{prepared.publication.title}, uitkeringsjaar {prepared.year.year}:")
        values, different = against_oracle(outcome.result)
        also = len(outcome.result.on_fractions)
        how = f" ({plural(also, 'regel', 'regels')} ook zelf met breuken gerekend)" if also else ""
        lines.append(f"  nagerekend met breuken: {values} waarden, {different} verschillen{how}")
        lines += [f"  {line}" for line in _pot_lines(outcome)]
        if not of_year:
            lines.append("  geen gepubliceerde bedragen opgegeven")
        for c in of_year:
            text, unit = label(outcome, c.published.rule)
            what = (
                "landelijk totaal"
                if c.published.total is not None
                else f"{c.count} gemeenten, {c.equal} gelijk"
            )
            counts = (
                "telt als bewijs" if c.published.evidence else f"telt niet als bewijs: {c.published.reason}"
            )
            median = number(c.median_relative, 9)
            lines += [
                f"  {text}: {what}",
                f"    berekend {in_words(c.computed)} {unit}, gepubliceerd {in_words(c.stated)}",
                f"    grootste verschil {in_words(c.largest)}, mediaan relatief {median}",
                f"    bron: {c.published.source}",
                f"    {counts}",
            ]
    return lines


def _pot_lines(outcome: Outcome) -> list[str]:
    """Of each pot what is left over, and why."""
    return [
        f"pot {label(outcome, balance.pot)[0]}: {number(balance.available, 2)} beschikbaar, "
        f"{number(balance.left, 2)} over (pot {number(balance.pot_rounding, 2)}, minimum of maximum "
        f"{number(balance.bounds, 2)}, per gemeente {number(balance.rounding, 2)})"
        for balance in outcome.result.balances
    ]
