"""What a sheet says of its amounts: that they are in thousands or millions, or that revenues are negative."""

import re
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from tables.checking.received import ReceivedSheet, is_number

UNITS = (
    (r"[x\u00d7*]\W{0,3}1[., ]?000[., ]?000\b|\bmiljoen(en)?\b|\bmln\b", 1_000_000),
    (r"([x\u00d7*]|\bin)\W{0,3}(eur(o|o's)?\W{0,2})?1[., ]?000\b|\bduizend(en|tallen)?\b|\bk€|€ ?k\b", 1000),
)
"""How a heading, a title or a note says in what its amounts are, the largest first."""
IN_EUROS = r"\bin (hele )?euro('?s)?\b(?!\W*[x\u00d7]?\W*1)"
"""That amounts are in euros: of a heading this goes before what a title says."""


def unit_of(sheet: ReceivedSheet, header: int | None, columns: Collection[int]) -> int:
    """In how many euros amounts are, as the headings of `columns` say, or else the titles and notes."""
    rows = sheet.grid.rows
    last = -1 if header is None else header
    heads = [rows[row][column] for row in range(last + 1) for column in columns]
    units = _units(heads)
    if not units and not any(re.search(IN_EUROS, text.casefold()) for text in heads):
        units = _units([sheet.grid.sheet, *_apart(sheet)])
    return (units or [1])[0]


def _units(texts: Sequence[str]) -> list[int]:
    """The units that texts say, of one text the largest first."""
    return [unit for text in texts for pattern, unit in UNITS if re.search(pattern, text.casefold())]


def _apart(sheet: ReceivedSheet) -> Iterator[str]:
    """The titles and notes: rows with one text and no number."""
    for row in sheet.grid.rows:
        filled = [cell for cell in row if cell]
        if len(set(filled)) == 1 and not is_number(filled[0]):
            yield filled[0]


def reversed_sign(amounts: Collection[Fraction | None], beside: Collection[Fraction | None]) -> bool:
    """Whether revenues are written as negative: all that is given is, and so is more than one number.

    No stream is ever negative; `beside` are all the numbers in the columns of these amounts.
    """
    given = [amount for amount in amounts if amount]
    return bool(given) and max(given) < 0 and len([n for n in beside if n and n < 0]) > 1
