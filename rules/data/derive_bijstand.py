"""Make what the bijstand rests on from public data: stand-ins for the lasten, and the table of norms.

Run from the top of the project: `python -m rules.data.derive_bijstand` writes
rules/data/inkomsten_rijk.csv, rules/data/uitgaven_dak_en_thuislozen.csv and
rules/objectief_model_normen.toml. Tests hold the committed files against it.

Lasten. SiSa per municipality is not public in one table. In their place is the income from the Rijk on
hoofdtaakveld 6 in the municipality's own budget for T-1: mostly its gebundelde uitkering. So it is no
independent measure of what was spent; but spending on taakveld 6.3, which is public too, holds bijzondere
bijstand and energietoeslag, with which small municipalities come out far too high (`rules.data.spread`
prints both). Where there was no return that of the other year is taken, times the national growth.

Dak- en thuislozen. Nothing is public; 0 for everyone leaves that money in the objective part.
"""

import csv
import datetime
from fractions import Fraction
from itertools import groupby
from pathlib import Path

from allocation.numbers import round_half_away
from rules.library.paths import DATA, RULES
from rules.territory.municipalities import municipalities

THOUSAND = 1_000
BUDGETS = (2023, 2024)
"""The years of the budgets: those before the uitkeringsjaren 2024 and 2025."""
INCOME = "baten_rijk_hoofdtaakveld6_x1000eur"
TERRITORY = datetime.date(2024, 1, 1)
YEARS = {
    "2019-12-03": 2019,
    "2020-11-19": 2020,
    "2022-12-20": 2022,
    "2024-06-01": 2024,
    "2026-04-02": 2026,
}
"""The budget year of each version of the table: two years after the peildatum of its data."""
STATES = f"staten {min(YEARS)} tot en met {max(YEARS)}; het jaar volgt uit de peildata"
SHARED = {
    "kostendeler_21_aow": "Vanaf 21 jaar",
    "kostendeler_paar_een_18_20_met_kind": "Jong paar met kind",
    "kostendeler_paar_een_18_20_zonder_kind": "Jong paar zonder kind",
}
ARTICLE_24 = "art24"
HEADER = """\
# Norms of the objective model and the households that it predicts, per type. Made from
# data/objectief_model_normbedragen.csv by data/derive_bijstand.py; do not edit.
"""


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def write_income(path: Path) -> None:
    """Income from the Rijk of the budgets that lasten are approximated by, in euros, by year."""
    known = {year: income(year) for year in BUDGETS}
    rows: list[list[object]] = []
    for year, other in (BUDGETS, BUDGETS[::-1]):
        both = [code for code in known[year] if code in known[other]]
        growth = Fraction(sum(known[year][code] for code in both), sum(known[other][code] for code in both))
        for code in municipalities(TERRITORY)["code"]:
            if code in known[year]:
                rows.append([year, code, known[year][code], f"begroting {year}"])
            else:
                estimate = int(round_half_away(known[other][code] * growth, 0))
                rows.append([year, code, estimate, f"begroting {other}, maal de landelijke groei"])
    _write(path, ["jaar", "gemeentecode", "inkomsten_eur", "herkomst"], rows)


def income(year: int) -> dict[str, int]:
    """By code the income from the Rijk on hoofdtaakveld 6 in the budget of a year, in euros."""
    return {
        row["gemeentecode"]: int(row[INCOME]) * THOUSAND
        for row in _rows("iv3_rijk_begroting.csv")
        if row["jaar"] == str(year) and row[INCOME]
    }


def write_homeless(path: Path) -> None:
    """Nought for every municipality of 2024."""
    codes = municipalities(TERRITORY)["code"]
    _write(path, ["gemeentecode", "uitgaven_eur"], [[code, 0] for code in codes])


def write_norms(path: Path) -> None:
    """Every norm with its values, and the input with its households."""

    def key(row: dict[str, str]) -> str:
        return row["huishoudtype_id"] + (f"_{row['kostendelers']}" if row["kostendelers"] else "")

    rows = sorted(_rows("objectief_model_normbedragen.csv"), key=key)
    blocks = [_block(name, list(group)) for name, group in groupby(rows, key)]
    path.write_text(HEADER + "".join(blocks), encoding="utf-8")


def _block(name: str, versions: list[dict[str, str]]) -> str:
    last = versions[-1]
    text = last["huishoudtype"].split(" (of meer)")[0]
    if last["huishoudtype_id"] in SHARED:
        text = f"{SHARED[last['huishoudtype_id']]}, {text}"
    elif last["huishoudtype_id"].startswith(ARTICLE_24):
        text = f"Gehuwd, art. 24, {text}"
    values = "".join(_value(row) for row in versions)
    table = "Regeling Participatiewet, IOAW en IOAZ, bijlage I, tabel 2"
    return f"""
[figures.norm_{name}]
label = "Norm: {text}"
unit = "EUR per huishouden"
decimals = 2
source = "{table}, {STATES}"
values = [
{values}]

[inputs.huishoudens_{name}]
label = "Voorspelde huishoudens: {text}"
unit = "huishoudens"
kind = "aantal"
decimals = 4
source = "{table}; bijlage, tabel 1 (kans op bijstand)"
"""


def _value(row: dict[str, str]) -> str:
    amount = f"{int(row['bedrag_eur'][:-3]):_}{row['bedrag_eur'][-3:]}"
    note = f', note = "{row["opmerking"]}"' if row["opmerking"] else ""
    return f'  {{ year = {YEARS[row["versie"]]}, value = {amount}, status = "afgeleid"{note} }},\n'


if __name__ == "__main__":
    write_income(DATA / "inkomsten_rijk.csv")
    write_homeless(DATA / "uitgaven_dak_en_thuislozen.csv")
    write_norms(RULES / "objectief_model_normen.toml")
