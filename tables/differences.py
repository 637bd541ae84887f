"""What changed between two publications: as text, and as a workbook for all municipalities."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from allocation.attribution import ALL, OTHERS, OWN
from allocation.numbers import decimal
from rules.catalogue.differences import CAUSES, CENTS, Comparison, Difference, to_the_cent
from tables.distribution import distribution
from tables.model import Column, Page, Table, Value, Workbook
from tables.pages import sheet_name, status
from tables.words import date_in_words, number

MOVERS = 10
"""So many municipalities of each kind are named among the largest movements."""


def lines(comparison: Comparison, code: str = "") -> list[str]:
    """For a terminal: the country, or one municipality."""
    before, after = comparison.before.prepared, comparison.after.prepared
    said = [
        f"{after.year.year}: van {before.publication.title}",
        f"      naar {after.publication.title}",
    ]
    for difference in comparison.differences:
        told = _one(difference, difference.codes.index(code)) if code else _country(difference)
        mark = status(comparison.after, difference.rule)
        said += ["", *told, *([f"  {mark}: zie verdeel explain"] if mark else [])]
    return said


def _one(d: Difference, place: int) -> Iterator[str]:
    yield f"{d.names[place]} ({d.codes[place]}): {d.label}"
    yield from _sum(d.before[place], d.after[place], d.at(place), d.unit)
    each = d.per_inhabitant[place]
    if each is not None:
        yield f"  per inwoner: {_signed(each)} {d.unit}"


def _country(d: Difference) -> Iterator[str]:
    if d.national:
        yield f"{d.label}: {d.national.label}"
        yield from _sum(d.national.before[0], d.national.after[0], d.national.at(0), d.national.unit)
        together = sum(d.change, Fraction(0))
        if together != d.national.change[0]:
            yield f"  van de {len(d.codes)} afgeronde bedragen samen: {_signed(together)} {d.unit}"
        yield f"  {d.label}, per gemeente"
    else:
        yield f"{d.label}, alle gemeenten"
        yield from _sum(sum(d.before, Fraction(0)), sum(d.after, Fraction(0)), _together(d), d.unit)
    for what, movers in zip(("erbij", "eraf"), _movers(d), strict=True):
        if movers:
            yield f"  meest {what}: {', '.join(movers)}"


def _together(d: Difference) -> dict[str, Fraction]:
    """The causes for all municipalities; whose data they were says nothing then."""
    summed: dict[str, Fraction] = {}
    for cause, row in d.parts.items():
        name = CAUSES[ALL] if cause in (CAUSES[OWN], CAUSES[OTHERS]) else cause
        summed[name] = summed.get(name, Fraction(0)) + sum(row, Fraction(0))
    return summed


def _sum(before: Fraction, after: Fraction, parts: Mapping[str, Fraction], unit: str) -> Iterator[str]:
    """An addition that ends in the change, exact to the cent."""
    rows = [
        ("was", number(before, CENTS)),
        ("wordt", number(after, CENTS)),
        ("verschil", _signed(after - before)),
    ]
    if any(parts.values()):
        in_cents = to_the_cent(parts, after - before)
        rows += [(f"  door {cause}", _signed(amount)) for cause, amount in in_cents.items()]
    wide, high = max(len(text) for text, _ in rows), max(len(amount) for _, amount in rows)
    return (f"  {text.ljust(wide)}  {amount.rjust(high)} {unit}" for text, amount in rows)


def _movers(d: Difference) -> tuple[list[str], list[str]]:
    """The three that gain most and the three that lose most."""
    order = sorted(
        (change, code, naam) for change, code, naam in zip(d.change, d.codes, d.names, strict=True)
    )
    up = [f"{naam} {_signed(change, 0)}" for change, _, naam in order[::-1] if change > 0]
    down = [f"{naam} {_signed(change, 0)}" for change, _, naam in order if change < 0]
    return up[:3], down[:3]


def _signed(value: Fraction, decimals: int = CENTS) -> str:
    text = number(value, decimals)
    return text if text.startswith("-") or not value else f"+{text}"


def workbook(comparison: Comparison) -> Workbook:
    """A sheet per amount with every municipality and every cause, and one with the largest movements."""
    before, after = comparison.before.prepared, comparison.after.prepared
    title = f"Van {before.publication.title} naar {after.publication.title}"
    pages = [_page(comparison, d) for d in comparison.differences]
    return Workbook(title, "Verdeelsleutel", [_largest(comparison), *_spread(comparison), *pages])


def _spread(comparison: Comparison) -> list[Page]:
    """How the changes per inhabitant are spread over the municipalities, where inhabitants are known."""
    tables = []
    for d in comparison.differences:
        known = [each for each in d.per_inhabitant if each is not None]
        if any(known):
            caption, what = f"{d.label}: verschil per inwoner", f"Verschil per inwoner ({d.unit})"
            tables.append(distribution(f"spreiding_{d.rule}", caption, what, known))
    year = comparison.after.prepared.year.year
    title = f"Hoeveel gemeenten welk verschil hebben, uitkeringsjaar {year}"
    return [Page(sheet_name("Spreiding", year), title, _subtitle(comparison), tables)] if tables else []


def _subtitle(comparison: Comparison) -> str:
    before, after = comparison.before.prepared.publication, comparison.after.prepared.publication
    then, now = date_in_words(before.date), date_in_words(after.date)
    return (
        f"Van {before.title} ({then}) naar {after.title} ({now}). "
        "De oorzaken tellen precies op tot het verschil; hun volgorde doet niet ter zake."
    )


def _page(comparison: Comparison, d: Difference) -> Page:
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
            f" Landelijk verandert er {_signed(d.national.change[0])} {d.national.unit}; het totaal "
            "hieronder is dat van de afgeronde bedragen."
        )
    rows: list[list[Value]] = [list(row) for row in frame.iter_rows()]
    sums = [decimal(sum(row, Fraction(0)), CENTS) for row in (d.before, d.after, d.change)]
    of_parts = [sum(frame[cause], Decimal(0)) for cause in d.parts]
    return Page(
        name=sheet_name(d.short, year),
        title=f"{d.label}, uitkeringsjaar {year}: verschil per gemeente",
        subtitle=_subtitle(comparison) + national,
        tables=[
            Table(
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


def _largest(comparison: Comparison) -> Page:
    """Per amount the municipalities that gain most and those that lose most, in all and per inhabitant."""
    tables = []
    for d in comparison.differences:
        for what, values in (("in totaal", d.change), ("per inwoner", d.per_inhabitant)):
            known = [(value, d.codes[place], place) for place, value in enumerate(values) if value]
            up = [place for value, _, place in sorted(known, reverse=True) if value > 0][:MOVERS]
            down = [place for value, _, place in sorted(known) if value < 0][:MOVERS]
            for word, places in (("erbij", up), ("eraf", down)):
                if places:
                    tables.append(_movers_table(d, f"meest {word}, {what}", places))
    year = comparison.after.prepared.year.year
    return Page(
        name=sheet_name("Grootste verschuivingen", year),
        title=f"Grootste verschuivingen, uitkeringsjaar {year}",
        subtitle=_subtitle(comparison),
        tables=tables,
    )


def _movers_table(d: Difference, what: str, places: Sequence[int]) -> Table:
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
    return Table(name, columns, rows, caption=f"{d.label}: {what}")
