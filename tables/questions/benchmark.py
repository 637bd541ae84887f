"""A benchmark as text, of the country or of one municipality beside its peers, and as a workbook."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from allocation.numbers import decimal
from rules.analysis.benchmark import PER, Benchmark, Row
from rules.analysis.groups import Grouping, groupings
from tables.approximation import above, banners
from tables.comparing.distribution import distribution_block
from tables.comparing.report import signed, titled
from tables.labels import label
from tables.listing import as_text
from tables.publication.groups import group_name, grouping_name
from tables.words import in_words, number
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, CellValue, Sheet, Workbook, warned
from tables.workbook.names import sheet_name

CENTS = 2
OWN = "Gerealiseerd: eigen opgave, niet meegeleverd."
SPLIT = (
    "Het resultaat is wat is gegeven min wat is gerealiseerd. Het deel van het landelijke budget is wat het "
    "was geweest als ieder had gekregen naar wat hij realiseerde; de rest deed de verdeling, en is van alle "
    "samen nul."
)
Measure = Callable[[Row], Fraction | None]


def _measures(unit: str) -> list[tuple[str, Measure]]:
    return [
        (f"Gegeven ({unit})", lambda row: row.given),
        (f"Gerealiseerd ({unit})", lambda row: row.realised),
        ("Gerealiseerd (%)", lambda row: row.used),
        (f"Gerealiseerd per {number(Fraction(PER))} inwoners", lambda row: row.rate),
        (f"Resultaat ({unit})", lambda row: row.result),
        (f"Waarvan landelijk budget ({unit})", lambda row: row.macro),
        (f"Waarvan verdeling ({unit})", lambda row: row.distribution),
        (f"Resultaat per inwoner ({unit})", lambda row: row.result_per_inhabitant),
    ]


def lines(made: Benchmark, code: str = "") -> list[str]:
    """For a terminal."""
    text, unit = label(made.outcome, made.rule)
    last = "resultaat per inwoner" if unit.is_money else f"per {number(Fraction(PER))} inwoners"
    rows: list[Sequence[str]] = [
        ("", "Gegeven", "Gerealiseerd", "%", "Resultaat", "Landelijk budget", "Verdeling", last)
    ]
    rows += [
        _text_row(name, row, money=unit.is_money)
        for name, row in (_one(made, code) if code else _country(made))
    ]
    return [
        f"{text} ({unit}): gegeven en gerealiseerd",
        titled(made.outcome),
        *banners([made.outcome]),
        *as_text(rows),
        *_national(made),
        SPLIT,
        OWN,
    ]


def _country(made: Benchmark) -> Iterator[tuple[str, Row]]:
    for grouping in groupings(made.outcome.prepared):
        if grouping.kind != "region":
            yield from ((group_name(grouping, group), row) for group, row in made.by_group(grouping))
    yield "alle gemeenten", made.everyone


def _one(made: Benchmark, code: str) -> Iterator[tuple[str, Row]]:
    """A municipality, its groups, the municipalities nearest in size, and all."""
    mine = made.row(code)
    yield mine.name, mine
    for grouping in groupings(made.outcome.prepared):
        group = grouping.of[code]
        yield group_name(grouping, group), dict(made.by_group(grouping))[group]
    yield from ((f"  even groot: {row.name}", row) for row in made.peers(code))
    yield "alle gemeenten", made.everyone


def _text_row(name: str, row: Row, *, money: bool) -> tuple[str, ...]:
    used, per_head = row.used, row.result_per_inhabitant if money else row.rate
    return (
        name,
        in_words(row.given),
        in_words(row.realised),
        "" if used is None else number(used, 1),
        *(signed(value, 0) for value in (row.result, row.macro, row.distribution)),
        "" if per_head is None else signed(per_head) if money else number(per_head, CENTS),
    )


def _national(made: Benchmark) -> list[str]:
    known = made.national
    if known is None:
        return []
    outcome_sum = in_words(made.everyone.realised)
    return [
        f"Landelijk gerealiseerd: {in_words(known.value)} ({known.source}); in de opgave samen {outcome_sum}."
    ]


def workbook(made: Benchmark) -> Workbook:
    """Every municipality, the groups, and how what is realised is spread."""
    text, _ = label(made.outcome, made.rule)
    year = made.outcome.prepared.year.year
    about = " ".join([f"{titled(made.outcome)}.", *_national(made), SPLIT, OWN])
    ways = groupings(made.outcome.prepared)
    used = [row.used for row in made.rows if row.used is not None]
    what = "Gerealiseerd, in % van wat is gegeven"
    spread = [distribution_block("spreiding", f"{text}: {what.lower()}", what, used)] if used else []
    groups = [
        _block(made, f"per_{grouping.kind}", grouping_name(grouping), _named(made, grouping))
        for grouping in ways
    ]
    every = _block(made, "gemeenten", "Gemeente", [(row.name, row) for row in made.rows], codes=True)
    title = f"{text}, {year}: gegeven en gerealiseerd"
    sheets = [
        *([Sheet(sheet_name("Spreiding", year), title, about, spread)] if spread else []),
        Sheet(sheet_name("Groepen", year), title, about, groups),
        Sheet(sheet_name("Gemeenten", year), title, about, [every]),
    ]
    return Workbook(
        f"Benchmark: {titled(made.outcome)}", "Verdeelsleutel", warned(sheets, above([made.outcome]))
    )


def _named(made: Benchmark, grouping: Grouping) -> list[tuple[str, Row]]:
    return [(group_name(grouping, group), row) for group, row in made.by_group(grouping)]


def _block(
    made: Benchmark, name: str, header: str, rows: Sequence[tuple[str, Row]], *, codes: bool = False
) -> Block:
    everyone, unit = made.everyone, label(made.outcome, made.rule)[1]

    def field(title: str, value: Measure) -> Field[tuple[str, Row]]:
        return Field(title, lambda one: _cell(value(one[1])), 20, CENTS, total=_cell(value(everyone)))

    code: Field[tuple[str, Row]] = Field("Gemeentecode", lambda one: one[1].code, width=14)
    named: Field[tuple[str, Row]] = Field(header, lambda one: one[0], width=34, total="Totaal")
    fields = [*([code] if codes else []), named, *(field(title, value) for title, value in _measures(unit))]
    return block(name, fields, rows, caption="" if codes else header, totals=True)


def _cell(value: Fraction | None) -> CellValue:
    return None if value is None else decimal(value, CENTS)
