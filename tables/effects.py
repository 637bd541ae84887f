"""What a unit more does, for which value an amount is what is wanted, and a correction: as text and CSV."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from io import StringIO

from allocation.lags import in_years
from allocation.numbers import decimals_of
from rules import Outcome
from rules.analysis.correction import Correction, Payment
from rules.analysis.goal import Goal, Solution
from rules.analysis.marginal import Marginal
from tables.comparing.report import signed
from tables.labels import label
from tables.listing import as_text
from tables.words import number

CENTS = 2
MANY = 12
"""A value with more decimals than this is shown with so many."""


def called(outcome: Outcome, name: str) -> str:
    """What a rule, an input or a figure is called, with its unit."""
    text, unit = label(outcome, name)
    return f"{in_years(text, outcome.prepared.year.year)} ({unit})"


def value(exact: Fraction) -> str:
    """A number with the decimals that it needs, in Dutch notation."""
    needed = decimals_of(exact)
    decimals = MANY if needed is None else min(needed, MANY)
    return number(exact, decimals)


def marginal_lines(
    outcome: Outcome, names: Mapping[str, str], code: str, found: Sequence[Marginal]
) -> Iterator[str]:
    """Per input what another value brings the municipality itself, and all others."""
    yield f"{names[code]} ({code}), {outcome.prepared.publication.title}, {outcome.prepared.year.year}"
    yield "Zonder afronding: wat een andere waarde doet met het eigen bedrag, en met dat van alle anderen"
    rows: list[Sequence[str]] = [
        ("gegeven", "van", "naar", "bedrag", "eigen", "alle anderen", "meest geraakt")
    ]
    for one in found:
        for effect in one.effects:
            if not (effect.own or effect.others):
                continue
            who, most = effect.most
            hit = f"{names[who]} {signed(most, CENTS)}" if most else ""
            moved = (signed(effect.own, CENTS), signed(effect.others, CENTS))
            rows.append((called(outcome, one.name), value(one.was), value(one.becomes),
                         label(outcome, effect.rule)[0], *moved, hit))  # fmt: skip
    yield from as_text(rows)


def goal_lines(
    outcome: Outcome, goal: Goal, found: Sequence[Solution], low: Fraction, high: Fraction
) -> Iterator[str]:
    """Every value at which the amount is what is wanted, and where the rounded amount is."""
    yield (
        f"{called(outcome, goal.changed)} van {value(low)} tot en met {value(high)}, "
        f"zodat {called(outcome, goal.rule)} {value(goal.wanted)} is:"
    )
    if not found:
        yield "  geen enkele waarde"
    for one in found:
        exact = f"  {value(one.value)}" + (
            "" if decimals_of(one.value) is not None else f" (precies {one.value})"
        )
        if one.low is None or one.high is None:
            yield f"{exact}; met {goal.decimals} decimalen komt het afgeronde bedrag er niet precies op uit"
        elif one.low == one.high:
            yield f"{exact}; afgerond alleen bij {value(one.low)}"
        else:
            yield f"{exact}; afgerond van {value(one.low)} tot en met {value(one.high)}"


def correction_lines(names: Mapping[str, str], found: Correction, paid: Sequence[Payment]) -> Iterator[str]:
    """Of everyone with something to correct what is paid in each year, and who pays whom."""

    def who(code: str) -> str:
        return names.get(code, "de pot")

    rows = [[*found.by_code[code], found.total(code)] for code in found.by_code if found.total(code)]
    codes = [code for code in found.by_code if found.total(code)]
    table = [
        (names[code], *(signed(Fraction(e), 0) for e in row)) for code, row in zip(codes, rows, strict=True)
    ]
    pot = [*found.pot, found.pot_total]
    if any(pot):
        table.append(("de pot", *(signed(Fraction(euros), 0) for euros in pot)))
    yield from as_text([("gemeente", *map(str, found.years), "samen"), *table])
    yield "Elk jaar samen nul, en alle jaren samen ook."
    yield from (
        f"{who(one.payer)} betaalt {who(one.receiver)} {number(Fraction(one.amount))}" for one in paid
    )


def correction_csv(names: Mapping[str, str], found: Correction) -> bytes:
    """A row per municipality, a column per year; the pot last."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["gemeentecode", "gemeente", *found.years, "samen"])
    for code, euros in found.by_code.items():
        writer.writerow([code, names[code], *euros, found.total(code)])
    writer.writerow(["", "pot", *found.pot, found.pot_total])
    return out.getvalue().encode()
