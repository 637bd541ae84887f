"""Groups of municipalities: provinces, arbeidsmarktregio's and the size classes of the law."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Literal

from attrs import frozen

from allocation.case import CODE
from allocation.column import QUOTIENT_DECIMALS
from allocation.expressions import Arithmetic, Round, Symbol
from allocation.numbers import decimal
from allocation.territory import origins, restated
from rules.runs.outcome import Outcome, Prepared
from rules.territory.municipalities import inhabitants_on, with_regions

SMALL, MIDDLE, LARGE = "small", "middle", "large"


@frozen
class SizeClasses:
    """The bounds of the classes: SMALL up to and including `small`, LARGE from `large` inhabitants.

    Counted on 1 January of `year`; `source` is where the classes stand.
    """

    small: Fraction
    large: Fraction
    year: int
    source: str

    def of(self, persons: Fraction) -> str:
        """The class of a municipality with so many inhabitants."""
        if persons <= self.small:
            return SMALL
        return LARGE if persons >= self.large else MIDDLE


@frozen
class Grouping:
    """Which group each municipality (by code) is in; all groups, in order.

    The groups are names, of `size` SMALL, MIDDLE and LARGE, between the bounds of `classes`.
    """

    kind: Literal["province", "region", "size"]
    of: Mapping[str, str]
    groups: tuple[str, ...]
    classes: SizeClasses | None = None

    @property
    def members(self) -> dict[str, list[str]]:
        """The codes in each group."""
        found: dict[str, list[str]] = {group: [] for group in self.groups}
        for code, group in self.of.items():
            found[group].append(code)
        return found


def groupings(prepared: Prepared) -> list[Grouping]:
    """The groupings of a publication year; size classes only where their bounds are known."""
    territory = prepared.territory
    provinces = dict(territory.select(CODE, "provincie").iter_rows())
    regions = _regions(prepared)
    result = [
        Grouping("province", provinces, tuple(sorted(set(provinces.values())))),
        Grouping("region", regions, tuple(sorted(set(regions.values())))),
    ]
    classes = _classes(prepared)
    if classes:
        sizes = inhabitants_on(classes.year, prepared.year.territory)
        sizes = restated(sizes, prepared.reorganisation.parts)
        of_size = {code: classes.of(persons) for code, persons in sizes.items()}
        result.append(Grouping("size", of_size, (SMALL, MIDDLE, LARGE), classes))
    return result


def _regions(prepared: Prepared) -> dict[str, str]:
    """The arbeidsmarktregio of each municipality; of a new one that of whom most of it came from."""
    regions = dict(with_regions(prepared.year.territory).select(CODE, "arbeidsmarktregio").iter_rows())
    came_from = origins(prepared.reorganisation.parts, regions)
    regions |= {new: regions[max(olds, key=lambda old: olds[old])] for new, olds in came_from.items()}
    return {code: regions[code] for code in prepared.territory[CODE]}


def _classes(prepared: Prepared) -> SizeClasses | None:
    """The size classes, by the inhabitants of the year before; None where the bounds are not known."""
    library, law = prepared.library, prepared.library.law.size_classes
    when = prepared.publication.name, prepared.year.year
    if not all(library.has_figure(name, *when) for name in law.bounds):
        return None
    small, large = (library.figure(name, *when).value for name in law.bounds)
    return SizeClasses(small, large, prepared.year.year - 1, law.source)


def amounts_of(outcome: Outcome, name: str, groups: Sequence[Collection[str]]) -> list[Decimal]:
    """What the municipalities of each group (by code) together have of a rule or an input, in its unit.

    The sum; of a ratio the ratio of the sums. A ratio is a rule that is the quotient of two others (an
    amount per inhabitant).
    """
    rule = outcome.prepared.case.book.rules.get(name)
    match rule.formula if rule else None:
        case Arithmetic("/", Symbol(above), Symbol(below)):
            decimals = QUOTIENT_DECIMALS
        case Round(Arithmetic("/", Symbol(above), Symbol(below)), decimals):
            pass
        case _:
            return _sums(outcome, name, groups)
    sums = zip(_sums(outcome, above, groups), _sums(outcome, below, groups), strict=True)
    return [decimal(Fraction(a) / Fraction(b) if b else Fraction(0), decimals) for a, b in sums]


def amount_of(outcome: Outcome, name: str) -> Decimal:
    """What all municipalities together have of a rule or an input, in its unit."""
    return amounts_of(outcome, name, [outcome.result.values[CODE].to_list()])[0]


def _sums(outcome: Outcome, name: str, groups: Sequence[Collection[str]]) -> list[Decimal]:
    pairs = zip(outcome.result.values[CODE].to_list(), outcome.result.column(name).to_list(), strict=True)
    values = dict(pairs)
    with localcontext(prec=100):
        return [sum((values[code] for code in codes), Decimal(0)) for codes in groups]
