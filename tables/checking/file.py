"""A file as it was received, compared with what a publication gives."""

from pathlib import Path

from rules import Workspace
from rules.analysis.check import Check, check
from rules.analysis.outcome_index import elsewhere
from tables.checking.specification import Asked, Specification, likely, read_specification
from tables.reading.grid import read_grids


def check_file(
    space: Workspace, file: Path, publication: str, year: int | None, asked: Asked, sheet: str = ""
) -> tuple[Check, Specification]:
    """Every amount in a specification that differs, with its causes; and what was read, and where.

    Raises InputError where the file cannot be read, or can be read in two ways.
    """
    outcome = space.outcome(publication, year)
    grids = read_grids(file, sheet, likely(outcome, asked.municipality))
    received = read_specification(grids, outcome, asked)
    return check(outcome, received.amounts, elsewhere(space, outcome)), received
