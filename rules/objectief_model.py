"""Objective model: how much of it counts for a municipality, and what it says.

The outcome is delivered as an amount per municipality, or follows from the households that the
model predicts to be on bijstand, per type of household, times the norm of that type, times the price
component: the norm-weighted mean fraction of the norm that is paid out. The model on the level of
households itself needs microdata and is not computed here.

What the sources leave open: the tables of 2021, 2023 and 2025, and for which year a table holds:
here two years after the peildatum of its data (another reading has the table of November 2020 for
2021). In the printed table of 2026 the norms of couples with one partner under 21 stand one row too
high; the figure `lezing_kostendelers_2026` says whether it is read as printed (0, so the law has it)
or moved back (1).
"""

from collections.abc import Sequence

from allocation.expressions import Expression, clamp, lag
from allocation.rules import Rule, Version, rule, versions

TABLE = "Besluit Participatiewet, art. 6; Regeling Participatiewet, IOAW en IOAZ, bijlage I, tabel 2"
BASIC = (
    "alleenstaande_21_aow", "alleenstaande_18_20", "paar_beide_21_aow", "paar_beide_18_20_zonder_kind",
    "paar_beide_18_20_met_kind", "paar_een_18_20_zonder_kind", "paar_een_18_20_met_kind",
    "art24_21_of_ouder", "art24_jonger_dan_21_zonder_kind", "art24_jonger_dan_21_met_kind",
)  # fmt: skip
SHARED = range(2, 11)
"""Number of kostendelers; 10 stands for 10 or more."""
SINGLE, WITH_CHILD, WITHOUT_CHILD = (
    tuple(f"kostendeler_{kind}_{n}" for n in SHARED)
    for kind in ("21_aow", "paar_een_18_20_met_kind", "paar_een_18_20_zonder_kind")
)


def _households(types: Sequence[str]) -> list[str]:
    return [f"huishoudens_{name}" for name in types]


def _norms(types: Sequence[str]) -> list[str]:
    return [f"norm_{name}" for name in types]


def _sum(households: Sequence[Expression], norms: Sequence[Expression]) -> Expression:
    products = [count * norm for count, norm in zip(households, norms, strict=True)]
    return sum(products[1:], start=products[0])


@rule(
    label="Gewicht objectief model (m)",
    unit="gewicht",
    source="Besluit Participatiewet, art. 2",
    valid_from=2015,
)
def gewicht_objectief(inwoners, ondergrens_inwoners, bovengrens_inwoners):
    """0 tot en met de ondergrens, 1 vanaf de bovengrens, en daartussen naar inwoners op 1 januari T-1."""
    above = lag(inwoners, 1) - ondergrens_inwoners
    return clamp(above / (bovengrens_inwoners - ondergrens_inwoners), 0, 1)


def _block(version: Version, types: Sequence[str], valid_to: int | None = None) -> Rule:
    """Households times norms of a block of the table."""

    def formula(*symbols: Expression) -> Expression:
        """De voorspelde huishoudens maal hun bruto norm."""
        return _sum(symbols[: len(types)], symbols[len(types) :])

    return version(2017, valid_to, reads=[*_households(types), *_norms(types)])(formula)


def _moved(version: Version, types: Sequence[str], base: str) -> Rule:
    """The same from 2026, when the printed norms stand a row too high: moved back, row 2 is the base."""
    count = len(types)

    def formula(reading: Expression, first: Expression, *symbols: Expression) -> Expression:
        """De voorspelde huishoudens maal hun norm; de tabel als afgedrukt (0) of een rij terug (1)."""
        printed = symbols[count:]
        moved = [first, *printed[:-1]]
        norms = [p + reading * (m - p) for p, m in zip(printed, moved, strict=True)]
        return _sum(symbols[:count], norms)

    reads = ["lezing_kostendelers_2026", f"norm_{base}", *_households(types), *_norms(types)]
    return version(2026, reads=reads)(formula)


with_child = versions(
    "lasten_jong_paar_met_kind",
    label="Voorspeld, jong paar met kind, kostendelers",
    unit="EUR",
    source=TABLE,
)
without_child = versions(
    "lasten_jong_paar_zonder_kind",
    label="Voorspeld, jong paar zonder kind, kostendelers",
    unit="EUR",
    source=TABLE,
)
lasten_gewone_norm = _block(
    versions("lasten_gewone_norm", label="Voorspeld, zonder kostendelers", unit="EUR", source=TABLE), BASIC
)
lasten_kostendelers = _block(
    versions("lasten_kostendelers", label="Voorspeld, kostendelers vanaf 21 jaar", unit="EUR", source=TABLE),
    SINGLE,
)
lasten_jong_paar_met_kind_2017 = _block(with_child, WITH_CHILD, 2025)
lasten_jong_paar_met_kind_2026 = _moved(with_child, WITH_CHILD, "paar_een_18_20_met_kind")
lasten_jong_paar_zonder_kind_2017 = _block(without_child, WITHOUT_CHILD, 2025)
lasten_jong_paar_zonder_kind_2026 = _moved(without_child, WITHOUT_CHILD, "paar_een_18_20_zonder_kind")


objectieve_uitkomst = versions(
    "objectieve_uitkomst",
    label="Uitkomst objectief model (O)",
    unit="EUR",
)


@objectieve_uitkomst(2017, 2018, source="Besluit Participatiewet, art. 6 en bijlage")
def objectieve_uitkomst_2017(
    lasten_gewone_norm, lasten_kostendelers, lasten_jong_paar_met_kind, lasten_jong_paar_zonder_kind
):
    """De voorspelde huishoudens maal hun norm."""
    couples = lasten_jong_paar_met_kind + lasten_jong_paar_zonder_kind
    return lasten_gewone_norm + lasten_kostendelers + couples


@objectieve_uitkomst(
    2019, source="Besluit Participatiewet, art. 6 en bijlage (prijscomponent: Stb. 2018, 328)"
)
def objectieve_uitkomst_2019(
    lasten_gewone_norm,
    lasten_kostendelers,
    lasten_jong_paar_met_kind,
    lasten_jong_paar_zonder_kind,
    prijscomponent,
):
    """De voorspelde huishoudens maal hun norm, maal de prijscomponent."""
    couples = lasten_jong_paar_met_kind + lasten_jong_paar_zonder_kind
    return (lasten_gewone_norm + lasten_kostendelers + couples) * prijscomponent
