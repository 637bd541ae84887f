"""Households at random, that are right: for tests of the model of households."""

import random
from decimal import Decimal
from functools import cache

import polars as pl
from attrs import frozen

from rules.model import law

NORMS_OF = {
    1: ["alleenstaande_21_aow", "alleenstaande_18_20", "kostendeler_21_aow_2", "student"],
    2: ["paar_beide_21_aow", "kostendeler_21_aow_3", "paar_een_18_20_met_kind", "art24_21_of_ouder"],
}
YOUNG = {"alleenstaande_18_20", "paar_een_18_20_met_kind"}


@frozen
class Rows:
    """What law.toml says of the rows that are given, looked up once: a household takes a fraction of that."""

    given: tuple
    groups: dict
    singles: frozenset
    loose: tuple
    fits: tuple
    ages: tuple


@cache
def rows_of(given):
    groups = {group.name: group for group in law.groups(given)}
    grouped = {name for group in groups.values() for name in group.rows}
    loose = tuple(name for name in given if name not in grouped and "_na_24_" not in name)
    fits = tuple(fits for fits in law.fits(given) if fits.needs)
    ages = tuple(name for name in given if name.startswith("leeftijd_"))
    return Rows(given, groups, frozenset(law.adults("one", given)), loose, fits, ages)


def households(weights, codes, count, seed=0):
    """A frame of `count` households with anything that a table has: two ages, origins and benefits too."""
    chance, of = random.Random(f"{weights.version.name}{seed}"), rows_of(weights.given)
    rows = [_household(of, weights.measured, chance) for _ in range(count)]
    for row in rows:
        row["gemeentecode"] = chance.choice(codes)
    schema = {name: pl.Decimal(12, 6) for name in weights.measured} | dict.fromkeys(weights.given, pl.UInt8)
    return pl.DataFrame(rows, schema_overrides=schema, infer_schema_length=None)


def _household(of, measured, chance):
    row, groups = dict.fromkeys(of.given, 0), of.groups
    kind = chance.choice(groups["gezinssituatie"].rows)
    adults = 1 if kind in of.singles else 2
    row[kind] = 1
    row[chance.choice(groups["medicijngroepen"].rows)] = 1
    for name in ("leeftijd", "herkomst", "hci"):
        for _ in range(adults):
            row[chance.choice(groups[name].rows)] = 1
    for name in of.loose:
        row[name] = int(chance.random() < 0.25)
    for fits in of.fits:
        if row[fits.needs[0]]:
            row[fits.rows[0]] = chance.randint(0, 1)
    for name in ("mate van AO", "soort woning"):
        if chance.random() < 0.4:
            row[chance.choice(groups[name].rows)] = 1
    fitting = [
        n
        for n in groups["vermogensklasse"].rows
        if n.startswith("alleenstaande") == (kind == "alleenstaande")
    ]
    if chance.random() < 0.4:
        row[chance.choice(fitting)] = 1
    row["norm"] = _norm(row, adults, of.ages, chance)
    most = law.document()["measured"]["most"]
    for name in measured:
        row[name] = Decimal(chance.randint(0, 10**6 * min(most[name], 2))) / 10**6
    return row


def _norm(row, adults, ages, chance):
    norm = chance.choice(NORMS_OF[adults])
    if norm in YOUNG:
        row.update(dict.fromkeys(ages, 0))
        row.update(leeftijd_20_25=1, leeftijd_50_aow=adults - 1)
    elif not any(row[name] for name in ages if name != "leeftijd_18_20"):
        row.update(leeftijd_18_20=0, leeftijd_30_40=1)
    if norm == "student":
        row["student"] = 1
    return norm
