"""The key of beschut werk of each arbeidsmarktregio, at its centrumgemeente.

Run from the top of the project: `python -m rules.data.centres` writes rules/data/sleutel_centrumgemeente.csv.
A test holds the committed file against it.
"""

import datetime
from fractions import Fraction

import polars as pl

from allocation.case import CODE
from allocation.numbers import as_written, round_half_away
from allocation.territory import restated
from rules.library.paths import DATA
from rules.territory.municipalities import carried, table, with_regions

OF_THE_KEY, OF_THE_REGIONS = datetime.date(2022, 12, 31), datetime.date(2025, 1, 1)
FILE = DATA / "sleutel_centrumgemeente.csv"


def rows() -> list[tuple[str, str, Fraction]]:
    """Code and name of each centrumgemeente, and the key of its region, in order of code."""
    key = table("sleutel_beschut_werk.csv").select("gemeentecode", "sleutel").rows()
    persons = {code: Fraction(value) for code, value in key}
    now = restated(persons, carried(OF_THE_KEY, OF_THE_REGIONS))
    regions = with_regions(OF_THE_REGIONS)
    names = dict(regions.select(CODE, "naam").iter_rows())
    added: dict[str, Fraction] = {}
    for code, centre in regions.select(CODE, "centrumgemeente").iter_rows():
        added[centre] = added.get(centre, Fraction(0)) + now[code]
    called = {name: code for code, name in names.items()}
    found = [(called[centre], centre, value) for centre, value in added.items()]
    return sorted(found)


def written() -> str:
    """The file, with the key in two decimals."""
    frame = pl.DataFrame(
        [(code, name, as_written(round_half_away(value, 2))) for code, name, value in rows()],
        schema=["gemeentecode", "centrumgemeente", "sleutel"],
        orient="row",
    )
    return frame.write_csv()


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
    print(f"{FILE.name}: {len(rows())} centrumgemeenten")
