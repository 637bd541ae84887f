"""The workbook of formulas: change a figure or an input, and every municipality follows."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from attrs import evolve
from xlsxwriter.utility import xl_col_to_name

from allocation.case import CODE
from rules import Outcome
from rules.analysis.overview import Overview
from rules.analysis.specification import Line, Specification
from tables.approximation import above
from tables.explaining.model import Explanation
from tables.file_names import title
from tables.formulas.cells import constant
from tables.formulas.columns import Item, steps
from tables.formulas.control import WorkbookTotal, control
from tables.formulas.derivation import derivation
from tables.formulas.filled_in import allowed, checks
from tables.formulas.places import Live, Place
from tables.labels import OFFICIAL, note, remark, subtitle, warning
from tables.publication.amounts import place_fields
from tables.publication.guide import GUIDE, LEGEND
from tables.publication.sources import sources
from tables.specification.sheets import names as specification_names
from tables.specification.sheets import specification
from tables.words import date_in_words
from tables.workbook.fields import Field, block
from tables.workbook.layout import lay_out
from tables.workbook.model import Block, CellValue, Column, Formula, Sheet, Workbook, warned
from tables.workbook.names import sheet_name
from tables.workbook.stored import stored

FIGURES, NATIONAL, INPUTS, RULES = "Cijfers", "Landelijk", "Gegevens", "Berekening"
TITLES = {
    FIGURES: "Landelijke cijfers",
    NATIONAL: "Landelijke stappen",
    INPUTS: "Gegevens per gemeente",
    RULES: "Berekening per gemeente",
}
PLACES = 2
"""So many columns, code and name, stand before the values per municipality."""
CHANGE = (
    f"Wijzig een blauwe waarde op een blad {FIGURES} of {INPUTS}: alle andere bladen rekenen mee. Elk cijfer "
    "en elke kolom heeft een naam, met het uitkeringsjaar erachter; die naam staat in de formules. Al het "
    "andere is beveiligd, zonder wachtwoord. Op het blad Controle staat of alles klopt wat is ingevuld."
)
SORT = (
    "Elk blad mag anders gesorteerd worden: formules zoeken een gemeente op haar code en een cijfer op zijn "
    "naam, nooit op de plaats. Hef daarvoor eerst de beveiliging van het blad op."
)
DIGITS = (
    "Een spreadsheet rekent met ongeveer 15 cijfers. De bedragen zijn op de cent die van de tabellen. Voor "
    "het afronden staat overal *(1+4E-15): daarmee blijft een half een half (2,675 maal 100 is voor een "
    "spreadsheet net geen 267,5). In een verdeling naar grootste resten gelden resten die minder dan een "
    "miljoenste schelen als gelijk."
)
AS_PUBLISHED = "Rekent niet mee: hier staan de waarden zoals zij bij het maken van deze werkmap waren."


def workbook(
    outcomes: Sequence[Outcome],
    explanations: Sequence[Explanation] = (),
    beside: Sequence[Overview] = (),
) -> Workbook:
    """A publication as formulas; with explanations those of one municipality stand first.

    `beside` are the outcomes with the publication before each.
    """
    years = [live(outcome) for outcome in outcomes]
    sheets = [_explained(year, e) for e in explanations for year in years if e.year == year.year]
    totals = []
    for year in years:
        wanted = [e.amount.rule for e in explanations if e.year == year.year]
        items = [year.items[name] for name in wanted or year.outcome.prepared.year.amounts]
        totals += [WorkbookTotal(year, item) for item in items]
        sheets += [_amounts(year, [item for item in items if not item.national])]
        sheets += [*(_sheet(year, sheet) for sheet in TITLES if year.on(_name(year.outcome, sheet)))]
        sheets += [_columns(year)]
    previous = {id(one.outcome): one for one in beside}
    told = [Specification(previous.get(id(each), Overview(each)), per_maatstaf=False) for each in outcomes]
    for year, of in zip(years, told, strict=True):
        sheets += specification(of, partial(_looked_up, year, of))
    sheets += [control(years, totals, checks(years, FIGURES, INPUTS, RULES)), sources(outcomes)]
    names = {name: place for year in years for name, place in year.names().items()}
    every = warned([_guide(outcomes, sheets), *sheets], above(outcomes))
    for of in told:
        names |= specification_names(of, every)
    return Workbook(f"{title(outcomes)}, met formules", "Verdeelsleutel", every, names, locked=True)


def _looked_up(year: Live, of: Specification, line: Line, row: int) -> Formula:
    """On the sheet for the specification, what follows the other sheets."""
    return year.elsewhere(line.name, row, f'"{of.codes[row]}"')


def live(outcome: Outcome) -> Live:
    """The formulas of a year, each in its place."""
    computed = steps(outcome)
    on = {
        FIGURES: computed.figures,
        NATIONAL: [item for item in computed.rules if item.national],
        INPUTS: computed.inputs,
        RULES: [item for item in computed.rules if not item.national],
    }
    places = {}
    for sheet, items in on.items():
        top = _top(outcome, sheet, TITLES[sheet], [item.name for item in items])
        for place, item in enumerate(items):
            name = _name(outcome, sheet)
            if item.national:
                places[item.name] = Place(name, "B", top + place)
            else:
                before = PLACES + bool(sheet == RULES and computed.inputs)
                places[item.name] = Place(name, xl_col_to_name(before + place), top)
    return Live(
        outcome, {item.name: item for items in on.values() for item in items}, computed.totals, places
    )


def _top(outcome: Outcome, sheet: str, title: str, shown: Sequence[str]) -> int:
    """The row, from 1, where the values of a sheet with one table start."""
    empty = _one(outcome, sheet, title, Block("", [Column("")], []), shown)
    return lay_out(empty).headers[0] + 2


def _name(outcome: Outcome, sheet: str) -> str:
    return sheet_name(sheet, outcome.prepared.year.year)


def _sheet(year: Live, sheet: str) -> Sheet:
    """A sheet with figures, inputs or steps."""
    items = year.on(_name(year.outcome, sheet))
    table = _national(year, sheet, items) if sheet in (FIGURES, NATIONAL) else _municipal(year, sheet, items)
    return _one(year.outcome, sheet, TITLES[sheet], table, [item.name for item in items])


def _national(year: Live, sheet: str, items: Sequence[Item]) -> Block:
    """A row per figure or national step."""
    prepared, given = year.outcome.prepared, sheet == FIGURES
    may = [allowed(year, item) for item in items] if given else []
    fields: list[Field[Item]] = [
        Field("Omschrijving", lambda item: item.label, width=50),
        Field("Waarde", lambda item: year.value(item, 0), width=20, given=given, allowed=may),
        Field("Eenheid", lambda item: item.unit, width=20),
        Field("Status", lambda item: item.mark or OFFICIAL, width=12),
        Field("Naam", lambda item: year.name(item.name), width=40),
    ]
    if sheet == NATIONAL:
        fields.append(Field("Formule", lambda item: item.words, width=60))
        fields.append(Field("Grondslag", lambda item: item.law, width=60))
        return block(f"tabel_{sheet.lower()}", fields, items)

    def note(item: Item) -> str:
        return remark(year.outcome, item.name, prepared.figures[item.name].note)

    fields.append(Field("Bron", lambda item: prepared.figures[item.name].source, width=60))
    fields.append(Field("Opmerking", note, width=60))
    return block(f"tabel_{sheet.lower()}", fields, items)


def _municipal(year: Live, sheet: str, items: Sequence[Item]) -> Block:
    """A row per municipality, with a column for each item."""
    places = year.outcome.prepared.territory.select(CODE, "naam").rows()
    fields = place_fields(places, width=26)
    if sheet == INPUTS:
        given = [_field(year, item, year.value) for item in items]
        may = [[of for _ in places] for of in (allowed(year, item) for item in items)]
        fields += [evolve(field, given=True, allowed=each) for field, each in zip(given, may, strict=True)]
        return block("tabel_gegevens", fields, range(len(places)), totals=True)
    inputs = year.sheet(INPUTS)
    if year.on(inputs):
        beside = partial(year.row_of_inputs, inputs, year.sheet(RULES))
        fields.append(Field(f"Regel op blad {inputs}", beside, width=12, decimals=0))
    fields += [_field(year, item, year.value) for item in items]
    return block(f"tabel_{sheet.lower()}", fields, range(len(places)), totals=True)


def _field(year: Live, item: Item, value: Callable[[Item, int], CellValue]) -> Field[int]:
    return Field(
        f"{item.label} ({item.unit})",
        partial(value, item),
        width=18,
        decimals=item.decimals,
        mark=item.mark,
        total=year.total(item),
    )


def _one(outcome: Outcome, sheet: str, title: str, table: Block, shown: Iterable[str]) -> Sheet:
    year, known = outcome.prepared.year.year, {**outcome.result.statuses, **outcome.prepared.case.statuses}
    return Sheet(
        name=_name(outcome, sheet),
        title=f"{title}, uitkeringsjaar {year}",
        subtitle=subtitle(outcome),
        warning=warning(outcome, [name for name in shown if name in known]),
        blocks=[evolve(table, name=f"{table.name}_{year}")],
    )


def _amounts(year: Live, items: Sequence[Item]) -> Sheet:
    """What every municipality gets, when the workbook was made and now."""
    known = [item.name for item in items]
    top = _top(year.outcome, "Bedragen", "Bedragen per gemeente", known)
    places = year.outcome.prepared.territory.select(CODE, "naam", "provincie").rows()
    fields = place_fields(places, width=26)
    fields.append(Field("Provincie", lambda row: places[row][2], width=15))
    for item in items:
        fields += _before_and_after(year, item, top, len(fields))
    table = block("tabel_bedragen", fields, range(len(places)), totals=True)
    return _one(year.outcome, "Bedragen", "Bedragen per gemeente", table, known)


def _before_and_after(year: Live, item: Item, top: int, column: int) -> list[Field[int]]:
    """An amount now, when the workbook was made, and how much more it is now."""
    now, then = (xl_col_to_name(column + place) for place in (0, 1))

    def change(row: int) -> Formula:
        cells = f"{now}{top + row}-{then}{top + row}"
        return Formula(f"=ROUND({cells},{max(item.decimals, 0)})", 0, item.decimals)

    total = Formula(f"=SUM({year.name(item.name)})-{constant(item.total)}", 0, item.decimals)
    field = _field(year, item, lambda item, row: year.elsewhere(item.name, row, f"$A{top + row}"))
    return [
        field,
        evolve(
            field,
            header=f"{item.label}: bij het maken",
            value=lambda row: stored(item.values[row]),
            total=stored(item.total) if item.adds else "",
        ),
        evolve(field, header=f"{item.label}: verschil", value=change, total=total if item.adds else ""),
    ]


def _columns(year: Live) -> Sheet:
    """What stands in each column of the computation."""
    fields: list[Field[Item]] = [
        Field("Kolom", lambda item: year.places[item.name].letter, width=8),
        Field("Omschrijving", lambda item: item.label, width=50),
        Field("Eenheid", lambda item: item.unit, width=14),
        Field("Naam", lambda item: year.name(item.name), width=46),
        Field("Formule", lambda item: item.words, width=70),
        Field("Grondslag", lambda item: item.law, width=60),
    ]
    table = block("tabel_kolommen", fields, year.on(_name(year.outcome, RULES)))
    title = f"Wat in de kolommen van het blad {_name(year.outcome, RULES)} staat"
    return _one(year.outcome, "Kolommen", title, table, [])


def _explained(year: Live, e: Explanation) -> Sheet:
    """The derivation of an amount of one municipality, with values that follow the other sheets."""
    title = f"{e.municipality} ({e.code}): {e.amount.label}"
    rule = year.outcome.prepared.case.book.rules[e.amount.rule]
    return _one(year.outcome, rule.short, title, derivation(year, e), [rule.name])


def _guide(outcomes: Sequence[Outcome], sheets: Sequence[Sheet]) -> Sheet:
    publication = outcomes[0].prepared.publication
    lines: list[tuple[str, str]] = [
        ("Publicatie", f"{publication.title}, {publication.issuer}, {date_in_words(publication.date)}"),
        ("Wijzigen", CHANGE),
        ("Sorteren", SORT),
        *([("Let op", note(outcomes[0]))] if note(outcomes[0]) else []),
        *((f"Blad {sheet.name}", sheet.title) for sheet in sheets),
        ("Bronnen", AS_PUBLISHED),
        *LEGEND,
        ("Nauwkeurigheid", DIGITS),
    ]
    return Sheet(
        name="Leeswijzer",
        title=f"{publication.title}: werkmap met formules",
        subtitle="Alles wat berekend is, is een formule",
        warning=warning(outcomes[0]),
        blocks=[block("tabel_leeswijzer", GUIDE, lines)],
    )
