"""The law: rules, dated figures, publications and the public data that they rest on."""

from collections.abc import Sequence
from pathlib import Path

from allocation.errors import InputError, Problem
from allocation.evaluation import evaluate
from rules.library.load import library
from rules.library.model import Library
from rules.reading.csv_table import Reader, read_csv
from rules.runs.prepare import Outcome, prepare
from rules.runs.rulebooks import publication, years
from rules.territory.reorganisation import WhatIf


def compute(
    name: str,
    year: int | None = None,
    *,
    data: Path | None = None,
    read: Reader = read_csv,
    what_if: WhatIf | None = None,
    amounts: Sequence[str] | None = None,
) -> list[Outcome]:
    """Compute a publication: one outcome per year that it covers (or only `year`).

    `data` is a folder with figures and inputs of one's own, `read` reads its tables (this
    package itself reads CSV), `what_if` is a reorganisation that no law says yet. `amounts` names the
    rules that are wanted, where that is not all that the publication shows.
    Raises an AllocationError that says all that is wrong.

    >>> [outcome] = compute("regeling-beschut-werk-2026")
    >>> outcome.result.values["aantal_beschut_werk"].sum()
    Decimal('12823')
    """
    lib = library(data)
    of = publication(lib, name)
    prepared = [prepare(lib, of, chosen, read, amounts, what_if) for chosen in years(of, year)]
    return [Outcome(one, evaluate(one.case)) for one in prepared]


def compute_one(
    name: str, year: int | None = None, *, data: Path | None = None, read: Reader = read_csv
) -> Outcome:
    """Compute the one year of a publication, or the one of several that is asked.

    Raises InputError where it has more and none is asked, and what `compute` raises.
    """
    found = years(publication(library(data), name), year)
    if len(found) > 1:
        has = " and ".join(str(each.year) for each in found)
        raise InputError([Problem(f"{name}, uitkeringsjaar", f"it has {has}", "one of these (--year)")])
    return compute(name, found[0].year, data=data, read=read)[0]


__all__ = ["Library", "Outcome", "WhatIf", "compute", "compute_one", "library"]
