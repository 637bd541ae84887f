"""What in a user's own figures and inputs is not as usual, and what it does to the amounts.

Nothing is refused by it: what is a thousand times what it was may be right. But none is taken without a word.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from attrs import evolve

from allocation.result import Result
from rules.library.layers import OWN
from rules.reading.csv_table import Reader
from rules.reading.notation import odd
from rules.runs.compared import FAR, FAR_PER_INHABITANT, FEWEST, equal, far_off, filled_down, level, range_of
from rules.runs.doubt import Cell, Doubt, Kind
from rules.runs.effects import effect
from rules.runs.outcome import Prepared
from rules.runs.usual import Known, Own, Values, own_inputs, shipped, usual_figure
from rules.runs.whole_column import Column, whole
from rules.territory.municipalities import inhabitants_on

FIGURE, FIGURE_ALIKE = Fraction(2), Fraction(5, 4)
"""So many times what is shipped of a figure is far; the second where that is close together itself."""
BACK = 4
"""Inhabitants are those of the year, or of one that is so little before it."""
Shipped = Callable[[str], list[Known]]


def doubts(prepared: Prepared, result: Result, read: Reader) -> list[Doubt]:
    """All that is not as usual in what a user gives, each with the amount that it changes most."""
    given = own_inputs(prepared, read)
    of_input = shipped(prepared)
    every = [doubt for own in given for doubt in _of_input(prepared, own, of_input)]
    every += [*_twins(given, {doubt.name for doubt in every}), *_figures(prepared)]
    return [evolve(doubt, effect=effect(prepared, result, doubt, _usual(doubt, of_input))) for doubt in every]


def _usual(doubt: Doubt, of_input: Shipped) -> Values:
    """What is usual of a whole column."""
    known = [] if doubt.cells else of_input(doubt.name)
    return known[0].values if known and known[0].same_unit else {}


def _of_input(prepared: Prepared, own: Own, of_input: Shipped) -> Iterator[Doubt]:
    """What is not as usual in one input; of a column that is wrong as a whole no cells are named."""
    if not prepared.library.inputs[own.name].adds:
        return
    known = of_input(own.name)
    same = [one for one in known if one.same_unit]
    column = whole(Column(own, same, partial(_others, prepared, own.name, of_input))) if same else None
    if column:
        yield column
    if column and column.kind not in ("scale", "publication", "rounded"):
        return
    if known:
        usual, times = same or [_scaled(own.values, one) for one in known], FAR
    else:
        usual, times = _by_inhabitants(prepared, own), FAR_PER_INHABITANT
    yield from _cells(own, usual, times, column.times if column else Fraction(1))


def _others(prepared: Prepared, name: str, of_input: Shipped) -> Iterator[tuple[str, Sequence[Known]]]:
    """What is shipped of the other inputs of the publication."""
    for other in prepared.case.book.inputs:
        if other != name:
            yield other, [one for one in of_input(other) if one.same_unit]


def _by_inhabitants(prepared: Prepared, own: Own) -> list[Known]:
    """What an input would be if it went by inhabitants: a weak measure, for want of a better one."""
    year, territory = prepared.year.year, prepared.year.territory
    persons = next((n for back in range(BACK) if (n := inhabitants_on(year - back, territory))), {})
    if not persons or sum(value > 0 for value in own.values.values()) < FEWEST:
        return []
    return [_scaled(own.values, Known("", 0, persons, same_unit=False))]


def _scaled(values: Values, known: Known) -> Known:
    """The same in the unit of a user's own column, by what is usual at the median."""
    times = level(values, known.values)
    return evolve(known, values={code: value * times for code, value in known.values.items()})


def _cells(own: Own, known: Sequence[Known], times: int, scale: Fraction) -> Iterator[Doubt]:
    """Single cells: far from usual, written oddly, or the same row after row."""
    usual = {code: value * scale for code, value in known[0].values.items()} if known else {}
    total = sum(usual.values(), Fraction(0))
    strange = []
    for code, value in own.values.items():
        if code in usual:
            least, most = range_of(known, code)
            weak = times > FAR and not value  # inhabitants say nothing of a zero
            if not weak and far_off(value, least * scale, most * scale, total, times):
                strange.append(code)
    written = [code for code in odd(own.texts) if code not in strange and _better(own, usual, code)]
    down = filled_down(own.values, usual if times == FAR else {}, own.rows)
    kinds: list[tuple[Kind, list[str]]] = [("cells", strange), ("notation", written), ("filled", down)]
    for kind, codes in kinds:
        if codes:
            cells = tuple(_cell(own, usual, code) for code in codes)
            yield Doubt(kind, own.name, own.table.place, own.column, cells)


def _cell(own: Own, usual: Values, code: str) -> Cell:
    return Cell(code, own.rows.get(code, 0), own.values[code], usual.get(code), own.texts.get(code, ""))


def _better(own: Own, usual: Values, code: str) -> bool:
    """Whether a cell would be nearer to what is usual, were its point no decimal point."""
    value, known = own.values[code], usual.get(code)
    return not known or abs(1000 * value - known) < abs(value - known)


def _twins(given: Sequence[Own], doubted: set[str]) -> Iterator[Doubt]:
    """Two inputs of a user's own that have the same values, where nothing else is wrong with them."""
    for place, own in enumerate(given):
        for other in given[:place]:
            if own.name in doubted or other.name in doubted:
                continue
            if equal(own.values, other.values) and len({*own.values.values()}) > FEWEST:
                yield Doubt("twin", own.name, own.table.place, own.column, other=other.name)


def _figures(prepared: Prepared) -> Iterator[Doubt]:
    """Figures of a user's own that are far from all that is shipped of them."""
    for name, value in prepared.figures.items():
        known = [one for one in usual_figure(prepared, name) if one > 0]
        if prepared.origin(name).layer != OWN or not known or value.value < 0:
            continue
        least, most = min(known), max(known)
        room = FIGURE_ALIKE if len(known) > 1 and most <= FIGURE_ALIKE * least else FIGURE
        if not least / room <= value.value <= most * room:
            yield Doubt("figure", name, cells=(Cell("", 0, value.value, known[0]),))
