"""Options `--to` and `--law`: a publication in later years, by the rules of those years or of a known one."""

from attrs import frozen

from allocation.errors import InputError, Problem
from rules import Workspace
from rules.analysis.years import ahead
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
        if self.years[-1] <= self.last:
            return error
        new = f"verdeel new NAAM --based-on {self.publication} --year {self.last + 1}"
        own = f"de regels van {self.last} (--law {self.last}), of hoogstens dat jaar (--to {self.last})"
        more = Problem(
            f"jaren na {self.last}",
            "een later jaar vraagt wat niemand geeft: het wordt niet verzonnen",
            f"{own}, of alles van een later jaar ({new})",
        )
        return InputError([*error.problems, more])


def onward(space: Workspace, publication: str, first: int | None, to: int | None, law: int | None) -> Onward:
    """From the first year (of the publication, or another of its years) to a later one, or to its last.

    Raises InputError for a year that cannot be, and for a law where there is no later year to have it.
    """
    own = [year.year for year in found(space.library, publication).years]
    begin = own[0] if first is None else first
    end = own[-1] if to is None else to
    if not begin <= end <= begin + FURTHEST:
        raise InputError([Problem("--to", str(end), f"een jaar van {begin} tot en met {begin + FURTHEST}")])
    if law is not None and law not in own:
        raise InputError([Problem("--law", str(law), f"een jaar van {publication}: {own[-1]}")])
    if law is not None and end <= own[-1]:
        expected = f"ook een later jaar dan {own[-1]} (--to)"
        raise InputError([Problem("--law", f"{law}, en geen enkel later jaar", expected)])
    return Onward(publication, range(begin, end + 1), own[-1], law)
