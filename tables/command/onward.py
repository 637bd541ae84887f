"""Options `--to` and `--law`: a publication in later years, by the rules of those years or of a known one."""

from attrs import frozen

from allocation.errors import InputError, Problem
from rules import Workspace
from rules.analysis.years import ahead, missing_law
from rules.runs.rulebooks import publication as found

FURTHEST = 50
"""So many years ahead at most."""


@frozen
class Onward:
    """All `years` that are asked of a publication, its own last one, and whose rules later years have."""

    publication: str
    years: range
    last: int
    law: int | None

    def space(self, space: Workspace) -> Workspace:
        """A workspace in which the publication has these years."""
        return ahead(space, self.publication, self.years, self.law)

    def refused(self, error: InputError) -> InputError:
        """What a refusal of these years says, and what may be done about it."""
        return InputError(list(missing_law(self.publication, self.years, self.last, error)))


def onward(space: Workspace, publication: str, first: int | None, to: int, law: int | None) -> Onward:
    """From the first year (of the publication, or another of its years) to a later one.

    Raises InputError for a year that cannot be.
    """
    own = [year.year for year in found(space.library, publication).years]
    begin = own[0] if first is None else first
    if not begin <= to <= begin + FURTHEST:
        raise InputError([Problem("--to", str(to), f"een jaar van {begin} tot en met {begin + FURTHEST}")])
    if law is not None and law not in own:
        raise InputError([Problem("--law", str(law), f"een jaar van {publication}: {own[-1]}")])
    return Onward(publication, range(begin, to + 1), own[-1], law)
