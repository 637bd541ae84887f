"""Two publications side by side: what changed for whom, and through what."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import polars as pl
from attrs import frozen

from allocation.attribution import ALL, OTHERS, OWN, ROUNDING, Attribution, Row, attribute
from allocation.case import CODE
from allocation.errors import InputError, Problem
from allocation.numbers import decimal
from allocation.territory import restated
from rules.library.layers import Reorganisation
from rules.library.schema import Publication, PublicationYear
from rules.runs.outcome import Outcome
from rules.runs.rulebooks import publication, years
from rules.runs.workspace import Workspace
from rules.territory.municipalities import carried, inhabitants_on, municipalities
from rules.territory.naming import names_by_code

CENTS = 2
TERRITORY = "herindeling"
CAUSES = {
    OWN: "eigen gegevens",
    OTHERS: "gegevens van andere gemeenten",
    ALL: "gegevens per gemeente",
    ROUNDING: "afronding",
}
FACTOR = "uitkeringsfactor"


@frozen
class Difference:
    """The change of one amount in euros or places, per municipality of the later publication.

    Rows are in order of code; before any rounding of their own the `parts`, by cause, add to `after` -
    `before`. `national` is the same for the pot that the amount divides, where a rule makes it.
    """

    rule: str
    label: str
    short: str
    unit: str
    codes: Sequence[str]
    names: Sequence[str]
    persons: Row
    before: Row
    after: Row
    parts: Mapping[str, Row]
    national: "Difference | None"

    @property
    def change(self) -> Row:
        """What each municipality gets more (or less)."""
        return [b - a for a, b in zip(self.before, self.after, strict=True)]

    @property
    def per_inhabitant(self) -> list[Fraction | None]:
        """The change per inhabitant on 1 January of the uitkeringsjaar; None where these are not known."""
        return [c / n if n else None for c, n in zip(self.change, self.persons, strict=True)]

    def at(self, place: int) -> dict[str, Fraction]:
        """The causes of the change of one municipality."""
        return {cause: row[place] for cause, row in self.parts.items()}

    def frame(self) -> pl.DataFrame:
        """A row per municipality, in cents: was, wordt, verschil, per_inwoner, and a column per cause."""
        causes = [to_the_cent(self.at(place), change) for place, change in enumerate(self.change)]
        amounts: Mapping[str, Sequence[Fraction | None]] = {
            "was": self.before,
            "wordt": self.after,
            "verschil": self.change,
            "per_inwoner": self.per_inhabitant,
            **{cause: [of[cause] for of in causes] for cause in self.parts},
        }
        shown = {
            name: pl.Series(
                [None if v is None else decimal(v, CENTS) for v in row], dtype=pl.Decimal(38, CENTS)
            )
            for name, row in amounts.items()
        }
        return pl.DataFrame({CODE: self.codes, "naam": self.names, **shown})


@frozen
class Comparison:
    """Two publications of one uitkeringsjaar, and how every amount that both have differs."""

    before: Outcome
    after: Outcome
    differences: Sequence[Difference]


def to_the_cent(parts: Mapping[str, Fraction], change: Fraction) -> dict[str, Fraction]:
    """The parts in cents, adding up as shown: what their own rounding leaves goes to the last."""
    shown = {cause: Fraction(decimal(amount, CENTS)) for cause, amount in parts.items()}
    if shown:
        shown[list(shown)[-1]] += Fraction(decimal(change, CENTS)) - sum(shown.values())
    return shown


def compare_publications(space: Workspace, first: str, second: str, year: int | None = None) -> Comparison:
    """What changes from publication `first` to `second` in an uitkeringsjaar that both have.

    Of one publication: from how it is shipped, to how it is with a folder of one's own. Raises InputError
    where there is no such year or folder, or no amount that both have.
    """
    was = _without_own(space, first) if first == second else space
    old, new = publication(was.library, first), publication(space.library, second)
    then, now = _common_year(old, new, year)
    shared = [amount for amount in now.amounts if amount in then.amounts]
    if not shared:
        found = f"{', '.join(now.amounts)}, and {first} has {', '.join(then.amounts)}"
        raise InputError([Problem(f"{second}, {now.year}", found, "an amount that both have")])
    if then.territory > now.territory:
        found = f"on the municipalities of {now.territory}, and {first} on those of {then.territory}"
        raise InputError([Problem(f"{second}, {now.year}", found, "the older territory first")])
    before, after = was.outcome(first, then.year, shared), space.outcome(second, now.year, shared)
    moved = _moved(before, after)
    on_new = before
    if moved:
        names = names_by_code(municipalities(now.territory))
        on_new = was.reorganised(Reorganisation(moved, names)).outcome(first, then.year, shared)
    differences = [_difference(before, on_new, after, amount) for amount in shared]
    return Comparison(before, after, differences)


def _without_own(space: Workspace, name: str) -> Workspace:
    """Without the folder of the user, to see what that changes of a shipped publication."""
    if space.library.folder is None:
        found = "the same publication twice, and no figures or inputs of your own to compare it with"
        raise InputError([Problem(name, found, "two publications, or --data")])
    shipped = space.shipped()
    if name not in shipped.library.publications:
        found = "the same publication twice, and it is not shipped"
        raise InputError([Problem(name, found, "two publications, or a shipped one and --data")])
    return shipped


def _common_year(
    old: Publication, new: Publication, year: int | None
) -> tuple[PublicationYear, PublicationYear]:
    common = [y.year for y in old.years if y.year in {n.year for n in new.years} and year in (None, y.year)]
    if len(common) != 1:
        found = f"{old.name} has {_years(old)}, {new.name} has {_years(new)}"
        expected = "one uitkeringsjaar that both have (--year)"
        raise InputError([Problem("uitkeringsjaar", found, expected)])
    [then], [now] = years(old, common[0]), years(new, common[0])
    return then, now


def _years(of: Publication) -> str:
    return " and ".join(str(year.year) for year in of.years)


def _difference(before: Outcome, on_new: Outcome, after: Outcome, amount: str) -> Difference:
    prepared = after.prepared
    rule = prepared.case.book.rules[amount]
    codes = list(prepared.territory[CODE])
    found = attribute(on_new.result, after.result, amount, lambda name: _cause(after, name))
    pairs = zip(before.result.values[CODE], before.result.column(amount), strict=True)
    paid = restated({code: Fraction(value) for code, value in pairs}, _moved(before, after))
    start = [paid[code] for code in codes]
    parts = _named(found)
    moved = [a - b for a, b in zip(found.before, start, strict=True)]
    if any(moved):
        parts = {TERRITORY: moved, **parts}
    national = None
    if rule.pot and rule.pot in prepared.case.book.rules and not any(moved):
        pot = attribute(on_new.result, after.result, rule.pot, lambda name: _cause(after, name))
        entry = prepared.case.book.rules[rule.pot]
        national = Difference(
            rule.pot, entry.label, entry.short, entry.unit, [""], ["Nederland"], [Fraction(0)],
            pot.before, pot.after, _named(pot), None,
        )  # fmt: skip
    persons = inhabitants_on(prepared.year.year, prepared.year.territory)
    return Difference(
        amount, rule.label, rule.short, rule.unit, codes, list(prepared.territory["naam"]),
        [persons.get(code, Fraction(0)) for code in codes], start, found.after, parts, national,
    )  # fmt: skip


def _moved(before: Outcome, after: Outcome) -> Mapping[str, Mapping[str, Fraction]]:
    return carried(before.prepared.year.territory, after.prepared.year.territory)


def _cause(outcome: Outcome, figure: str) -> str:
    """The cause that a figure belongs to."""
    unit = outcome.prepared.library.figures[figure].unit
    if figure == FACTOR:
        return "uitkeringsfactor"
    if unit.is_money:
        return "landelijk budget"
    return "bedragen per eenheid" if unit.is_money_per else "andere landelijke cijfers"


def _named(found: Attribution) -> dict[str, Row]:
    return {CAUSES.get(cause, cause): row for cause, row in found.parts.items()}
