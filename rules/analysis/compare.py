"""Two publications side by side: what changed for whom, and through what."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial

from attrs import frozen

from allocation.attribution import attribute
from allocation.case import CODE
from allocation.errors import InputError, Problem
from allocation.rules import Rule
from allocation.territory import restated
from rules.analysis.differences import Cause, Change, Difference, PotChange
from rules.analysis.restate import values_of
from rules.library.layers import Reorganisation
from rules.library.schema import Publication, PublicationYear
from rules.runs.outcome import Outcome
from rules.runs.rulebooks import publication, years
from rules.runs.workspace import Workspace
from rules.territory.municipalities import carried, inhabitants_on
from rules.territory.naming import names_by_code


@frozen
class PublicationComparison:
    """Two publications, or two years, and how every amount that both have differs.

    `on_new` is `before` on the municipalities of `after`.
    """

    before: Outcome
    after: Outcome
    differences: Sequence[Difference]
    on_new: Outcome


def compare_publications(
    space: Workspace, first: str, second: str, year: int | None = None, to_year: int | None = None
) -> PublicationComparison:
    """What changes from publication `first` to `second`: in one uitkeringsjaar, or from `year` to `to_year`.

    Of one publication in one year: from how it is shipped, to how it is with a folder of one's own; or, in a
    workspace with scenarios, from how it is without those. Raises InputError where there is no such year or
    folder, or no amount that both have.
    """
    same = first == second and to_year in (None, year)
    was = (space.base or _without_own(space, first)) if same else space
    old, new = publication(was.library, first), publication(space.library, second)
    then, now = _moments(old, new, year, to_year)
    shared = _shared_amounts((first, then), (second, now))
    before, after = was.outcome(first, then.year, shared), space.outcome(second, now.year, shared)
    moved = _moved(before, after)
    on_new = before
    if moved:
        names = names_by_code(after.prepared.territory)
        on_new = was.reorganised(Reorganisation(moved, names)).outcome(first, then.year, shared)
    differences = [_difference(before, on_new, after, amount) for amount in shared]
    return PublicationComparison(before, after, differences, on_new)


def _without_own(space: Workspace, name: str) -> Workspace:
    """Without the folder of the user, to see what that changes of a shipped publication."""
    if space.library.folder is None:
        problem = "twee keer dezelfde publicatie, en geen eigen cijfers of gegevens om mee te vergelijken"
        raise InputError([Problem(name, problem, "twee publicaties, of --data")])
    shipped = space.shipped()
    if name not in shipped.library.publications:
        problem = "twee keer dezelfde publicatie, en die is niet meegeleverd"
        raise InputError([Problem(name, problem, "twee publicaties, of een meegeleverde met --data")])
    return shipped


def _shared_amounts(first: tuple[str, PublicationYear], second: tuple[str, PublicationYear]) -> list[str]:
    """The amounts that two publication years both have; raises InputError where they cannot be compared."""
    (old, then), (new, now) = first, second
    shared = [amount for amount in now.amounts if amount in then.amounts]
    if not shared:
        problem = f"{', '.join(now.amounts)}, en {old} heeft {', '.join(then.amounts)}"
        raise InputError([Problem(f"{new}, {now.year}", problem, "een bedrag dat beide hebben")])
    if then.territory > now.territory and carried(now.territory, then.territory):
        problem = f"op de gemeenten van {now.territory}, en {old} op die van {then.territory}"
        raise InputError([Problem(f"{new}, {now.year}", problem, "de oudste indeling eerst")])
    return shared


def _moments(
    old: Publication, new: Publication, year: int | None, to_year: int | None
) -> tuple[PublicationYear, PublicationYear]:
    """The years to compare: one that both have, unless two are asked or each has only one."""
    alone = {len(old.years), len(new.years)} == {1} and year is None
    if to_year is None and not alone:
        common = [
            y.year for y in old.years if y.year in {n.year for n in new.years} and year in (None, y.year)
        ]
        if len(common) != 1:
            raise _no_year(old, new)
        year = to_year = common[0]
    thens, nows = years(old, year), years(new, to_year)
    if len(thens) != 1 or len(nows) != 1:
        raise _no_year(old, new)
    return thens[0], nows[0]


def _no_year(old: Publication, new: Publication) -> InputError:
    problem = f"{old.name} heeft {_years(old)}, {new.name} heeft {_years(new)}"
    expected = "één uitkeringsjaar dat beide hebben (--year), of twee (--year en --to-year)"
    return InputError([Problem("uitkeringsjaar", problem, expected)])


def _years(of: Publication) -> str:
    return " en ".join(str(year.year) for year in of.years)


def _difference(before: Outcome, on_new: Outcome, after: Outcome, amount: str) -> Difference:
    """The change of an amount; `on_new` is `before` on the municipalities of `after`."""
    prepared = after.prepared
    rule = prepared.case.book.rules[amount]
    codes = list(prepared.territory[CODE])
    effects = attribute(on_new.result, after.result, amount, partial(cause_of, after))
    paid = restated(values_of(before, amount), _moved(before, after))
    start = [paid[code] for code in codes]
    moved = [a - b for a, b in zip(effects.before, start, strict=True)]
    persons = inhabitants_on(prepared.year.year, prepared.year.territory)
    persons = restated(persons, prepared.reorganisation.parts)
    return Difference(
        rule=amount,
        label=rule.label,
        short=rule.short,
        unit=rule.unit,
        codes=codes,
        names=list(prepared.territory["naam"]),
        persons=[persons.get(code, Fraction(0)) for code in codes],
        before=start,
        after=effects.after,
        parts={Cause.REORGANISATION: moved, **effects.parts} if any(moved) else effects.parts,
        national=None if any(moved) else _pot(on_new, after, rule),
        effects=effects,
    )


def _pot(before: Outcome, after: Outcome, rule: Rule) -> PotChange | None:
    """The change of the pot that a rule divides, where another rule makes it."""
    case = after.prepared.case
    if rule.pot is None or not (rule.pot in case.book.rules and rule.pot in before.prepared.case.book.rules):
        return None
    pot = case.book.rules[rule.pot]
    effects = attribute(before.result, after.result, pot.name, partial(cause_of, after))
    parts = {cause: row[0] for cause, row in effects.parts.items()}
    return PotChange(pot.label, pot.unit, Change(effects.before[0], effects.after[0], parts))


def _moved(before: Outcome, after: Outcome) -> Mapping[str, Mapping[str, Fraction]]:
    """Where each municipality went; nowhere where the later territory is that of `before`.

    Raises InputError for two publications on municipalities that a scenario or a what-if moves.
    """
    start, end = before.prepared.year.territory, after.prepared.year.territory
    parts = after.prepared.reorganisation.parts
    if parts and (before.prepared.reorganisation.parts or start != end):
        name = after.prepared.publication.name
        found = f"tegenover {before.prepared.publication.name}, met gemeenten die geen wet kent"
        raise InputError([Problem(name, found, "twee keer één publicatie, of geen herindeling")])
    if parts:
        return parts
    return {} if start > end else carried(start, end)


def cause_of(outcome: Outcome, figure: str) -> str:
    """The cause that a figure belongs to: by its unit, where the law does not name it."""
    library = outcome.prepared.library
    if figure in library.law.causes:
        return figure
    unit = library.figures[figure].unit
    if unit.is_money:
        return Cause.BUDGET
    return Cause.RATE if unit.is_money_per else Cause.OTHER_FIGURES
