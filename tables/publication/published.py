"""Every published amount in one table: beside the computed one, with what difference is accepted, and why."""

from collections.abc import Sequence
from fractions import Fraction

from allocation.numbers import decimals_of
from rules import Outcome, Workspace
from rules.analysis.verify import Agreement, agreements
from tables.listing import Rows, table
from tables.publication.control import no_evidence
from tables.words import number
from tables.workbook.fields import Field

PUBLISHED: Sequence[Field[tuple[Outcome, Agreement]]] = (
    Field("publicatie", lambda one: one[0].prepared.publication.name),
    Field("uitkeringsjaar", lambda one: one[0].prepared.year.year),
    Field("bedrag", lambda one: one[1].published.rule),
    Field("waarden", lambda one: one[1].count),
    Field("gelijk", lambda one: one[1].equal),
    Field("berekend", lambda one: _amount(one[1].computed)),
    Field("elders", lambda one: _amount(one[1].stated)),
    Field("grootste verschil", lambda one: _amount(one[1].largest)),
    Field("aanvaard", lambda one: _amount(one[1].published.accepted)),
    Field("oordeel", lambda one: "goed" if one[1].accepted else "TE VER"),
    Field("waarom aanvaard", lambda one: one[1].published.because),
    Field("bewijs", lambda one: "ja" if one[1].evidence else f"nee: {no_evidence(one[1])}"),
    Field("bron", lambda one: one[1].published.source),
)


def published(space: Workspace) -> Rows:
    """Every amount of which it is known what was published, or what others computed, beside our own."""
    outcomes = [
        space.outcome(name, year.year)
        for name, one in sorted(space.library.publications.items())
        for year in one.years
        if space.complete(name, year.year)
    ]
    return table(PUBLISHED, [(one, agreed) for one in outcomes for agreed in agreements(space, one)])


def _amount(amount: Fraction) -> str:
    return number(amount, decimals_of(amount) or 0)
