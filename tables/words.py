"""Numbers and dates as a Dutch reader expects them."""

import re
from collections.abc import Sequence
from fractions import Fraction

from allocation.errors import FigureError
from allocation.numbers import decimal, exact
from allocation.units import YES_NO

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

FEW = 3
"""So many of more texts are written out."""
JA_NEE = -1
"""In the place of a number of decimals: the number 1 shows as ja, 0 as nee."""

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
"""Every sign that is written for a minus, or for nothing."""

THOUSANDS = r"[1-9][0-9]{0,2}(\.[0-9]{3})+"

STANDS = {
    "voorlopig": "voorlopige cijfers",
    "nader voorlopig": "nader voorlopige cijfers",
    "definitief": "definitieve cijfers",
    "indicatief": "indicatieve cijfers",
}


def date_in_words(date: str) -> str:
    """Write "2024-05" as "mei 2024", "2022-12-20" as "20 december 2022", "2024" as it is."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def number(value: Fraction, decimals: int = 0) -> str:
    """Write 1234.5 as "1.234,50"."""
    return f"{decimal(value, decimals):,f}".translate(str.maketrans(",.", ".,"))


def answer(value: Fraction) -> str:
    """What is 1 or 0 as "ja" or "nee"."""
    return "ja" if value else "nee"


def measured(text: str, unit: str) -> str:
    """A number with its unit; what is yes or no says enough by itself."""
    return text if unit == YES_NO else f"{text} {unit}".rstrip()


def in_words(value: Fraction) -> str:
    """A whole number without decimals, any other with two."""
    return number(value, 0 if value.denominator == 1 else 2)


def plural(count: int, one: str, more: str) -> str:
    """Write 1 and "pot" as "1 pot"."""
    return f"{count} {one if count == 1 else more}"


def sentence(text: str) -> str:
    """The text with a capital, as a sentence begins."""
    return text[:1].upper() + text[1:]


def part(share: Fraction) -> str:
    """Write 0.15 as " (15,0000%)"; nothing for the whole."""
    return "" if share == 1 else f" ({number(share * 100, 4)}%)"


def first_few(texts: Sequence[str]) -> str:
    """The first FEW of some texts, and how many more there are."""
    more = f" (+{len(texts) - FEW})" if len(texts) > FEW else ""
    return ", ".join(texts[:FEW]) + more


def listed(texts: Sequence[str]) -> str:
    """All of some texts, as a sentence has them."""
    return " en ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def amount(text: str) -> Fraction | None:
    """An amount in Dutch notation, or as a spreadsheet has it; a dash is 0; None where there is nothing.

    A V behind it (voordelig) says that it is received, an N (nadelig) that it is not.

    Raises FigureError for any other text.
    """
    if re.search(r"\d\s+\d", text) and not re.search(r"(?<!\d)\d{1,3}(\s\d{3})+(?!\s*\d)", text):
        raise FigureError(text)  # a footnote, or two numbers
    bare = re.sub(r"[€\s\u00a0]|eur(o)?", "", text.casefold())
    bare = re.sub(f"[{DASHES}]", "-", bare)
    if side := re.fullmatch(r"([\d.,]+)(v|n)", bare):
        bare = side[1] if side[2] == "v" else f"-{side[1]}"
    bare = re.sub(r"[*†‡¹²³]+$|,(-+|=)$", "", bare)
    bare = "0" if re.fullmatch("-+", bare) else {"n.v.t.": "", "nvt": ""}.get(bare, bare)
    if negative := re.fullmatch(r"\((.*)\)|([^-].*)-", bare):
        bare = f"-{negative[1] or negative[2]}"
    if not bare:
        return None
    if "," in bare or re.fullmatch(f"-?{THOUSANDS}", bare):
        if not re.fullmatch(f"-?([0-9]+|{THOUSANDS})(,[0-9]+)?", bare):
            raise FigureError(text)
        bare = bare.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", bare):
        raise FigureError(text)
    return exact(bare)
