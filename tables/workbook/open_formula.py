"""Formulas, names and what is allowed, in the words of OpenDocument.

A workbook has its formulas as Excel writes them; OpenFormula has other addresses and separators.
"""

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from allocation.numbers import as_written
from tables.workbook.model import Allowed

TOKENS = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?P<sheet>'(?:[^']|'')+'!)?(?P<first>(?<![\w.])\$?[A-Z]{1,3}\$?\d+)(?P<last>:\$?[A-Z]{1,3}\$?\d+)?(?![\w(.])"
    r"|(?P<comma>,)"
)
"""What is written in another way: an address or a range, a separator; never within a text."""
PLACE = re.compile(r"'(?:[^']|'')+'!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?")
SETTINGS = (
    '<table:calculation-settings table:use-regular-expressions="false"'
    ' table:search-criteria-must-apply-to-whole-cell="true"/>'
)
"""What is looked up is the text itself: names of municipalities have points and brackets in them."""


def open_formula(text: str) -> str:
    """A formula ("=SUM('Blad'!A1:A9,2)") as OpenFormula has it ("of:=SUM([$'Blad'.A1:.A9];2)")."""
    return f"of:={_translated(text.removeprefix('='))}"


def _translated(text: str) -> str:
    return TOKENS.sub(_token, text)


def _token(found: re.Match[str]) -> str:
    if found["text"]:
        return found["text"]
    return ";" if found["comma"] else f"[{_address(found)}]"


def _address(found: re.Match[str]) -> str:
    sheet = f"${found['sheet'][:-1]}" if found["sheet"] else ""
    last = f":.{found['last'][1:]}" if found["last"] else ""
    return f"{sheet}.{found['first']}{last}"


def named(names: Mapping[str, str]) -> str:
    """The names of cells, ranges and formulas."""
    entries = "".join(_named(name, place) for name, place in names.items())
    return f"<table:named-expressions>{entries}</table:named-expressions>" if entries else ""


def _named(name: str, place: str) -> str:
    sheet = place[place.index("'") : place.index("!")]
    base = f" table:base-cell-address={quoteattr(f'${sheet}.$A$1')}"
    if PLACE.fullmatch(place):
        address = quoteattr(_translated(place)[1:-1])
        return f'<table:named-range table:name="{name}"{base} table:cell-range-address={address}/>'
    expression = quoteattr(open_formula(place))
    return f'<table:named-expression table:name="{name}"{base} table:expression={expression}/>'


def validations(allowed: Iterable[Allowed]) -> str:
    """All that is allowed somewhere; a cell refers to it by its number, from 1."""
    entries = "".join(_validation(number, each) for number, each in enumerate(allowed, start=1))
    return f"<table:content-validations>{entries}</table:content-validations>" if entries else ""


def _validation(number: int, allowed: Allowed) -> str:
    kind = "warning" if allowed.listed else "stop"
    return (
        f'<table:content-validation table:name="allowed-{number}"'
        f' table:condition={quoteattr(f"of:{_condition(allowed)}")} table:allow-empty-cell="false">'
        f'<table:error-message table:message-type="{kind}" table:title="Niet in te vullen"'
        f' table:display="true"><text:p>{escape(allowed.words)}</text:p></table:error-message>'
        "</table:content-validation>"
    )


def _condition(allowed: Allowed) -> str:
    if allowed.listed:
        return f"cell-content-is-in-list({_translated(allowed.listed)})"
    kind = "whole" if allowed.whole else "decimal"
    least = None if allowed.least is None else as_written(allowed.least)
    most = None if allowed.most is None else as_written(allowed.most)
    tests = [f"cell-content-is-{kind}-number()"]
    if least is not None and most is not None:
        tests.append(f"cell-content-is-between({least},{most})")
    elif least is not None:
        tests.append(f"cell-content()>={least}")
    elif most is not None:
        tests.append(f"cell-content()<={most}")
    return " and ".join(tests)
