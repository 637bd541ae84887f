"""How much may be in what someone hands in: ample for all municipalities, and never a whole machine.

What is larger is refused by name before it is read, so that no file can take all memory or hang.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

from allocation.errors import InputError, Problem

FILE = 20_000_000
"""Bytes of a file as it lies on the disk."""
UNPACKED = 60_000_000
"""Bytes of all that is packed in a spreadsheet."""
PARTS = 2_000
ROWS = 100_000
COLUMNS = 1_000
CHARACTERS = 5_000
"""Of one cell."""
TOML = 2_000_000
DEEP = 20
"""So many names in one key."""
YEARS = (1900, 2200)
DECIMALS = 20

_DOTTED = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{DEEP},}}")
_CELL = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]*?\br="([A-Z]*)(\d+)"')
LETTERS = 26


def _refusal(path: Path, found: str, expected: str) -> InputError:
    return InputError([Problem(str(path), found, expected)])


def _told(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def refuse_large(path: Path) -> None:
    """Raise InputError for what is no regular file, or is larger than a table ever is."""
    if not path.is_file():
        raise _refusal(path, "dit is geen gewoon bestand", "een bestand")
    limit = TOML if path.suffix.lower() == ".toml" else FILE
    if (size := path.stat().st_size) > limit:
        raise _refusal(path, f"{_told(size)} bytes", f"hoogstens {_told(limit)} bytes")


def refuse_packed(path: Path, archive: ZipFile) -> None:
    """Raise InputError for a spreadsheet that unpacks to more than it may, or has a cell far off."""
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if len(parts) > PARTS or size > UNPACKED:
        found = f"uitgepakt {_told(size)} bytes in {_told(len(parts))} delen"
        raise _refusal(path, found, f"hoogstens {_told(UNPACKED)} bytes in {_told(PARTS)} delen")
    for part in parts:
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part.filename):
            _refuse_far(path, archive.read(part))


def _refuse_far(path: Path, content: bytes) -> None:
    for found in _CELL.finditer(content):
        letters, row = found[1].decode(), int(found[2])
        if row > ROWS or _column(letters) > COLUMNS:
            where = f"{letters}{row}" if letters else f"rij {_told(row)}"
            raise _refusal(path, f"er staat iets op {where}, ver van een tabel", _ASKED)


_ASKED = (
    f"een tabel van hoogstens {_told(ROWS)} rijen en {_told(COLUMNS)} kolommen; verwijder wat erbuiten staat"
)


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:6]:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def refuse_wide(path: Path, columns: int, rows: int = 0) -> None:
    """Raise InputError for more columns or rows than a table may have."""
    if columns > COLUMNS or rows > ROWS:
        found = f"{_told(rows)} rijen" if rows > ROWS else f"{_told(columns)} kolommen"
        raise _refusal(path, found, _ASKED)


def refuse_long(path: Path, texts: Sequence[object]) -> None:
    """Raise InputError for a cell with more text than a cell has."""
    longest = max((len(text) for text in texts if isinstance(text, str)), default=0)
    if longest > CHARACTERS:
        raise _refusal(
            path, f"een cel van {_told(longest)} tekens", f"hoogstens {_told(CHARACTERS)} tekens in een cel"
        )


def refuse_deep(path: Path, text: str) -> None:
    """Raise InputError for a key of TOML that is deeper than any is."""
    if _DOTTED.search(text):
        raise _refusal(path, "een naam met veel punten", f"hoogstens {DEEP} namen in een sleutel")
