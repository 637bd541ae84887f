"""Numbers, and values for figures and inputs, as they are typed behind a command."""

import re
from fractions import Fraction

from allocation.errors import FigureError, InputError, Problem
from allocation.numbers import exact

EXPECTED = "een getal zoals 1234, 0.5, 0,5 of 2/3 (zonder tekens tussen duizendtallen)"


def typed_number(text: str, where: str) -> Fraction:
    """A number as typed: a point or a comma stands before decimals, and nothing between thousands.

    Raises InputError that names `where` it was typed.
    """
    plain = text.strip()
    plain = plain.replace(",", ".") if re.fullmatch(r"-?\d+,\d+", plain) else plain
    try:
        return exact(plain)
    except FigureError:
        raise InputError([Problem(where, repr(text), EXPECTED)]) from None


def typed_values(texts: tuple[str, ...], where: str) -> list[tuple[str, Fraction]]:
    """What is typed as NAAM=VALUE. Raises InputError with all that is not."""
    problems, values = [], []
    for text in texts:
        name, _, value = text.rpartition("=")
        if not name.strip():
            problems.append(Problem(where, repr(text), "NAAM=WAARDE"))
            continue
        try:
            values.append((name.strip(), typed_number(value, f"{where} {name.strip()}")))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return values
