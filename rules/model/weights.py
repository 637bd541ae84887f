"""The tables of weights: those that were printed, and one of a user's own in the same form.

A weight is a whole number of 10^-`scale`; x, the sum of a household's weights, is exact. Rows have the
names that the tables give them, and are of three kinds: given (0 or 1), computed from those, and measured.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from attrs import frozen

from allocation.errors import InputError, Problem
from rules.library.paths import DATA
from rules.model import law

FILE = DATA / "objectief_model_gewichten.csv"
PARTS = ("kans_op_bijstand", "prijscomponent")
CONSTANT = "constante"
COLUMNS = ("versie", "deelmodel", "blok", "groep", "indicator", "indicator_id", "gewicht", "referentie")


@frozen
class Weight:
    """A row of a table: its name, what is printed, its group, and the weight (None for a reference)."""

    name: str
    label: str
    group: str
    value: Decimal | None


@frozen
class Table:
    """One of the two tables of a version."""

    part: str
    rows: tuple[Weight, ...]

    @property
    def constant(self) -> Decimal | None:
        """The constant; None where it was not printed."""
        return next((row.value for row in self.rows if row.name == CONSTANT), None)


@frozen
class Weights:
    """Both tables of a version, from a file; `own` is a user's."""

    version: law.Version
    chance: Table
    price: Table
    file: str
    own: bool

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every row of either, once, without the constant."""
        both = (*self.chance.rows, *self.price.rows)
        return tuple(dict.fromkeys(row.name for row in both if row.name != CONSTANT))

    @cached_property
    def measured(self) -> tuple[str, ...]:
        """The rows that are no yes or no."""
        return tuple(name for name in self.names if name in law.document()["measured"]["most"])

    @cached_property
    def given(self) -> tuple[str, ...]:
        """The rows that a household has as 0 or 1."""
        known = law.document()["computed"]
        return tuple(name for name in self.names if name not in known and name not in self.measured)

    @cached_property
    def computed(self) -> tuple[law.Computed, ...]:
        """The rows that follow from those."""
        made = (law.computed(name, self.given) for name in self.names)
        return tuple(one for one in made if one)

    @cached_property
    def scale(self) -> int:
        """Decimals of x: those of the weights and those of what is measured."""
        values = [
            row.value for table in (self.chance, self.price) for row in table.rows if row.value is not None
        ]
        return max(-int(value.as_tuple().exponent) for value in values) + int(
            law.document()["measured"]["decimals"]
        )

    def units(self, value: Decimal | None) -> int:
        """A weight in units of x."""
        return 0 if value is None else int(value.scaleb(self.scale))

    @cached_property
    def digest(self) -> str:
        """A hash of all that is computed with: the weights, and how rows follow from each other."""
        said = [(t.part, r.name, str(r.value)) for t in (self.chance, self.price) for r in t.rows]
        return sha256(repr((self.version.name, said, self.computed, self.measured)).encode()).hexdigest()


def weights(year: int, own: Path | None = None) -> Weights:
    """The tables of a year: as printed, or as in a file of one's own with the same columns.

    Raises InputError for a year without a table, one without its constants, and what is wrong in a file.
    """
    version = law.version_of(year)
    path = own or FILE
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            [Problem(str(path), "geen tekst in UTF-8", "een CSV zoals objectief_model_gewichten.csv")]
        ) from None
    read = csv.DictReader(io.StringIO(text))
    if lacking := [name for name in COLUMNS if name not in (read.fieldnames or ())]:
        raise InputError(
            [
                Problem(str(path), f"geen kolom {name}", f"de kolommen {', '.join(COLUMNS)}")
                for name in lacking
            ]
        )
    lines = [(number, row) for number, row in enumerate(read, 2) if row["versie"] == version.name]
    chance, price = (
        _table(path, part, [one for one in lines if one[1]["deelmodel"] == part]) for part in PARTS
    )
    made = Weights(version, chance, price, path.name, own is not None)
    _refuse_without_constant(made)
    if own:
        _refuse_unknown(made, path)
    return made


def _refuse_without_constant(made: Weights) -> None:
    problems = [
        Problem(f"uitkeringsjaar {made.version.year}, {table.part}",
                f"de constante staat niet in de tabel van {made.version.name}",
                "een eigen tabel met de rij `constante` (--gewichten)")
        for table in (made.chance, made.price) if table.constant is None
    ]  # fmt: skip
    if problems:
        raise InputError(problems)


def _refuse_unknown(made: Weights, path: Path) -> None:
    """A row that no version has is an indicator of one's own, given as 0 or 1; the groups stay."""
    problems = [
        Problem(str(path), f"geen rij van de groep {group.name}", "de rijen van de versie, referenties ook")
        for group in law.groups(made.given)
        if group.least and not group.rows
    ]
    if problems:
        raise InputError(problems)


def _table(path: Path, part: str, lines: Sequence[tuple[int, Mapping[str | None, str]]]) -> Table:
    problems, rows = [], []
    for number, row in lines:
        try:
            value = _value(row)
        except (InvalidOperation, ValueError):
            found, expected = (
                f"gewicht {row['gewicht']!r}",
                "een getal met een punt, hoogstens 10 decimalen; leeg bij een referentie",
            )
            problems.append(Problem(f"{path.name}, regel {number}", found, expected))
            continue
        rows.append(
            Weight(row["indicator_id"], row["indicator"], row["groep"] or row["blok"] or "Constante", value)
        )
    problems += [
        Problem(path.name, f"{part}: twee keer {name}", "elke rij een keer")
        for name in _twice(r.name for r in rows)
    ]
    if not lines:
        problems.append(
            Problem(
                path.name, f"geen rijen van {part}", "de versie van dit uitkeringsjaar, beide deelmodellen"
            )
        )
    if problems:
        raise InputError(problems)
    return Table(part, tuple(rows))


def _value(row: Mapping[str | None, str]) -> Decimal | None:
    """A weight as it is written; a decimal comma makes a cell too many."""
    if None in row or row["referentie"] not in {"0", "1"}:
        raise ValueError
    if row["referentie"] == "1" and not row["gewicht"]:
        return None
    value = Decimal(row["gewicht"])
    if (
        not value.is_finite()
        or not int(value.as_tuple().exponent) >= -10
        or abs(value) >= 100
        or row["referentie"] == "1"  # a reference has no weight
    ):
        raise ValueError
    return value


def _twice(names: Iterable[str]) -> list[str]:
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    return [name for name, count in seen.items() if count > 1]
