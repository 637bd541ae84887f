"""What changed between two publications, as a workbook for all municipalities."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from allocation.numbers import decimal
from rules.analysis.compare import CENTS, Comparison, Difference
from tables.comparing.distribution import distribution
from tables.comparing.report import movers, signed, titled
from tables.labels import status
from tables.words import date_in_words
from tables.workbook.model import Block, Column, Sheet, Value, Workbook
from tables.workbook.names import sheet_name

MOVERS = 10
"""So many municipalities of each kind are named among the largest movements."""


def workbook(comparison: Comparison) -> Workbook:
    """A sheet per amount with every municipality and every cause, and one with the largest movements."""
    title = f"Van {titled(comparison.before)} naar {titled(comparison.after)}"
    pages = [_page(comparison, d) for d in comparison.differences]
    return Workbook(title, "Verdeelsleutel", [_largest(comparison), *_spread(comparison), *pages])


def _spread(comparison: Comparison) -> list[Sheet]:
    """How the changes per inhabitant are spread over the municipalities, where inhabitants are known."""
    tables = []
    for d in comparison.differences:
        known = [each for each in d.per_inhabitant if each is not None]
        if any(known):
            caption, what = f"{d.label}: verschil per inwoner", f"Verschil per inwoner ({d.unit})"
            tables.append(distribution(f"spreiding_{d.rule}", caption, what, known))
    year = comparison.after.prepared.year.year
    title = f"Hoeveel gemeenten welk verschil hebben, uitkeringsjaar {year}"
    return [Sheet(sheet_name("Spreiding", year), title, _subtitle(comparison), tables)] if tables else []


def _subtitle(comparison: Comparison) -> str:
    before, after = comparison.before.prepared.publication, comparison.after.prepared.publication
    then, now = date_in_words(before.date), date_in_words(after.date)
    return (
        f"Van {titled(comparison.before)} ({then}) naar {titled(comparison.after)} ({now}). "
        "De oorzaken tellen precies op tot het verschil; hun volgorde doet niet ter zake."
    )


def _page(comparison: Comparison, d: Difference) -> Sheet:
    year, mark = comparison.after.prepared.year.year, status(comparison.after, d.rule)
    decimals = 0 if all(value.denominator == 1 for value in (*d.before, *d.after)) else CENTS
    columns = [
        Column("Gemeentecode", width=14),
        Column("Gemeente", width=26),
        *(Column(f"{text} ({d.unit})", decimals, mark, 18) for text in ("Was", "Wordt", "Verschil")),
        Column(f"Verschil per inwoner ({d.unit})", CENTS, mark, 18),
        *(Column(f"Door {cause} ({d.unit})", CENTS, mark, 20) for cause in d.parts),
    ]
    frame = d.frame()
    national = ""
    if d.national and sum(d.change, Fraction(0)) != d.national.change[0]:
        national = (
            f" Landelijk verandert er {signed(d.national.change[0])} {d.national.unit}; het totaal "
            "hieronder is dat van de afgeronde bedragen."
        )
    rows: list[list[Value]] = [list(row) for row in frame.iter_rows()]
    sums = [decimal(sum(row, Fraction(0)), CENTS) for row in (d.before, d.after, d.change)]
    of_parts = [sum(frame[cause], Decimal(0)) for cause in d.parts]
    return Sheet(
        name=sheet_name(d.short, year),
        title=f"{d.label}, uitkeringsjaar {year}: verschil per gemeente",
        subtitle=_subtitle(comparison) + national,
        blocks=[
            Block(
                f"verschil_{d.rule}",
                columns,
                rows,
                ["", f"Totaal ({len(rows)} gemeenten)", *sums, "", *of_parts],
            )
        ],
    )


def _each(d: Difference, place: int) -> Value:
    each = d.per_inhabitant[place]
    return None if each is None else decimal(each, CENTS)


def _largest(comparison: Comparison) -> Sheet:
    """Per amount the municipalities that gain most and those that lose most, in all and per inhabitant."""
    tables = []
    for d in comparison.differences:
        for what, values in (("in totaal", d.change), ("per inwoner", d.per_inhabitant)):
            for word, places in zip(("erbij", "eraf"), movers(values, MOVERS), strict=True):
                if places:
                    tables.append(_movers_table(d, f"meest {word}, {what}", places))
    year = comparison.after.prepared.year.year
    return Sheet(
        name=sheet_name("Grootste verschuivingen", year),
        title=f"Grootste verschuivingen, uitkeringsjaar {year}",
        subtitle=_subtitle(comparison),
        blocks=tables,
    )


def _movers_table(d: Difference, what: str, places: Sequence[int]) -> Block:
    columns = [
        Column("Gemeentecode", width=14),
        Column("Gemeente", width=26),
        Column(f"Verschil ({d.unit})", CENTS, width=20),
        Column(f"Verschil per inwoner ({d.unit})", CENTS, width=20),
    ]
    rows: list[list[Value]] = [
        [d.codes[place], d.names[place], decimal(d.change[place], CENTS), _each(d, place)] for place in places
    ]
    name = f"{what.replace(',', '').replace(' ', '_')}_{d.rule}"
    return Block(name, columns, rows, caption=f"{d.label}: {what}")
