"""What stands on a form: the sheets and columns of its workbook, and what is empty or wrong in them.

`tables.form` writes the sheets that are named here. Whoever fills them in has never seen a TOML file, so what
is empty or wrong is said in Dutch, by sheet and row, all of it at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import define, field, frozen

from allocation.errors import InputError, Problem
from allocation.figures import STATUSES
from rules.library.model import Library
from rules.library.schema import Publication
from rules.reading.columns import ROW
from rules.reading.csv_table import Reader

ABOUT, FIGURES, INPUTS = "Publicatie", "Cijfers", "Gegevens"
"""The sheets that are read; an input per municipality stands on the sheet that its row of `INPUTS` names."""
NAME, WHAT, YEAR, STATUS, SOURCE = "Naam in het programma", "Omschrijving", "Uitkeringsjaar", "Status", "Bron"
ANSWER, VALUE, SHEET, COLUMN, LIKE = "Invullen", "Nieuwe waarde", "Blad", "Kolom", "Zoals in"
BESIDE = ", "
"""Between a sheet and a row, where a place is named."""
CODE_COLUMN, NAME_COLUMN = "gemeentecode", "gemeente"
TITLE, DAY, ISSUER = "title", "date", "issuer"
KENMERK, SIGNED_BY, SIGNED_ON = "kenmerk", "signed_by", "signed_on"


def stand_of(year: int) -> str:
    """The name of the answer that says how definite the figures of a year are."""
    return f"stand {year}"


class FormError(InputError):
    """What is still empty on a form, or wrong: a line for each kind on each sheet, with all of its rows."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        super().__init__(list(problems))
        kinds: dict[tuple[str, str, str], list[str]] = {}
        for problem in problems:
            sheet, _, row = problem.place.partition(BESIDE)
            kinds.setdefault((sheet, problem.found, problem.expected), []).append(row)
        lines = [
            f"  {sheet}{BESIDE}{found}{f' ({expected})' if expected else ''}: {'; '.join(rows)}"
            for (sheet, found, expected), rows in kinds.items()
        ]
        count = "1 punt" if len(problems) == 1 else f"{len(problems)} punten"
        self.args = ("\n".join([f"{file} is nog niet klaar, {count}:", *lines]),)


@frozen
class Line:
    """A row of a sheet of the form; a cell without anything is ""."""

    place: str
    cells: Mapping[str, str]

    def empty(self, *columns: str) -> list[str]:
        """Which of some columns have nothing in this row."""
        return [column for column in columns if not self.cells[column]]


@define
class Answers:
    """What stands on a form, with everything that is empty or wrong in it."""

    file: Path
    publication: Publication
    shipped: Library
    read: Reader
    problems: list[Problem] = field(factory=list)

    def wrong(self, place: str, what: str, expected: str = "") -> None:
        """Note that something is empty or wrong."""
        self.problems.append(Problem(place, what, expected))

    def lines(self, sheet: str, *columns: str) -> Iterator[Line]:
        """The rows of a sheet that have a name."""
        frame = self.read(self.file, sheet).frame
        if absent := [column for column in (NAME, WHAT, *columns) if column not in frame.columns]:
            for column in absent:
                self.wrong(f"blad {sheet}{BESIDE}kolom {column}", "is er niet", "zet hem terug")
            return
        seen: set[tuple[str, str | None]] = set()
        for row in frame.fill_null("").iter_rows(named=True):
            place = f"blad {sheet}{BESIDE}rij {row[ROW]} ({row[WHAT]})"
            key = (row[NAME], row.get(YEAR))
            if not row[NAME]:
                self.wrong(place, f"de kolom {NAME} is leeg", "die staat er al; zet hem terug")
            elif key in seen:
                self.wrong(place, "staat er twee keer", "haal een van beide rijen weg")
            else:
                yield Line(place, row)
            seen.add(key)

    def year(self, line: Line) -> int:
        """The year of a row, 0 where it is none of the publication."""
        years = [str(each.year) for each in self.publication.years]
        if line.cells[YEAR] in years:
            return int(line.cells[YEAR])
        self.wrong(line.place, f"uitkeringsjaar {line.cells[YEAR] or 'leeg'}", f"een van {', '.join(years)}")
        return 0

    def asks(self, line: Line, *columns: str) -> bool:
        """Whether the columns of a row are filled in and its status is one; what is not is noted."""
        if empty := line.empty(*columns):
            self.wrong(line.place, f"nog leeg: {', '.join(empty)}")
        status = line.cells[STATUS]
        if status and status not in STATUSES:
            self.wrong(line.place, f"status {status!r} bestaat niet", f"een van {', '.join(STATUSES)}")
        return not empty and status in STATUSES
