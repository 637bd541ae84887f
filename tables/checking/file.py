"""A file as it was received, compared with what a publication gives."""

from pathlib import Path

from rules import Workspace
from rules.analysis.check import Checked, agrees, check
from rules.analysis.lines import with_lines
from rules.analysis.outcome_index import elsewhere, indexed
from tables.checking.specification import Asked, Specification, likely, read_specification
from tables.reading.grid import read_grids


def check_file(
    space: Workspace, file: Path, publication: str, year: int | None, asked: Asked, sheet: str = ""
) -> tuple[Checked, Specification]:
    """Every amount in a specification that differs, with its causes; and what was read, and where.

    Raises InputError where the file cannot be read, or can be read in two ways.
    """
    plain = space.outcome(publication, year)
    outcome = with_lines(plain)
    grids = read_grids(file, sheet, likely(outcome, asked.municipality))
    received = read_specification(grids, outcome, asked)
    known = indexed(space, outcome)
    equal = agrees(known, received.amounts, received.grains)
    others = [] if equal else elsewhere(space, plain)
    return check(known, received.amounts, others, received.grains), received
