"""Reading a TOML file into what may stand in it (`rules.library.schema`).

Every file has the same form; an unknown key, a missing one or a value of the wrong type is an
error that names the file.
"""

import datetime
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

from attrs import evolve, fields
from cattrs import Converter, transform_error
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

from allocation.errors import FigureError, InputError, Problem, RuleError, of_the_system
from allocation.lags import unlagged
from allocation.limits import refuse_deep, refuse_large
from allocation.numbers import exact
from allocation.units import Unit
from rules.library.paths import DATA
from rules.library.schema import Delivery, Document, FigureEntry, Form, Published, Taken

_Form = TypeVar("_Form")
FIGURES_AND_DATA = "figures-and-data.md"
SHIPPED_FILE = "shipped:"
"""What the name of a file begins with that is shipped (rules/data)."""


def read_document(path: Path) -> Document:
    """Read one TOML file, every number exactly. Raises InputError with all that is wrong in it."""
    document = read_as(Document, path, FIGURES_AND_DATA)
    own = document.publication.name if document.publication else ""
    entries: list[Delivery | Taken | Published] = [*document.data, *document.taken, *document.published]
    if not own and any(not entry.publication for entry in entries):
        raise InputError(
            [
                Problem(
                    str(path),
                    "[[data]], [[taken]] of [[published]] zonder publicatie",
                    'publication = "..." in elk ervan, of een [publication]',
                )
            ]
        )

    def place(file: Path) -> Path:
        """File names in a TOML file are relative to it; one that is shipped is named with that word."""
        if file.name.startswith(SHIPPED_FILE):
            return DATA / file.name.removeprefix(SHIPPED_FILE)
        return (path.parent / file).resolve()

    return evolve(
        document,
        form=document.form and Form(place(document.form.file)),
        figures=_of_their_year(path, document.figures),
        data=[evolve(d, file=place(d.file), publication=d.publication or [own]) for d in document.data],
        taken=[evolve(t, publication=t.publication or [own]) for t in document.taken],
        published=[
            evolve(p, file=place(p.file), publication=p.publication or own) for p in document.published
        ],
    )


def toml_content(path: Path) -> dict[str, Any]:
    """What stands in a TOML file, every number exactly. Raises InputError where it is none."""
    try:
        refuse_large(path)
        text = path.read_text(encoding="utf-8-sig")
        refuse_deep(path, text)
        return tomllib.loads(text, parse_float=Decimal)
    except (OSError, ValueError, RecursionError) as error:
        found = f"dit is geen TOML ({_unreadable(error)})"
        raise InputError([Problem(str(path), found, "een TOML-bestand in UTF-8")]) from None


def _unreadable(error: Exception) -> str:
    match error:
        case OSError():
            return of_the_system(error)
        case UnicodeDecodeError():
            return "geen UTF-8"
        case RecursionError():
            return "te diep genest"
    where = re.search(r"line (\d+), column (\d+)", str(error))
    return f"regel {where[1]}, teken {where[2]}" if where else "het houdt te vroeg op"


def is_scenario(path: Path) -> bool:
    """Whether a TOML file is a scenario (rules.scenarios), and gives no figures, inputs or publications."""
    try:
        return "scenario" in toml_content(path)
    except InputError:  # said where it is read
        return False


def read_as(form: type[_Form], path: Path, page: str) -> _Form:
    """A TOML file as what may stand in it (which has its `path` too): `page` of docs/ says what that is.

    Raises InputError with all that is wrong in it.
    """
    content = toml_content(path)
    try:
        if "path" in content:  # the one key that is ours
            raise InputError([_problem(path, "onbekend: path @ $", page)])
        return _CONVERTER.structure({**content, "path": path}, form)
    except BaseValidationError as error:
        raise InputError(
            [_problem(path, line, page) for line in transform_error(error, format_exception=_in_words)]
        ) from None


def _of_their_year(path: Path, figures: Mapping[str, FigureEntry]) -> dict[str, FigureEntry]:
    """The figures, each under its own name: what is said of `costs[-1]` for 2025 is `costs` of 2024."""
    dated: dict[str, FigureEntry] = {}
    for name, entry in figures.items():
        base, before = unlagged(name)
        if base in dated:
            raise InputError([Problem(str(path), f"cijfer {base} staat er twee keer", "één keer")])
        values = [evolve(v, year=v.year - before, to=max(0, v.to - before)) for v in entry.values]
        dated[base] = evolve(entry, values=values)
    return dated


def _in_words(error: BaseException, _: type | None) -> str:
    """What the error itself says, where it says what is wrong; of a key that nothing has what comes near."""
    if isinstance(error, ForbiddenExtraKeysError):
        known, extra = [key.name for key in fields(error.cl)], sorted(error.extra_fields)
        near = [name for key in extra for name in get_close_matches(key, known, n=1)]
        meant = f", bedoelde u {' en '.join(near)}?" if near else ""
        return f"niet bekend: {', '.join(extra)}{meant}"
    if isinstance(error, KeyError):
        return "moet er zijn, en is er niet"
    if isinstance(error, AttributeError) or "is not iterable" in str(error):  # what the converter itself says
        return "heeft een andere vorm"
    return str(error)


def _problem(path: Path, line: str, page: str) -> Problem:
    what, _, where = line.partition(" @ $")
    return Problem(f"{path}, {where.lstrip('.') or 'bovenaan'}", what, f"wat docs/{page} zegt")


def _structure_fraction(value: Any, _: object) -> Fraction:
    try:
        return exact(value)
    except FigureError as error:
        raise ValueError(str(error)) from None


def _structure_unit(value: Any, _: object) -> Unit:
    try:
        return Unit(_structure_as(str, 'een "tekst"')(value, str))
    except RuleError as error:
        raise ValueError(str(error)) from None


def _structure_as(kind: type, words: str) -> Any:
    """TOML has its own types: a text where a number belongs is a mistake, not to be converted."""

    def structure(value: Any, _: object) -> Any:
        if type(value) is not kind or (isinstance(value, str) and not value.isprintable()):
            raise TypeError(f"{value!r} is niet {words}")
        return value

    return structure


def _structure_path(value: Any, _: object) -> Path:
    return value if isinstance(value, Path) else Path(_structure_as(str, 'een "tekst"')(value, str))


def _is_choice(kind: Any) -> bool:
    return get_origin(kind) is Literal


def _structure_choice(value: Any, choices: Any) -> Any:
    if value not in get_args(choices):
        raise ValueError(f"{value!r} is niet een van {', '.join(get_args(choices))}")
    return value


def _structure_names(value: Any, _: object) -> list[str]:
    """One name, or a list of names."""
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not found or not all(isinstance(name, str) for name in found):
        raise TypeError(f"{value!r} is geen tekst en geen lijst van teksten")
    return found


_CONVERTER = Converter(forbid_extra_keys=True)
_CONVERTER.register_structure_hook(Fraction, _structure_fraction)
_CONVERTER.register_structure_hook_func(_is_choice, _structure_choice)
for _kind, _words in (
    (str, 'a "text"'),
    (int, "a whole number"),
    (bool, "true or false"),
    (datetime.date, "a date such as 2024-01-01"),
):
    _CONVERTER.register_structure_hook(_kind, _structure_as(_kind, _words))
_CONVERTER.register_structure_hook_func(lambda kind: kind == list[str], _structure_names)
_CONVERTER.register_structure_hook(Unit, _structure_unit)
_CONVERTER.register_structure_hook(Path, _structure_path)
