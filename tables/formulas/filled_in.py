"""What may be filled in on a workbook of formulas, as the engine takes it, and checks of what was."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from allocation.bounds import Bounds
from tables.formulas.cells import constant
from tables.formulas.columns import Item
from tables.formulas.places import Live
from tables.labels import label
from tables.words import JA_NEE, in_words
from tables.workbook.fields import Field, block
from tables.workbook.model import Allowed, Block, Formula

CHECKS = "Controle van wat is ingevuld: overal 0 als alles klopt"


def allowed(year: Live, item: Item) -> Allowed:
    """What the engine takes of a figure or an input."""
    bounds, yes_no = _bounds(year, item), label(year.outcome, item.name)[1].is_yes_no
    if yes_no:
        return Allowed("Vul 1 in voor ja, 0 voor nee.", Fraction(0), Fraction(1), whole=True)
    return Allowed(_words(bounds), bounds.least, bounds.most)


def _bounds(year: Live, item: Item) -> Bounds:
    library = year.outcome.prepared.library
    return (library.figures if item.name in library.figures else library.inputs)[item.name].bounds


def _words(bounds: Bounds) -> str:
    least, most = (None if value is None else in_words(value) for value in (bounds.least, bounds.most))
    if least is not None and most is not None:
        return f"Vul een getal in van {least} tot en met {most}."
    if least is not None:
        return f"Vul een getal in van {least} of meer."
    return "Vul een getal in." if most is None else f"Vul een getal in van hoogstens {most}."


@frozen
class _Check:
    """Something that may be wrong with what is filled in, and a formula that counts how often it is."""

    year: Live
    text: str
    count: str

    @property
    def in_order(self) -> Formula:
        """Whether it is nowhere wrong."""
        return Formula(f"=IF({self.count}=0,1,0)", 1, JA_NEE)


FIELDS: Sequence[Field[_Check]] = (
    Field("Uitkeringsjaar", lambda check: str(check.year.year), width=15),
    Field("Controle", lambda check: check.text, width=46),
    Field("Eenheid", lambda _: "keer", width=10),
    Field("Aantal", lambda check: Formula(f"={check.count}", 0), 20, 0),
    Field("In orde", lambda check: check.in_order, 20, JA_NEE),
)


def checks(years: Sequence[Live], figures: str, inputs: str, rules: str) -> Block:
    """Codes that miss, are double or unknown, and values that are none, negative or out of bounds."""
    found = [check for year in years for check in _checks(year, figures, inputs, rules)]
    return block("tabel_invoer", FIELDS, found, caption=CHECKS)


def _checks(year: Live, figures: str, inputs: str, rules: str) -> Iterator[_Check]:
    on_inputs, on_rules = (year.sheet(name) for name in (inputs, rules))
    if year.on(on_inputs) and year.on(on_rules):
        codes, known = year.codes(on_inputs), year.codes(on_rules)
        yield _Check(year, f"Gemeenten die ontbreken op {on_inputs}", _absent(known, codes))
        yield _Check(year, f"Gemeenten die dubbel staan op {on_inputs}", _double(codes))
        yield _Check(year, f"Onbekende codes op {on_inputs}", _absent(codes, known))
    for sheet in (year.sheet(figures), year.sheet(inputs)):
        if items := year.on(sheet):
            area = year.area(items)
            empty = f"ROWS({area})*COLUMNS({area})-COUNT({area})"
            yield _Check(year, f"Leeg of geen getal op {sheet}", empty)
            yield _Check(year, f"Te laag op {sheet} (meestal: onder nul)", _outside(year, items, "<"))
            yield _Check(year, f"Te hoog op {sheet}", _outside(year, items, ">"))


def _absent(wanted: str, among: str) -> str:
    return f"SUMPRODUCT(1*(COUNTIF({among},{wanted})=0))"


def _double(codes: str) -> str:
    return f"SUMPRODUCT(1*(COUNTIF({codes},{codes})>1))"


def _outside(year: Live, items: Sequence[Item], sign: str) -> str:
    """How many values are below the least, or above the most, that the engine takes."""
    edges = [(item, _edge(year, item, sign)) for item in items]
    if len({edge for _, edge in edges}) == 1:
        return _beyond(year.area(items), sign, edges[0][1])
    return "+".join(_beyond(year.name(item.name), sign, edge) for item, edge in edges if edge is not None)


def _edge(year: Live, item: Item, sign: str) -> Fraction | None:
    bounds = _bounds(year, item)
    return bounds.least if sign == "<" else bounds.most


def _beyond(place: str, sign: str, edge: Fraction | None) -> str:
    return "0" if edge is None else f'COUNTIF({place},"{sign}"&{constant(edge)})'
