"""What a new publication must be given, when it shows what another one shows."""

import datetime
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from allocation.figures import LAW, Figure
from allocation.inputs import InputSpec
from allocation.lags import unlagged
from rules.library.schema import Publication, PublicationYear
from rules.runs.lacking import hopeless
from rules.runs.rulebooks import Rulebooks


@frozen
class Asked:
    """A year of a new publication, with the figures and inputs behind what it shows."""

    year: PublicationYear
    figures: Sequence[Figure]
    inputs: Sequence[InputSpec]


def asked(
    books: Rulebooks, base: Publication, year: int | None = None, territory: datetime.date | None = None
) -> Iterator[Asked]:
    """What is asked for the years of `base`, or for another year on the municipalities of its first day.

    What the law says of that year is not asked. What is given to `base`, though a rule could compute it, is
    given again; so is what `base` has not, and can compute from nothing that it has. `territory` is another
    day, whose municipalities the new publication has. Raises RuleError where what it shows is not in force.
    """
    library = books.library
    known = {each.year: each for each in base.years}
    last = base.years[-1]
    chosen = list(known.values())
    if year:
        new = evolve(last, year=year, territory=datetime.date(year, 1, 1))
        chosen = [known.get(year, new)]
    for each in [evolve(one, territory=territory or one.territory) for one in chosen]:
        like = known.get(each.year, last)
        given = [rule.name for rule in library.rules if books.there(base, like, rule.name)]
        given += hopeless(books, base, like, like.shown)
        book = books.behind(base, each, each.shown, given)
        figures = [library.figures[name] for name in book.figures]
        yield Asked(
            each,
            [one for one in figures if not one.has(each.year - unlagged(one.name)[1], LAW)],
            [library.inputs[name] for name in book.inputs],
        )
