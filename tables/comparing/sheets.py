"""What changed between two publications, as a workbook for all municipalities."""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from allocation.numbers import decimal
from rules.analysis.changelog import Changelog, changes
from rules.analysis.compare import PublicationComparison
from rules.analysis.differences import CENTS, Difference, movers, together
from rules.analysis.per_part import addition, parts_of
from tables.approximation import above
from tables.comparing.causes import cause_words
from tables.comparing.changes import changes_sheet
from tables.comparing.distribution import distribution_block, distribution_chart
from tables.comparing.report import signed, titled
from tables.labels import label, status
from tables.words import date_in_words
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, CellValue, Sheet, Workbook, warned
from tables.workbook.names import sheet_name

MOVERS = 10
"""So many municipalities of each kind are named among the largest movements."""


def workbook(comparison: PublicationComparison) -> Workbook:
    """A sheet per amount with every municipality and every cause, and one with the largest movements."""
    title = f"Van {titled(comparison.before)} naar {titled(comparison.after)}"
    moved = [d for d in comparison.differences if not d.stays]
    amounts = [
        sheet
        for d in moved
        for sheet in (_sheet(comparison, d), *_details(comparison, d), *_per_part(comparison, d))
    ]
    before = comparison.before.prepared.publication
    log = Changelog(comparison.after, before, comparison, list(changes(comparison)))
    sheets = [
        *changes_sheet([log], _subtitle(comparison)),
        _largest(comparison),
        *_spread(comparison),
        *amounts,
    ]
    return Workbook(title, "Verdeelsleutel", warned(sheets, above([comparison.before, comparison.after])))


def _spread(comparison: PublicationComparison) -> list[Sheet]:
    """How the changes per inhabitant are spread over the municipalities, where inhabitants are known."""
    blocks = []
    for d in (d for d in comparison.differences if not d.stays):
        known = [value for value in d.per_inhabitant if value is not None]
        if any(known):
            caption, what = f"{d.label}: verschil per inwoner", f"Verschil per inwoner ({d.unit})"
            blocks.append(distribution_block(f"spreiding_{d.rule}", caption, what, known))
    year = comparison.after.prepared.year.year
    title = f"Hoeveel gemeenten welk verschil hebben, uitkeringsjaar {year}"
    charts = [distribution_chart(one) for one in blocks]
    name = sheet_name("Spreiding", year)
    return [Sheet(name, title, _subtitle(comparison), blocks, charts=charts)] if blocks else []


def _subtitle(comparison: PublicationComparison) -> str:
    before, after = comparison.before.prepared.publication, comparison.after.prepared.publication
    then, now = date_in_words(before.date), date_in_words(after.date)
    return (
        f"Van {titled(comparison.before)} ({then}) naar {titled(comparison.after)} ({now}). "
        "De oorzaken tellen precies op tot het verschil; hun volgorde doet niet ter zake."
    )


def _sheet(comparison: PublicationComparison, d: Difference) -> Sheet:
    """Every municipality: what it had, what it gets, and what each cause did."""
    year = comparison.after.prepared.year.year
    national = ""
    if d.national and not d.closes():
        national = (
            f" Landelijk verandert er {signed(d.national.change.difference)} {d.national.unit}; het totaal "
            "hieronder is dat van de afgeronde bedragen."
        )
    return Sheet(
        name=sheet_name(d.short, year),
        title=f"{d.label}, uitkeringsjaar {year}: verschil per gemeente",
        subtitle=_subtitle(comparison) + national,
        blocks=[block(f"verschil_{d.rule}", _fields(comparison, d), range(len(d.codes)), totals=True)],
    )


def _fields(comparison: PublicationComparison, d: Difference) -> list[Field[int]]:
    """The columns, by the place of a municipality."""
    library, mark = comparison.after.prepared.library, status(comparison.after, d.rule)
    decimals = 0 if all(value.denominator == 1 for value in (*d.before, *d.after)) else CENTS
    frame, totals = d.frame(), d.totals()

    def column(header: str, name: str, decimals: int, width: int) -> Field[int]:
        values, total = frame[name].to_list(), totals.get(name, "")
        return Field(f"{header} ({d.unit})", values.__getitem__, width, decimals, mark, total=total)

    return [
        *_places(d, total=f"Totaal ({len(d.codes)} gemeenten)"),
        *(column(name.capitalize(), name, decimals, 18) for name in ("was", "wordt", "verschil")),
        column("Verschil per inwoner", "per_inwoner", CENTS, 18),
        *(
            column(f"Door {cause_words(library, c)}", c, CENTS, 20)
            for c, part in d.parts.items()
            if any(part)
        ),
    ]


def _details(comparison: PublicationComparison, d: Difference) -> list[Sheet]:
    """What each figure and input did for every municipality.

    Not where each municipality has divisors of its own: that takes half a minute.
    """
    if comparison.after.result.on_fractions:
        return []
    library = comparison.after.prepared.library
    fields = _places(d, total=f"Totaal ({len(d.codes)} gemeenten)")
    for cause in d.parts:
        for name, row in d.details(cause).items():
            what = f"{label(comparison.after, name)[0]}, {cause_words(library, cause)}"
            header = f"Door {what} ({d.unit})"
            fields.append(Field(header, partial(_cell, row), 20, CENTS, total=together(row)))
    year = comparison.after.prepared.year.year
    name = sheet_name(f"Per gegeven {d.short}", year)
    title = f"{d.label}, uitkeringsjaar {year}: verschil per cijfer en gegeven"
    table = block(f"gegevens_{d.rule}", fields, range(len(d.codes)), totals=True)
    return [Sheet(name, title, _subtitle(comparison), [table])]


def _per_part(comparison: PublicationComparison, d: Difference) -> list[Sheet]:
    """What each cause did to each part of the amount, for every municipality; it adds up to the cent."""
    parts = parts_of(comparison, d)
    if not parts:
        return []
    library = comparison.after.prepared.library
    places = range(len(d.codes))
    found = [addition(parts, d.at(place), place) for place in places]
    fields = _places(d)
    for row, part in enumerate(parts):
        name = label(comparison.after, part.name)[0]
        words = [*(f"door {cause_words(library, cause)}" for cause in found[0].causes), "samen"]
        for column, what in enumerate(words):
            values = [decimal(one.rows[row][column], CENTS) for one in found]
            fields.append(Field(f"{name}: {what} ({d.unit})", values.__getitem__, 20, CENTS))
    year = comparison.after.prepared.year.year
    title = f"{d.label}, uitkeringsjaar {year}: verschil per onderdeel"
    table = block(f"onderdelen_{d.rule}", fields, places)
    return [Sheet(sheet_name(f"Per onderdeel {d.short}", year), title, _subtitle(comparison), [table])]


def _cell(row: Sequence[Fraction], place: int) -> CellValue:
    return decimal(row[place], CENTS)


def _places(d: Difference, total: str = "") -> list[Field[int]]:
    return [
        Field("Gemeentecode", d.codes.__getitem__, width=14),
        Field("Gemeente", d.names.__getitem__, width=26, total=total),
    ]


def _largest(comparison: PublicationComparison) -> Sheet:
    """Per amount the municipalities that gain most and those that lose most, in all and per inhabitant."""
    blocks = []
    for d in comparison.differences:
        for what, values in (("in totaal", d.change), ("per inwoner", d.per_inhabitant)):
            for word, places in zip(("erbij", "eraf"), movers(values, MOVERS), strict=True):
                if places:
                    blocks.append(_movers(d, f"meest {word}, {what}", places))
    year = comparison.after.prepared.year.year
    same = [f"{d.label}: geen wijziging." for d in comparison.differences if d.stays]
    return Sheet(
        name=sheet_name("Grootste verschuivingen", year),
        title=f"Grootste verschuivingen, uitkeringsjaar {year}",
        subtitle="\n".join([_subtitle(comparison), *same]),
        blocks=blocks,
    )


def _movers(d: Difference, what: str, places: Sequence[int]) -> Block:
    change, per_inhabitant = d.change, d.per_inhabitant
    fields: list[Field[int]] = [
        *_places(d),
        Field(f"Verschil ({d.unit})", lambda place: _cents(change[place]), 20, CENTS),
        Field(f"Verschil per inwoner ({d.unit})", lambda place: _cents(per_inhabitant[place]), 20, CENTS),
    ]
    name = f"{what.replace(',', '').replace(' ', '_')}_{d.rule}"
    return block(name, fields, places, caption=f"{d.label}: {what}")


def _cents(value: Fraction | None) -> CellValue:
    return None if value is None else decimal(value, CENTS)
