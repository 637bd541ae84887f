"""Verdeelsleutel from Python: public money divided over Dutch municipalities as the law says.

    import verdeelsleutel

    space = verdeelsleutel.open_workspace()
    [outcome] = space.outcomes("septembercirculaire-2024")

Amounts are exact: Decimals in the frames, Fractions elsewhere, in the unit of their rule (mostly euros).
Whatever is wrong with figures, inputs or what is asked is an AllocationError that says all of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from allocation.errors import AllocationError
from rules import Outcome, Workspace
from rules.library.layers import Reorganisation

if TYPE_CHECKING:  # the command starts here too, and needs only some of this
    from allocation.worlds import Batch
    from rules.analysis.check import Checked
    from rules.analysis.compare import PublicationComparison
    from rules.analysis.history import History
    from tables.explaining.model import Explanation


def open_workspace(data: Path | str | None = None) -> Workspace:
    """What is shipped, and the figures, inputs and publications in the folder `data` (CSV, xlsx, ODS).

    Its `outcomes(publication, year)` are an Outcome per year: `result.values` is a polars frame with a row
    per municipality and a Decimal column per rule, `result.national` has the national values,
    `result.balances` what became of every pot. Each is computed once; after a change in the folder, open it
    again. Raises AllocationError with all that is wrong in the folder.
    """
    from tables.reading.spreadsheets import read_table

    return Workspace.open(None if data is None else Path(data), read_table)


def scenario(space: Workspace, names: str) -> Workspace:
    """The workspace with the scenarios "one+other" on top; the same one for "basis" (docs/scenarios.md).

    Raises AllocationError for a scenario that is not there, and with all that is wrong in one.
    """
    from rules.scenarios.stack import with_scenarios

    return with_scenarios(space, names)


def explain(
    space: Workspace, municipality: str, publication: str, year: int | None = None, rule: str | None = None
) -> "list[Explanation]":
    """Why a municipality (name or code) gets each amount of a publication, or what `rule` gives it.

    Raises AllocationError for a municipality, publication, year or rule that is not there.
    """
    from tables.explaining.explanation import of_publication

    explained = of_publication(space, municipality, publication, year, rule)
    return [explanation for _, explanations in explained for explanation in explanations]


def compare(
    space: Workspace, first: str, second: str, year: int | None = None, to_year: int | None = None
) -> "PublicationComparison":
    """What changes from one publication to another, in one uitkeringsjaar or to another, and through what.

    The same twice: what the folder of the workspace changes. Raises AllocationError where there is no such
    year, or no amount that both have.
    """
    from rules.analysis.compare import compare_publications

    return compare_publications(space, first, second, year, to_year)


def history(space: Workspace, rule: str) -> "History":
    """An amount (by name or label) over all publications and years that have it, on one territory.

    Its `frame` is a polars frame with a row per municipality and moment. Raises AllocationError for an amount
    that no publication gives.
    """
    from rules.analysis.history import history

    return history(space, rule)


def project(space: Workspace, publication: str, years: Sequence[int]) -> "Iterator[Outcome]":
    """The years of a publication in order, also those it does not have: each with its own law and territory.

    What a rule reads of an earlier year (`lag`) is what is given for it, or what that year computed. Raises
    AllocationError with what is lacking of a year.
    """
    from rules.runs.projection import project

    return project(space, publication, years)


def worlds(
    outcome: Outcome,
    names: Sequence[str],
    figures: Mapping[str, Sequence[Fraction]] | None = None,
    inputs: Mapping[str, Mapping[str, Sequence[Fraction]]] | None = None,
) -> "Iterator[Batch]":
    """The amounts of an outcome in many worlds at once, each as it would be alone, to the last digit.

    Each world has a name, and of every figure in `figures`, and of every input and municipality (by code) in
    `inputs`, a value of its own. A batch has some of the worlds: `frame()` with a row per municipality and
    world, and in `failed` those that cannot be computed. Raises AllocationError for a name that is not there.
    """
    from allocation.runs import Runs
    from allocation.worlds import evaluate_runs

    runs = Runs(outcome.prepared.case, tuple(names), figures or {}, inputs or {})
    return evaluate_runs(runs, outcome.prepared.year.amounts)


def check(
    space: Workspace,
    file: Path | str,
    publication: str,
    municipality: str = "",
    year: int | None = None,
    *,
    rule: str = "",
    sheet: str = "",
    column: str = "",
) -> "Checked":
    """The amounts in a specification (CSV, xlsx, ODS) that differ from a publication, and possible causes.

    `rule`, `sheet` and `column` say what to read where the file can be read in more ways. Raises
    AllocationError where it cannot be read.
    """
    from tables.checking.file import check_file
    from tables.checking.specification import Asked

    found, _ = check_file(space, Path(file), publication, year, Asked(municipality, rule, column), sheet)
    return found


def main() -> None:
    """Run the command `verdeel`."""
    from cli import run

    run()


__all__ = [
    "AllocationError",
    "Outcome",
    "Reorganisation",
    "Workspace",
    "check",
    "compare",
    "explain",
    "history",
    "open_workspace",
    "project",
    "scenario",
    "worlds",
]
