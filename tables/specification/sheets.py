"""The sheet Specificatie: one municipality, picked from a list; and the sheet with what it looks up.

Every formula finds a municipality by its code, in columns that have a name. Where the columns stand is
known when all sheets are there (`names`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from itertools import takewhile

from attrs import evolve, frozen
from xlsxwriter.utility import xl_col_to_name

from allocation.lags import unlagged
from rules.analysis.specification import Line, Specification, Told
from tables.labels import OFFICIAL, decimals, label, status, subtitle, warning, with_unit
from tables.publication.groups import group_name
from tables.publication.signs import NOT_APPLICABLE, UNKNOWN
from tables.words import STANDS, listed
from tables.workbook.fields import Field, block
from tables.workbook.layout import lay_out
from tables.workbook.model import Allowed, Block, CellValue, Chart, Fact, Formula, Sheet
from tables.workbook.names import sheet_name
from tables.workbook.stored import stored

PAGE, LOOKED_UP = "Specificatie", "Gegevens specificatie"
CHOICE = "Kies een gemeente"
PICK = "Kies een gemeente uit de lijst, of typ haar code van vier cijfers."
HOW = "Kies een gemeente uit de lijst: alle cellen volgen. Ernaast Nederland, en gemeenten van die grootte."
NO_PAPER = "De tabel wordt niet afgedrukt."
CENTS, PER_CENTS = 2, 4
FIRST = 6
"""So many columns stand before the lines: code, name, choice, province, size class, inhabitants."""
BEFORE = "vorige"
WHAT, OWN = "Bedrag of volume", "EUR per inwoner"
COUNTRY, SIZE = "Idem, Nederland", "Idem, gelijke grootte"
"""The headers of what the chart draws."""

Value = Callable[[Line, int], CellValue]
"""What stands on the sheet that is looked up, for a line and a municipality (its row in order of code)."""


@frozen(eq=False)
class _Page:
    """A specification of a year, with the names of its columns."""

    of: Specification

    @property
    def year(self) -> int:
        return self.of.outcome.prepared.year.year

    @cached_property
    def order(self) -> list[int]:
        """The municipalities as people look for them: by name."""
        names = self.of.outcome.prepared.territory["naam"].to_list()
        return sorted(range(len(names)), key=lambda row: names[row].lstrip("'").lower())

    def column(self, what: str) -> str:
        """What a column of the sheet that is looked up is called."""
        base, lag = unlagged(what)
        return f"{base}_spec_{self.year}" + (f"_T{lag}" if lag else "")

    def before(self, line: Line) -> str:
        return self.column(f"{BEFORE}_{unlagged(line.name)[0]}")

    @cached_property
    def with_before(self) -> list[Line]:
        return [line for line in self.of.lines if any(value is not None for value in line.before)]

    @property
    def chosen(self) -> str:
        return f"gekozen_gemeente_{self.year}"

    @property
    def code(self) -> str:
        return f"gekozen_code_{self.year}"

    def found(self, column: str) -> str:
        """What stands in a column for the chosen municipality."""
        return f"INDEX({column},MATCH({self.code},{self.column('code')},0))"

    def status(self, line: Line) -> str:
        """How sure a line is; what is official is known of the outcome as it was published."""
        outcome = self.of.overview.outcome
        book = outcome.prepared.case.book
        return status(outcome if line.name in {*book.rules, *book.inputs} else self.of.outcome, line.name)

    def choice(self, row: int) -> str:
        territory = self.of.outcome.prepared.territory
        return f"{territory['naam'][row]} ({self.of.codes[row]})"

    def size(self, row: int) -> str:
        sizes = self.of.sizes
        return group_name(sizes, sizes.of[self.of.codes[row]]) if sizes else UNKNOWN


def specification(of: Specification, value: Value | None = None) -> list[Sheet]:
    """The page of a year, and the sheet with what it looks up; `value` says what stands there."""
    page = _Page(of)
    known = of.overview.outcome
    book = known.prepared.case.book
    said = warning(known, [line.name for line in of.lines if line.name in {*book.rules, *book.inputs}])
    return [
        Sheet(
            name=sheet_name(PAGE, page.year),
            title=f"Specificatie per gemeente, uitkeringsjaar {page.year}",
            subtitle="\n".join([subtitle(of.outcome), HOW, *_previous(of)]),
            warning=said,
            facts=_facts(page),
            blocks=[table := block(f"specificatie_{page.year}", _fields(page), of.lines)],
            charts=_chart(page, table),
        ),
        Sheet(
            name=sheet_name(LOOKED_UP, page.year),
            title=f"Gegevens voor de specificatie, uitkeringsjaar {page.year}",
            subtitle=f"{subtitle(of.outcome)}\nWat {sheet_name(PAGE, page.year)} opzoekt. {NO_PAPER}",
            printed=False,
            warning=said,
            blocks=[block(f"gegevens_specificatie_{page.year}", _columns(page, value or _plain), page.order)],
        ),
    ]


def _chart(page: _Page, table: Block) -> list[Chart]:
    """The amounts per inhabitant, which stand first: of the municipality, the country, and its size."""
    amounts, first = page.of.outcome.prepared.year.amounts, page.order[0]
    drawn = list(takewhile(lambda line: line.name in amounts, page.of.lines))
    told = [page.of.told(line, first) for line in drawn]
    if not told or any(one.per_inhabitant is None for one in told):
        return []
    series = [OWN, COUNTRY, *([SIZE] if told[0].of_size is not None else [])]
    names = listed([label(page.of.outcome, line.name)[0] for line in drawn])
    alt = (
        f"Staven per bedrag ({names}): wat de gekozen gemeente per inwoner krijgt, naast heel Nederland en "
        "de gemeenten van dezelfde grootteklasse. De getallen staan in de tabel erboven."
    )
    title = f"Bedrag per inwoner van de gekozen gemeente, uitkeringsjaar {page.year}"
    return [
        Chart(title, table.name, WHAT, series, "bedrag", "euro per inwoner", alt, rows=len(drawn), below=True)
    ]


def _previous(of: Specification) -> list[str]:
    if of.overview.previous is None:
        return []
    prepared = of.overview.previous.prepared
    return [f"Vorige stand: {prepared.publication.title}, {STANDS[prepared.year.stand]}."]


def _facts(page: _Page) -> list[Fact]:
    """The choice, and who that is."""
    row = page.order[0]
    first, last = page.column("keuze"), page.chosen
    territory, persons = page.of.outcome.prepared.territory, page.of.overview.persons[row]
    code = f"IF(LEN({last})=4,{last},MID({last},LEN({last})-4,4))"
    facts = [
        Fact(CHOICE, page.choice(row), None, "", Allowed(PICK, listed=first)),
        Fact("Gemeentecode", Formula(f"={code}", page.of.codes[row]), 0, ""),
        Fact("Provincie", _text(page, "provincie", territory["provincie"][row]), 0, ""),
        Fact("Gemeente", _text(page, "naam", territory["naam"][row]), 0, ""),
    ]
    if persons is not None:
        text = f"={page.found(page.column('inwoners'))}"
        facts.append(Fact(f"Inwoners (1 januari {page.year})", Formula(text, int(persons)), 0, ""))
    if page.of.sizes:  # the last: it is longer than a column is wide
        facts.append(Fact("Grootte", _text(page, "klasse", page.size(row)), 0, ""))
    return facts


def _text(page: _Page, column: str, value: str) -> Formula:
    """A text that is looked up; not in a cell of text, where a formula is taken for text itself."""
    return Formula(f"={page.found(page.column(column))}", value)


def _fields(page: _Page) -> list[Field[Line]]:
    """What is told of a line."""
    marks = [page.status(line) for line in page.of.lines]

    told = {line.name: page.of.told(line, page.order[0]) for line in page.of.lines}

    def field(header: str, of: Callable[[Line, Told], CellValue], width: int) -> Field[Line]:
        return Field(header, lambda line: of(line, told[line.name]), width, marks=marks)

    previous = [
        field("Vorige stand", lambda line, told: _before(page, line, told.before), 14),
        field("Verschil met vorige stand", lambda line, told: _change(page, line, told.change), 13),
    ]
    return [
        Field(WHAT, lambda line: label(page.of.outcome, line.name)[0], 24, marks=marks),
        Field("Eenheid", lambda line: label(page.of.outcome, line.name)[1], 13, marks=marks),
        field("Gemeente", lambda line, told: _cell(page, line, _own(page, line), told.own), 14),
        field(
            "Nederland", lambda line, told: _cell(page, line, f"SUM({_column(page, line)})", told.country), 16
        ),
        field("Aandeel in Nederland (%)", partial(_share, page), 12),
        field(OWN, lambda line, told: _per(page, line, told.per_inhabitant, "own"), 11),
        field(COUNTRY, lambda line, told: _per(page, line, told.of_country, "country"), 12),
        field(SIZE, lambda line, told: _per(page, line, told.of_size, "size"), 11),
        *(previous if page.with_before else []),
        Field("Status", lambda line: page.status(line) or OFFICIAL, 12, marks=marks),
    ]


def _column(page: _Page, line: Line) -> str:
    return page.column(line.name)


def _own(page: _Page, line: Line) -> str:
    return page.found(_column(page, line))


def _cell(page: _Page, line: Line, text: str, value: Fraction | None, digits: int | None = None) -> CellValue:
    """A formula; a sign where the line has no such value."""
    if value is None:
        return NOT_APPLICABLE
    shown = decimals(page.of.outcome, line.name) if digits is None else digits
    return Formula(f"={text}", stored(value), shown)


def _share(page: _Page, line: Line, told: Told) -> CellValue:
    return _cell(page, line, f"{_own(page, line)}*100/SUM({_column(page, line)})", told.share, PER_CENTS)


def _per(page: _Page, line: Line, value: Fraction | None, of: str) -> CellValue:
    """An amount per inhabitant: of the municipality, the country, or the municipalities of its size."""
    if value is None:
        return NOT_APPLICABLE if page.of.overview.persons[0] else UNKNOWN
    persons, column = page.column("inwoners"), _column(page, line)
    size = f"{page.column('klasse')},{page.found(page.column('klasse'))}"
    texts = {
        "own": f"{_own(page, line)}/{page.found(persons)}",
        "country": f"SUM({column})/SUM({persons})",
        "size": f"SUMIF({size},{column})/SUMIF({size},{persons})",
    }
    return _cell(page, line, texts[of], value, CENTS)


def _before(page: _Page, line: Line, value: Fraction | None) -> CellValue:
    if line not in page.with_before:
        return UNKNOWN
    digits = decimals(page.of.outcome, line.name)
    return Formula(f"={page.found(page.before(line))}", UNKNOWN if value is None else stored(value), digits)


def _change(page: _Page, line: Line, value: Fraction | None) -> CellValue:
    if line not in page.with_before:
        return UNKNOWN
    then, digits = page.found(page.before(line)), decimals(page.of.outcome, line.name)
    text = f'=IF(ISNUMBER({then}),ROUND({_own(page, line)}-{then},{CENTS}),"{UNKNOWN}")'
    return Formula(text, UNKNOWN if value is None else stored(value), digits)


def _plain(line: Line, row: int) -> CellValue:
    """The value itself, with all its decimals: what is computed with it must be exact."""
    return stored(line.values[row])


def _columns(page: _Page, value: Value) -> list[Field[int]]:
    """What is looked up, a row per municipality."""
    outcome, persons = page.of.outcome, page.of.overview.persons
    territory = outcome.prepared.territory
    fields: list[Field[int]] = [
        Field("Gemeentecode", page.of.codes.__getitem__, width=14),
        Field("Gemeente", lambda row: territory["naam"][row], width=26),
        Field("Keuze in de lijst", page.choice, width=30),
        Field("Provincie", lambda row: territory["provincie"][row], width=15),
        Field("Grootteklasse", page.size, width=28),
        Field(f"Inwoners (1 januari {page.year})", lambda row: _known(persons[row]), 12, 0),
    ]
    fields += [
        Field(with_unit(outcome, line.name), partial(value, line), 15, decimals(outcome, line.name))
        for line in page.of.lines
    ]
    return [*fields, *(_before_field(page, line) for line in page.with_before)]


def _before_field(page: _Page, line: Line) -> Field[int]:
    digits = decimals(page.of.outcome, line.name)
    header = f"{with_unit(page.of.outcome, line.name)}: vorige stand"
    return Field(header, lambda row: _known(line.before[row]), 15, digits)


def _known(value: Fraction | None) -> CellValue:
    return UNKNOWN if value is None else stored(value)


def names(of: Specification, sheets: Sequence[Sheet]) -> dict[str, str]:
    """Where the columns and the choice stand, among all sheets of the workbook."""
    page = _Page(of)
    by_name: Mapping[str, Sheet] = {sheet.name: sheet for sheet in sheets}
    looked_up, choice = (by_name[sheet_name(name, page.year)] for name in (LOOKED_UP, PAGE))
    # where a table starts does not depend on its rows
    top = lay_out(evolve(looked_up, blocks=[evolve(looked_up.blocks[0], rows=[])])).headers[0] + 2
    bottom = top + len(page.order) - 1
    row = lay_out(choice).body + 2
    found = {
        name: f"'{looked_up.name}'!${letter}${top}:${letter}${bottom}"
        for letter, name in zip(
            map(xl_col_to_name, range(len(looked_up.blocks[0].columns))), _named(page), strict=True
        )
    }
    cells = {page.chosen: f"'{choice.name}'!$A${row}", page.code: f"'{choice.name}'!$B${row}"}
    return {**found, **cells}


def _named(page: _Page) -> Iterator[str]:
    """The names of the columns that are looked up, in their order."""
    for what in ("code", "naam", "keuze", "provincie", "klasse", "inwoners"):
        yield page.column(what)
    yield from (page.column(line.name) for line in page.of.lines)
    yield from (page.before(line) for line in page.with_before)
