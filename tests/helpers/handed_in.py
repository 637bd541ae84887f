"""Tables as a municipality or a statistics office hands them in, and how they are read."""

import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
from click.testing import CliRunner

from allocation.errors import InputError
from allocation.inputs import InputSpec
from cli import main
from rules.reading.columns import read_columns
from rules.reading.stated import Purpose
from rules.runs.places import places
from tables.reading.spreadsheets import read_table

CASES = Path(__file__).parents[1] / "cases"
SEPTEMBER = "septembercirculaire-2024"
DAY = datetime.date(2024, 1, 1)
PLACES = places(DAY)
CODES = list(PLACES.names)
SE = InputSpec("se", "SE", "SE", "aantal", 2, "x")


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def read(path, key="code", column="se", spec=SE, sheet="", **settings):
    """The values of a table by code. Raises InputError for all that is wrong in it."""
    columns, problems = read_columns(
        read_table(path, sheet), key, [(spec, column)], PLACES, Purpose(), **settings
    )
    if problems:
        raise InputError(problems)
    return dict(columns.select("code", spec.name).iter_rows())


def text(path, write=lambda i: f"{i},5", separator=";", above="", encoding="utf-8"):
    lines = [
        separator.join(["code", "se"]),
        *(f"{code}{separator}{write(i)}" for i, code in enumerate(CODES)),
    ]
    path.write_bytes((above + "\n".join(lines)).encode(encoding))
    return path


def excel(path, rows, change=lambda sheet: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    book.save(path)
    return path


HALVES = {code: Decimal(i) + Decimal("0.5") for i, code in enumerate(CODES)}
