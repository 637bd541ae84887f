"""Numbers as people write them: which sign stands before the decimals, where a column shows it.

1.234,5 and 1.234.567 can only be read in one way, and so can 0,25 and 12.5: they speak for all of
their column. 1.234 alone may be two numbers: then whoever handed it in must say which it is.
"""

import re
from collections.abc import Mapping, Sequence

import polars as pl
from attrs import frozen

SIGNS = (".", ",")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009", " ") | {"\u2212": "-"})
_SPACED = re.compile(r"^-?[1-9][0-9]{0,2}( [0-9]{3})+(?=$|[.,])")
_WHOLE = r"^-?[0-9]{1,15}$"
LONG = 3
"""A number of more digits without a sign shows that no sign stands between thousands."""


def _as(decimal: str) -> re.Pattern[str]:
    """A number with this sign before its decimals, and the other one between thousands, if any."""
    point, comma = re.escape(decimal), re.escape("," if decimal == "." else ".")
    return re.compile(
        rf"^-?([0-9]{{1,15}}|[1-9][0-9]{{0,2}}({comma}[0-9]{{3}}){{1,4}})({point}[0-9]{{1,20}})?$"
    )


_WITH: Mapping[str, re.Pattern[str]] = {sign: _as(sign) for sign in SIGNS}


@frozen
class Numerals:
    """A column as numbers with a point for decimals: those of `texts` that are one, else as they were.

    `decimal` is the sign that it has before decimals, "" where it has none or where that is in doubt.
    `doubtful`: every sign in it may be for decimals or between thousands.
    """

    texts: pl.Series
    decimal: str
    doubtful: bool = False


def numerals(texts: pl.Series, typed: Sequence[bool], decimal: str = "") -> Numerals:
    """Read a column; `typed` says which cells were numbers for a spreadsheet, `decimal` what its sign is."""
    if not decimal and texts.str.contains(_WHOLE).fill_null(value=True).all():
        return Numerals(texts, "")
    cells = [None if text is None else _tidy(text) for text in texts]
    free = [text for text, known in zip(cells, typed, strict=True) if text and not known]
    sign = decimal or _decimal(free)
    if not sign:
        return Numerals(texts, "", doubtful=True)
    read = [
        text if known or text is None or not _WITH[sign].match(text) else _plain(text, sign)
        for text, known in zip(cells, typed, strict=True)
    ]
    series = pl.Series(texts.name, [t if new is None else new for new, t in zip(read, texts, strict=True)])
    return Numerals(series.cast(pl.String), sign if any(sign in text for text in free) else "")


def _tidy(text: str) -> str:
    """Without the spaces between thousands."""
    text = text.translate(_SPACES)
    return text.replace(" ", "") if _SPACED.match(text) else text


def _plain(text: str, decimal: str) -> str:
    other = "," if decimal == "." else "."
    return text.replace(other, "").replace(decimal, ".")


def _decimal(texts: Sequence[str]) -> str:
    """The sign before decimals; of two that the column has both the one that more cells have; "" in doubt."""
    votes, open_to_both, plain = dict.fromkeys(SIGNS, 0), [], []
    for text in texts:
        fits = [sign for sign in SIGNS if _WITH[sign].match(text)]
        if len(fits) == 1:
            votes[fits[0]] += 1
        elif fits and text.strip("-").isdigit():
            plain.append(text.strip("-"))
        elif fits:
            open_to_both.append(text)
    if any(votes.values()):
        return max(SIGNS, key=lambda sign: votes[sign])
    if not open_to_both:
        return "."
    signs = {sign for text in open_to_both for sign in SIGNS if sign in text}
    if len(signs) == 1 and any(len(text) > LONG for text in plain):
        return signs.pop()
    return ""
