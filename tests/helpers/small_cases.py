"""Small cases of the registered rules: a few municipalities, figures said by hand, the law's own otherwise."""

from decimal import Decimal
from fractions import Fraction

import polars as pl

from allocation.case import CODE, case_of
from allocation.evaluation import evaluate
from allocation.figures import LAW
from allocation.lags import unlagged
from allocation.rulebook import rulebook
from tests.helpers.workspaces import BOOKS, LIBRARY


def law(year):
    """The figures that the law itself fixes for a year."""
    return {
        name: value.value
        for name, figure in LIBRARY.figures.items()
        for value in figure.values
        if (value.year, value.publication) == (year, LAW)
    }


def of_the_law(name, year):
    """A figure that the law fixes, of an earlier year too; None for any other."""
    base, before = unlagged(name)
    return law(year - before).get(base)


def case(targets, year, rows, figures=None):
    """A case from {code: {input: value}}; what is named there and is also a rule, is given."""
    figures = {k: Fraction(v) for k, v in (figures or {}).items()}
    inputs = {name: name for row in rows.values() for name in row}
    book = BOOKS.whole(year, {*inputs, *figures}).needed(targets)
    columns = {
        name: pl.Series([Decimal(str(row[name])) for row in rows.values()], dtype=pl.Decimal(38, 6))
        for name in book.inputs
    }
    values = {name: figures.get(name, of_the_law(name, year)) for name in book.figures}
    frame = pl.DataFrame({CODE: list(rows), **columns})
    return case_of(book, frame, values, dict.fromkeys([*book.inputs, *book.figures], "officieel"))


def alone(names, year, rows, figures=None):
    """Some rules by themselves: all else that they read is given, also what other rules compute."""
    rules = [rule for rule in LIBRARY.rules if rule.name in names and rule.valid_in(year)]
    inputs, figures = sorted({name for row in rows.values() for name in row}), figures or {}
    book = rulebook(rules, inputs, list(figures), year)
    columns = {
        name: pl.Series([Decimal(str(row[name])) for row in rows.values()], dtype=pl.Decimal(38, 6))
        for name in inputs
    }
    frame = pl.DataFrame({CODE: list(rows), **columns})
    values = {name: Fraction(value) for name, value in figures.items()}
    return evaluate(case_of(book, frame, values, dict.fromkeys([*inputs, *figures], "officieel")))


def exact_values(result, name):
    """The exact values of a rule, in order of code."""
    return list(result.exact(name))


def run(targets, year, rows, figures=None):
    return evaluate(case(targets, year, rows, figures))


def unrounded(result, *names):
    """The exact sum of some rules, in order of code."""
    return [sum(values) for values in zip(*(exact_values(result, name) for name in names), strict=True)]


# Bijstand

PARTS = ("historisch_deel", "deel_dak_en_thuislozen", "objectief_deel")


def row(inwoners, lasten, gu, o, **more):
    """What the bijstand asks of a municipality, in euros and numbers."""
    return {
        "inwoners[-1]": inwoners,
        "lasten_jaarrekening": lasten,
        "huishoudens[-1]": 1,
        "huishoudens[-2]": 1,
        "uitgaven_dak_en_thuislozen[-2]": gu,
        "objectieve_uitkomst": o,
        **more,
    }
