"""Groups of municipalities: provinces, arbeidsmarktregio's and size classes (BPW, art. 2)."""

import datetime
from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

import polars as pl
from attrs import frozen

from allocation.case import CODE
from allocation.territory import origins, restated
from rules.catalogue.municipalities import carried, inhabitants, with_regions
from rules.catalogue.prepare import Prepared

SMALL, LARGE = 15_000, 40_000
CLASSES = (
    "t/m 15.000 inwoners",
    "15.001-39.999 inwoners",
    "vanaf 40.000 inwoners",
)


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
    if prepared.what_if:
        came_from = origins(prepared.what_if.parts, regions)
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
        classes = {code: CLASSES[(n > SMALL) + (n >= LARGE)] for code, n in sizes.items()}
        found.append(
            Grouping(
                "Grootteklasse",
                f"inwoners op 1 januari {prepared.year.year - 1} (Besluit Participatiewet, art. 2)",
                classes,
                CLASSES,
            )
        )
    return found


def _grouping(name: str, note: str, of: Mapping[str, str]) -> Grouping:
    return Grouping(name, note, of, tuple(sorted(set(of.values()))))


def _sizes(prepared: Prepared) -> dict[str, Fraction]:
    """Inhabitants on 1 January of the year before, on the territory of the publication."""
    year = prepared.year.year - 1
    persons = inhabitants(year)
    start = datetime.date(year, 1, 1)
    if not persons or start > prepared.year.territory:
        return {}
    now = restated(persons, carried(start, prepared.year.territory))
    return restated(now, prepared.what_if.parts) if prepared.what_if else now


def in_groups(values: pl.DataFrame, name: str, grouping: Grouping) -> dict[str, Decimal]:
    """The sum of a rule over the municipalities of each group."""
    sums = dict.fromkeys(grouping.groups, Decimal(0))
    with localcontext(prec=100):
        for code, value in values.select(CODE, name).rows():
            sums[grouping.of[code]] += value
    return sums
