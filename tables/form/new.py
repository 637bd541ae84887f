"""A new publication: a TOML file that is done, and a workbook that is to be filled in."""

import datetime
import re
from collections.abc import Iterable
from pathlib import Path

from allocation.errors import InputError, Problem
from rules import Workspace
from rules.library.references import NAME
from rules.runs.asked import asked
from rules.runs.rulebooks import publication
from tables.form.declaration import declaration
from tables.form.guide import guide
from tables.form.sheets import about, figures, inputs, per_municipality
from tables.workbook.model import Workbook
from tables.workbook.xlsx import render


def files(
    name: str, based_on: str, year: int | None = None, territory: datetime.date | None = None
) -> dict[str, bytes]:
    """The files of a new publication that shows what a shipped one shows, by name.

    Raises InputError for a name that cannot be one or is there already, and what `asked` raises.
    """
    space = Workspace.open()
    base = publication(space.library, based_on)
    if not re.fullmatch(NAME, name):
        raise InputError([Problem("NAAM", repr(name), "kleine letters en cijfers, met streepjes")])
    if name in space.library.publications:
        raise InputError([Problem("NAAM", f"publicatie {name} is meegeleverd", "een andere naam")])
    years = list(asked(space.books, base, year, territory))
    book = [about(base, years), figures(base, years), inputs(space.library, base, years)]
    book += per_municipality(years)
    workbook = Workbook(name, "Verdeelsleutel", [guide(name, base, years), *book])
    file = f"{name}.xlsx"
    toml = declaration(name, base.name, file, [each.year for each in years])
    return {f"{name}.toml": toml.encode(), file: render(workbook)}


def refuse_filled_in(names: Iterable[str], folder: Path) -> None:
    """Raise InputError for each file that is there already: what was filled in is not lost."""
    there = [path for path in map(folder.joinpath, names) if path.exists()]
    if there:
        raise InputError([Problem(str(path), "dit is er al", "een nieuwe map (--out)") for path in there])


def lines(name: str, folder: Path) -> list[str]:
    """What to do next."""
    return [
        f"Vul de lichtblauwe cellen van {name}.xlsx in; het eerste blad zegt hoe.",
        f"Daarna: verdeel publish {name} --data {folder} --out uit (noemt wat nog leeg is).",
    ]
