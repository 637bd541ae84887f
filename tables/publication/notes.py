"""Notes: where the total of a table is not what was to be divided, and why; each with a number."""

from collections.abc import Callable, Sequence

from attrs import evolve, frozen

from allocation.result import Balance
from rules import Outcome
from tables.labels import label, with_unit
from tables.words import number
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, Sheet

CENTS = 2
NAME = "Noten"


REASONS: Sequence[tuple[str, Callable[[Balance], object]]] = (
    ("afronding", lambda balance: balance.rounding or balance.pot_rounding),
    ("een minimum of maximum", lambda balance: balance.bounds),
)
"""Why something is left, and where a balance has it."""


@frozen
class Note:
    """A note on the total of an amount in a year."""

    number: int
    outcome: Outcome
    balance: Balance

    @property
    def sign(self) -> str:
        """How a cell refers to it."""
        return f"[noot {self.number}]"

    @property
    def header(self) -> str:
        """The column that it is about."""
        return with_unit(self.outcome, self.balance.rule)

    @property
    def text(self) -> str:
        """What it says."""
        pot, unit = label(self.outcome, self.balance.pot)
        amounts = (self.balance.handed_out, self.balance.available, abs(self.balance.left))
        total, available, left = (number(value, _decimals(value)) for value in amounts)
        more = "minder" if self.balance.left > 0 else "meer"
        because = [words for words, of in REASONS if of(self.balance)]
        why = f"{left} {more}, door {' en '.join(because)}: zie het blad Controle potten"
        return f"De som van de gemeenten is {total} {unit}; {pot} is {available} {unit}, dus {why}."


def _decimals(value: object) -> int:
    return 0 if getattr(value, "denominator", 1) == 1 else CENTS


def notes(outcomes: Sequence[Outcome]) -> list[Note]:
    """A note for each amount that divides a pot and does not add up to it."""
    found = [
        (outcome, balance) for outcome in outcomes for balance in outcome.result.balances if balance.left
    ]
    return [Note(place, *each) for place, each in enumerate(found, start=1)]


def noted(sheets: Sequence[Sheet], of: Sequence[Note]) -> list[Sheet]:
    """The sheets of a year; where a total has a note it says which, and above the table stands the note."""
    return [_noted(sheet, of) for sheet in sheets]


def _noted(sheet: Sheet, of: Sequence[Note]) -> Sheet:
    wanted: list[Note] = []
    blocks = []
    for table in sheet.blocks:
        here = [note for note in of if _about(note, table)]
        wanted += here
        blocks.append(_marked(table, here) if here else table)
    lines = [sheet.subtitle, *(f"{note.sign} {note.text}" for note in wanted)]
    return evolve(sheet, blocks=blocks, subtitle="\n".join(lines))


def _about(note: Note, table: Block) -> bool:
    return bool(table.totals) and any(column.header == note.header for column in table.columns)


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
    Field("Uitkeringsjaar", lambda note: str(note.outcome.prepared.year.year), width=16),
    Field("Bij", lambda note: note.header, width=36),
    Field("Tekst", lambda note: note.text, width=84),
)


def notes_sheets(of: Sequence[Note], title: str) -> list[Sheet]:
    """All notes on a sheet; nothing where there are none."""
    table = block("noten", NOTES, of)
    return [Sheet(NAME, "Noten: waarom een totaal afwijkt", title, [table])] if of else []
