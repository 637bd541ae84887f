"""What another value does to the amounts of a municipality and of all others."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from attrs import evolve

from allocation.numbers import decimal
from rules import Outcome
from rules.analysis.differences import CENTS, movers
from rules.analysis.given_values import Cell, declared
from rules.analysis.sensitivity import Effect, per_year, together, told
from rules.territory.naming import names_by_code
from tables.approximation import above, banners
from tables.comparing.report import signed, titled
from tables.labels import label, publication_year
from tables.listing import as_text
from tables.words import in_words, number
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, CellValue, Sheet, Workbook, warned
from tables.workbook.names import sheet_name, with_names_of_their_own

NAMED = 3
STEP = "Van geld is de eenheid 1.000 euro, van een aandeel één procentpunt."
HEADER = ("gegeven", "nu", "wordt", "bedrag", "zelf", "alle andere samen", "")


def yield_lines(outcome: Outcome, code: str, effects: Sequence[Effect]) -> list[str]:
    """What one unit more of each input brings in, where it brings anything in."""
    rows = [HEADER, *(row for effect in effects for row in _rows(outcome, code, effect, unrounded=True))]
    idle = [label(outcome, e.changed.cell.name)[0] for e in effects if not _moves(e)]
    without = [f"Zonder gevolg voor deze bedragen: {', '.join(idle)}."] if idle else []
    return [
        *_heading(outcome, code, "wat één eenheid meer doet"),
        *as_text(rows),
        *without,
        f"{STEP} Zonder de afronding van bedragen: zo is te zien wat één eenheid uitmaakt.",
    ]


def mistake_lines(outcome: Outcome, code: str, effect: Effect) -> list[str]:
    """What a wrong value does: to whom it belongs, to all others, and to whom most."""
    names = names_by_code(outcome.prepared.territory)
    told_lines = [*_heading(outcome, code, "wat een fout kost")]
    told_lines += as_text([HEADER, *_rows(outcome, code, effect, unrounded=False)])
    if not _moves(effect):
        told_lines += ["Deze bedragen veranderen er niet door."]
    for rule, row in effect.amounts.items():
        codes = outcome.prepared.case.codes
        others = [None if other == code else change for other, change in zip(codes, row, strict=True)]
        for word, places in zip(("meer", "minder"), movers(others, NAMED), strict=True):
            if places:
                named = ", ".join(f"{names[codes[place]]} {signed(row[place])}" for place in places)
                told_lines.append(f"{label(outcome, rule)[0]}, andere die het meest {word} krijgen: {named}")
    return told_lines


def _heading(outcome: Outcome, code: str, what: str) -> list[str]:
    who = f"{names_by_code(outcome.prepared.territory)[code]} ({code})" if code else "Landelijk"
    return ["", f"{who}: {what}", publication_year(outcome), *banners([outcome])]


def _moves(effect: Effect) -> bool:
    return bool(effect.error) or any(any(row) for row in effect.amounts.values())


def _rows(outcome: Outcome, code: str, effect: Effect, *, unrounded: bool) -> Iterator[Sequence[str]]:
    """A row per amount that changes; the input is named once."""
    prepared, cell = outcome.prepared, effect.changed.cell
    head = [
        _named(outcome, cell),
        _value(outcome, cell, effect.was),
        _value(outcome, cell, effect.changed.value),
    ]
    if effect.error:
        yield (*head, "", "", "", f"niet te berekenen: {effect.error}")
    for rule, row in effect.amounts.items():
        if any(row):
            of = told(prepared, row, code) if code else None
            mine, rest = (signed(of.own), signed(of.others)) if of else ("", signed(together(row)))
            note = _over_years(outcome, cell.name, of.own) if of and unrounded else ""
            yield (*head, label(outcome, rule)[0], mine, rest, note)
            head = ["", "", ""]


def _over_years(outcome: Outcome, name: str, own: Fraction) -> str:
    """Of a mean of years: how much of it comes in each year."""
    spread = per_year(outcome.prepared.library, name, own)
    return f"gemiddelde van {spread[0]} jaar: {signed(spread[1])} per jaar" if spread else ""


def _named(outcome: Outcome, cell: Cell) -> str:
    text, unit = label(outcome, cell.name)
    return f"{text} ({unit})"


def _value(outcome: Outcome, cell: Cell, value: Fraction) -> str:
    decimals = declared(outcome.prepared, cell.name).decimals
    return in_words(value) if value.denominator == 1 else number(value, decimals)


Sweep = Sequence[tuple[str, Sequence[Effect]]]
"""By input: what one unit more does in each municipality, in order of code."""


def yield_book(outcomes: Sequence[Outcome], sweeps: Sequence[Sweep]) -> Workbook:
    """Per amount a sheet: a row per municipality, and of each input what one more does."""
    sheets = [
        _yield_sheet(outcome, sweep, rule)
        for outcome, sweep in zip(outcomes, sweeps, strict=True)
        for rule in outcome.prepared.year.amounts
    ]
    title = f"Wat één eenheid meer doet: {'; '.join(map(titled, outcomes))}"
    return Workbook(title, "Verdeelsleutel", warned(_apart(sheets), above(outcomes)))


def _yield_sheet(outcome: Outcome, sweep: Sweep, rule: str) -> Sheet:
    year = outcome.prepared.year.year
    codes, names = outcome.prepared.case.codes, names_by_code(outcome.prepared.territory)
    text, unit = label(outcome, rule)
    fields: list[Field[int]] = [
        Field("Gemeentecode", codes.__getitem__, width=14),
        Field("Gemeente", lambda place: names[codes[place]], width=26),
    ]
    for name, effects in sweep:
        if any(any(effect.amounts.get(rule, ())) for effect in effects):
            of, counted = label(outcome, name)
            of = f"{of} ({counted})"
            fields += [
                Field(f"{of}: zelf ({unit})", _cell(outcome, effects, rule, own=True), 22, CENTS),
                Field(f"{of}: alle andere ({unit})", _cell(outcome, effects, rule, own=False), 22, CENTS),
            ]
    return Sheet(
        sheet_name(f"Eén meer {text}", year),
        f"{text}, uitkeringsjaar {year}: wat één eenheid meer doet",
        f"{titled(outcome)}. Per gegeven wat één eenheid meer de gemeente zelf oplevert, en wat het alle "
        f"andere gemeenten samen scheelt; zonder de afronding van bedragen. {STEP}",
        [block(f"een_meer_{rule}_{year}", fields, range(len(codes)))],
    )


def _cell(outcome: Outcome, effects: Sequence[Effect], rule: str, *, own: bool) -> Callable[[int], CellValue]:
    def value(place: int) -> CellValue:
        effect = effects[place]
        if rule not in effect.amounts:
            return None
        of = told(outcome.prepared, effect.amounts[rule], effect.changed.cell.code)
        return decimal(of.own if own else of.others, CENTS)

    return value


def mistake_book(outcomes: Sequence[Outcome], effects: Sequence[Sequence[Effect]]) -> Workbook:
    """Per publication and mistake a sheet: what every municipality gets more or less by it."""
    pairs = zip(outcomes, effects, strict=True)
    sheets = [_mistake_sheet(outcome, effect) for outcome, of in pairs for effect in of]
    title = f"Wat een fout kost: {'; '.join(map(titled, outcomes))}"
    return Workbook(title, "Verdeelsleutel", warned(_apart(sheets), above(outcomes)))


def _apart(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Sheets and tables with names of their own."""
    named = with_names_of_their_own(sheets)
    return [
        evolve(sheet, blocks=[evolve(table, name=f"{table.name}_{place}") for table in sheet.blocks])
        for place, sheet in enumerate(named, 1)
    ]


def _mistake_sheet(outcome: Outcome, effect: Effect) -> Sheet:
    cell, year = effect.changed.cell, outcome.prepared.year.year
    was, becomes = (_value(outcome, cell, value) for value in (effect.was, effect.changed.value))
    whose = f" van {names_by_code(outcome.prepared.territory)[cell.code]}" if cell.code else ""
    return Sheet(
        sheet_name(f"Fout {label(outcome, cell.name)[0]}", year),
        f"Wat een fout kost: {_named(outcome, cell)}{whose}, uitkeringsjaar {year}",
        f"{titled(outcome)}. {becomes} in de plaats van {was}: wat elke gemeente daardoor meer of minder "
        "krijgt.",
        [_mistake_block(outcome, effect, f"fout_{year}")],
    )


def _mistake_block(outcome: Outcome, effect: Effect, name: str) -> Block:
    codes, names = outcome.prepared.case.codes, names_by_code(outcome.prepared.territory)
    fields: list[Field[int]] = [
        Field("Gemeentecode", codes.__getitem__, width=14),
        Field("Gemeente", lambda place: names[codes[place]], width=26, total="Totaal"),
    ]
    for rule, row in effect.amounts.items():
        text, unit = label(outcome, rule)
        values = [decimal(change, CENTS) for change in row]
        total = decimal(together(row), CENTS)
        fields.append(Field(f"{text} ({unit})", values.__getitem__, 22, CENTS, total=total))
    return block(name, fields, range(len(codes)), totals=True)
