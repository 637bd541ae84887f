"""The workbook of formulas: change a figure or an input, and every municipality follows."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import evolve
from xlsxwriter.utility import xl_col_to_name

from allocation.case import CODE
from allocation.result import Balance
from allocation.units import YES_NO
from rules import Outcome
from tables.explaining.explanation import Explanation, Operand, Step
from tables.formulas.cells import constant
from tables.formulas.columns import Item, steps
from tables.formulas.places import Live, Place, stored
from tables.labels import label, note, origin, subtitle, warning
from tables.publication.sources import LEGEND, sources
from tables.words import JA_NEE, date_in_words
from tables.workbook.layout import lay_out
from tables.workbook.model import Block, Column, Formula, Sheet, Value, Workbook
from tables.workbook.names import sheet_name

FIGURES, NATIONAL, INPUTS, RULES = "Cijfers", "Landelijk", "Gegevens", "Berekening"
TITLES = {
    FIGURES: "Landelijke cijfers",
    NATIONAL: "Landelijke stappen",
    INPUTS: "Gegevens per gemeente",
    RULES: "Berekening per gemeente",
}
CODE_AND_NAME = (Column("Gemeentecode", width=14), Column("Gemeente", width=26))
CHANGE = (
    f"Wijzig een blauwe waarde op een blad {FIGURES} of {INPUTS}: alle andere bladen rekenen mee. Elk cijfer "
    "en elke kolom heeft een naam, met het uitkeringsjaar erachter; die naam staat in de formules."
)
DIGITS = (
    "Een spreadsheet rekent met ongeveer 15 cijfers. De bedragen zijn op de cent die van de tabellen. Voor "
    "het afronden staat overal *(1+4E-15): daarmee blijft een half een half (2,675 maal 100 is voor een "
    "spreadsheet net geen 267,5). In een verdeling naar grootste resten gelden resten die minder dan een "
    "miljoenste schelen als gelijk."
)
RATIO = 6
"""Decimals of what an explanation shows as a ratio."""
AS_PUBLISHED = "Rekent niet mee: hier staan de waarden zoals zij bij het maken van deze werkmap waren."
TOTALS = "Landelijke totalen, bij het maken van deze werkmap en nu"
POTS = "Potten: beschikbaar, verdeeld en wat over is (waardoor staat in de tabellen van de publicatie)"


def workbook(outcomes: Sequence[Outcome], explanations: Sequence[Explanation] = ()) -> Workbook:
    """A publication as formulas; with explanations those of one municipality stand first."""
    years = [live(outcome) for outcome in outcomes]
    pages = [_explained(year, e) for e in explanations for year in years if e.year == year.year]
    totals = []
    for year in years:
        wanted = [e.steps[0].rule for e in explanations if e.year == year.year]
        items = [year.items[name] for name in wanted or year.outcome.prepared.year.amounts]
        totals += [_change(year, item) for item in items]
        pages += [_amounts(year, [item for item in items if not item.national])]
        pages += [*(_page(year, sheet) for sheet in TITLES if year.on(_name(year.outcome, sheet)))]
        pages += [_columns(year)]
    pages += [_control(years, totals), sources(outcomes)]
    names = {name: place for year in years for name, place in year.names().items()}
    title = outcomes[0].prepared.publication.title
    return Workbook(f"{title}, met formules", "Verdeelsleutel", [_guide(outcomes, pages), *pages], names)


def live(outcome: Outcome) -> Live:
    """The formulas of a year, each in its place."""
    made = steps(outcome)
    on = {
        FIGURES: made.figures,
        NATIONAL: [item for item in made.rules if item.national],
        INPUTS: made.inputs,
        RULES: [item for item in made.rules if not item.national],
    }
    places = {}
    for sheet, items in on.items():
        top = lay_out(_sheet(outcome, sheet, items, [])).headers[0] + 2
        for place, item in enumerate(items):
            name = _name(outcome, sheet)
            if item.national:
                places[item.name] = Place(name, "B", top + place)
            else:
                places[item.name] = Place(name, xl_col_to_name(len(CODE_AND_NAME) + place), top)
    return Live(outcome, {item.name: item for items in on.values() for item in items}, made.totals, places)


def _name(outcome: Outcome, sheet: str) -> str:
    return sheet_name(sheet, outcome.prepared.year.year)


def _page(year: Live, sheet: str) -> Sheet:
    """A sheet with figures, inputs or steps."""
    outcome = year.outcome
    items = year.on(_name(outcome, sheet))
    if sheet in (FIGURES, NATIONAL):
        return _sheet(outcome, sheet, items, [_national(year, item) for item in items])
    places = outcome.prepared.territory.select(CODE, "naam").rows()
    rows = [[*place, *(year.value(item, row) for item in items)] for row, place in enumerate(places)]
    totals = ["", f"Totaal ({len(rows)} gemeenten)", *(year.total(item) for item in items)]
    return _sheet(outcome, sheet, items, rows, totals)


def _sheet(
    outcome: Outcome,
    sheet: str,
    items: Sequence[Item],
    rows: Sequence[Sequence[Value]],
    totals: Sequence[Value] = (),
) -> Sheet:
    columns = (
        [
            Column("Omschrijving", width=50),
            Column("Waarde", width=20, given=sheet == FIGURES),
            Column("Eenheid", width=20),
            Column("Status", width=12),
            Column("Naam", width=40),
            *((Column(text, width=60)) for text in _LAST[sheet]),
        ]
        if sheet in _LAST
        else [*CODE_AND_NAME, *_series(items, given=sheet == INPUTS)]
    )
    return _one(
        outcome,
        sheet,
        TITLES[sheet],
        Block(f"tabel_{sheet.lower()}", columns, rows, totals),
        [item.name for item in items],
    )


_LAST = {FIGURES: ("Bron", "Opmerking"), NATIONAL: ("Formule", "Grondslag")}
"""The last columns of the sheets with national values."""


def _one(outcome: Outcome, sheet: str, title: str, table: Block, shown: Iterable[str]) -> Sheet:
    year, known = outcome.prepared.year.year, {**outcome.result.statuses, **outcome.prepared.case.statuses}
    return Sheet(
        name=_name(outcome, sheet),
        title=f"{title}, uitkeringsjaar {year}",
        subtitle=subtitle(outcome),
        warning=warning(outcome, [name for name in shown if name in known]),
        blocks=[evolve(table, name=f"{table.name}_{year}")],
    )


def _series(items: Sequence[Item], *, given: bool = False) -> list[Column]:
    return [Column(f"{i.label} ({i.unit})", i.decimals, i.mark, 18, given) for i in items]


def _national(year: Live, item: Item) -> list[Value]:
    prepared = year.outcome.prepared
    said = [item.label, year.value(item, 0), item.unit, item.mark or "officieel", year.name(item.name)]
    if item.formula:
        return [*said, item.words, item.law]
    value = prepared.figures[item.name]
    by = origin(year.outcome, prepared.origin(item.name))
    return [*said, value.source, "; ".join(filter(None, [by, value.note]))]


def _amounts(year: Live, items: Sequence[Item]) -> Sheet:
    places = year.outcome.prepared.territory.select(CODE, "naam", "provincie").rows()
    rows = [[*place, *(year.elsewhere(i.name, row) for i in items)] for row, place in enumerate(places)]
    totals = ["", f"Totaal ({len(rows)} gemeenten)", "", *(year.total(item) for item in items)]
    columns = [*CODE_AND_NAME, Column("Provincie", width=15), *_series(items)]
    table = Block("tabel_bedragen", columns, rows, totals)
    return _one(year.outcome, "Bedragen", "Bedragen per gemeente", table, [item.name for item in items])


def _columns(year: Live) -> Sheet:
    """What stands in each column of the computation."""
    columns = [Column("Kolom", width=8), Column("Omschrijving", width=50), Column("Eenheid", width=14)]
    columns += [Column("Naam", width=46), Column("Formule", width=70), Column("Grondslag", width=60)]
    rows = [
        [year.places[item.name].letter, item.label, item.unit, year.name(item.name), item.words, item.law]
        for item in year.on(_name(year.outcome, RULES))
    ]
    title = f"Wat in de kolommen van het blad {_name(year.outcome, RULES)} staat"
    return _one(year.outcome, "Kolommen", title, Block("tabel_kolommen", columns, rows), [])


def _control(years: Sequence[Live], totals: Sequence[Sequence[Value]]) -> Sheet:
    """What a change does to the totals, and whether the pots still close."""
    columns = [Column("Uitkeringsjaar", width=15), Column("Bedrag", width=46), Column("Eenheid", width=10)]
    columns += [Column(text, 2, width=20) for text in ("Bij het maken", "Nu", "Verschil")]
    pots = [Column("Uitkeringsjaar", width=15), Column("Pot", width=46), Column("Eenheid", width=10)]
    pots += [Column(text, 2, width=20) for text in ("Beschikbaar", "Verdeeld", "Over (-: meer verdeeld)")]
    closing = [_pot(year, balance) for year in years for balance in year.outcome.result.balances]
    return Sheet(
        name="Controle",
        title="Controle: wat een wijziging doet, en of de potten sluiten",
        subtitle=subtitle(years[0].outcome),
        blocks=[
            Block("tabel_totalen", columns, totals, caption=TOTALS),
            Block("tabel_potten", pots, closing, caption=POTS),
        ],
    )


def _change(year: Live, item: Item) -> list[Value]:
    name = year.name(item.name)
    total = sum(item.values, Fraction(0))
    then = stored(total)
    now = Formula(f"=SUM({name})", then)
    change = Formula(f"=SUM({name})-{constant(total)}", 0)
    return [str(year.year), item.label, item.unit, then, now, change]


def _pot(year: Live, balance: Balance) -> list[Value]:
    text, unit = label(year.outcome, balance.pot)
    pot, handed = year.name(balance.pot), f"SUM({year.name(balance.rule)})"
    return [
        str(year.year),
        text,
        unit,
        Formula(f"={pot}", stored(balance.available)),
        Formula(f"={handed}", stored(balance.handed_out)),
        Formula(f"=ROUND({pot}-{handed},2)", stored(balance.left)),
    ]


def _explained(year: Live, e: Explanation) -> Sheet:
    """The derivation of an amount of one municipality, with values that follow the other sheets."""
    row = year.outcome.prepared.territory[CODE].to_list().index(e.code)
    columns = [Column("Stap", width=9), Column("Omschrijving", width=54), Column("Waarde", width=20)]
    columns += [Column("Eenheid", width=16), Column("Status", width=12)]
    columns += [Column("Formule of bron", width=80), Column("Grondslag", width=50)]
    rows: list[list[Value]] = []
    for step in e.steps:
        rows.append(_step(year, step, row))
        rows += [_operand(year, operand, row) for operand in step.operands]
    title = f"{e.municipality} ({e.code}): {e.label}"
    rule = year.outcome.prepared.case.book.rules[e.steps[0].rule]
    return _one(year.outcome, rule.short, title, Block(f"uitleg_{rule.name}", columns, rows), [rule.name])


def _step(year: Live, step: Step, row: int) -> list[Value]:
    value = evolve(year.elsewhere(step.rule, row), decimals=_decimals(step.result, step.unit))
    return [step.number, step.label, value, step.unit, step.status or "officieel", step.formula, step.law]


def _operand(year: Live, operand: Operand, row: int) -> list[Value]:
    source = f"stap {operand.step}" if operand.step else operand.source
    value = evolve(year.elsewhere(operand.symbol, row), decimals=_decimals(operand.number, operand.unit))
    return ["", f"    {operand.label}", value, operand.unit, operand.status, source, ""]


def _decimals(shown: str, unit: str) -> int:
    """As many as the explanation shows, so that a reader can compute on from them; of a ratio some."""
    if unit == YES_NO:
        return JA_NEE
    return RATIO if "÷" in shown else len(shown.partition(",")[2])


def _guide(outcomes: Sequence[Outcome], pages: Sequence[Sheet]) -> Sheet:
    of = outcomes[0].prepared.publication
    said: list[tuple[str, str]] = [
        ("Publicatie", f"{of.title}, {of.issuer}, {date_in_words(of.date)}"),
        ("Wijzigen", CHANGE),
        *([("Let op", note(outcomes[0]))] if note(outcomes[0]) else []),
        *((f"Blad {page.name}", page.title) for page in pages),
        ("Bronnen", AS_PUBLISHED),
        *LEGEND,
        ("Nauwkeurigheid", DIGITS),
    ]
    columns = [Column("Onderwerp", width=34), Column("Toelichting", width=110)]
    return Sheet(
        name="Leeswijzer",
        title=f"{of.title}: werkmap met formules",
        subtitle="Alles wat berekend is, is een formule",
        warning=warning(outcomes[0]),
        blocks=[Block("tabel_leeswijzer", columns, said)],
    )
