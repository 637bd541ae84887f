"""Herverdeeleffecten as text, for the country or one municipality, and as a workbook."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from allocation.numbers import decimal
from rules.analysis.differences import CENTS, movers
from rules.analysis.groups import Grouping, groupings
from rules.analysis.shifts import TOP, Concentration, Shift, Shifts, Together, percent
from tables.approximation import above, banners
from tables.comparing.distribution import distribution_block, distribution_chart
from tables.comparing.report import signed, titled
from tables.labels import label, status
from tables.listing import as_text
from tables.publication.groups import group_name, grouping_name, grouping_note
from tables.words import in_words, listed, number, plural
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, CellValue, Sheet, Workbook, warned
from tables.workbook.names import sheet_name, with_names_of_their_own

NAMED = 5
ALL = "Alle bedragen samen"


def _title(found: Shifts) -> str:
    if len(found.rules) > 1:
        return ALL
    return label(found.comparison.after, found.rules[0])[0]


def _unit(found: Shifts) -> str:
    return label(found.comparison.after, found.rules[0])[1]


def _from_to(found: Shifts) -> str:
    """From what to what, with the years where they differ."""
    before, after = found.comparison.before, found.comparison.after
    then, now = before.prepared.year.year, after.prepared.year.year
    years = f"uitkeringsjaar {now}" if then == now else f"uitkeringsjaren {then} en {now}"
    return f"van {titled(before)} naar {titled(after)}, {years}"


def lines(every: Sequence[Shifts], code: str = "") -> list[str]:
    """For a terminal: the country, or a text for one municipality."""
    if not every:
        return ["Er verandert voor geen enkele gemeente iets."]
    outcomes = [every[0].comparison.before, every[0].comparison.after]
    told = [f"Herverdeeleffecten {_from_to(every[0])}", *banners(outcomes)]
    for found in every:
        told += ["", *(_text(found, code) if code else _country(found))]
    return told


def _country(found: Shifts) -> Iterator[str]:
    unit, everyone = _unit(found), found.everyone
    yield f"{_title(found)}: {_amount(everyone.whole.change)} {unit}{_besides(everyone.whole)}"
    yield f"  {_counts(everyone)}"
    yield f"  {number(found.moved)} {unit} gaat van wie erop achteruitgaat naar wie erop vooruitgaat"
    for what, one in (("winst", found.gains), ("verlies", found.losses)):
        if one.count:
            largest = f"de {TOP} grootste hebben {_percent(one.top)}, " if one.count > TOP else ""
            yield (
                f"  {what}: {number(one.sum)} {unit} voor {plural(one.count, 'gemeente', 'gemeenten')}; "
                f"{largest}de helft is van {plural(one.half, 'gemeente', 'gemeenten')}"
            )
    per_head = [row.per_inhabitant for row in found.rows]
    for what, places in zip(("meest erbij", "meest eraf"), movers(per_head, NAMED), strict=True):
        named = [f"{found.rows[place].name} {signed(per_head[place] or Fraction(0))}" for place in places]
        if named:
            yield f"  per inwoner {what}: {', '.join(named)}"
    for grouping in groupings(found.comparison.after.prepared):
        if grouping.kind != "region":
            yield from _group_lines(found, grouping)


def _group_lines(found: Shifts, grouping: Grouping) -> list[str]:
    header = [
        grouping_name(grouping).lower(),
        "gemeenten",
        "erbij",
        "eraf",
        _unit(found),
        "per inwoner",
        "aandeel",
    ]
    rows = [header]
    for group, one in found.by_group(grouping):
        counts = [str(one.winners + one.losers + one.same), str(one.winners), str(one.losers)]
        per_head = one.whole.per_inhabitant
        shown = "" if per_head is None else signed(per_head)
        rows.append(
            [group_name(grouping, group), *counts, signed(one.whole.change, 0), shown, _share(one.whole)]
        )
    return [f"  {line}" for line in as_text(rows)]


def _text(found: Shifts, code: str) -> Iterator[str]:
    """One municipality, in sentences that can be taken over."""
    row, unit = found.row(code), _unit(found)
    does = (
        "gaat erop vooruit"
        if row.change > 0
        else "gaat erop achteruit"
        if row.change
        else "houdt wat zij had"
    )
    yield f"{_title(found)}. {row.name} ({code}) {does}."
    yield (
        f"Het bedrag gaat van {in_words(row.before)} naar {in_words(row.after)} {unit}: "
        f"{_amount(row.change)} {unit}{_besides(row)}."
    )
    if place := found.place(code):
        yield f"Naar verschil per inwoner is dat plaats {place[0]} van {place[1]} (1: de meeste vooruitgang)."
    beside = [
        f"{_called(grouping, group)} {signed(one.whole.per_inhabitant)}"
        for grouping, group, one in found.groups_of(code)
        if one.whole.per_inhabitant is not None
    ]
    country = found.everyone.whole.per_inhabitant
    if country is not None:
        beside.append(f"Nederland {signed(country)}")
        yield f"Per inwoner is het gemiddeld: {listed(beside)} {unit}."
    yield f"{_counts(found.everyone)}."


def _called(grouping: Grouping, group: str) -> str:
    """A group in a sentence."""
    name = group_name(grouping, group)
    return (
        f"in gemeenten {name}" if grouping.kind == "size" else f"in {grouping_name(grouping).lower()} {name}"
    )


def _amount(value: Fraction) -> str:
    """A change, without decimals where it is whole."""
    return signed(value, 0 if value.denominator == 1 else CENTS)


def _counts(one: Together) -> str:
    counts = [(one.winners, "gaat erop vooruit", "gaan erop vooruit"), (one.losers, "achteruit", "achteruit")]
    told = [f"{count} {single if count == 1 else more}" for count, single, more in counts]
    together = one.winners + one.losers + one.same
    return f"Van {plural(together, 'gemeente', 'gemeenten')}: {listed(told)}, {one.same} gelijk"


def _besides(row: Shift) -> str:
    """Per inhabitant and as a share, as far as they are known."""
    per_head = "" if row.per_inhabitant is None else f", {signed(row.per_inhabitant)} per inwoner"
    return f"{per_head}{f', {share}' if (share := _share(row)) else ''}"


def _share(row: Shift) -> str:
    return "" if row.share is None else f"{signed(percent(row.share))}%"


def _percent(share: Fraction) -> str:
    return f"{number(percent(share), 1)}%"


def workbook(every: Sequence[Shifts]) -> Workbook:
    """Of each amount every municipality, groups, and how the effects are spread, with a chart."""
    sheets = [sheet for found in every for sheet in _sheets(found)]
    comparison = every[0].comparison
    title = f"Herverdeeleffecten {_from_to(every[0])}"
    outcomes = [comparison.before, comparison.after]
    return Workbook(title, "Verdeelsleutel", warned(with_names_of_their_own(sheets), above(outcomes)))


def _sheets(found: Shifts) -> Iterator[Sheet]:
    after, name = found.comparison.after, _title(found)
    year, title = after.prepared.year.year, f"{name}: herverdeeleffecten"
    ways = groupings(after.prepared)
    notes = ". ".join(filter(None, map(grouping_note, ways)))
    about = f"{_from_to(found)[:1].upper()}{_from_to(found)[1:]}."
    spread = _spread(found)
    yield Sheet(
        sheet_name(f"Spreiding {name}", year),
        f"{title}, hoeveel gemeenten",
        about,
        [*spread, _few(found)],
        charts=[distribution_chart(one) for one in spread],
    )
    yield Sheet(
        sheet_name(f"Groepen {name}", year),
        f"{title} per groep",
        f"{about} Indeling: {notes}." if notes else about,
        [_groups(found, grouping) for grouping in ways],
    )
    yield Sheet(
        sheet_name(f"Gemeenten {name}", year), f"{title} per gemeente", about, [_municipalities(found)]
    )


def _key(found: Shifts) -> str:
    return found.rules[0] if len(found.rules) == 1 else "samen"


def _spread(found: Shifts) -> list[Block]:
    """How many have which change per inhabitant."""
    known = [row.per_inhabitant for row in found.rows if row.per_inhabitant is not None]
    what, name = f"Verschil per inwoner ({_unit(found)})", f"verdeling_{_key(found)}"
    caption = f"{_title(found)}: verschil per inwoner"
    return [distribution_block(name, caption, what, known)] if known else []


def _few(found: Shifts) -> Block:
    """In how few hands gains and losses are."""
    unit = _unit(found)
    fields: list[Field[tuple[str, Concentration]]] = [
        Field("Wie", lambda one: one[0], width=34),
        Field("Gemeenten", lambda one: one[1].count, 14, 0),
        Field(f"Samen ({unit})", lambda one: _cents(one[1].sum), 20, CENTS),
        Field(f"Deel van de {TOP} grootste (%)", lambda one: decimal(percent(one[1].top), 1), 20, 1),
        Field("Zoveel gemeenten hebben de helft", lambda one: one[1].half, 20, 0),
    ]
    rows = [("Gaan erop vooruit", found.gains), ("Gaan erop achteruit", found.losses)]
    return block(
        f"concentratie_{_key(found)}", fields, rows, caption="In hoeveel handen winst en verlies zijn"
    )


def _groups(found: Shifts, grouping: Grouping) -> Block:
    name, unit = grouping_name(grouping), _unit(found)
    everyone = found.everyone

    def field(
        header: str, value: Callable[[Together], CellValue], decimals: int
    ) -> Field[tuple[str, Together]]:
        return Field(header, lambda one: value(one[1]), 18, decimals, total=value(everyone))

    fields: list[Field[tuple[str, Together]]] = [
        Field(name, lambda one: group_name(grouping, one[0]), width=34, total="Totaal"),
        field("Gaan erop vooruit", lambda one: one.winners, 0),
        field("Gaan erop achteruit", lambda one: one.losers, 0),
        field("Gelijk", lambda one: one.same, 0),
        field(f"Winst ({unit})", lambda one: _cents(one.gains), CENTS),
        field(f"Verlies ({unit})", lambda one: _cents(one.losses), CENTS),
        *(field(header, _of_whole(value), CENTS) for header, value in _measures(unit)),
    ]
    return block(f"{name.lower()}_{_key(found)}", fields, found.by_group(grouping), caption=name, totals=True)


Measure = Callable[[Shift], Fraction | None]


def _of_whole(value: Measure) -> Callable[[Together], CellValue]:
    return lambda one: _cents(value(one.whole))


def _measures(unit: str) -> list[tuple[str, Measure]]:
    """What is said of a municipality, and of a group."""
    return [
        (f"Was ({unit})", lambda row: row.before),
        (f"Wordt ({unit})", lambda row: row.after),
        (f"Verschil ({unit})", lambda row: row.change),
        (f"Verschil per inwoner ({unit})", lambda row: row.per_inhabitant),
        ("Verschil (%)", lambda row: None if row.share is None else percent(row.share)),
    ]


def _municipalities(found: Shifts) -> Block:
    after, whole = found.comparison.after, found.everyone.whole
    ways = groupings(after.prepared)
    mark = max((status(after, rule) for rule in found.rules), default="")

    def field(header: str, value: Measure) -> Field[Shift]:
        return Field(header, lambda row: _cents(value(row)), 18, CENTS, mark, total=_cents(value(whole)))

    def group(grouping: Grouping) -> Field[Shift]:
        return Field(grouping_name(grouping), lambda row: group_name(grouping, grouping.of[row.code]), 26)

    fields: list[Field[Shift]] = [
        Field("Gemeentecode", lambda row: row.code, width=14),
        Field("Gemeente", lambda row: row.name, width=26, total=f"Totaal ({len(found.rows)} gemeenten)"),
        *map(group, ways),
        *(field(header, value) for header, value in _measures(_unit(found))),
    ]
    return block(f"gemeenten_{_key(found)}", fields, found.rows, totals=True)


def _cents(value: Fraction | None) -> CellValue:
    return None if value is None else decimal(value, CENTS)
