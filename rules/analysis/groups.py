"""Groups of municipalities: provinces, arbeidsmarktregio's and size classes (BPW, art. 2)."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from attrs import frozen

from allocation.case import CODE
from allocation.column import QUOTIENT_DECIMALS
from allocation.expressions import Arithmetic, Round, Symbol
from allocation.numbers import decimal
from allocation.territory import origins, restated
from rules.runs.outcome import Outcome, Prepared
from rules.territory.municipalities import inhabitants_on, with_regions

BOUNDS = "ondergrens_inwoners", "bovengrens_inwoners"
"""The figures between which the objective model counts in part."""


@frozen
class Grouping:
    """Which group each municipality is in; `note` says what it rests on. Groups in order."""

    name: str
    note: str
    of: Mapping[str, str]
    groups: tuple[str, ...]


def groupings(prepared: Prepared) -> list[Grouping]:
    """The groupings of a publication year; size classes only where the inhabitants are known."""
    territory, day = prepared.territory, prepared.year.territory
    regions = dict(with_regions(day).select(CODE, "arbeidsmarktregio").iter_rows())
    came_from = origins(prepared.reorganisation.parts, regions)
    regions |= {new: regions[max(olds, key=lambda old: olds[old])] for new, olds in came_from.items()}
    found = [
        _grouping("Provincie", "", dict(territory.select(CODE, "provincie").iter_rows())),
        _grouping(
            "Arbeidsmarktregio",
            "indeling 2021 (tot 2021: 2015), bij herindeling naar inwoners",
            {code: regions[code] for code in territory[CODE]},
        ),
    ]
    sizes = _sizes(prepared)
    if sizes:
        small, large = _bounds(prepared)
        names = (
            f"t/m {_thousands(small)} inwoners",
            f"{_thousands(small + 1)}-{_thousands(large - 1)} inwoners",
            f"vanaf {_thousands(large)} inwoners",
        )
        classes = {code: names[(n > small) + (n >= large)] for code, n in sizes.items()}
        found.append(
            Grouping(
                "Grootteklasse",
                f"inwoners op 1 januari {prepared.year.year - 1} (Besluit Participatiewet, art. 2)",
                classes,
                names,
            )
        )
    return found


def _grouping(name: str, note: str, of: Mapping[str, str]) -> Grouping:
    return Grouping(name, note, of, tuple(sorted(set(of.values()))))


def _bounds(prepared: Prepared) -> tuple[Fraction, Fraction]:
    """The inhabitants up to which only the lasten count, and from which only the objective model."""
    moment = prepared.publication.name, prepared.year.year
    small, large = (prepared.library.figure(name, *moment).value for name in BOUNDS)
    return small, large


def _thousands(persons: Fraction) -> str:
    return f"{int(persons):,}".replace(",", ".")


def _sizes(prepared: Prepared) -> dict[str, Fraction]:
    """Inhabitants on 1 January of the year before, on the territory of the publication."""
    moment = prepared.publication.name, prepared.year.year
    if not all(prepared.library.has_figure(name, *moment) for name in BOUNDS):
        return {}
    now = inhabitants_on(prepared.year.year - 1, prepared.year.territory)
    return restated(now, prepared.reorganisation.parts)


def amounts_of(outcome: Outcome, name: str, groups: Sequence[Collection[str]]) -> list[Decimal]:
    """What the municipalities of each group (by code) together have of a rule or an input.

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
    """The same of all municipalities."""
    return amounts_of(outcome, name, [outcome.result.values[CODE].to_list()])[0]


def _sums(outcome: Outcome, name: str, groups: Sequence[Collection[str]]) -> list[Decimal]:
    pairs = zip(outcome.result.values[CODE].to_list(), outcome.result.column(name).to_list(), strict=True)
    values = dict(pairs)
    with localcontext(prec=100):
        return [sum((values[code] for code in codes), Decimal(0)) for codes in groups]
