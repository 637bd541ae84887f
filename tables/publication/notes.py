"""Notes: where the total of a table is not what was to be divided, and why; each with a number."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from allocation.result import Balance
from rules import Outcome
from rules.analysis.printed import adds_up
from tables.labels import label, with_unit
from tables.publication.nought import ABSENT
from tables.words import JA_NEE, in_words
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, Column, Sheet

NAME = "Noten"


REASONS: Sequence[tuple[str, Callable[[Balance], object]]] = (
    ("afronding", lambda balance: balance.rounding or balance.pot_rounding),
    ("een minimum of maximum", lambda balance: balance.bounds),
)
"""Why something is left, and where a balance has it."""


@frozen
class Note:
    """A note on a total: its number, of which years, about what, what it says; `header` is its column."""

    number: int
    years: str
    about: str
    text: str
    header: str = ""

    @property
    def sign(self) -> str:
        """How a cell refers to it."""
        return f"[noot {self.number}]"


ROUNDED = (
    "Wat hier staat is afgerond om te tonen; gerekend is met meer cijfers. De som van wat er staat kan "
    "daardoor iets afwijken van het totaal."
)


def notes(outcomes: Sequence[Outcome]) -> list[Note]:
    """A note for each amount that divides a pot and does not add up to it, and one on rounding."""
    off = [(outcome, balance) for outcome in outcomes for balance in outcome.result.balances if balance.left]
    found = [_of_pot(number, *each) for number, each in enumerate(off, start=1)]
    years = ", ".join(str(outcome.prepared.year.year) for outcome in outcomes)
    return [*found, Note(len(found) + 1, years, "afgeronde waarden", ROUNDED)]


def _of_pot(number: int, outcome: Outcome, balance: Balance) -> Note:
    header, year = with_unit(outcome, balance.rule), str(outcome.prepared.year.year)
    return Note(number, year, header, _pot_in_words(outcome, balance), header)


def _pot_in_words(outcome: Outcome, balance: Balance) -> str:
    pot, unit = label(outcome, balance.pot)
    total, available, left = map(in_words, (balance.handed_out, balance.available, abs(balance.left)))
    more = "minder" if balance.left > 0 else "meer"
    because = " en ".join(words for words, of in REASONS if of(balance))
    why = f"{left} {more}, door {because}: zie het blad Controle potten"
    return f"De som van de gemeenten is {total} {unit}; {pot} is {available} {unit}, dus {why}."


def noted(sheets: Sequence[Sheet], of: Sequence[Note], year: int) -> list[Sheet]:
    """The sheets of a year; where a total has a note it says which, and above the table stands the note."""
    return [_noted(sheet, [note for note in of if str(year) in note.years]) for sheet in sheets]


def _noted(sheet: Sheet, of: Sequence[Note]) -> Sheet:
    wanted: list[Note] = []
    blocks = []
    for table in sheet.blocks:
        here = [note for note in of if (note.header or ABSENT not in sheet.subtitle) and _about(note, table)]
        wanted += here
        blocks.append(_marked(table, here) if here else table)
    lines = [sheet.subtitle, *(f"{note.sign} {note.text}" for note in wanted)]
    return evolve(sheet, blocks=blocks, subtitle="\n".join(lines))


def _about(note: Note, table: Block) -> bool:
    """Whether a table with totals has the column of the note; of that on rounding, one that is off."""
    if not table.totals:
        return False
    if note.header:
        return any(column.header == note.header for column in table.columns)
    return any(_rounded(table, place) for place in range(len(table.columns)))


def _rounded(table: Block, place: int) -> bool:
    column, total = table.columns[place], table.totals[place]
    if column.decimals in (None, JA_NEE) or not isinstance(total, int | Decimal) or _is_ratio(column):
        return False
    values = [row[place] for row in table.rows]
    numbers = [value for value in values if isinstance(value, int | Decimal)]
    return not adds_up(numbers, total, column.decimals or 0)


def _is_ratio(column: Column) -> bool:
    """Whether its total is that of the country rather than the sum."""
    return " per " in column.header or column.header.startswith("Per ")


def _marked(table: Block, here: Sequence[Note]) -> Block:
    """The table with the signs behind the word total."""
    signs = " ".join(note.sign for note in here)
    totals = [
        f"{value} {signs}" if isinstance(value, str) and value.startswith("Totaal") else value
        for value in table.totals
    ]
    return evolve(table, totals=totals)


NOTES: Sequence[Field[Note]] = (
    Field("Noot", lambda note: note.sign, width=14),
    Field("Uitkeringsjaar", lambda note: note.years, width=16),
    Field("Bij", lambda note: note.about, width=36),
    Field("Tekst", lambda note: note.text, width=84),
)


def notes_sheets(of: Sequence[Note], sheets: Sequence[Sheet], title: str) -> list[Sheet]:
    """All notes that a sheet refers to, on a sheet of their own; nothing where there are none."""
    subtitles = "\n".join(sheet.subtitle for sheet in sheets)
    used = [note for note in of if note.sign in subtitles]
    table = block("noten", NOTES, used)
    return [Sheet(NAME, "Noten: waarom een totaal afwijkt", title, [table])] if used else []
