"""What a merger or split that no law says yet would change, stream by stream."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from allocation.numbers import decimal
from rules import Outcome
from rules.analysis.merger_money import MergerAmount, merger_amounts
from rules.analysis.restate import BeforeAndAfter, what_if_effects
from rules.territory.naming import names_by_code
from tables.labels import label, municipal, subtitle, warning, with_unit
from tables.words import part
from tables.workbook.fields import Field, block
from tables.workbook.model import Block, Sheet
from tables.workbook.names import sheet_name

DECIMALS = 2
CAPTION = (
    "Wat er voor de herindeling zelf bij komt: tijdelijk, naar de inwoners van het jaar ervoor, en indicatief"
)


@frozen
class _Effect:
    """An amount of a municipality (or of all others, ""), in words and in its unit."""

    amount: str
    municipality: str
    olds: str
    effect: BeforeAndAfter


FIELDS: tuple[Field[_Effect], ...] = (
    Field("Bedrag", lambda row: row.amount, width=32),
    Field("Gemeentecode", lambda row: row.effect.code, width=14),
    Field("Gemeente", lambda row: row.municipality, width=28),
    Field("Bestaat uit", lambda row: row.olds, width=44),
    Field("Nu, samen", lambda row: decimal(row.effect.before, DECIMALS), 20, DECIMALS),
    Field("Na herindeling", lambda row: decimal(row.effect.after, DECIMALS), 20, DECIMALS),
    Field("Verschil", lambda row: decimal(row.effect.difference, DECIMALS), 20, DECIMALS),
)


def what_if_sheet(before: Outcome, after: Outcome) -> Sheet:
    """Per stream and municipality: what it consists of gets today, and what it would get."""
    year = after.prepared.year.year
    names = names_by_code(before.prepared.territory), names_by_code(after.prepared.territory)
    rows = [row for name in _streams(after) for row in _rows(before, after, name, *names)]
    paid = merger_amounts(before, after)
    return Sheet(
        name=sheet_name("Wat als", year),
        title=f"Wat als: voor en na de herindeling, uitkeringsjaar {year}",
        subtitle=subtitle(after),
        warning=warning(after),
        blocks=[block(f"wat_als_{year}", FIELDS, rows), *_for_merging(paid, *names, year)],
    )


def _for_merging(
    paid: Sequence[MergerAmount], old: Mapping[str, str], new: Mapping[str, str], year: int
) -> list[Block]:
    """What comes on top for the reorganisation itself, by year; none where nothing is paid."""
    if not paid:
        return []
    place = ("in het jaar van de herindeling", *(f"{n} jaar daarna" for n in range(1, len(paid[0].by_year))))
    fields = [
        Field[MergerAmount]("Gemeentecode", lambda row: row.code, width=14),
        Field[MergerAmount]("Gemeente", lambda row: new[row.code], width=28),
        Field[MergerAmount](
            "Opgeheven of samengevoegd", lambda row: ", ".join(old[c] for c in row.olds), width=44
        ),
        *(_in_year(n, when) for n, when in enumerate(place)),
        Field[MergerAmount]("EUR, samen", lambda row: decimal(row.together, DECIMALS), 20, DECIMALS),
    ]
    return [block(f"voor_herindeling_{year}", fields, paid, caption=CAPTION)]


def _streams(after: Outcome) -> list[str]:
    """The amounts, what divides a pot, and what the overview has in euros."""
    year, rules = after.prepared.year, after.prepared.case.book.rules
    listed = [name for name, rule in rules.items() if rule.pot or name in year.amounts]
    shown = [name for name in municipal(after, year.overview) if label(after, name)[1].is_money]
    return list(dict.fromkeys([*listed, *shown]))


def _rows(
    before: Outcome, after: Outcome, amount: str, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[_Effect]:
    """A row per municipality that takes part, and one for all others; `old` and `new` are names by code."""
    for effect in what_if_effects(before, after, amount, after.prepared.reorganisation.parts):
        olds = ", ".join(f"{old[code]}{part(share)}" for code, share in sorted(effect.origins.items()))
        municipality = new[effect.code] if effect.code else "Alle andere gemeenten"
        yield _Effect(with_unit(after, amount), municipality, olds, effect)


def _in_year(years: int, when: str) -> Field[MergerAmount]:
    return Field(f"EUR, {when}", lambda row: decimal(row.by_year[years], DECIMALS), 20, DECIMALS)
