"""Which publication came before another: what its figures are laid beside."""

from rules.analysis.history import STANDS
from rules.runs.outcome import Outcome
from rules.runs.rulebooks import publication
from rules.runs.workspace import Workspace


def preceding(space: Workspace, now: Outcome, asked: str = "") -> Outcome | None:
    """The publication that is asked, or else the last before it with one of its amounts; None without one.

    Of the same year where it has that, else of its last one. Shipped data only, so that what a user
    changed is laid beside what was published. Raises InputError for a publication that is not there.
    """
    shipped = space.shipped() if space.library.folder else space
    own, year = now.prepared.publication, now.prepared.year
    names = [publication(shipped.library, asked).name] if asked else list(shipped.library.publications)
    found = [
        (then.year == year.year, of.date, STANDS.index(then.stand), of.name, then.year)
        for of in (shipped.library.publications[name] for name in names)
        for then in of.years
        if {*then.amounts} & {*year.amounts}
        and then.territory <= year.territory
        and (asked or (of.date, STANDS.index(then.stand), then.year) < _moment(now))
        and (of.name, then.year) != (own.name, year.year)
        and shipped.complete(of.name, then.year)
    ]
    if not found:
        return None
    *_, name, when = max(found)
    return shipped.outcome(name, when)


def _moment(of: Outcome) -> tuple[str, int, int]:
    year = of.prepared.year
    return of.prepared.publication.date, STANDS.index(year.stand), year.year
