"""An example of realised places of beschut werk, by municipality: made up, to show the way of funding.

Run from the top of the project: `python -m rules.data.example_realisation` writes
rules/data/voorbeeld_realisatie.csv. Realised places are not public by municipality. The example has the
number of the annex of 2022, scaled to the 8.032 places that were realised in the country, times a factor
between 0,5 and 1,5 that follows from the code: no municipality's own.
"""

from fractions import Fraction
from hashlib import sha256

import polars as pl

from allocation.apportion import largest_remainders
from rules.library.paths import DATA
from rules.territory.municipalities import table

REALISED = 8_032
"""End of 2022, in the country (Verkenning duurzame baankansen, bijlage II)."""
FILE = DATA / "voorbeeld_realisatie.csv"


def factor(code: str) -> Fraction:
    """Between a half and one and a half, by the code alone."""
    return Fraction(1, 2) + Fraction(int(sha256(code.encode()).hexdigest()[:6], 16), 16**6)


def written() -> str:
    """The file: whole places that add up to what was realised."""
    annex = (
        table("beschut_werk_aantallen_2022.csv")
        .select("gemeentecode", "aantal_beschut_werk")
        .sort("gemeentecode")
    )
    codes = annex["gemeentecode"].to_list()
    weights = [Fraction(n) * factor(code) for code, n in annex.rows()]
    places = largest_remainders(Fraction(REALISED), weights)
    frame = pl.DataFrame({"gemeentecode": codes, "plekken": places})
    return frame.write_csv()


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
    print(f"{FILE.name}: {REALISED} plekken, verzonnen per gemeente")
